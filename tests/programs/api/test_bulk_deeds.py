"""Deeds with several people by machines: each on her own, what became of whom, and the way back."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from zeal import zeal_ignore

from capacity.actions import access
from programs.models import BulkDeed
from tests.factories.capacity import StaffFactory, UserFactory
from tests.factories.programs import (
    BulkDeedFactory,
    CohortFactory,
    EnrollmentFactory,
    ProgramRoleFactory,
    SessionFactory,
    SessionMaterialFactory,
)
from tests.programs.api.test_daily_work import problem, send, teaching

pytestmark = pytest.mark.django_db

LIST_QUERIES = 5


@pytest.fixture
def one_after_the_other():
    """Each person is moved in a transaction of her own, under the cohort's lock."""
    with zeal_ignore():
        yield


def deeds(cohort):
    return f"cohorts/{cohort.public_id}/deeds/"


def ids(*people):
    return [str(each.public_id) for each in people]


@pytest.mark.usefixtures("one_after_the_other")
def test_applications_are_decided_at_once_and_who_cannot_be_stops_nobody(client):
    cohort = teaching(client, role="coordinator", confirmation="review", seats=1)
    one, two = EnrollmentFactory.create_batch(2, cohort=cohort, state="applied")
    gone = EnrollmentFactory(cohort=cohort, state="withdrawn")
    made = send(client, "post", deeds(cohort), {"deed": "accept", "people": ids(one, two, gone)})
    assert made.status_code == 201
    assert [(row["enrollment"], row["before"], row["after"]) for row in made.json()["people"]] == [
        (str(one.public_id), "applied", "enrolled"),
        (str(two.public_id), "applied", "waitlisted"),
        (str(gone.public_id), "withdrawn", ""),
    ]
    assert made.json()["people"][2]["refusal"] == "This is not possible in the state “withdrawn”."
    assert send(client, "get", f"deeds/{made.json()['public_id']}/").json() == made.json()
    [listed] = send(client, "get", deeds(cohort)).json()["results"]
    assert (listed["url"], listed["may_be_undone"], "people" in listed) == (made.json()["url"], True, False)


@pytest.mark.usefixtures("one_after_the_other")
def test_it_is_taken_back_once_where_nothing_has_happened_since(client):
    cohort = teaching(client, role="coordinator", confirmation="review")
    one, two = EnrollmentFactory.create_batch(2, cohort=cohort, state="applied")
    made = send(client, "post", deeds(cohort), {"deed": "accept", "people": ids(one, two)}).json()
    send(client, "post", f"enrollments/{two.public_id}/withdraw/", {})
    undone = send(client, "post", f"deeds/{made['public_id']}/undo/", {}).json()
    assert [(row["is_undone"], bool(row["undo_refusal"])) for row in undone["people"]] == [
        (True, False),
        (False, True),
    ]
    assert (undone["may_be_undone"], undone["undone_at"] is None) == (False, False)
    assert problem(send(client, "post", f"deeds/{made['public_id']}/undo/", {}))[0] == 409
    one.refresh_from_db()
    assert one.state == "applied"


def test_what_ends_something_needs_a_reason_of_its_list(client):
    cohort = teaching(client, role="coordinator", confirmation="review")
    applied = EnrollmentFactory(cohort=cohort, state="applied")
    for wrong in ({}, {"reason": "mood"}, {"reason": "own_wish"}):
        refused = send(client, "post", deeds(cohort), {"deed": "decline", "people": ids(applied), **wrong})
        assert problem(refused) == (400, ["/reason"])
    done = send(
        client, "post", deeds(cohort), {"deed": "decline", "people": ids(applied), "reason": "incomplete"}
    )
    assert done.json()["people"][0]["after"] == "declined"
    assert applied.events.get(to_state="declined").reason == "incomplete"


def test_several_are_recorded_as_present_at_a_session_of_the_cohort(client):
    cohort = teaching(client, role="coordinator")
    begun = timezone.now() - timedelta(hours=1)
    session = SessionFactory(
        cohort=cohort,
        local_date=begun.date(),
        local_time=begun.time().replace(microsecond=0),
        time_zone="UTC",
    )
    row = EnrollmentFactory(cohort=cohort)
    sent = {"deed": "present", "people": ids(row)}
    assert problem(send(client, "post", deeds(cohort), sent)) == (400, ["/session"])
    elsewhere = SessionFactory()
    wrong = sent | {"session": str(elsewhere.public_id)}
    assert problem(send(client, "post", deeds(cohort), wrong)) == (400, ["/session"])
    done = send(client, "post", deeds(cohort), sent | {"session": str(session.public_id)}).json()
    assert (done["session"], done["people"][0]["refusal"]) == (str(session.public_id), "")
    assert row.attendance.get().status == "present"


