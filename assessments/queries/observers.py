"""Who may say how she sees somebody, and what was said: beside what the person says of herself."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Count, Max, Min, QuerySet

from assessments.models import Aspect, Invitation, Perspective, Score, Wave, WaveTarget
from assessments.states import OVER_WAVE_STATES, InvitationState, ResponseState
from capacity.models import Capacity, Stakeholder
from programs.models import Cohort, ProgramRole
from programs.permissions import TEACHING_ROLES

MOST_FELLOWS = 8  # observers of one person
SPREAD_FROM = 3  # observers: of two, lowest and highest are what each of them said


@dataclass(frozen=True, kw_only=True)
class Seen:
    """How a person is seen in one capacity: her own view, and that of `n` others; from SPREAD_FROM of them on also from
    lowest to highest."""

    capacity: Capacity
    own: float | None
    n: int
    mean: float
    low: float | None
    high: float | None

    @property
    def points(self) -> float | None:
        """How much higher others see her than she does, in points of 100."""
        return None if self.own is None else round(100 * (self.mean - self.own), 1)


@dataclass(frozen=True, kw_only=True)
class Turnout:
    name: str
    asked: int
    answered: int


def teachers_of(cohort: Cohort) -> QuerySet[Stakeholder]:
    """Who coordinates, facilitates or mentors in it at present, with an account."""
    here = ProgramRole.objects.current().filter(cohort=cohort, role__in=TEACHING_ROLES)
    whole = ProgramRole.objects.current().filter(program=cohort.program_id, role__in=TEACHING_ROLES)
    people = [*here.values_list("person", flat=True), *whole.values_list("person", flat=True)]
    return Stakeholder.objects.filter(pk__in=people, user__is_active=True).order_by("name", "pk")


def fellows_of(invitation: Invitation) -> QuerySet[Stakeholder]:
    """Whom the same wave asks of themselves, without her and whom she has asked."""
    asked = Invitation.objects.filter(target=invitation.target, perspective=Perspective.OBSERVER)
    others = WaveTarget.objects.filter(wave=invitation.target.wave_id).exclude(pk=invitation.target_id)
    people = Stakeholder.objects.filter(pk__in=others.values("subject"), user__is_active=True)
    return people.exclude(pk__in=asked.values("respondent")).order_by("name", "pk")


def observers_of(target: WaveTarget) -> list[Stakeholder]:
    asked = target.invitations.filter(perspective=Perspective.OBSERVER).select_related("respondent")
    return [one.respondent for one in asked.order_by("respondent__name", "pk")]


def seen_by_others(invitation: Invitation) -> list[Seen]:
    """In this wave, capacity by capacity; two queries. Only once it is over: two looks while it is open would show what
    came between them."""
    target = invitation.target
    if target.wave.state not in OVER_WAVE_STATES:
        return []
    scores = Score.objects.filter(
        response__wave=target.wave_id,
        response__subject=target.subject_id,
        response__state=ResponseState.SUBMITTED,
        aspect=Aspect.LEVEL,
        normalized__isnull=False,
    )
    own = dict(scores.filter(response__perspective=Perspective.SELF).values_list("capacity", "normalized"))
    told = (
        scores.filter(response__perspective=Perspective.OBSERVER)
        .order_by()
        .values("capacity")
        .annotate(n=Count("pk"), mean=Avg("normalized"), low=Min("normalized"), high=Max("normalized"))
    )
    by_capacity = {row["capacity"]: row for row in told}
    found = Capacity.objects.filter(pk__in=by_capacity).order_by("path")
    return [_seen(each, own.get(each.pk), by_capacity[each.pk]) for each in found]


def _seen(capacity: Capacity, own: object, row: Mapping[str, Any]) -> Seen:
    n, has_spread = int(str(row["n"])), int(str(row["n"])) >= SPREAD_FROM
    return Seen(
        capacity=capacity,
        own=None if own is None else float(str(own)),
        n=n,
        mean=float(str(row["mean"])),
        low=float(str(row["low"])) if has_spread else None,
        high=float(str(row["high"])) if has_spread else None,
    )


def observed(wave: Wave) -> bool:
    """Whether anybody was asked how she sees others."""
    return Invitation.objects.filter(target__wave=wave, perspective=Perspective.OBSERVER).exists()


def turnout_of_observers(wave: Wave) -> list[Turnout]:
    """Of each observer about how many people she was asked, and about how many she has answered; one query."""
    rows = (
        Invitation.objects.filter(target__wave=wave, perspective=Perspective.OBSERVER)
        .order_by("respondent__name", "respondent")
        .values_list("respondent", "respondent__name", "state")
    )
    states: dict[tuple[int, str], list[str]] = {}
    for pk, name, state in rows:
        states.setdefault((pk, name), []).append(state)
    return [
        Turnout(name=name, asked=len(each), answered=each.count(InvitationState.SUBMITTED))
        for (_pk, name), each in states.items()
    ]
