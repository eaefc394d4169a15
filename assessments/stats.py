"""Numbers of waves: who was asked, who answered, how the group stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Avg, Count, Q, Sum

from assessments.models import Aspect, Need, Perspective, Score, Wave, WaveTarget
from assessments.states import OVER_WAVE_STATES, InvitationState, ResponseState
from capacity.models import Capacity
from common.statistics.needs import borich_priority
from common.statistics.omega import mcdonald_omega
from common.statistics.reliability import cronbach_alpha

__all__ = [
    "CapacityMean",
    "Gap",
    "ResponseRate",
    "borich_priority",
    "capacity_means",
    "cronbach_alpha",
    "gaps",
    "mcdonald_omega",
    "response_rate",
    "response_rates",
]


@dataclass(frozen=True, kw_only=True)
class ResponseRate:
    """`asked` is the denominator, frozen when the wave opened: all of it was asked, so the share has no interval."""

    asked: int
    answered: int = 0
    declined: int = 0
    unreachable: int = 0  # without an account, or whose letters came back
    reminders: int = 0

    @property
    def missing(self) -> int:
        return self.asked - self.answered - self.declined - self.unreachable

    @property
    def share(self) -> float | None:
        return self.answered / self.asked if self.asked else None


@dataclass(frozen=True, kw_only=True)
class CapacityMean:
    """The group's mean, between 0 and 1; empty and `suppressed` where fewer people than may be shown are behind it."""

    code: str
    capacity: str
    n: int | None
    mean: float | None
    suppressed: bool


@dataclass(frozen=True, kw_only=True)
class Gap:
    """A need with what makes it press: importance, the gap to it, and both multiplied (Borich 1980)."""

    need: Need
    discrepancy: float
    priority: float


def gaps(needs: Iterable[Need]) -> list[Gap]:
    """What presses most on top."""
    found = [
        Gap(
            need=need,
            discrepancy=float(need.importance - need.ability),
            priority=borich_priority([float(need.importance)], [float(need.ability)]).value or 0.0,
        )
        for need in needs
    ]
    return sorted(found, key=lambda gap: (-gap.priority, gap.need.capacity.path))


def response_rate(wave: Wave) -> ResponseRate:
    return response_rates([wave])[wave.pk]


def response_rates(waves: Iterable[Wave]) -> dict[int, ResponseRate]:
    """By wave; one query for all. A target counts as answered once one of its invited has answered."""
    rates = {wave.pk: ResponseRate(asked=0) for wave in waves}
    found = (
        WaveTarget.objects.filter(wave__in=rates)
        .order_by()
        .values("wave")
        .annotate(
            asked=Count("pk", distinct=True),
            answered=_targets(invitations__state=InvitationState.SUBMITTED),
            declined=_targets(invitations__state__in=[InvitationState.DECLINED, InvitationState.OPTED_OUT]),
            unreachable=Count(
                "pk",
                distinct=True,
                filter=Q(invitations=None)
                | Q(invitations__state=InvitationState.BOUNCED, invitations__perspective=Perspective.SELF),
            ),
            reminders=Sum(
                "invitations__reminders", default=0, filter=Q(invitations__perspective=Perspective.SELF)
            ),
        )
    )
    for row in found:
        counts: dict[str, Any] = dict(row)
        wave = counts.pop("wave")
        rates[wave] = ResponseRate(**counts)
    return rates


def _targets(**which: object) -> Count:
    which["invitations__perspective"] = Perspective.SELF
    return Count("pk", distinct=True, filter=Q(**which))


def capacity_means(wave: Wave) -> list[CapacityMean]:
    """Only once the wave is closed: two looks while it is open would show what came between them."""
    if wave.state not in OVER_WAVE_STATES:
        return []
    found = (
        Score.objects.filter(
            response__wave=wave,
            response__state=ResponseState.SUBMITTED,
            response__perspective=Perspective.SELF,
            aspect=Aspect.LEVEL,
        )
        .exclude(normalized=None)
        .order_by()
        .values("capacity")
        .annotate(n=Count("pk"), mean=Avg("normalized"))
    )
    means = {row["capacity"]: (row["n"], row["mean"]) for row in found}
    capacities = sorted((score.capacity for score in _one_score_of_each(wave)), key=lambda one: one.path)
    return [_mean(capacity, *means.get(capacity.pk, (0, None))) for capacity in capacities]


def _one_score_of_each(wave: Wave) -> Iterable[Score]:
    scores = Score.objects.filter(response__wave=wave, response__state=ResponseState.SUBMITTED)
    return scores.select_related("capacity").order_by("capacity_id").distinct("capacity_id")


def _mean(capacity: Capacity, n: int, mean: Decimal | None) -> CapacityMean:
    what = {"code": capacity.code, "capacity": str(capacity)}
    if mean is None or n < settings.MINIMUM_CELL_PEOPLE:
        return CapacityMean(**what, n=None, mean=None, suppressed=True)
    return CapacityMean(**what, n=n, mean=float(mean), suppressed=False)
