"""What machines do with enrollments, results and sessions: the deeds of the pages, and nothing beside them."""

from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from capacity.actions import access
from programs.http.enrollment_deeds import DEEDS
from programs.models import Enrollment, Session
from tests.factories.capacity import PersonFactory, StaffFactory
from tests.factories.programs import (
    CohortFactory,
    DeliverableFactory,
    EnrollmentFactory,
    ProgramRoleFactory,
    SessionFactory,
)
from tests.programs.api.test_daily_work import problem, send, teaching

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def names(response):
    return [deed["name"] for deed in response.json()["deeds"]]


def test_whoever_is_offered_a_place_is_told_what_she_can_do_and_does_it(client):
    offered = EnrollmentFactory(state="offered")
    client.force_login(offered.person.user)
    found = send(client, "get", f"enrollments/{offered.public_id}/")
    assert names(found) == ["take-offer", "refuse-offer"]
    address = found.json()["deeds"][0]["address"]
    taken = client.post(address, {}, content_type="application/json")
    assert (taken.status_code, taken.json()["state"], names(taken)) == (200, "enrolled", ["withdraw"])
    assert problem(client.post(address, {}, content_type="application/json")) == (
        409,
        "This is not possible: the enrollment is now “enrolled”.",
    )
    assert (
        send(client, "post", f"enrollments/{offered.public_id}/withdraw/", {}).json()["state"] == "withdrawn"
    )
    assert offered.events.get(to_state="withdrawn").reason == "own_wish"


def test_every_deed_of_the_page_has_its_address(client):
    for deed in DEEDS:
        assert reverse(f"api:enrollment-{deed}", args=[uuid4()]).endswith(f"/{deed}/")


def test_who_runs_the_cohort_reads_its_roster_and_decides_with_the_words_of_the_form(client):
    cohort = teaching(client, role="coordinator", confirmation="review", seats=1)
    one, two, gone = (
        EnrollmentFactory(cohort=cohort, state=state) for state in ("applied", "applied", "withdrawn")
    )
    EnrollmentFactory(cohort=cohort, state="draft")
    roster = send(client, "get", f"cohorts/{cohort.public_id}/enrollments/").json()["results"]
    assert {row["public_id"] for row in roster} == {str(each.public_id) for each in (one, two, gone)}
    narrow = send(client, "get", f"cohorts/{cohort.public_id}/enrollments/?state=withdrawn").json()["results"]
    assert [row["person"] for row in narrow] == [gone.person.name]
    assert problem(send(client, "get", f"cohorts/{cohort.public_id}/enrollments/?state=lost")) == (
        400,
        ["/state"],
    )
    assert problem(send(client, "post", f"enrollments/{one.public_id}/decline/", {"reason": "mood"})) == (
        400,
        ["/reason"],
    )
    assert (
        send(client, "post", f"enrollments/{one.public_id}/accept/", {"note": "Welcome"}).status_code == 200
    )
    declined = send(client, "post", f"enrollments/{two.public_id}/decline/", {"reason": "incomplete"})
    assert declined.json()["state"] == "declined"
    one.refresh_from_db()
    assert (one.state, one.decision_note) == ("enrolled", "Welcome")


def test_a_transfer_names_a_cohort_with_a_free_seat(client):
    cohort = teaching(client, role="coordinator")
    there, full = (CohortFactory(program=cohort.program, seats=1) for _ in range(2))
    EnrollmentFactory(cohort=full)
    row = EnrollmentFactory(cohort=cohort)
    address = f"enrollments/{row.public_id}/transfer/"
    assert problem(send(client, "post", address, {"to": str(full.public_id)})) == (400, ["/to"])
    moved = send(client, "post", address, {"to": str(there.public_id)})
    assert (moved.json()["state"], moved.json()["cohort"]) == ("enrolled", str(there.public_id))
    assert Enrollment.objects.get(pk=row.pk).state == "transferred"


