"""A person's own scores, at each time she was asked."""

from dataclasses import dataclass

from django.db.models import Q

from assessments.logic.bridging import bridged
from assessments.models import Aspect, Bridge, Invitation, Score, Timepoint, VersionLink
from assessments.queries.responses import respondent_key
from assessments.states import ResponseState
from capacity.models import Capacity

ORDER = [
    Timepoint.RETROSPECTIVE,
    Timepoint.BASELINE,
    Timepoint.ENDLINE,
    Timepoint.M3,
    Timepoint.M6,
    Timepoint.M12,
    Timepoint.M24,
    Timepoint.ADHOC,
]


@dataclass(frozen=True, kw_only=True)
class OwnScores:
    """`by_timepoint` holds None where too few questions were answered; a timepoint without answers is not in it."""

    capacity: Capacity
    aspect: str
    by_timepoint: dict[str, float | None]

    @property
    def label(self) -> str:
        if self.aspect == Aspect.LEVEL:
            return str(self.capacity)
        return f"{self.capacity}: {Aspect(self.aspect).label}"


def own_scores(invitation: Invitation) -> list[OwnScores]:
    """Of the invited person in this plan, as they are read in the version she was asked in this wave; at most three
    queries. What was answered in a version that cannot be compared with it is not in it."""
    wave, user = invitation.target.wave, invitation.respondent.user
    if user is None:
        return []
    links = dict(VersionLink.objects.filter(later=wave.version_id).values_list("earlier", "bridged_by"))
    bridges = {bridged_by: bridges_for(bridged_by) for bridged_by in links.values() if bridged_by is not None}
    found = (
        Score.objects.filter(
            response__wave__plan=wave.plan_id,
            response__respondent_key=respondent_key(wave.plan, user),
            response__subject=None if wave.plan.is_anonymous else invitation.target.subject_id,
            response__perspective=invitation.perspective,
            response__state=ResponseState.SUBMITTED,
        )
        .filter(Q(response__version=wave.version_id) | Q(response__version__in=links))
        .select_related("capacity", "response__wave")
        .order_by("capacity__path", "aspect", "pk")
    )
    told: dict[tuple[Capacity, str], dict[str, float | None]] = {}
    for score in found:
        bridged_by = links.get(score.response.version_id)
        value = score.normalized
        if bridged_by is not None:
            bridge = bridges[bridged_by].get(score.capacity_id) if score.aspect == Aspect.LEVEL else None
            if bridge is None:
                continue
            value = None if value is None else bridged(bridge.old, bridge.new, value)
        times = told.setdefault((score.capacity, score.aspect), {})
        times[score.response.wave.timepoint] = None if value is None else float(value)
    return [
        OwnScores(capacity=one, aspect=aspect, by_timepoint=times) for (one, aspect), times in told.items()
    ]


def bridges_for(version: int) -> dict[int | None, Bridge]:
    """By the capacity that their dimension tells of."""
    rows = Bridge.objects.filter(version=version).select_related("dimension")
    return {bridge.dimension.capacity_id: bridge for bridge in rows}


def timepoints_in(scores: list[OwnScores]) -> list[Timepoint]:
    """Those there are scores for, in the order of time they speak of."""
    present = {timepoint for one in scores for timepoint in one.by_timepoint}
    return [timepoint for timepoint in ORDER if timepoint in present]
