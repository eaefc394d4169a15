"""What who runs a cohort sets up by machines: its form, reserved seats, the review, and what people need."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from capacity.actions import access
from common.models import Notification
from programs.actions import reviews
from programs.models import BlockKind, Enrollment, ProgramRole, ReviewConflict, ReviewScore
from tests.factories.capacity import LanguageFactory, StaffFactory, UserFactory
from tests.factories.programs import (
    AccessNeedFactory,
    CohortFactory,
    EnrollmentFactory,
    EquityWeightFactory,
    FormBlockFactory,
    ProgramRoleFactory,
    ReviewCriterionFactory,
    SeatPoolFactory,
)
from tests.programs.api.test_daily_work import problem, send, teaching

pytestmark = pytest.mark.django_db

QUERIES = 5


def of(cohort, rest):
    return f"cohorts/{cohort.public_id}/{rest}/"


# --- The form ---


def test_a_form_is_composed_changed_and_put_in_order(client):
    cohort = teaching(client, role="coordinator")
    made = send(
        client,
        "post",
        of(cohort, "form"),
        {
            "kind": "choices",
            "label": "Which days?",
            "options": ["Monday", "Tuesday", "Monday"],
            "required": True,
        },
    )
    assert (made.status_code, made.json()["options"], made.json()["required"]) == (
        201,
        ["Monday", "Tuesday"],
        True,
    )

    def labels():
        rows = send(client, "get", of(cohort, "form")).json()["results"]
        return [row["label"] or row["kind"] for row in rows]

    assert labels() == ["motivation", "access_needs", "Which days?"]
    own = f"form-blocks/{made.json()['public_id']}/"
    assert send(client, "post", f"{own}move/", {"up": True}).status_code == 200
    assert labels() == ["motivation", "Which days?", "access_needs"]
    changed = send(client, "put", own, {"label": "Which day?", "options": ["Monday", "Friday"]}).json()
    assert (changed["label"], changed["version"], changed["required"]) == ("Which day?", 1, False)
    assert client.delete(f"/api/v1/{own}").status_code == 204
    assert labels() == ["motivation", "access_needs"]
    assert send(client, "put", own, {"label": "Gone"}).status_code == 404


def test_what_was_answered_stays_and_the_next_version_is_asked(client):
    cohort = teaching(client, role="coordinator")
    block = FormBlockFactory(cohort=cohort, label="Why?")
    answer = block.answers.create(enrollment=EnrollmentFactory(cohort=cohort), value="Because")
    new = send(client, "put", f"form-blocks/{block.public_id}/", {"label": "Why now?"}).json()
    assert (new["version"], new["public_id"] == str(block.public_id)) == (2, False)
    assert send(client, "put", f"form-blocks/{block.public_id}/", {"label": "Again"}).status_code == 404
    answer.refresh_from_db()
    assert (answer.block_id, answer.value) == (block.pk, "Because")


@pytest.mark.parametrize(
    ("wrong", "pointers"),
    [
        ({"kind": "riddle"}, ["/kind"]),
        ({"label": ""}, ["/label"]),
        ({"kind": "choice", "options": ["One"]}, ["/options"]),
        ({"kind": "choice", "options": "One, two"}, ["/options"]),
        ({"kind": "choice", "options": [str(number) for number in range(31)]}, ["/options"]),
        ({"label": "x" * 301, "help_text": "x" * 601}, ["/label", "/help_text"]),
        ({"required": "perhaps"}, ["/required"]),
    ],
)
def test_a_block_that_asks_nothing_is_not_asked(client, wrong, pointers):
    cohort = teaching(client, role="coordinator")
    refused = send(client, "post", of(cohort, "form"), {"kind": "text", "label": "Why?", **wrong})
    assert problem(refused) == (400, pointers)
    assert not cohort.form_blocks.exists()


def test_motivation_is_asked_once(client):
    cohort = teaching(client, role="coordinator")
    asked = {"kind": BlockKind.MOTIVATION}
    statuses = [send(client, "post", of(cohort, "form"), asked).status_code for _ in range(2)]
    assert statuses == [409, 409]  # the usual form has it
    assert send(client, "post", of(cohort, "form"), {"kind": "text", "label": "Why?"}).status_code == 201


# --- What people need ---


def test_a_need_is_met_at_a_cost_and_decided_anew(client):
    cohort = teaching(client, role="coordinator")
    need = AccessNeedFactory(enrollment__cohort=cohort)
    [row] = send(client, "get", of(cohort, "needs")).json()["results"]
    assert (row["public_id"], row["state"], row["person"]) == (
        str(need.public_id),
        "open",
        need.enrollment.person.name,
    )
    own = f"needs/{need.public_id}/"
    assert problem(send(client, "put", own, {"state": "met", "cost": "12.50"})) == (400, ["/currency"])
    assert problem(send(client, "put", own, {"state": "lost", "cost": -1})) == (400, ["/state", "/cost"])
    met = send(client, "put", own, {"state": "met", "cost": "12.50", "currency": "ghs"}).json()
    assert (met["state"], met["cost"], met["currency"]) == ("met", "12.50", "GHS")
    assert send(client, "put", own, {"state": "unmet"}).json()["cost"] is None


def test_of_whom_one_is_in_conflict_with_nothing_is_told(client):
    cohort = teaching(client, role="coordinator", confirmation="review")
    coordinator = cohort.program.roles.get().person.user
    need = AccessNeedFactory(enrollment=EnrollmentFactory(cohort=cohort, state="applied"))
    ReviewConflict.objects.create(
        enrollment=need.enrollment, reviewer=coordinator, reason="work", declared_at=timezone.now()
    )
    assert send(client, "get", of(cohort, "needs")).json()["results"] == []
    assert send(client, "put", f"needs/{need.public_id}/", {"state": "met"}).status_code == 404


# --- Reserved seats ---


def test_seats_are_reserved_resized_released_and_opened(client):
    LanguageFactory(code="sw")
    cohort = teaching(client, role="coordinator", seats=10)
    made = send(client, "post", of(cohort, "seats"), {"kind": "language", "values": ["sw"], "seats": 4})
    assert made.status_code == 201
    [pool] = made.json()["reserved"]
    assert (pool["kind"], pool["values"], pool["seats"], pool["held_seats"]) == ("language", ["sw"], 4, 0)
    assert made.json() == send(client, "get", of(cohort, "seats")).json()
    own = f"seats/{pool['public_id']}/"
    assert send(client, "put", own, {"seats": 10}).json()["reserved"][0]["seats"] == 10
    assert problem(send(client, "put", own, {"seats": 11}))[0] == 409
    assert problem(send(client, "put", own, {"seats": 0})) == (400, ["/seats"])
    day = (timezone.now() + timedelta(days=3)).date().isoformat()
    moved = send(client, "put", of(cohort, "seats/release"), {"date": day, "time": "12:00"})
    assert moved.json()["reserves_release_at"] == f"{day}T12:00:00Z"
    assert (
        problem(send(client, "put", of(cohort, "seats/release"), {"date": "2020-01-01", "time": "12:00"}))[0]
        == 409
    )
    assert problem(send(client, "put", of(cohort, "seats/release"), {"date": 7})) == (400, ["/date", "/time"])
    assert client.delete(f"/api/v1/{own}").status_code == 204
    assert send(client, "get", of(cohort, "seats")).json()["reserved"] == []


@pytest.mark.parametrize(
    ("wrong", "pointers"),
    [
        ({"kind": "friends"}, ["/kind"]),
        ({"kind": "language", "values": ["tlh"]}, ["/values"]),
        ({"kind": "language"}, ["/values"]),
        ({"seats": None}, ["/seats"]),
        ({"seats": 10_001}, ["/seats"]),
    ],
)
def test_seats_for_nobody_that_is_known_are_not_reserved(client, wrong, pointers):
    cohort = teaching(client, role="coordinator")
    sent = {"kind": "newcomer", "seats": 2, **wrong}
    assert problem(send(client, "post", of(cohort, "seats"), sent)) == (400, pointers)
    assert not cohort.pools.exists()


def test_once_somebody_has_applied_the_criteria_stand(client):
    cohort = teaching(client, role="coordinator")
    pool, weight = SeatPoolFactory(cohort=cohort), EquityWeightFactory(cohort=cohort)
    EnrollmentFactory(cohort=cohort)
    newcomers = {"kind": "newcomer", "seats": 1, "points": 5}
    for method, rest in (
        ("post", of(cohort, "seats")), ("post", of(cohort, "weights")), ("delete", f"seats/{pool.public_id}/"),
        ("delete", f"weights/{weight.public_id}/"),
    ):  # fmt: skip
        assert problem(send(client, method, rest, newcomers))[0] == 409, rest
    assert (cohort.pools.count(), cohort.equity_weights.count()) == (1, 1)


# --- Reviews ---


def test_a_review_is_set_up_and_its_result_ranks_the_applications(client):
    cohort = teaching(client, role="coordinator", confirmation="review")
    reviewer = ProgramRoleFactory(program=cohort.program, role="facilitator").person
    sent = {"name": "Fit", "description": "Knows why", "weight": 2}
    made = send(client, "post", of(cohort, "criteria"), sent)
    [criterion] = made.json()["criteria"]
    assert (made.status_code, criterion["name"], criterion["weight"]) == (201, "Fit", 2)
    assert problem(send(client, "post", of(cohort, "criteria"), sent))[0] == 409
    assert problem(send(client, "post", of(cohort, "criteria"), {"weight": 0})) == (400, ["/name", "/weight"])
    weights = send(client, "post", of(cohort, "weights"), {"kind": "newcomer", "points": 5}).json()["weights"]
    assert [(row["kind"], row["points"]) for row in weights] == [("newcomer", 5)]
    assert problem(send(client, "post", of(cohort, "weights"), {"kind": "newcomer", "points": 999})) == (
        400,
        ["/points"],
    )
    named = send(client, "put", of(cohort, "reviewers"), {"people": [reviewer.slug]}).json()
    assert (named["reviewers"], reviewer.slug in named["team"]) == ([reviewer.slug], True)
    assert problem(send(client, "put", of(cohort, "reviewers"), {"people": ["nobody"]})) == (400, ["/people"])
    assert send(client, "get", of(cohort, "review")).json() == named

    low, high, unread, conflicted = EnrollmentFactory.create_batch(4, cohort=cohort, state="applied")
    for applied, score in ((low, 1), (high, 4), (conflicted, 5)):
        review = applied.reviews.create(
            reviewer=reviewer.user, declared_at=timezone.now(), submitted_at=timezone.now()
        )
        ReviewScore.objects.create(review=review, criterion=cohort.review_criteria.get(), score=score)
    ReviewConflict.objects.create(
        enrollment=conflicted,
        reviewer=cohort.program.roles.get(role="coordinator").person.user,
        reason="work",
        declared_at=timezone.now(),
    )
    ranked = send(client, "get", of(cohort, "ranking")).json()
    assert [(row["enrollment"], row["result"], row["reviews"]) for row in ranked] == [
        (str(high.public_id), 80.0, 1),
        (str(low.public_id), 20.0, 1),
        (str(unread.public_id), None, 0),
        (str(conflicted.public_id), None, 0),
    ]
    assert (
        problem(client.delete(f"/api/v1/criteria/{criterion['public_id']}/"))[0] == 409
    )  # somebody has scored


def test_criteria_and_weights_are_taken_away_before_anything_hangs_on_them(client):
    cohort = teaching(client, role="coordinator", confirmation="review")
    criterion, weight = ReviewCriterionFactory(cohort=cohort), EquityWeightFactory(cohort=cohort)
    for rest in (f"criteria/{criterion.public_id}/", f"weights/{weight.public_id}/"):
        assert client.delete(f"/api/v1/{rest}").status_code == 204
        assert client.delete(f"/api/v1/{rest}").status_code == 404


# --- Who may not ---


def test_whoever_does_not_run_the_cohort_sets_nothing_up_in_it(client):
    cohort = CohortFactory(confirmation="review")
    member = EnrollmentFactory(cohort=cohort).person.user
    teacher, reviewer = (ProgramRoleFactory(program=cohort.program, role=role).person.user for role in (
        "facilitator", "reviewer",
    ))  # fmt: skip
    block, pool = (
        FormBlockFactory(cohort=cohort),
        SeatPoolFactory(cohort=CohortFactory(program=cohort.program)),
    )
    criterion, weight = ReviewCriterionFactory(cohort=cohort), EquityWeightFactory(cohort=cohort)
    need = AccessNeedFactory(enrollment__cohort=cohort)
    doors = [
        ("get", of(cohort, "form")), ("post", of(cohort, "form")), ("put", f"form-blocks/{block.public_id}/"),
        ("delete", f"form-blocks/{block.public_id}/"), ("post", f"form-blocks/{block.public_id}/move/"),
        ("get", of(cohort, "needs")), ("put", f"needs/{need.public_id}/"), ("get", of(cohort, "seats")),
        ("post", of(cohort, "seats")), ("put", of(cohort, "seats/release")), ("put", f"seats/{pool.public_id}/"),
        ("delete", f"seats/{pool.public_id}/"), ("get", of(cohort, "review")), ("post", of(cohort, "criteria")),
        ("post", of(cohort, "weights")), ("put", of(cohort, "reviewers")),
        ("delete", f"criteria/{criterion.public_id}/"),
        ("delete", f"weights/{weight.public_id}/"),
    ]  # fmt: skip
    for user in (member, teacher, reviewer, UserFactory()):
        client.force_login(user)
        for method, rest in doors:
            assert send(client, method, rest, {}).status_code == 403, (method, rest)
        ranking = 200 if user == reviewer else 403
        assert send(client, "get", of(cohort, "ranking")).status_code == ranking


def test_staff_read_what_people_need_once_they_have_said_why(client):
    need, staff = AccessNeedFactory(), StaffFactory()
    client.force_login(staff)
    cohort = need.enrollment.cohort
    doors = [("get", of(cohort, "needs")), ("put", f"needs/{need.public_id}/")]
    assert [send(client, method, rest, {"state": "met"}).status_code for method, rest in doors] == [409, 409]
    access.state_reason(cohort, by=staff, reason="support")
    assert [send(client, method, rest, {"state": "met"}).status_code for method, rest in doors] == [200, 200]
    assert send(client, "put", f"needs/{uuid4()}/", {"state": "met"}).status_code == 404


@pytest.mark.parametrize("rows", [1, 5])
def test_lists_cost_the_same_for_one_and_for_five(client, django_assert_num_queries, rows):
    cohort = teaching(client, role="coordinator")
    FormBlockFactory.create_batch(rows, cohort=cohort)
    for _ in range(rows):
        AccessNeedFactory(enrollment=EnrollmentFactory(cohort=cohort))
    with django_assert_num_queries(QUERIES):
        assert len(send(client, "get", of(cohort, "form")).json()["results"]) == rows
    with django_assert_num_queries(QUERIES):
        assert len(send(client, "get", of(cohort, "needs")).json()["results"]) == rows


# --- Conflicts of interest ---


def declared(cohort, **enrollment):
    application = EnrollmentFactory(cohort=cohort, state="applied", **enrollment)
    reviewer = ProgramRoleFactory(program=None, cohort=cohort, role="reviewer").person
    reviews.declare_conflict(application, reason="work", by=reviewer.user)
    return application, reviewer, f"applications/{application.public_id}/declared-conflicts/{reviewer.slug}/"


def test_a_conflict_declared_by_mistake_is_listed_and_taken_back_by_a_colleague(client):
    cohort = teaching(client, role="coordinator")
    application, reviewer, own = declared(cohort)
    [row] = send(client, "get", of(cohort, "declared-conflicts")).json()
    assert {name: row[name] for name in ("enrollment", "applicant", "reviewer", "reason")} == {
        "enrollment": str(application.public_id),
        "applicant": application.person.name,
        "reviewer": reviewer.slug,
        "reason": "work",
    }
    assert (
        client.delete(f"/api/v1/applications/{application.public_id}/declared-conflicts/nobody/").status_code
        == 404
    )
    assert client.delete(f"/api/v1/{own}").status_code == 204
    assert not ReviewConflict.objects.exists()
    assert send(client, "get", of(cohort, "declared-conflicts")).json() == []
    assert client.delete(f"/api/v1/{own}").status_code == 404
    assert "after all" in Notification.objects.get(recipient=reviewer.user).text


def test_a_conflict_is_not_taken_back_by_whom_it_guards_against_nor_once_it_is_decided(client):
    cohort = teaching(client, role="coordinator")
    coordinator = ProgramRole.objects.get(program=cohort.program).person
    application, _reviewer, beside = declared(cohort)
    reviews.declare_conflict(application, reason="work", by=coordinator.user)
    mine = f"applications/{application.public_id}/declared-conflicts/{coordinator.slug}/"
    assert [client.delete(f"/api/v1/{each}").status_code for each in (mine, beside)] == [403, 403]
    assert send(client, "get", of(cohort, "declared-conflicts")).json() == []
    decided, reviewer, own = declared(cohort)
    Enrollment.objects.filter(pk=decided.pk).update(state="declined", ended_at=timezone.now())
    assert client.delete(f"/api/v1/{own}").status_code == 409
    client.force_login(reviewer.user)
    assert client.delete(f"/api/v1/{own}").status_code == 403
    assert send(client, "get", of(cohort, "declared-conflicts")).status_code == 403
    assert ReviewConflict.objects.count() == 3


def test_staff_say_why_they_look_before_they_take_a_conflict_back(client):
    cohort = CohortFactory()
    _application, _reviewer, own = declared(cohort)
    staff = StaffFactory()
    client.force_login(staff)
    answers = [send(client, "get", of(cohort, "declared-conflicts")), client.delete(f"/api/v1/{own}")]
    assert [answer.status_code for answer in answers] == [409, 409]
    access.state_reason(cohort, by=staff, reason="support")
    assert len(send(client, "get", of(cohort, "declared-conflicts")).json()) == 1
    assert client.delete(f"/api/v1/{own}").status_code == 204


@pytest.mark.parametrize("number", [1, 5])
def test_the_list_of_conflicts_costs_the_same_however_many(client, django_assert_num_queries, number):
    cohort = teaching(client, role="coordinator")
    for _ in range(number):
        declared(cohort)
    with django_assert_num_queries(QUERIES):
        assert len(send(client, "get", of(cohort, "declared-conflicts")).json()) == number
