"""Reviewing applications: what they are scored by, conflicts of interest, scores."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils import timezone

from capacity.models import Stakeholder, User
from common.log import record
from programs.actions.moves import lock
from programs.letters import rosters
from programs.logic import refusals
from programs.models import (
    Cohort,
    ConflictReason,
    Enrollment,
    EquityWeight,
    ProgramRole,
    ProgramRoleKind,
    Review,
    ReviewConflict,
    ReviewCriterion,
    ReviewScore,
)
from programs.queries.reviews import is_scored
from programs.states import EnrollmentState


@transaction.atomic
def add_criterion(cohort: Cohort, *, name: str, description: str, weight: int, by: User) -> ReviewCriterion:
    """Refuses once somebody has scored, and a second criterion of the same name."""
    cohort = lock(cohort.pk)
    _check_nothing_scored(cohort)
    if cohort.review_criteria.filter(name=name).exists():
        raise refusals.CriterionTwiceError
    criterion = ReviewCriterion.objects.create(
        cohort=cohort,
        name=name,
        description=description,
        weight=weight,
        position=cohort.review_criteria.count(),
    )
    record("programs.reviews.add_criterion", criterion, by=by, after={"weight": weight})
    return criterion


@transaction.atomic
def remove_criterion(criterion: ReviewCriterion, *, by: User) -> None:
    """Refuses once somebody has scored."""
    _check_nothing_scored(lock(criterion.cohort_id))
    record("programs.reviews.remove_criterion", criterion, by=by, before={"weight": criterion.weight})
    criterion.delete()


@transaction.atomic
def add_weight(cohort: Cohort, *, kind: str, values: list[str], points: int, by: User) -> EquityWeight:
    """Refuses once somebody has applied: what counts is stated before."""
    cohort = lock(cohort.pk)
    _check_nobody_applied(cohort)
    weight = EquityWeight.objects.create(cohort=cohort, kind=kind, values=values, points=points)
    record(
        "programs.reviews.add_weight", weight, by=by, after={"kind": kind, "values": values, "points": points}
    )
    return weight


@transaction.atomic
def remove_weight(weight: EquityWeight, *, by: User) -> None:
    """Refuses once somebody has applied."""
    _check_nobody_applied(lock(weight.cohort_id))
    record("programs.reviews.remove_weight", weight, by=by, before={"points": weight.points})
    weight.delete()


@transaction.atomic
def set_reviewers(cohort: Cohort, people: Iterable[Stakeholder], *, by: User) -> None:
    """Makes these, and only these, reviewers of the cohort, from today. Reviewers of the whole program stay."""
    cohort, today = lock(cohort.pk), timezone.now().date()
    wanted = {person.pk: person for person in people}
    roles = ProgramRole.objects.current().filter(cohort=cohort, role=ProgramRoleKind.REVIEWER)
    for role in roles:
        if wanted.pop(role.person_id, None) is None:
            record("programs.reviews.remove_reviewer", cohort, by=by, before={"person": role.person_id})
            role.delete()
    for person in wanted.values():
        ProgramRole.objects.create(
            cohort=cohort,
            person=person,
            role=ProgramRoleKind.REVIEWER,
            starts_on=today,
            is_demo=cohort.is_demo,
        )
        record("programs.reviews.add_reviewer", cohort, by=by, after={"person": person.pk})


@transaction.atomic
def declare_conflict(enrollment: Enrollment, *, reason: str, by: User) -> ReviewConflict:
    """From now on she neither sees nor scores nor decides the application; what she had scored is deleted."""
    Review.objects.filter(enrollment=enrollment, reviewer=by).delete()
    conflict, made = ReviewConflict.objects.get_or_create(
        enrollment=enrollment,
        reviewer=by,
        defaults={"reason": ConflictReason(reason), "declared_at": timezone.now()},
    )
    if made:
        record("programs.reviews.declare_conflict", enrollment, by=by, reason=reason)
    return conflict


@transaction.atomic
def take_back_conflict(conflict: ReviewConflict, *, by: User) -> None:
    """It was declared by mistake: she is told, and declares anew before she reads the application. Refuses: the
    declaration of who takes it back, an application with which that person is in conflict, what is decided.
    """
    enrollment = Enrollment.objects.select_for_update().get(pk=conflict.enrollment_id)
    _check_no_conflict(enrollment, by)
    if enrollment.state != EnrollmentState.APPLIED:
        raise refusals.NotUnderReviewError
    before = {"reviewer": conflict.reviewer_id, "reason": conflict.reason}
    record("programs.reviews.take_back_conflict", enrollment, by=by, before=before)
    rosters.conflict_taken_back(conflict)
    conflict.delete()


@transaction.atomic
def declare_no_conflict(enrollment: Enrollment, *, by: User) -> Review:
    """Opens the application for her review. Refuses where she has declared a conflict."""
    _check_no_conflict(enrollment, by)
    review, made = Review.objects.get_or_create(
        enrollment=enrollment, reviewer=by, defaults={"declared_at": timezone.now()}
    )
    if made:
        record("programs.reviews.declare_no_conflict", enrollment, by=by)
    return review


@transaction.atomic
def score(enrollment: Enrollment, *, scores: Mapping[int, int], comment: str, by: User) -> Review:
    """Keeps one score for each criterion, by its id; may be done anew until the application is decided.
    Refuses: without a declaration, with a conflict, missing scores, what is decided.
    """
    enrollment = Enrollment.objects.select_for_update().get(pk=enrollment.pk)
    _check_no_conflict(enrollment, by)
    review = Review.objects.filter(enrollment=enrollment, reviewer=by).first()
    if review is None:
        raise refusals.NotDeclaredError
    if enrollment.state != EnrollmentState.APPLIED:
        raise refusals.NotUnderReviewError
    criteria = ReviewCriterion.objects.filter(cohort=enrollment.cohort_id)
    if {each.pk for each in criteria} != set(scores):
        raise refusals.ScoresMissingError
    review.scores.all().delete()
    ReviewScore.objects.bulk_create(
        ReviewScore(review=review, criterion_id=criterion, score=given) for criterion, given in scores.items()
    )
    review.comment, review.submitted_at = comment, timezone.now()
    review.save(update_fields=["comment", "submitted_at", "updated_at"])
    record("programs.reviews.score", enrollment, by=by)
    return review


def _check_no_conflict(enrollment: Enrollment, by: User) -> None:
    own = enrollment.person.user_id == by.pk
    if own or ReviewConflict.objects.filter(enrollment=enrollment, reviewer=by).exists():
        raise refusals.ConflictError


def _check_nothing_scored(cohort: Cohort) -> None:
    if is_scored(cohort):
        raise refusals.CriteriaScoredError


def _check_nobody_applied(cohort: Cohort) -> None:
    if cohort.enrollments.exclude(state=EnrollmentState.DRAFT).exists():
        raise refusals.CriteriaFixedError
