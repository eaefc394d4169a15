"""Who may open which door: found in the resolver, asked of the permissions, and tried over HTTP by everyone."""

import logging
from collections.abc import Iterator

import pytest
from django.test import Client
from zeal import zeal_ignore

from tests.cast import examples
from tests.cast.people import ROLES, Cast
from tests.house.doors import PUBLIC, doors
from tests.house.knocking import NOT_OFFERED, NoExampleError, Visit, is_refusal

NOWHERE = {"api:unknown"}  # answers 404 to everyone, and is there for that
DOORS = list(doors())
IN_THE_COHORT = {"member", "representative", "facilitator", "mentor", "coordinator", "staff"}
ANSWERING = {"facilitator", "coordinator", "evaluator", "staff"}
# Who may know that it is there, said by hand: permissions and lists agree with each other also when both are wrong.
KNOWN_TO = {
    "api:affiliation-detail": {"member", "representative", "staff"},
    "api:delegation-detail": {"representative"},
    "api:enrollment-detail": IN_THE_COHORT,
    "api:my-search": {"member"},
    "api:plan-detail": {"member", "mentor"},
    "api:suggestion-detail": {"member", "staff"},
    "api:wave-detail": {"coordinator", "staff"},
    "assessments:answer": {"member"},
    "assessments:plan-detail": {"member", "mentor"},
    "assessments:result": {"member"},
    "assessments:self-assessment-detail": {"representative"},
    "capacity:affiliation-end": {"member", "representative", "staff"},
    "capacity:suggestion-detail": {"member", "staff"},
    "evaluation:alert-detail": ANSWERING,
    "evaluation:follow-up-detail": ANSWERING,
    "programs:activity-note": IN_THE_COHORT,
    "programs:deliverable-detail": IN_THE_COHORT,
    "programs:delegation-detail": {"representative"},
    "programs:delegation-withdraw": {"representative"},
    "programs:enrollment-detail": IN_THE_COHORT,
    "programs:pair-detail": {"mentor", "partner", "coordinator", "staff"},
    "programs:search-detail": {"member"},
}
pytestmark = pytest.mark.usefixtures("quiet")
FIX = (
    "Name the permission in the view (`permission_required`, or `asks` where the view looks for its object among"
    " what one may see), or decide that the door is public and add it to PUBLIC in tests/house/doors.py."
)


@pytest.fixture
def quiet() -> Iterator[None]:
    """Thousands of refusals, each expected, are not worth a line in the log."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


def test_every_door_is_locked_or_public_by_decision() -> None:
    unlocked = {door.name for door in DOORS if door.is_ours and not door.asks_for_a_sign_in}
    assert unlocked - PUBLIC == set(), FIX


def test_no_public_door_is_listed_that_does_not_exist_or_is_locked() -> None:
    assert PUBLIC - {door.name for door in DOORS if not door.asks_for_a_sign_in} == set()


def test_every_locked_door_to_an_object_names_its_permission() -> None:
    nameless = {
        door.name
        for door in DOORS
        if door.is_ours and door.parts and door.name not in PUBLIC and not door.permissions
    }
    assert nameless == set(), FIX


@pytest.mark.django_db
def test_everything_that_has_an_address_has_an_example() -> None:
    visit = Visit(Cast(), "anonymous")
    missing = []
    for door in DOORS:
        try:
            visit.address_of(door)
            visit.expects(door)
        except NoExampleError as problem:
            missing.append(str(problem))
    assert not missing, "\n".join(missing)


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_every_door_opens_to_those_whom_its_permission_names_and_to_nobody_else(role: str) -> None:
    visit = Visit(Cast(), role)
    wrong = []
    for door in DOORS:
        for method in door.methods:
            expected = visit.expects(door, method)
            response = visit.knock(door, method)
            said = f"{role} {method} {door.name}: {response.status_code}, expected "
            if response.status_code >= 500:
                wrong.append(said + "an answer")
            elif expected is None or door.name in NOWHERE or response.status_code == NOT_OFFERED:
                continue
            elif is_refusal(response) is expected:
                wrong.append(said + ("to come in" if expected else "to be refused"))
    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_what_is_not_public_has_no_public_address(role: str) -> None:
    """Insecure direct object references: for others the page of a hidden object does not exist."""
    cast = Cast()
    visit, wrong = Visit(cast, role), []
    usual = visit.addresses
    for noun, hidden, seers in examples.hidden(cast):
        visit.addresses = usual | examples.around(hidden) | {noun: hidden}
        for door in DOORS:
            if door.name in PUBLIC and door.parts and f"/{noun}/<" in door.pattern.replace("(?P", ""):
                response = visit.knock(door, "get")
                if role not in seers and response.status_code != 404:
                    wrong.append(f"{role} {door.name}: {response.status_code}, expected 404")
    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
def test_what_is_somebodys_own_is_not_there_for_anybody_else() -> None:
    """Insecure direct object references again, for what has no public page."""
    cast = Cast()
    visit = Visit(cast, "anonymous")
    addresses = {door.name: visit.address_of(door) for door in DOORS if door.name in KNOWN_TO}
    found: dict[str, set[str]] = {name: set() for name in addresses}
    for role in ROLES:
        client = Client()
        if role != "anonymous":
            client.force_login(cast.users[role], backend="common.backends.AccountBackend")
        for name, address in addresses.items():
            with zeal_ignore():
                response = client.get(address)
            if response.status_code != 404 and not (role == "anonymous" and is_refusal(response)):
                found[name].add(role)
    assert found == KNOWN_TO
