"""What should be looked at: about the data, and about work that stands still."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

from assessments.logic.timing import months_later
from assessments.models import Perspective, Response, Timepoint, Wave
from assessments.states import ResponseState, WaveState
from evaluation.models import (
    Alert,
    AlertKind,
    Evidence,
    EvidenceRole,
    FollowUpTask,
    Frequency,
    Indicator,
    Measurement,
    Recommendation,
    Target,
)
from evaluation.states import (
    AlertState,
    FollowUpState,
    IndicatorState,
    MeasurementState,
    OutcomeState,
    RecommendationState,
)
from programs.models import Cohort

LOW_RESPONSE, ATTRITION = 0.5, 0.3  # of those asked; of those who answered at first
SMALLEST_WAVE = 5  # people asked: below it a share says nothing
FIGURE_DAYS, VERIFY_DAYS, CLOSING_DAYS = 30, 14, 7
KEY_LETTERS = 80  # of a key
LOOK_BACK = timedelta(days=365)
ENDED_WAVES = [WaveState.CLOSED, WaveState.ANALYZED]


@dataclass(frozen=True, kw_only=True)
class Seen:
    kind: str
    key: str
    program: int
    address: str
    is_demo: bool
    cohort: int | None = None
    count: int | None = None
    of: int | None = None


def open_alerts(user: Any, *, day: date | None = None) -> "QuerySet[Alert]":
    """Those that somebody should look at, of programs one has to do with."""
    return Alert.objects.visible_to(user, day=day).exclude(state=AlertState.RESOLVED)


def all_seen() -> Iterator[Seen]:
    yield from few_answers()
    yield from attrition()
    yield from follow_ups()
    yield from missing_figures()
    yield from waiting_figures()
    yield from late_targets()
    yield from contradictions()
    yield from overdue_answers()


def few_answers() -> Iterator[Seen]:
    since = timezone.now() - LOOK_BACK
    waves = Wave.objects.filter(state__in=ENDED_WAVES, plan__cohort__isnull=False, closes_at__gte=since)
    by_self = Q(responses__state=ResponseState.SUBMITTED) & ~Q(responses__perspective=Perspective.OBSERVER)
    submitted = Count("responses", filter=by_self, distinct=True)
    counted = waves.annotate(asked=Count("targets", distinct=True), answered=submitted)
    for wave in counted.select_related("plan__cohort").order_by("pk"):
        if wave.asked >= SMALLEST_WAVE and wave.answered < LOW_RESPONSE * wave.asked:
            yield _of_cohort(
                AlertKind.LOW_RESPONSE,
                wave.pk,
                wave.plan.cohort,
                wave.get_absolute_url(),
                wave.answered,
                wave.asked,
            )


def attrition() -> Iterator[Seen]:
    """Of those who answered the baseline, how many did not answer the endline of the same plan."""
    since = timezone.now() - LOOK_BACK
    ends = Wave.objects.filter(
        timepoint=Timepoint.ENDLINE, state__in=ENDED_WAVES, plan__cohort__isnull=False, closes_at__gte=since
    )
    for end in ends.select_related("plan__cohort").order_by("pk"):
        by_self = Response.objects.filter(state=ResponseState.SUBMITTED).exclude(
            perspective=Perspective.OBSERVER
        )
        later = by_self.filter(wave=end, subject=OuterRef("subject"))
        first = by_self.filter(wave__plan=end.plan_id, wave__timepoint=Timepoint.BASELINE)
        counts = first.aggregate(all=Count("pk"), stayed=Count("pk", filter=Exists(later)))
        lost = counts["all"] - counts["stayed"]
        if counts["all"] >= SMALLEST_WAVE and lost > ATTRITION * counts["all"]:
            yield _of_cohort(
                AlertKind.ATTRITION, end.pk, end.plan.cohort, end.get_absolute_url(), lost, counts["all"]
            )


def follow_ups() -> Iterator[Seen]:
    soon = timezone.localdate() + timedelta(days=CLOSING_DAYS)
    missed = Q(state=FollowUpState.MISSED)
    empty = Q(state=FollowUpState.OPEN, closes_on__lte=soon, noted=0)
    tasks = FollowUpTask.objects.annotate(noted=Count("outcomes")).filter(missed | empty)
    for task in tasks.select_related("cohort").order_by("pk"):
        is_missed = task.state == FollowUpState.MISSED
        kind = AlertKind.MISSED_FOLLOW_UP if is_missed else AlertKind.EMPTY_FOLLOW_UP
        yield _of_cohort(kind, task.pk, task.cohort, task.get_absolute_url())


def missing_figures() -> Iterator[Seen]:
    """Of cohorts whose figure should have been there for a month."""
    today = timezone.localdate()
    indicators = Indicator.objects.filter(
        state=IndicatorState.PUBLISHED, program__isnull=False, frequency=Frequency.ONCE
    )
    for indicator in indicators.order_by("pk"):
        known = Measurement.objects.filter(indicator__code=indicator.code, cohort=OuterRef("pk"), cell="")
        over = Cohort.objects.filter(program=indicator.program_id, cancelled_at=None, ends_on__lt=today)
        for cohort in over.filter(~Exists(known), ends_on__gte=today - 3 * LOOK_BACK).order_by("pk"):
            due = months_later(cohort.ends_on, indicator.window_months) + timedelta(days=FIGURE_DAYS)
            if due < today and cohort.ends_on >= indicator.created_at.date() - LOOK_BACK:
                yield _of_cohort(
                    AlertKind.MISSING_FIGURE,
                    f"{cohort.pk}-{indicator.code}",
                    cohort,
                    indicator.get_absolute_url(),
                )


def waiting_figures() -> Iterator[Seen]:
    before = timezone.now() - timedelta(days=VERIFY_DAYS)
    waiting = Measurement.objects.current().filter(
        state=MeasurementState.SUBMITTED, updated_at__lt=before, program__isnull=False
    )
    for figure in waiting.order_by("pk"):
        yield Seen(
            kind=AlertKind.WAITING_FIGURE,
            key=str(figure.pk),
            program=figure.program_id or 0,
            cohort=figure.cohort_id,
            address=figure.get_absolute_url(),
            is_demo=figure.is_demo,
        )


def late_targets() -> Iterator[Seen]:
    """Of published indicators; the same target in a new version of its indicator is no news."""
    same = {name: OuterRef(name) for name in ("indicator__code", "cell", "starts_on", "ends_on", "value")}
    first = Target.objects.filter(**same).order_by("pk").values("pk")[:1]
    late = Target.objects.filter(
        set_after_data=True, indicator__program__isnull=False, indicator__state=IndicatorState.PUBLISHED
    )
    for target in late.annotate(first=Subquery(first)).select_related("indicator").order_by("pk"):
        yield Seen(
            kind=AlertKind.LATE_TARGET,
            key=str(target.first),
            program=target.indicator.program_id or 0,
            address=target.indicator.get_absolute_url(),
            is_demo=target.is_demo,
        )


def contradictions() -> Iterator[Seen]:
    """Of outcomes that count as substantiated."""
    confirmed = [OutcomeState.SUBSTANTIATED, OutcomeState.ANALYZED]
    against = Evidence.objects.filter(role=EvidenceRole.CONTRADICTS, statement__state__in=confirmed)
    for evidence in against.select_related("statement").order_by("pk"):
        statement = evidence.statement
        if statement is not None:
            yield Seen(
                kind=AlertKind.CONTRADICTION,
                key=str(evidence.pk),
                program=statement.program_id,
                address=statement.get_absolute_url(),
                is_demo=statement.is_demo,
            )


def overdue_answers() -> Iterator[Seen]:
    late = Recommendation.objects.filter(
        state=RecommendationState.OPEN, respond_by__lt=timezone.localdate(), hold__isnull=False
    )
    for each in late.order_by("pk"):
        yield Seen(
            kind=AlertKind.OVERDUE_ANSWER,
            key=str(each.pk),
            program=each.program_id,
            address=reverse("evaluation:recommendation-detail", kwargs={"public_id": each.public_id}),
            is_demo=each.is_demo,
        )


def key_of(key: int | str) -> str:
    """What is too long keeps both ends: they tell it from others."""
    return str(key) if len(str(key)) <= KEY_LETTERS else f"{str(key)[:20]}…{str(key)[-50:]}"


def _of_cohort(
    kind: str,
    key: int | str,
    cohort: Cohort | None,
    address: str,
    count: int | None = None,
    of: int | None = None,
) -> Seen:
    if cohort is None:
        raise ValueError("an alert of a cohort names it")
    return Seen(
        kind=kind,
        key=key_of(key),
        program=cohort.program_id,
        cohort=cohort.pk,
        address=address,
        is_demo=cohort.is_demo,
        count=count,
        of=of,
    )
