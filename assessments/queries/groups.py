"""A group beside itself: how others see it, and how it answered before in a plan whose answers carry no names."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Avg, Q

from assessments.logic.comparing import Compared, compared
from assessments.models import Aspect, Perspective, Response, Score, VersionLink, Wave
from assessments.states import OVER_WAVE_STATES, ResponseState
from capacity.models import Capacity

Values = dict[int, dict[Any, float]]  # by capacity and by whom they are about


@dataclass(frozen=True, kw_only=True)
class GroupRow:
    """Nothing is told where `told` is None."""

    capacity: Capacity
    told: Compared | None

    @property
    def points(self) -> float | None:
        return None if self.told is None else round(100 * self.told.difference, 1)

    @property
    def spread_points(self) -> float | None:
        return None if self.told is None else round(100 * self.told.spread, 1)


@dataclass(frozen=True, kw_only=True)
class Paired:
    """How many answered both waves, and what changed; `n` is None where it would tell of too few."""

    before: Wave
    n: int | None
    rows: list[GroupRow]


def seen_in_group(wave: Wave) -> list[GroupRow]:
    """Self-ratings beside the mean of what observers said, person by person; only once the wave is over."""
    if wave.state not in OVER_WAVE_STATES or wave.plan.is_anonymous:
        return []
    others = _values(wave, "response__subject", perspective=Perspective.OBSERVER)
    if not others:
        return []
    own = _values(wave, "response__subject", perspective=Perspective.SELF)
    return _rows(own, others, others)


def paired_in(wave: Wave) -> Paired | None:
    """The same people's answers in the first wave of an anonymous plan and in this one, once it is over. Whose they are
    nobody learns: they are told to be the same person's by a keyed hash."""
    if wave.state not in OVER_WAVE_STATES or not wave.plan.is_anonymous:
        return None
    linked = VersionLink.objects.filter(later=wave.version_id, bridged_by=None).values("earlier")
    earlier = Wave.objects.filter(plan=wave.plan_id, state__in=OVER_WAVE_STATES, opens_at__lt=wave.opens_at)
    same = earlier.filter(Q(version=wave.version_id) | Q(version__in=linked))
    before = same.order_by("opens_at", "pk").first()
    if before is None:
        return None
    old, new = (dict.fromkeys(_keys(each), 0.0) for each in (before, wave))
    whole = compared(old, new, least=settings.MINIMUM_CELL_PEOPLE)
    first, second = (_values(each, "response__respondent_key") for each in (before, wave))
    rows = _rows(first, second, first.keys() & second.keys()) if whole else []
    return Paired(before=before, n=whole.n if whole else None, rows=rows)


def _keys(wave: Wave) -> Iterable[str]:
    answered = Response.objects.filter(wave=wave, state=ResponseState.SUBMITTED, perspective=Perspective.SELF)
    return answered.values_list("respondent_key", flat=True)


def _values(wave: Wave, whose: str, *, perspective: str = Perspective.SELF) -> Values:
    rows = (
        Score.objects.filter(
            response__wave=wave,
            response__state=ResponseState.SUBMITTED,
            response__perspective=perspective,
            aspect=Aspect.LEVEL,
            normalized__isnull=False,
        )
        .order_by()
        .values_list("capacity", whose)
        .annotate(mean=Avg("normalized"))
    )
    found: Values = {}
    for capacity, who, mean in rows:
        found.setdefault(capacity, {})[who] = float(mean)
    return found


def _rows(first: Values, second: Values, capacities: Iterable[int]) -> list[GroupRow]:
    least = settings.MINIMUM_CELL_PEOPLE
    return [
        GroupRow(
            capacity=each,
            told=compared(first.get(each.pk, {}), second.get(each.pk, {}), least=least),
        )
        for each in Capacity.objects.filter(pk__in=list(capacities)).order_by("path")
    ]
