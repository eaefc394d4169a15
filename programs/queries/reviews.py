"""Applications under review: results, who has reviewed, and how the selection went."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

from capacity.models import Affiliation, Stakeholder, User
from programs.logic import reviewing
from programs.models import (
    Cohort,
    Enrollment,
    EquityWeight,
    ProgramRole,
    ProgramRoleKind,
    Review,
    ReviewConflict,
    ReviewCriterion,
    ReviewScore,
    SeatPool,
    long_texts,
)
from programs.permissions import roles_held
from programs.queries.seats import labelled
from programs.states import SEAT_STATES, EnrollmentState, MoveReason


@dataclass(frozen=True, kw_only=True)
class Ranked:
    """An application with its result. `result` is out of 100; `total` is that and the points stated."""

    enrollment: Enrollment
    reviews: int
    result: float | None
    spread: float | None
    points: int
    is_mine: bool = False  # she has reviewed it
    in_conflict: bool = False
    is_hidden: bool = False  # what others think of it, until she has said what she thinks

    @property
    def total(self) -> float | None:
        return None if self.result is None else self.result + self.points


@dataclass(frozen=True, kw_only=True)
class Given:
    """What one reviewer has said: a result out of 100, each score, a comment for those who decide."""

    reviewer: User
    result: float
    scores: list[tuple[str, int]]
    comment: str


@dataclass(frozen=True, kw_only=True)
class GroupRow:
    label: str
    applied: int
    placed: int
    declined: int


@dataclass(frozen=True, kw_only=True)
class SelectionPage:
    groups: list[GroupRow]
    reasons: list[tuple[str, int]]
    declined: list[tuple[Enrollment, str, Ranked]] = field(default_factory=list)


def ranking(
    cohort: Cohort,
    user: User,
    *,
    states: tuple[str, ...] = (EnrollmentState.APPLIED,),
    is_blind: bool = False,
) -> list[Ranked]:
    """The best first, those without a review last; one's own application is left out. Constant queries.

    Who `is_blind` sees the results of what she has reviewed herself; the rest stands in the order of arrival.
    """
    rows = Enrollment.objects.filter(cohort=cohort, state__in=states).exclude(person__user=user)
    rows = rows.select_related("person", "organization").order_by("applied_at", "pk")
    results = _results(cohort)
    points = {weight.pk: weight.points for weight in EquityWeight.objects.filter(cohort=cohort)}
    mine = set(
        Review.objects.filter(enrollment__cohort=cohort, reviewer=user)
        .exclude(submitted_at=None)
        .values_list("enrollment_id", flat=True)
    )
    conflicts = set(
        ReviewConflict.objects.filter(enrollment__cohort=cohort, reviewer=user).values_list(
            "enrollment_id", flat=True
        )
    )
    ranked = []
    for row in rows:
        given, is_hidden = results.get(row.pk, []), is_blind and row.pk not in mine
        ranked.append(
            Ranked(
                enrollment=row,
                reviews=len(given),
                result=None if is_hidden else reviewing.mean(given),
                spread=None if is_hidden else reviewing.spread(given),
                points=sum(points.get(weight, 0) for weight in row.weighed_by),
                is_mine=row.pk in mine,
                in_conflict=row.pk in conflicts,
                is_hidden=is_hidden and bool(given),
            )
        )
    return sorted(
        ranked, key=lambda each: (each.in_conflict, -(each.total if each.total is not None else -1))
    )


def _results(cohort: Cohort) -> dict[int, list[float]]:
    """By enrollment: the result of each review."""
    weights = dict(ReviewCriterion.objects.filter(cohort=cohort).values_list("pk", "weight"))
    given: dict[tuple[int, int], dict[int, int]] = {}
    scores = ReviewScore.objects.filter(criterion__cohort=cohort).order_by("review_id")
    for enrollment, review, criterion, score in scores.values_list(
        "review__enrollment_id", "review_id", "criterion_id", "score"
    ):
        given.setdefault((enrollment, review), {})[criterion] = score
    results: dict[int, list[float]] = {}
    for (enrollment, _review), each in given.items():
        results.setdefault(enrollment, []).append(reviewing.result_of(each, weights))
    return results


def reviews_of(enrollment: Enrollment, *, apart_from: User) -> list[Given]:
    """What the others who reviewed it have said, the first to finish first."""
    rows = (
        Review.objects.filter(enrollment=enrollment).exclude(submitted_at=None).exclude(reviewer=apart_from)
    )
    rows = rows.select_related("reviewer__person").prefetch_related("scores__criterion")
    return [_given(review) for review in rows.order_by("submitted_at", "pk")]


def _given(review: Review) -> Given:
    scores = sorted(review.scores.all(), key=lambda each: (each.criterion.position, each.criterion_id))
    return Given(
        reviewer=review.reviewer,
        result=reviewing.result_of(
            {each.criterion_id: each.score for each in scores},
            {each.criterion_id: each.criterion.weight for each in scores},
        ),
        scores=[(each.criterion.name, each.score) for each in scores],
        comment=review.comment,
    )


def conflicts_in(cohort: Cohort, user: User) -> list[ReviewConflict]:
    """Declared by others about applications that wait, without those she may not decide herself."""
    own = ReviewConflict.objects.filter(enrollment__cohort=cohort, reviewer=user)
    rows = ReviewConflict.objects.filter(enrollment__cohort=cohort, enrollment__state=EnrollmentState.APPLIED)
    rows = rows.exclude(enrollment__in=own.values("enrollment")).exclude(enrollment__person__user=user)
    rows = rows.select_related("enrollment__person", "reviewer__person")
    return list(rows.order_by("enrollment__person__name", "pk"))


def shares_organization(enrollment: Enrollment, user: User) -> bool:
    """She is, or the application is made for, where the reviewer is too: proposed as a conflict."""
    mine = Affiliation.objects.current().filter(person__user=user).values("organization")
    theirs = Affiliation.objects.current().filter(person=enrollment.person_id, organization__in=mine)
    for_mine = mine.filter(organization=enrollment.organization)
    return theirs.exists() or (enrollment.organization is not None and for_mine.exists())


def is_scored(cohort: Cohort) -> bool:
    """Somebody has: the criteria stay as they are."""
    return ReviewScore.objects.filter(criterion__cohort=cohort).exists()


def team_of(cohort: Cohort) -> QuerySet[Stakeholder]:
    """Who may be asked to review: everybody who has a role here now."""
    roles = ProgramRole.objects.current().on(cohort)
    return Stakeholder.objects.filter(pk__in=roles.values("person")).order_by("name", "pk")


def reviewers_of(cohort: Cohort) -> QuerySet[Stakeholder]:
    roles = ProgramRole.objects.current().filter(cohort=cohort, role=ProgramRoleKind.REVIEWER)
    return Stakeholder.objects.filter(pk__in=roles.values("person"))


def applications_to_review(user: User, *kinds: ProgramRoleKind) -> QuerySet[Enrollment]:
    """Where she has one of these roles: not her own, and none with which she is in conflict."""
    roles = ProgramRole.objects.current().filter(person__user=user, role__in=kinds)
    mine = Q(cohort__in=roles.exclude(cohort=None).values("cohort")) | Q(
        cohort__program__in=roles.exclude(program=None).values("program")
    )
    waiting = Enrollment.objects.filter(mine, state=EnrollmentState.APPLIED)
    return waiting.exclude(person__user=user).exclude(conflicts__reviewer=user)


def cohorts_to_review(user: User) -> QuerySet[Cohort]:
    """Where she is a reviewer, and applications wait for her; without a query where she reviews nowhere."""
    if not any(held.role == ProgramRoleKind.REVIEWER for held in roles_held(user)):
        return Cohort.objects.none()
    reviewed = Review.objects.filter(reviewer=user).exclude(submitted_at=None)
    waiting = applications_to_review(user, ProgramRoleKind.REVIEWER)
    cohorts = waiting.exclude(pk__in=reviewed.values("enrollment")).values("cohort")
    found = Cohort.objects.filter(pk__in=cohorts).select_related("program").defer(*long_texts())
    return found.order_by("starts_on")


def selection_of(cohort: Cohort, user: User) -> SelectionPage:
    """Who was declined and why, and how those fared who meet the criteria stated, beside all."""
    states = tuple(state for state in EnrollmentState if state != EnrollmentState.DRAFT)
    rows = [row for row in ranking(cohort, user, states=states) if not row.in_conflict]
    groups = [("", rows)]
    for pool, label in labelled(SeatPool.objects.filter(cohort=cohort)):
        groups.append((label, [row for row in rows if pool.pk in row.enrollment.qualifies_for]))
    for weight, label in labelled(EquityWeight.objects.filter(cohort=cohort)):
        groups.append((label, [row for row in rows if weight.pk in row.enrollment.weighed_by]))
    declined = [row for row in rows if row.enrollment.state == EnrollmentState.DECLINED]
    reasons = _decline_reasons(cohort)
    told = {code: str(MoveReason(code).label) for code in set(reasons.values())}
    return SelectionPage(
        groups=[_group(label, members) for label, members in groups],
        reasons=sorted(Counter(told[reasons[row.enrollment.pk]] for row in declined).items()),
        declined=[(row.enrollment, told[reasons[row.enrollment.pk]], row) for row in declined],
    )


def _group(label: str, rows: list[Ranked]) -> GroupRow:
    states = [row.enrollment.state for row in rows]
    return GroupRow(
        label=label,
        applied=len(states),
        placed=sum(state in SEAT_STATES for state in states),
        declined=sum(state == EnrollmentState.DECLINED for state in states),
    )


def _decline_reasons(cohort: Cohort) -> dict[int, str]:
    declined = Enrollment.objects.filter(cohort=cohort, state=EnrollmentState.DECLINED)
    known = MoveReason.values
    events = declined.filter(events__to_state=EnrollmentState.DECLINED).values_list("pk", "events__reason")
    reasons = {pk: reason if reason in known else MoveReason.OTHER.value for pk, reason in events}
    return {pk: reasons.get(pk, MoveReason.OTHER.value) for pk in declined.values_list("pk", flat=True)}


def stated_weights(cohort: Cohort) -> list[tuple[Any, str]]:
    """For the public page: what counts for under-represented applicants, in words."""
    return labelled(EquityWeight.objects.filter(cohort=cohort))
