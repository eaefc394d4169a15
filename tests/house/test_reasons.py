"""Staff say why before a page names somebody: each page that asks is tried, all others are searched for names."""

import logging
from urllib.parse import quote

import pytest
from django.urls import reverse

from capacity.http.reasons import BehindReason
from capacity.states import LookReason
from common.models import ActionLog
from tests.cast.people import Cast
from tests.house.doors import Door, doors
from tests.house.knocking import Visit

DOORS = {door.name: door for door in doors()}
# Pages of one person ask by themselves; all others by their class.
OF_ONE = {
    "capacity:affiliation-confirm",
    "capacity:affiliation-refuse",
    "capacity:affiliation-end",
    "programs:deliverable-detail",
    "programs:enrollment-detail",
    "programs:enrollment-accept",
    "programs:enrollment-decline",
    "programs:enrollment-transfer",
    "programs:enrollment-complete",
    "programs:enrollment-not-complete",
}
MEMBERS = {"capacity:member-list", "capacity:representative-appoint", "evaluation:affiliate-desk"}
# Behind the reason for those who may open them, of whom staff are none: they are refused without a question.
NOT_FOR_STAFF = {f"programs:pair-{deed}" for deed in ("decline", "goal", "meet", "look-back")}
# Whom a page offers as reviewer, owner or observer by her role in the program: she works for it, under her name.
NAMES_WHO_WORK = {
    "assessments:wave-observers",
    "evaluation:action-create",
    "evaluation:action-detail",
    "evaluation:recommendation-respond",
    "evaluation:selection-detail",
    "programs:review-setup",
}
WORKERS = {"facilitator", "mentor", "coordinator"}
pytestmark = pytest.mark.django_db


def is_behind(door: Door) -> bool:
    return isinstance(door.page, type) and issubclass(door.page, BehindReason) and door.has("get")


BEHIND = sorted({name for name, door in DOORS.items() if is_behind(door)} - NOT_FOR_STAFF | OF_ONE)


def knock(visit: Visit, name: str) -> tuple[int, str]:
    """Status, and where it leads without what it carries along."""
    answer = visit.knock(DOORS[name], "get")
    return answer.status_code, answer.headers.get("Location", "").partition("?")[0]


def why(visit: Visit, name: str) -> str:
    """The address of the question, with the page as where to go on."""
    location = visit.knock(DOORS[name], "get")["Location"]
    assert location.endswith(f"?next={quote(visit.address_of(DOORS[name]), safe='')}")
    return str(location)


def own_role(name: str) -> str:
    if name in MEMBERS or name.startswith("capacity:"):
        return "representative"
    if name.startswith("programs:pair"):
        return "mentor"
    return "coordinator"


@pytest.mark.parametrize("name", BEHIND)
def test_a_page_that_names_people_opens_to_staff_behind_a_logged_reason(name: str) -> None:
    cast = Cast()
    staff, owner = Visit(cast, "staff"), Visit(cast, own_role(name))
    question = why(staff, name)
    refused = staff.client.post(question, {"reason": "curiosity"})
    assert (refused.status_code, ActionLog.objects.filter(verb="capacity.access.state_reason").count()) == (
        200,
        0,
    )
    assert knock(staff, name)[0] == 302
    assert staff.client.post(question, {"reason": LookReason.SAFETY})["Location"] == staff.address_of(
        DOORS[name]
    )
    logged = ActionLog.objects.get(verb="capacity.access.state_reason")
    assert (logged.by, logged.reason) == (staff.user, "safety")
    assert (knock(staff, name), knock(owner, name)) == ((200, ""), (200, ""))


@pytest.mark.parametrize("name", sorted(NOT_FOR_STAFF))
def test_what_is_for_the_two_of_a_pair_is_refused_to_staff_without_a_question(name: str) -> None:
    assert knock(Visit(Cast(), "staff"), name) == (403, "")


def test_a_delegation_is_nobodys_but_its_representatives() -> None:
    cast = Cast()
    assert knock(Visit(cast, "staff"), "programs:delegation-detail") == (404, "")
    assert knock(Visit(cast, "representative"), "programs:delegation-detail") == (200, "")


def test_no_other_page_names_anybody_to_staff(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)
    cast = Cast()
    for role, person in cast.people.items():
        person.name = f"Secret {role} of all"
        person.save()
    visit = Visit(cast, "staff")
    named = set()
    for door in DOORS.values():
        if not door.is_ours or not door.has("get"):
            continue
        answer = visit.knock(door, "get")
        text = "" if answer.streaming else answer.content.decode(errors="ignore")
        roles = {role for role in cast.people if role != "staff" and f"Secret {role} of all" in text}
        named |= {
            (door.name, role) for role in roles if door.name not in NAMES_WHO_WORK or role not in WORKERS
        }
    assert named == set()


def test_requests_that_wait_for_staff_show_a_number() -> None:
    cast = Cast()
    cast.term.delete()
    visit = Visit(cast, "staff")
    text = visit.client.get(reverse("capacity:unattended-list")).text
    person = cast.people["member"]
    assert (person.name in text, f"Person no. {person.pk}" in text) == (False, True)
