"""Cohorts planned, changed, cloned, cancelled and concluded by machines, and their people written to."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from capacity.actions import access
from common.models import Message
from programs.models import Cohort, Session
from tests.factories.capacity import LanguageFactory, PersonFactory, StaffFactory, UserFactory
from tests.factories.programs import (
    CohortFactory,
    EnrollmentFactory,
    FormBlockFactory,
    ProgramFactory,
    ProgramHoldFactory,
    ProgramRoleFactory,
    SessionFactory,
)
from tests.programs.api.test_daily_work import problem, send, teaching

pytestmark = pytest.mark.django_db

SENT = {
    "name": "Spring", "delivery": "hybrid", "place": "Accra", "time_zone": "Africa/Accra", "starts_on": "2031-03-01",
    "ends_on": "2031-04-30", "enrollment_opens_at": "2031-01-01T08:00:00Z",
    "enrollment_closes_at": "2031-02-20T22:00:00+02:00", "seats": 12, "confirmation": "review", "offer_hours": 48,
    "sessions_needed": 3, "hours_needed": 0, "meetings_needed": 0, "deliverables_needed": 0,
    "languages": ["en", "fr"], "interpretation": ["ar"], "access_provisions": ["captions"],
    "fee": "", "event_page": "https://meta.wikimedia.org/wiki/Event:Spring",
}  # fmt: skip


@pytest.fixture(autouse=True)
def tongues(db):
    for code in ("en", "fr", "ar"):
        LanguageFactory(code=code)


def plan(cohort):
    return f"cohorts/{cohort.public_id}/plan/"


def test_a_cohort_is_planned_by_who_runs_the_program_and_told_as_it_was_sent(client):
    program = ProgramFactory()
    client.force_login(ProgramRoleFactory(program=program).person.user)
    made = send(client, "post", f"programs/{program.slug}/cohorts/", SENT)
    assert made.status_code == 201
    told = made.json()
    cohort = Cohort.objects.get(public_id=told["public_id"])
    assert (cohort.enrollment_closes_at, cohort.name, cohort.seats) == (
        datetime(2031, 2, 20, 20, tzinfo=UTC),
        "Spring",
        12,
    )
    assert {name: told[name] for name in SENT if name != "enrollment_closes_at"} == {
        name: value for name, value in SENT.items() if name != "enrollment_closes_at"
    }
    assert (told["course"], told["territory"], told["cancelled_at"]) == ("", None, None)
    assert send(client, "get", plan(cohort)).json() == told


def test_what_is_told_may_be_sent_back_and_changes_nothing_but_what_was_changed(client):
    cohort = teaching(client, role="coordinator", seats=5, offer_hours=30)
    cohort.languages.add("en")
    told = send(client, "get", plan(cohort)).json()
    closes = (timezone.now() + timedelta(minutes=1)).replace(microsecond=0)
    again = send(client, "put", plan(cohort), told | {"enrollment_closes_at": closes.isoformat(), "seats": 6})
    assert again.status_code == 200
    changed = {name for name, value in again.json().items() if value != told[name]}
    assert changed == {"enrollment_closes_at", "seats"}
    cohort.refresh_from_db()
    assert (cohort.enrollment_closes_at, cohort.seats, cohort.offer_hours) == (closes, 6, 30)
    assert [language.code for language in cohort.languages.all()] == ["en"]


def test_a_seat_that_is_added_goes_to_who_waits(client):
    cohort = teaching(client, role="coordinator", seats=1)
    EnrollmentFactory(cohort=cohort)
    waiting = EnrollmentFactory(cohort=cohort, state="waitlisted")
    told = send(client, "get", plan(cohort)).json()
    assert problem(send(client, "put", plan(cohort), told | {"seats": 0})) == (400, ["/seats"])
    assert send(client, "put", plan(cohort), told | {"seats": 2}).status_code == 200
    waiting.refresh_from_db()
    assert waiting.state == "enrolled"


@pytest.mark.parametrize(
    ("wrong", "pointers"),
    [
        ({"starts_on": "2031-05-01"}, ["/ends_on"]),
        ({"starts_on": 5, "ends_on": {}, "enrollment_opens_at": [1]},
         ["/starts_on", "/ends_on", "/enrollment_opens_at"]),
        ({"enrollment_closes_at": "2031-01-01T08:00:00Z"}, ["/enrollment_closes_at"]),
        ({"sessions_needed": 0}, ["/sessions_needed"]),
        ({"languages": ["zz"], "time_zone": "Mars/Base"}, ["/time_zone", "/languages"]),
        ({"event_page": "https://example.org/"}, ["/event_page"]),
        ({"delivery": "by mail", "access_provisions": ["tea"], "territory": "Atlantis"},
         ["/delivery", "/territory", "/access_provisions"]),
        ({"name": "a\0b", "languages": [{"code": "en"}]}, ["/name", "/languages"]),
    ],
)  # fmt: skip
def test_what_is_wrong_has_a_pointer_and_plans_nothing(client, wrong, pointers):
    program = ProgramFactory()
    client.force_login(ProgramRoleFactory(program=program).person.user)
    refused = send(client, "post", f"programs/{program.slug}/cohorts/", SENT | wrong)
    assert (problem(refused)[0], sorted(problem(refused)[1])) == (400, sorted(pointers))
    assert problem(send(client, "post", f"programs/{program.slug}/cohorts/", ["x"])) == (400, [""])
    assert not Cohort.objects.exists()


def test_no_cohort_of_a_program_that_is_archived_or_held(client):
    held, archived = ProgramFactory(), ProgramFactory(state="archived", archived_at=timezone.now())
    ProgramHoldFactory(program=held)
    client.force_login(StaffFactory())
    for program in (held, archived):
        assert problem(send(client, "post", f"programs/{program.slug}/cohorts/", SENT))[0] == 409
    assert not Cohort.objects.exists()


def test_a_cohort_is_cancelled_once_and_everybody_is_told(client):
    cohort = teaching(client, role="coordinator")
    EnrollmentFactory.create_batch(2, cohort=cohort)
    session = SessionFactory(cohort=cohort)
    address = f"cohorts/{cohort.public_id}/cancel/"
    assert problem(send(client, "post", address, {"note": "x" * 501})) == (400, ["/note"])
    assert send(client, "post", address, {"note": "The room is gone."}).json() == {"ended": 2}
    session.refresh_from_db()
    assert session.cancelled_at is not None
    assert Message.objects.count() == 2
    assert problem(send(client, "post", address, {})) == (409, "This cohort is cancelled.")
    assert problem(send(client, "put", plan(cohort), send(client, "get", plan(cohort)).json()))[0] == 409


def test_a_clone_is_later_with_its_form_and_without_its_people(client):
    cohort = teaching(client, role="coordinator")
    EnrollmentFactory(cohort=cohort)
    FormBlockFactory(cohort=cohort, label="Why?")
    address = f"cohorts/{cohort.public_id}/clone/"
    assert problem(send(client, "post", address, {"starts_on": "soon"})) == (400, ["/name", "/starts_on"])
    later = (cohort.starts_on + timedelta(days=90)).isoformat()
    made = send(client, "post", address, {"name": "Once more", "starts_on": later})
    copy = Cohort.objects.get(public_id=made.json()["public_id"])
    assert (made.status_code, made.json()["starts_on"], copy.enrollments.count()) == (201, later, 0)
    assert copy.form_blocks.get().label == "Why?"


def test_a_cohort_that_is_over_is_concluded_by_its_rule(client):
    cohort = teaching(client, role="coordinator")
    EnrollmentFactory(cohort=cohort)
    address = f"cohorts/{cohort.public_id}/conclude/"
    assert problem(send(client, "post", address, {}))[0] == 409
    today = timezone.now().date()
    Cohort.objects.filter(pk=cohort.pk).update(
        starts_on=today - timedelta(days=9), ends_on=today - timedelta(days=1)
    )
    told = [send(client, "post", address, {}).json() for _ in range(2)]
    assert told == [
        {"completed": 0, "not_completed": 1, "waiting": 0},
        {"completed": 0, "not_completed": 0, "waiting": 0},
    ]


# --- Messages ---

ENGLISH = {"subject": "Bring a laptop", "text": "And a charger."}


def message(**more):
    return {"states": ["enrolled"], "mark": str(uuid4()), "words": {"en": ENGLISH}, **more}


def test_a_message_goes_to_each_in_her_language_and_the_same_mark_to_nobody_twice(client):
    cohort = teaching(client, role="coordinator")
    for language in ("en", "ar"):
        EnrollmentFactory(cohort=cohort, person=PersonFactory(user=UserFactory(language=language)))
    EnrollmentFactory(cohort=cohort, state="waitlisted")
    said = message(words={"en": ENGLISH, "ar": {"subject": "حاسوب", "text": "وشاحن."}})
    address = f"cohorts/{cohort.public_id}/messages/"
    assert [send(client, "post", address, said).json() for _ in range(2)] == [{"people": 2}] * 2
    assert sorted(Message.objects.values_list("subject", flat=True)) == ["Bring a laptop", "حاسوب"]


@pytest.mark.parametrize(
    ("wrong", "pointers"),
    [
        ({"states": []}, ["/states"]),
        ({"states": ["draft"], "mark": "again"}, ["/states/0", "/mark"]),
        ({"words": {}}, ["/words/en/subject", "/words/en/text"]),
        ({"words": {"en": ENGLISH, "ar": {"subject": "حاسوب"}}}, ["/words/ar/subject"]),
        ({"words": {"en": ENGLISH, "xx": ENGLISH}}, ["/words/xx"]),
        ({"words": {"en": {**ENGLISH, "subject": "Two\nlines"}}}, ["/words/en/subject"]),
        ({"words": {"en": "Hello"}}, ["/words/en"]),
    ],
)
def test_a_message_that_is_not_whole_goes_to_nobody(client, wrong, pointers):
    cohort = teaching(client, role="coordinator")
    EnrollmentFactory(cohort=cohort)
    address = f"cohorts/{cohort.public_id}/messages/"
    assert problem(send(client, "post", address, message(**wrong))) == (400, pointers)
    assert not Message.objects.exists()


# --- Sessions by a rule ---

RULE = {
    "title": "Evening", "first": "2031-03-18", "at": "18:00", "zone": "Europe/Berlin", "minutes": 90, "interval": 1,
    "every": "week", "count": 3,
}  # fmt: skip


def test_sessions_by_a_rule_are_shown_first_then_planned_at_the_same_time_of_day(client):
    cohort = teaching(client, role="coordinator")
    address = f"cohorts/{cohort.public_id}/sessions/rule/"
    shown = send(client, "post", address, RULE | {"preview": True})
    starts = [
        "2031-03-18T17:00:00Z",
        "2031-03-25T17:00:00Z",
        "2031-04-01T16:00:00Z",
    ]  # the clocks change on 30 March
    assert (shown.status_code, [row["starts_at"] for row in shown.json()]) == (200, starts)
    assert (Session.objects.count(), {row["public_id"] for row in shown.json()}) == (0, {None})
    made = send(client, "post", address, RULE)
    assert (made.status_code, [row["starts_at"] for row in made.json()]) == (201, starts)
    assert [row["conflicts"] for row in made.json()] == [[]] * 3
    assert list(Session.objects.order_by("starts_at").values_list("title", flat=True)) == [
        f"Evening {number}" for number in (1, 2, 3)
    ]
    clash = send(client, "post", address, RULE | {"preview": True, "count": 1}).json()
    assert len(clash[0]["conflicts"]) == 1


def test_a_rule_that_fits_no_day_or_is_not_understood_plans_nothing(client):
    cohort = teaching(client, role="coordinator")
    address = f"cohorts/{cohort.public_id}/sessions/rule/"
    for wrong, pointers in (
        ({"until": "2031-04-01"}, ["/count"]),
        ({"every": "year", "weekdays": ["Monday"], "at": 18}, ["/at", "/every", "/weekdays"]),
        ({"count": None, "until": "2031-03-18", "weekdays": [0]}, ["/until"]),
    ):
        assert problem(send(client, "post", address, RULE | wrong)) == (400, pointers)
    assert not Session.objects.exists()
    Cohort.objects.filter(pk=cohort.pk).update(cancelled_at=timezone.now())
    assert problem(send(client, "post", address, RULE))[0] == 409


# --- Who may not ---


def test_whoever_does_not_run_the_cohort_plans_nothing_in_it(client):
    cohort = CohortFactory(starts_on=date(2031, 1, 1), ends_on=date(2031, 2, 1))
    member = EnrollmentFactory(cohort=cohort).person.user
    teacher = ProgramRoleFactory(program=cohort.program, role="facilitator").person.user
    hidden = CohortFactory(program=ProgramFactory(state="draft", published_at=None))
    before = Cohort.objects.values().get(pk=cohort.pk)
    doors = [("get", "plan/"), ("put", "plan/"), *(("post", f"{each}/") for each in (
        "cancel", "clone", "conclude", "messages", "sessions/rule",
    ))]  # fmt: skip
    for user in (member, teacher, UserFactory()):
        client.force_login(user)
        for method, rest in doors:
            assert send(client, method, f"cohorts/{cohort.public_id}/{rest}", {}).status_code == 403, rest
            assert send(client, method, f"cohorts/{hidden.public_id}/{rest}", {}).status_code == 404, rest
        assert send(client, "post", f"programs/{cohort.program.slug}/cohorts/", SENT).status_code == 403
    assert Cohort.objects.values().get(pk=cohort.pk) == before


def test_staff_conclude_once_they_have_said_why_they_look(client):
    today = timezone.now().date()
    cohort = CohortFactory(starts_on=today - timedelta(days=9), ends_on=today - timedelta(days=1))
    staff = StaffFactory()
    client.force_login(staff)
    address = f"cohorts/{cohort.public_id}/conclude/"
    assert problem(send(client, "post", address, {})) == (409, "Say first why you look at this.")
    access.state_reason(cohort, by=staff, reason="support")
    assert send(client, "post", address, {}).status_code == 200
