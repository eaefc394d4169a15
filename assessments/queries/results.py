"""A person's own scores, at each time she was asked."""

from dataclasses import dataclass

from assessments.models import Invitation, Score, Timepoint
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
    by_timepoint: dict[str, float | None]


def own_scores(invitation: Invitation) -> list[OwnScores]:
    """Of the invited person in this plan, by the method of its versions; one query."""
    wave, user = invitation.target.wave, invitation.respondent.user
    if user is None:
        return []
    found = (
        Score.objects.filter(
            response__wave__plan=wave.plan_id,
            response__wave__version__major=wave.version.major,
            response__respondent_key=respondent_key(wave.plan, user),
            response__subject=None if wave.plan.is_anonymous else invitation.target.subject_id,
            response__perspective=invitation.perspective,
            response__state=ResponseState.SUBMITTED,
        )
        .select_related("capacity", "response__wave")
        .order_by("capacity__path", "pk")
    )
    by_capacity: dict[Capacity, dict[str, float | None]] = {}
    for score in found:
        times = by_capacity.setdefault(score.capacity, {})
        times[score.response.wave.timepoint] = None if score.normalized is None else float(score.normalized)
    return [OwnScores(capacity=capacity, by_timepoint=times) for capacity, times in by_capacity.items()]


def timepoints_in(scores: list[OwnScores]) -> list[Timepoint]:
    """Those there are scores for, in the order of time they speak of."""
    present = {timepoint for one in scores for timepoint in one.by_timepoint}
    return [timepoint for timepoint in ORDER if timepoint in present]
