import uuid
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from evaluation.logic.questions import QUESTIONS
from evaluation.models import Pseudonym
from tests.evaluation.asking import region
from tests.factories.capacity import AffiliateFactory, PartnerFactory, PersonFactory, UserFactory
from tests.factories.evaluation import (
    FollowUpTaskFactory,
    OutcomeStatementFactory,
    ParticipationFactory,
    RecommendationFactory,
)
from tests.factories.programs import (
    CohortFactory,
    MethodFactory,
    ProgramFactory,
    ProgramHoldFactory,
    ProgramRoleFactory,
)

pytestmark = pytest.mark.django_db


def take_part(count, *, method="mentoring", minutes=60, organization=None, completed=False):
    method = MethodFactory(code=method, name=method.title())
    for _each in range(count):
        key = Pseudonym.objects.create(stakeholder=PersonFactory(region=region()), key=uuid.uuid4()).key
        cohort = CohortFactory(
            program=ProgramFactory(method=method), starts_on=date(2026, 1, 5), ends_on=date(2026, 3, 1)
        )
        ParticipationFactory(
            cohort=cohort,
            subject_key=key,
            organization=organization,
            attended=True,
            completed=completed,
            minutes=minutes,
        )


def answer(client, slug):
    page = client.get(f"/questions/{slug}/")
    assert page.status_code == 200
    return page.context["answer"]


@pytest.mark.parametrize("slug", [question.slug for question in QUESTIONS])
def test_each_question_is_answered_honestly_when_nothing_has_happened(client, slug):
    page = client.get(f"/questions/{slug}/")
    assert page.status_code == 200
    assert "nan" not in page.content.decode().casefold().split()


def test_the_nine_are_listed_and_no_others(client):
    assert len(client.get("/questions/").context["questions"]) == 9
    assert client.get("/questions/meaning-of-life/").status_code == 404


def test_methods_are_compared_only_from_enough_cohorts_on(client):
    take_part(5, completed=False)
    take_part(6, method="clinic", completed=True)
    (table,) = answer(client, "methods").tables
    cells = {row.label: row.cells for row in table.rows}
    assert cells["Clinic"][:2] == ["6", "6"]
    assert cells["Clinic"][2] == "not shown"  # all of a small group
    take_part(4, method="training")
    cells = {row.label: row.cells for row in answer(client, "methods").tables[0].rows}
    assert cells["Training"][2] == "too few cohorts"
    assert cells["Training"][1] == "not shown"


def test_hours_beyond_training(client):
    take_part(6, minutes=60)
    take_part(6, method="training", minutes=120)
    (share,) = answer(client, "beyond-training").figures
    assert share.value == "33%"


def test_the_share_of_hours_is_hidden_where_a_method_reached_few(client):
    take_part(6, minutes=60)
    take_part(3, method="training", minutes=120)
    (share,) = answer(client, "beyond-training").figures
    assert share.suppressed


def test_partners_among_those_who_take_part(client):
    take_part(6, organization=PartnerFactory())
    take_part(6, method="training", organization=AffiliateFactory())
    _programs, people = answer(client, "partners").figures
    assert people.value == "50%"


def test_how_long_people_stay_in_roles(client):
    today = timezone.now().date()
    for years, over in [(3, False)] * 6 + [(3, True)] * 6:
        ended = today - timedelta(days=900) if over else None
        ProgramRoleFactory(starts_on=today - timedelta(days=365 * years), ends_on=ended)
    found = answer(client, "structures")
    assert [figure.value for figure in found.figures] == ["12", "6", "50%", "50%"]
    (row,) = found.tables[0].rows
    assert row.cells == ["12", "6", "50%", "50%"]


def test_a_role_that_few_have_left_tells_neither_how_many_nor_which_share(client):
    today = timezone.now().date()
    since, until = today - timedelta(days=1100), today - timedelta(days=900)
    for kind, people, left in [("facilitator", 15, 8), ("mentor", 12, 2), ("reviewer", 14, 7)]:
        for place in range(people):
            ProgramRoleFactory(role=kind, starts_on=since, ends_on=until if place < left else None)
    told = {row.label: row.cells for row in answer(client, "structures").tables[0].rows}
    assert told["Mentor"] == ["12", *["not shown"] * 3]
    assert sorted(cells[1] for cells in told.values()) == ["8", "not shown", "not shown"]


@pytest.mark.parametrize(
    ("first", "second", "later", "told"),
    [
        (5, 5, 5, ["15", "75%", "50%"]),
        (0, 5, 5, ["10", "100%", "75%"]),
        (1, 6, 6, ["13", "not shown", "65%"]),  # one of twenty left in the first year
        (5, 2, 6, ["13", "not shown", "65%"]),  # two between the first and the second
        (6, 6, 1, ["13", "70%", "not shown"]),  # one after the second
        (2, 2, 2, ["6", "not shown", "not shown"]),
    ],
)
def test_of_a_year_in_which_few_left_nothing_is_told(client, first, second, later, told):
    today = timezone.now().date()
    lasted = [200] * first + [500] * second + [900] * later
    for days in lasted + [None] * (20 - len(lasted)):
        since = today - timedelta(days=1100)
        ProgramRoleFactory(starts_on=since, ends_on=days and since + timedelta(days=days))
    held, *others = answer(client, "structures").tables[0].rows[0].cells
    assert (held, others) == ("20", told)


def test_people_of_a_few_are_not_told_of(client):
    for _each in range(3):
        ProgramRoleFactory(starts_on=date(2024, 1, 1))
    assert all(figure.suppressed for figure in answer(client, "structures").figures)


def test_whether_what_was_begun_is_brought_to_its_end(client):
    assert answer(client, "processes").figures == []
    today = timezone.localdate()
    day = today - timedelta(days=40)
    for opened, state in ((7, "open"), (0, "closed"), (8, "open"), (None, "missed"), (None, "skipped")):
        opens = opened if opened is None else day + timedelta(days=opened)
        closes = opens and opens + timedelta(days=30)
        FollowUpTaskFactory(due_on=day, state=state, opened_on=opens, closes_on=closes, skip_reason="x")
    FollowUpTaskFactory(due_on=today - timedelta(days=7), state="scheduled", opened_on=None, closes_on=None)
    answered = {
        "state": "answered",
        "response": "accepted",
        "response_reason": "Yes.",
        "responded_by": UserFactory(),
    }
    for late in (-1, 0, 1):
        responded = timezone.now() - timedelta(days=20 - late)
        RecommendationFactory(
            respond_by=today - timedelta(days=20),
            responded_at=responded,
            **answered,
            hold=ProgramHoldFactory(),
        )
    RecommendationFactory(respond_by=today - timedelta(days=1), hold=ProgramHoldFactory())
    RecommendationFactory(respond_by=today, hold=ProgramHoldFactory())
    RecommendationFactory(respond_by=today - timedelta(days=1))  # of an evaluation that is not published yet
    for state in ("drafted", "clarified", "clarified", "substantiated", "analyzed", "analyzed"):
        OutcomeStatementFactory(state=state)
    found = answer(client, "processes").figures
    assert [(each.value, each.n) for each in found] == [("50%", 4), ("50%", 4), ("60%", 5)]


def test_the_number_of_queries_does_not_grow(client):
    def counted():
        found = {}
        for question in QUESTIONS:
            with CaptureQueriesContext(connection) as queries:
                client.get(f"/questions/{question.slug}/")
            found[question.slug] = len(queries)
        return found

    take_part(1)
    counted()  # what a process keeps is read once
    first = counted()
    take_part(4)
    assert counted() == first
    assert max(first.values()) <= 7
