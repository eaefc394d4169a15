"""Reviewing applications: setting up, conflicts of interest, scores, results, decisions, the audit."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from zeal import zeal_ignore

from common.models import ActionLog, Notification
from programs.actions import enrollments, reviews
from programs.logic import refusals
from programs.models import Enrollment, EquityWeight, ProgramRole, Review, ReviewConflict, ReviewScore
from programs.queries.reviews import ranking, selection_of
from tests.factories.capacity import AffiliationFactory, PersonFactory, RegionFactory, UserFactory
from tests.factories.programs import CohortFactory, EnrollmentFactory, ProgramRoleFactory
from tests.markup import flat

pytestmark = pytest.mark.django_db


def address(name, cohort, **more):
    return reverse(
        f"programs:{name}", kwargs={"slug": cohort.program.slug, "public_id": cohort.public_id, **more}
    )


def role(cohort, kind):
    return ProgramRoleFactory(program=None, cohort=cohort, role=kind).person


def criterion(cohort, name="Fit", weight=1):
    return reviews.add_criterion(cohort, name=name, description="", weight=weight, by=UserFactory())


def reviewed(enrollment, reviewer, *, comment="", **scores):
    reviews.declare_no_conflict(enrollment, by=reviewer.user)
    by_name = dict(enrollment.cohort.review_criteria.values_list("name", "pk"))
    given = {by_name[name]: score for name, score in scores.items()}
    return reviews.score(enrollment, scores=given, comment=comment, by=reviewer.user)


@pytest.fixture
def cohort():
    return CohortFactory(confirmation="review", seats=3)


@pytest.fixture
def application(cohort):
    return EnrollmentFactory(cohort=cohort, state="applied", motivation="My reasons")


@pytest.fixture
def reviewer(cohort, client):
    person = role(cohort, "reviewer")
    client.force_login(person.user)
    return person


def test_a_coordinator_sets_up_criteria_reviewers_and_weights(client, cohort):
    client.force_login(role(cohort, "coordinator").user)
    mentor, setup = role(cohort, "mentor"), address("review-setup", cohort)
    RegionFactory()
    client.post(setup, {"name": "Fit", "weight": "2"})
    assert client.post(setup, {"name": "Fit", "weight": "2"}).status_code == 409
    assert client.post(setup, {"name": "", "weight": "99"}).status_code == 422
    client.post(setup, {"reviewers": "1", "people": [mentor.slug]})
    client.post(address("weight-add", cohort, kind="region"), {"values": ["SSA"], "points": "10"})
    page = flat(client.get(setup))
    assert ("Fit" in page, "Sub-Saharan Africa" in page) == (True, True)
    assert ProgramRole.objects.filter(cohort=cohort, person=mentor, role="reviewer").exists()
    public = flat(client.get(cohort.get_absolute_url()))
    assert "10 points" in public
    client.post(setup, {"reviewers": "1"})
    assert not ProgramRole.objects.filter(cohort=cohort, person=mentor, role="reviewer").exists()
    client.post(setup, {"remove-weight": str(EquityWeight.objects.get().public_id)})
    client.post(setup, {"remove-criterion": str(cohort.review_criteria.get().public_id)})
    assert (EquityWeight.objects.count(), cohort.review_criteria.count()) == (0, 0)


def test_a_reviewer_declares_before_she_reads_and_then_scores(client, application, reviewer):
    cohort = application.cohort
    fit = criterion(cohort)
    page = address("review", cohort, enrollment=application.public_id)
    assert "My reasons" not in flat(client.get(page))
    assert "My reasons" not in flat(client.get(application.get_absolute_url()))
    assert client.post(page, {}).status_code == 422
    client.post(page, {"conflict": "none"})
    assert "My reasons" in flat(client.get(page))
    assert client.post(page, {"comment": "Good"}).status_code == 422
    client.post(page, {f"score-{fit.public_id.hex}": "4", "comment": "Good"})
    review = Review.objects.get()
    assert (review.comment, review.scores.get().score) == ("Good", 4)
    assert "80" in flat(client.get(address("review-list", cohort)))


def test_with_a_conflict_she_neither_sees_nor_scores_nor_decides(client, application):
    cohort = application.cohort
    coordinator = role(cohort, "coordinator")
    criterion(cohort)
    client.force_login(coordinator.user)
    page = address("review", cohort, enrollment=application.public_id)
    client.post(page, {"conflict": "personal"})
    assert client.get(page).status_code == 403
    assert client.get(application.get_absolute_url()).status_code == 404
    assert "You have a conflict of interest" in flat(client.get(address("review-list", cohort)))
    roster = {"deed": "accept", "enrollment": [str(application.public_id)]}
    client.post(address("roster-deed", cohort), roster)
    application.refresh_from_db()
    assert application.state == "applied"
    with pytest.raises(refusals.ConflictError):
        reviews.declare_no_conflict(application, by=coordinator.user)


def test_a_conflict_that_she_sees_later_is_asked_about_before_it_is_noted(client, application, reviewer):
    cohort = application.cohort
    criterion(cohort)
    reviewed(application, reviewer, Fit=5)
    page = address("review", cohort, enrollment=application.public_id)
    asked = address("review-conflict", cohort, enrollment=application.public_id)
    assert asked in client.get(page).text
    client.post(page, {"conflict": "other"})
    client.get(asked)
    assert client.post(asked, {}).status_code == 422
    assert (ReviewScore.objects.count(), ReviewConflict.objects.count()) == (1, 0)
    client.post(asked, {"conflict": "personal"})
    assert (ReviewScore.objects.count(), ReviewConflict.objects.get().reason) == (0, "personal")
    assert client.get(asked).status_code == 403


def test_a_colleague_who_decides_takes_back_what_was_declared_by_mistake(client, application, reviewer):
    cohort = application.cohort
    criterion(cohort)
    reviews.declare_conflict(application, reason="work", by=reviewer.user)
    taking_back = address("conflict-take-back", cohort, enrollment=application.public_id)
    assert client.get(taking_back).status_code == 403
    client.force_login(role(cohort, "coordinator").user)
    assert f"{reviewer.name} has declared" in flat(client.get(address("review-list", cohort)))
    assert taking_back in client.get(address("selection", cohort)).text
    assert client.post(taking_back, {"reviewer": "nobody"}).status_code == 422
    client.post(taking_back, {"reviewer": reviewer.slug})
    assert ReviewConflict.objects.count() == 0
    assert client.get(taking_back).status_code == 404
    log = ActionLog.objects.get(verb="programs.reviews.take_back_conflict")
    assert log.before == {"reviewer": reviewer.user.pk, "reason": "work"}
    page = address("review", cohort, enrollment=application.public_id)
    assert Notification.objects.get(recipient=reviewer.user).url == page
    client.force_login(reviewer.user)
    assert "Before you read the application" in flat(client.get(page))


def test_nobody_takes_back_her_own_declaration_or_one_beside_hers_or_of_what_is_decided(client, application):
    cohort = application.cohort
    coordinator, other = role(cohort, "coordinator"), role(cohort, "coordinator")
    conflict = reviews.declare_conflict(application, reason="work", by=coordinator.user)
    beside = reviews.declare_conflict(application, reason="work", by=other.user)
    for each in (conflict, beside):
        with pytest.raises(refusals.ConflictError):
            reviews.take_back_conflict(each, by=coordinator.user)
    client.force_login(coordinator.user)
    taking_back = address("conflict-take-back", cohort, enrollment=application.public_id)
    assert client.post(taking_back, {"reviewer": other.slug}).status_code == 403
    assert taking_back not in client.get(address("review-list", cohort)).text
    Enrollment.objects.filter(pk=application.pk).update(state="declined", ended_at=timezone.now())
    with pytest.raises(refusals.NotUnderReviewError):
        reviews.take_back_conflict(conflict, by=role(cohort, "coordinator").user)


def test_a_reviewer_sees_what_others_think_only_after_she_has_scored(client, application, reviewer):
    cohort = application.cohort
    criterion(cohort)
    other = role(cohort, "reviewer")
    reviewed(application, other, Fit=4, comment="Knows her region")
    page = address("review", cohort, enrollment=application.public_id)
    assert "Shown once you have scored it" in flat(client.get(address("review-list", cohort)))
    reviews.declare_no_conflict(application, by=reviewer.user)
    assert "Knows her region" not in flat(client.get(page))
    reviewed(application, reviewer, Fit=2)
    assert ("Knows her region" in flat(client.get(page)), other.name in flat(client.get(page))) == (
        True,
        True,
    )
    listed = flat(client.get(address("review-list", cohort)))
    assert ("Shown once" in listed, "60" in listed) == (False, True)


def test_who_decides_reads_all_reviews_where_she_decides_and_the_applicant_reads_none(client, application):
    cohort = application.cohort
    criterion(cohort)
    reviewed(application, role(cohort, "reviewer"), Fit=4, comment="Knows her region")
    client.force_login(role(cohort, "coordinator").user)
    page = flat(client.get(application.get_absolute_url()))
    assert [words in page for words in ("Knows her region", "80 out of 100", "<bdi>Fit</bdi>: 4")] == [
        True
    ] * 3
    client.force_login(application.person.user)
    assert "Knows her region" not in flat(client.get(application.get_absolute_url()))


def test_the_same_organization_is_proposed_as_a_conflict(client, application, reviewer):
    shared = AffiliationFactory(person=reviewer).organization
    AffiliationFactory(person=application.person, organization=shared)
    page = client.get(address("review", application.cohort, enrollment=application.public_id))
    assert page.context["form"].initial == {"conflict": "organization"}
    assert "this is proposed as a conflict" in flat(page)


def test_a_conflict_declared_later_deletes_what_she_scored(application, reviewer):
    criterion(application.cohort)
    reviewed(application, reviewer, Fit=5)
    reviews.declare_conflict(application, reason="work", by=reviewer.user)
    assert (ReviewScore.objects.count(), ReviewConflict.objects.get().reason) == (0, "work")


def test_the_database_refuses_a_review_in_conflict(application, reviewer):
    reviews.declare_conflict(application, reason="work", by=reviewer.user)
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.create(enrollment=application, reviewer=reviewer.user, declared_at=timezone.now())


def test_nobody_reviews_her_own_application(client, cohort, reviewer):
    own = EnrollmentFactory(cohort=cohort, person=reviewer, state="applied")
    assert client.get(address("review", cohort, enrollment=own.public_id)).status_code == 403
    assert ranking(cohort, reviewer.user) == []


def test_results_are_weighted_means_and_stated_points_are_added(cohort, reviewer):
    criterion(cohort, "Fit", weight=3), criterion(cohort, "Need", weight=1)
    weight = reviews.add_weight(cohort, kind="newcomer", values=[], points=10, by=UserFactory())
    old, new = PersonFactory(), PersonFactory()
    EnrollmentFactory(person=old, state="completed")
    rows = [enrollments.apply(cohort, person=person, by=person.user) for person in (old, new)]
    assert [row.weighed_by for row in rows] == [[], [weight.pk]]
    other = role(cohort, "reviewer")
    reviewed(rows[0], reviewer, Fit=4, Need=4)
    reviewed(rows[1], reviewer, Fit=4, Need=0)
    reviewed(rows[1], other, Fit=5, Need=5)
    found = [
        (row.enrollment, row.reviews, row.result, row.spread, row.points, row.total)
        for row in ranking(cohort, role(cohort, "coordinator").user)
    ]
    assert found == [(rows[1], 2, 80.0, 40.0, 10, 90.0), (rows[0], 1, 80.0, None, 0, 80.0)]


def test_criteria_and_weights_are_fixed_once_they_were_used(application, reviewer):
    fit = criterion(application.cohort)
    reviewed(application, reviewer, Fit=3)
    with pytest.raises(refusals.CriteriaScoredError):
        reviews.remove_criterion(fit, by=UserFactory())
    with pytest.raises(refusals.CriteriaFixedError):
        reviews.add_weight(application.cohort, kind="newcomer", values=[], points=1, by=UserFactory())


def test_what_is_fixed_is_not_offered_for_a_change(client, cohort, reviewer):
    criterion(cohort)
    reviews.add_weight(cohort, kind="newcomer", values=[], points=5, by=UserFactory())
    coordinator = role(cohort, "coordinator")
    client.force_login(coordinator.user)
    offered = ("remove-criterion", "Add the criterion", "remove-weight", "weights/region/")
    page = client.get(address("review-setup", cohort)).text
    assert [words in page for words in offered] == [True] * 4
    reviewed(EnrollmentFactory(cohort=cohort, state="applied"), reviewer, Fit=3)
    page = client.get(address("review-setup", cohort)).text
    assert [words in page for words in offered] == [False] * 4


def test_scores_are_refused_without_declaration_incomplete_or_too_late(application, reviewer):
    criterion(application.cohort)
    with pytest.raises(refusals.NotDeclaredError):
        reviews.score(application, scores={}, comment="", by=reviewer.user)
    reviews.declare_no_conflict(application, by=reviewer.user)
    with pytest.raises(refusals.ScoresMissingError):
        reviews.score(application, scores={}, comment="", by=reviewer.user)
    Enrollment.objects.filter(pk=application.pk).update(state="declined", ended_at=timezone.now())
    with pytest.raises(refusals.NotUnderReviewError):
        reviewed(application, reviewer, Fit=3)


def test_the_audit_says_who_was_declined_and_why_and_how_those_named_fared(client, cohort):
    coordinator = role(cohort, "coordinator")
    reviews.add_weight(cohort, kind="newcomer", values=[], points=5, by=UserFactory())
    rows = [
        enrollments.apply(cohort, person=person, by=person.user)
        for person in (PersonFactory(), PersonFactory())
    ]
    enrollments.accept(rows[0], by=coordinator.user)
    enrollments.decline(rows[1], by=coordinator.user, reason="prerequisites")
    page = selection_of(cohort, coordinator.user)
    assert [(row.applied, row.placed, row.declined) for row in page.groups] == [(2, 1, 1), (2, 1, 1)]
    assert [(row[0], row[1]) for row in page.declined] == [(rows[1], "what is expected is not met yet")]
    client.force_login(coordinator.user)
    assert rows[1].person.name in flat(client.get(address("selection", cohort)))


def test_a_coordinator_accepts_several_from_the_list(client, cohort):
    client.force_login(role(cohort, "coordinator").user)
    rows = [EnrollmentFactory(cohort=cohort, state="applied") for _ in range(2)]
    given = {"deed": "accept", "enrollment": [str(row.public_id) for row in rows]}
    with zeal_ignore():  # each person is moved in a transaction of her own, under the cohort's lock
        client.post(address("roster-deed", cohort), given)
    assert set(cohort.enrollments.values_list("state", flat=True)) == {"enrolled"}


def test_a_reviewer_finds_her_work_on_her_page_and_not_the_desk_of_the_cohort(client, application, reviewer):
    assert "Applications to review" in flat(client.get(reverse("evaluation:my")))
    assert (
        client.get(reverse("evaluation:desk-cohort", args=[application.cohort.public_id])).status_code == 403
    )
    assert client.get(address("selection", application.cohort)).status_code == 403


def test_a_stranger_reviews_nothing(client, application):
    client.force_login(PersonFactory().user)
    assert client.get(address("review-list", application.cohort)).status_code == 403


@pytest.mark.parametrize("number", [1, 5])
def test_the_list_asks_the_database_as_often_for_one_as_for_five(
    client, cohort, reviewer, django_assert_num_queries, number
):
    criterion(cohort)
    for _ in range(number):
        reviewed(EnrollmentFactory(cohort=cohort, state="applied"), reviewer, Fit=3)
    page = address("review-list", cohort)
    client.get(page)
    with django_assert_num_queries(LIST_QUERIES):
        client.get(page)


LIST_QUERIES = 11
