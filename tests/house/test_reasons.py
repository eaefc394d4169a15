"""Staff say why before a page names somebody: each page that asks is tried, all others are searched for names."""

import logging
import re
from html import unescape
from typing import Any
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from zeal import zeal_ignore

from capacity.http.reasons import BehindReason
from capacity.queries.audit import LOOK
from capacity.states import LookReason
from common.models import ActionLog
from tests.cast.people import Cast
from tests.house.doors import doors
from tests.house.knocking import PLAIN, Visit

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
MEMBERS = {
    "capacity:member-list",
    "capacity:representative-appoint",
    "evaluation:affiliate-desk",
    "programs:sent-list",
}
# Behind the reason for those who may open them, of whom staff are none: they are refused without a question.
NOT_FOR_STAFF = {"programs:hand-in"} | {
    f"programs:pair-{deed}" for deed in ("decline", "goal", "meet", "look-back")
}
# Read by following a link, they only lead back to the page they stand on, which asks.
LEAD_BACK = {"programs:roster-deed", "programs:conflict-decide"}
# What staff do for themselves, or with the key of somebody who was invited.
FOR_ONESELF = {
    "programs:enroll",
    "programs:delegation-answer",
    "api:cohort-application",
    "api:delegation-answer",
}
# Cancelled for everybody, and nobody is named.
OF_ALL = {"api:cohort-cancel", "programs:cohort-cancel"}
OF_A_PERSON = {
    "capacity.affiliation",
    "programs.activity",
    "programs.attendanceconflict",
    "programs.bulkdeed",
    "programs.deliverable",
    "programs.enrollment",
}
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


def behind(method: str) -> set[str]:
    pages = {name for name, door in DOORS.items() if isinstance(door.page, type) and door.has(method)}
    asks = {name for name in pages if issubclass(DOORS[name].page, BehindReason)}
    return (asks | OF_ONE & pages) - NOT_FOR_STAFF


BEHIND = sorted(behind("get") - LEAD_BACK)
# Pairs' buttons are for the two alone: their lock refuses staff before anything is asked.
POSTED = sorted(
    behind("post")
    - {"programs:pair-agree", "programs:goal-reach"}
    - {f"programs:meeting-{deed}" for deed in ("confirm", "dispute", "take-back")}
)
TYPED = {"note": "Line one\r\nline “two”", "reason": "hers", "many": ["1", "2"]}


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
        422,
        0,
    )
    assert knock(staff, name)[0] == 302
    assert staff.client.post(question, {"reason": LookReason.SAFETY})["Location"] == staff.address_of(
        DOORS[name]
    )
    logged = ActionLog.objects.get(verb="capacity.access.state_reason")
    assert (logged.by, logged.reason) == (staff.user, "safety")
    assert (knock(staff, name), knock(owner, name)) == ((200, ""), (200, ""))


def test_what_is_sent_of_people_waits_for_a_logged_reason_with_all_that_was_typed() -> None:
    """The reason of the form that waits is not taken for that of the look."""
    staff = Visit(Cast(), "staff")
    log = ActionLog.objects.values_list("verb", flat=True)
    before = list(log)
    for name in POSTED:
        address, posted = staff.address_of(DOORS[name]), staff.posts.get(name, PLAIN)[2] | TYPED
        asked = staff.client.post(address, posted)
        curious = staff.client.post(address, posted | {"look-reason": "curiosity"})
        assert (name, asked.status_code, curious.status_code, list(log)) == (name, 422, 422, before)
        held = [("csrfmiddlewaretoken", asked.context["csrf_token"]), *pairs_of(posted)]
        assert (name, hidden_in(asked.text), hidden_in(curious.text)[1:]) == (name, held, held[1:])
        with transaction.atomic(), zeal_ignore():
            done = staff.client.post(address, posted | {"look-reason": LookReason.SAFETY})
            logged = ActionLog.objects.get(verb=LOOK)
            transaction.set_rollback(True)
        assert (name, logged.by, logged.reason, "is_held" in (done.context or {})) == (
            name,
            staff.user,
            "safety",
            False,
        )


def pairs_of(posted: dict[str, Any]) -> list[tuple[str, str]]:
    pairs = [(name, value if isinstance(value, list) else [value]) for name, value in posted.items()]
    return [(name, value) for name, values in pairs for value in values]


def hidden_in(page: str) -> list[tuple[str, str]]:
    """What the form of the page itself sends unseen."""
    form = page[re.search(r'<form\s+class="form"', page).start() :].partition("</form>")[0]
    fields = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', form)
    return [(name, unescape(value)) for name, value in fields]


def test_an_answer_that_names_a_file_says_that_it_is_chosen_again() -> None:
    staff = Visit(Cast(), "staff")
    address = staff.address_of(DOORS["programs:import-results"])
    sheet = SimpleUploadedFile("results.csv", b"x")
    with_file, without = (
        staff.client.post(address, {"file": sheet}),
        staff.client.post(address, {"deed": "import"}),
    )
    said = "Only the file has to be chosen again then."
    assert (said in with_file.text, said in without.text) == (True, False)


def test_marks_of_a_device_are_refused_in_its_language_until_a_reason_is_said() -> None:
    staff = Visit(Cast(), "staff")
    address = staff.address_of(DOORS["programs:attendance-sync"])
    answer = staff.client.post(address, '{"marks": []}', content_type="application/json")
    assert (answer.status_code, answer.json()) == (422, {"title": "Say first why you look at this."})


def test_machines_decide_of_nobody_for_staff_who_did_not_say_why() -> None:
    staff = Visit(Cast(), "staff")
    door = DOORS["api:affiliation-confirm"]
    refused = staff.knock(door, "post")
    staff.client.post(why(staff, "capacity:member-list"), {"reason": LookReason.SAFETY})
    assert (refused.status_code, staff.knock(door, "post").status_code) == (409, 200)


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


def test_nothing_that_staff_send_names_or_changes_anybody_without_a_reason(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.CRITICAL)
    cast = Cast()
    for role, person in cast.people.items():
        person.name = f"Secret {role} of all"
        person.save()
    visit = Visit(cast, "staff")
    wrong = set()
    for door in DOORS.values():
        for method in {"post", "put", "patch", "delete"} & set(door.methods):
            if not door.is_ours or door.name in FOR_ONESELF | OF_ALL:
                continue
            with transaction.atomic():
                known = set(ActionLog.objects.values_list("pk", flat=True))
                answer = visit.knock(door, method, keep=True)
                done = ActionLog.objects.exclude(pk__in=known).filter(object_type__in=OF_A_PERSON)
                wrong |= {(door.name, method, verb) for verb in done.values_list("verb", flat=True)}
                transaction.set_rollback(True)
            text = "" if answer.streaming else answer.content.decode(errors="ignore")
            roles = {role for role in cast.people if role != "staff" and f"Secret {role} of all" in text}
            wrong |= {
                (door.name, method, role)
                for role in roles
                if door.name not in NAMES_WHO_WORK or role not in WORKERS
            }
    assert wrong == set()


def test_requests_that_wait_for_staff_show_a_number() -> None:
    cast = Cast()
    cast.term.delete()
    visit = Visit(cast, "staff")
    text = visit.client.get(reverse("capacity:unattended-list")).text
    person = cast.people["member"]
    assert (person.name in text, f"Person no. {person.pk}" in text) == (False, True)