def test_nobody_reads_or_decides_what_is_not_in_her_care(client):
    row = EnrollmentFactory(state="applied")
    for user, roster in ((PersonFactory().user, 403), (row.person.user, 403)):
        client.force_login(user)
        assert send(client, "get", f"cohorts/{row.cohort.public_id}/enrollments/").status_code == roster
        assert send(client, "post", f"enrollments/{row.public_id}/accept/", {}).status_code in {403, 404}
    row.refresh_from_db()
    assert row.state == "applied"


def test_staff_decide_once_they_have_said_why_they_look(client):
    staff, row = StaffFactory(), EnrollmentFactory(state="applied")
    client.force_login(staff)
    address = f"enrollments/{row.public_id}/accept/"
    assert problem(send(client, "post", address, {})) == (409, "Say first why you look at this.")
    access.state_reason(row.person.user, by=staff, reason="support")
    assert send(client, "post", address, {}).json()["state"] == "enrolled"


@pytest.mark.parametrize("rows", [1, 5])
def test_a_roster_costs_the_same_for_one_and_for_five(client, django_assert_num_queries, rows):
    cohort = teaching(client)
    EnrollmentFactory.create_batch(rows, cohort=cohort)
    with django_assert_num_queries(5):
        found = send(client, "get", f"cohorts/{cohort.public_id}/enrollments/").json()["results"]
    assert len(found) == rows


def test_results_are_taken_over_all_or_none_and_twice_is_once(client):
    cohort = teaching(client, role="coordinator", starts_on=timezone.now().date())
    one, two = EnrollmentFactory.create_batch(2, cohort=cohort)
    address = f"cohorts/{cohort.public_id}/results/"
    good = [
        {"enrollment": str(one.public_id), "result": "completed"},
        {"enrollment": str(two.public_id), "result": "not_completed"},
    ]
    wrong = [*good, {"enrollment": "Ada\nLovelace", "result": "passed"}, {"enrollment": str(one.public_id)}]
    assert problem(send(client, "post", address, {"results": wrong})) == (
        400,
        ["/results/2/enrollment", "/results/2/result", "/results/3/result"],
    )
    for sent in ({}, {"results": "all"}, {"results": ["x"]}, ["x"]):
        assert problem(send(client, "post", address, sent)) == (400, ["/results"])
    assert {row.state for row in Enrollment.objects.filter(cohort=cohort)} == {"enrolled"}
    told = [send(client, "post", address, {"results": good}).json() for _ in range(2)]
    assert told == [{"changed": 2, "same": 0}, {"changed": 0, "same": 2}]
    assert [
        (each.state, each.events.count()) for each in Enrollment.objects.filter(cohort=cohort).order_by("pk")
    ] == [
        ("completed", 1),
        ("not_completed", 1),
    ]


def test_a_result_is_handed_in_by_whom_it_is_and_as_many_as_are_asked(client):
    row = EnrollmentFactory(cohort=CohortFactory(deliverables_needed=1))
    address = f"enrollments/{row.public_id}/deliverables/"
    client.force_login(ProgramRoleFactory(program=row.cohort.program).person.user)
    assert send(client, "post", address, {"title": "Mine", "text": "It."}).status_code == 403
    client.force_login(row.person.user)
    assert problem(send(client, "post", address, {"title": "Plan"})) == (400, ["/link"])
    made = send(client, "post", address, {"title": "Plan", "link": "https://example.org/plan"})
    assert (made.status_code, made.json()["state"], row.deliverables.get().title) == (
        201,
        "submitted",
        "Plan",
    )
    assert send(client, "post", address, {"title": "Plan", "text": "Again"}).status_code == 409