@pytest.mark.parametrize(
    ("wrong", "pointers"),
    [
        ({"deed": "praise"}, ["/deed"]),
        ({"deed": None}, ["/deed"]),
        ({"people": []}, ["/people"]),
        ({"people": ["Ada"]}, ["/people/0"]),
        ({"people": [str(uuid4())]}, ["/people"]),
    ],
)
def test_a_deed_with_nobody_or_somebody_elses_people_is_not_done(client, wrong, pointers):
    cohort = teaching(client, role="coordinator")
    sent = {"deed": "accept", "people": ids(EnrollmentFactory(cohort=cohort)), **wrong}
    assert problem(send(client, "post", deeds(cohort), sent)) == (400, pointers)
    elsewhere = sent | {"deed": "accept", "people": ids(EnrollmentFactory())}
    assert problem(send(client, "post", deeds(cohort), elsewhere)) == (400, ["/people"])
    assert not BulkDeed.objects.exists()


def test_whoever_does_not_run_the_cohort_neither_does_nor_reads_any(client):
    cohort = CohortFactory()
    bulk, row = BulkDeedFactory(cohort=cohort), EnrollmentFactory(cohort=cohort, state="applied")
    teacher = ProgramRoleFactory(program=cohort.program, role="facilitator").person.user
    for user in (row.person.user, teacher, UserFactory()):
        client.force_login(user)
        for method, rest in (
            ("get", deeds(cohort)), ("post", deeds(cohort)), ("get", f"deeds/{bulk.public_id}/"),
            ("post", f"deeds/{bulk.public_id}/undo/"),
        ):  # fmt: skip
            assert send(client, method, rest, {"deed": "accept", "people": ids(row)}).status_code == 403
    row.refresh_from_db()
    assert row.state == "applied"


def test_staff_do_it_once_they_have_said_why_they_look(client):
    cohort, staff = CohortFactory(confirmation="review"), StaffFactory()
    row = EnrollmentFactory(cohort=cohort, state="applied")
    client.force_login(staff)
    sent = {"deed": "accept", "people": ids(row)}
    assert problem(send(client, "post", deeds(cohort), sent)) == (409, "Say first why you look at this.")
    access.state_reason(cohort, by=staff, reason="support")
    assert send(client, "post", deeds(cohort), sent).json()["people"][0]["after"] == "enrolled"


@pytest.mark.parametrize("rows", [1, 5])
def test_the_list_costs_the_same_for_one_and_for_five(client, django_assert_num_queries, rows):
    cohort = teaching(client, role="coordinator")
    BulkDeedFactory.create_batch(rows, cohort=cohort)
    with django_assert_num_queries(LIST_QUERIES):
        assert len(send(client, "get", deeds(cohort)).json()["results"]) == rows


# --- Materials ---


def test_a_recording_is_changed_and_taken_away_by_who_teaches(client):
    material = SessionMaterialFactory(session__local_date=date(2026, 1, 2))
    own, cohort = f"materials/{material.public_id}/", material.session.cohort
    sent = {
        "kind": "recording", "title": "The whole evening", "link": "https://example.org/new", "language": "en",
        "transcript": "https://example.org/words", "audience": "public",
    }  # fmt: skip
    for user in (EnrollmentFactory(cohort=cohort).person.user, UserFactory()):
        client.force_login(user)
        assert [send(client, method, own, sent).status_code for method in ("put", "delete")] == [403, 403]
    client.force_login(ProgramRoleFactory(program=cohort.program, role="facilitator").person.user)
    assert problem(send(client, "put", own, sent | {"link": "nowhere", "language": "tlh"})) == (
        400,
        ["/link", "/language"],
    )
    assert problem(send(client, "put", own, sent | {"kind": "slides"})) == (400, ["/transcript"])
    material.refresh_from_db()
    assert material.title != "The whole evening"
    told = send(client, "put", own, sent).json()
    assert {name: told[name] for name in sent} == sent
    assert client.delete(f"/api/v1/{own}").status_code == 204
    assert client.delete(f"/api/v1/{own}").status_code == 404