def test_a_result_is_returned_with_a_reason_accepted_once_and_taken_back_by_whom_it_is(client):
    row = EnrollmentFactory(cohort=CohortFactory(deliverables_needed=2))
    first, second = DeliverableFactory(enrollment=row), DeliverableFactory(enrollment=row)
    client.force_login(row.person.user)
    assert send(client, "post", f"deliverables/{first.public_id}/accept/", {}).status_code == 403
    taken = send(client, "post", f"deliverables/{second.public_id}/take-back/", {})
    assert (taken.status_code, taken.json()["state"]) == (200, "withdrawn")
    client.force_login(ProgramRoleFactory(program=row.cohort.program).person.user)
    assert send(client, "post", f"deliverables/{first.public_id}/take-back/", {}).status_code == 403
    address = f"deliverables/{first.public_id}/return/"
    assert problem(send(client, "post", address, {})) == (400, ["/note"])
    returned = send(client, "post", address, {"note": "Please add dates."}).json()
    assert (returned["state"], returned["note"]) == ("returned", "Please add dates.")
    assert problem(send(client, "post", f"deliverables/{first.public_id}/accept/", {})) == (
        409,
        "This has been decided already.",
    )


def test_a_meeting_is_noted_by_whom_it_is_and_counts_once_it_is_confirmed(client):
    row = EnrollmentFactory()
    address, noted = (
        f"enrollments/{row.public_id}/activities/",
        {
            "kind": "meeting",
            "held_on": "2026-01-02",
            "minutes": 45,
            "note": "Goals",
        },
    )
    client.force_login(row.person.user)
    assert problem(send(client, "post", address, noted | {"kind": "party", "minutes": 0})) == (
        400,
        ["/kind", "/minutes"],
    )
    made = [send(client, "post", address, noted | {"minutes": minutes}).json() for minutes in (45, 30)]
    assert [each["state"] for each in made] == ["noted", "noted"]
    assert send(client, "post", address, noted).status_code == 409
    confirm, reject = (
        f"activities/{each['public_id']}/{deed}/"
        for each, deed in zip(made, ("confirm", "reject"), strict=True)
    )
    assert send(client, "post", confirm, {}).status_code == 403
    client.force_login(ProgramRoleFactory(program=row.cohort.program, role="facilitator").person.user)
    assert [send(client, "post", each, {}).json()["state"] for each in (confirm, reject)] == [
        "confirmed",
        "rejected",
    ]
    assert send(client, "post", confirm, {}).status_code == 409
    assert send(client, "post", address, noted).json()["state"] == "confirmed"


PLANNED = {
    "title": "Opening", "local_date": "2030-03-31", "local_time": "18:00", "time_zone": "Europe/Berlin", "minutes": 90,
    "link": "https://meet.example/secret",
}  # fmt: skip


def test_sessions_are_planned_moved_and_cancelled_by_who_runs_the_cohort(client):
    cohort = teaching(client, role="coordinator")
    made = send(client, "post", f"cohorts/{cohort.public_id}/sessions/", PLANNED)
    assert (made.status_code, made.json()["starts_at"], "link" in made.json()) == (
        201,
        "2030-03-31T16:00:00Z",
        False,
    )
    session = Session.objects.get()
    address = f"sessions/{session.public_id}/"
    assert send(client, "put", address, PLANNED | {"local_time": "19:30"}).status_code == 200
    session.refresh_from_db()
    assert (session.local_time, session.local_date, session.sequence) == (time(19, 30), date(2030, 3, 31), 1)
    wrong = PLANNED | {"minutes": 0, "time_zone": "Mars/Base", "link": "nowhere at all"}
    assert problem(send(client, "put", address, wrong)) == (400, ["/time_zone", "/minutes", "/link"])
    cancelled = send(client, "post", f"{address}cancel/", {})
    assert cancelled.json()["cancelled_at"] is not None
    assert send(client, "post", f"{address}cancel/", {}).status_code == 409


def test_who_only_teaches_plans_no_sessions(client):
    cohort = teaching(client)
    session = SessionFactory(cohort=cohort)
    for method, address in (
        ("post", f"cohorts/{cohort.public_id}/sessions/"),
        ("put", f"sessions/{session.public_id}/"),
        ("post", f"sessions/{session.public_id}/cancel/"),
    ):
        assert send(client, method, address, PLANNED).status_code == 403
