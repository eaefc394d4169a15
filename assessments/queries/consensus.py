"""Self-assessments of organizations: what colleagues said, what was agreed on, and how it stood the last time."""

from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from django.db.models import Count, Q, QuerySet

from assessments.models import (
    Answer,
    ConsensusSession,
    Invitation,
    Perspective,
)
from assessments.states import ConsensusState, InvitationState, ResponseState
from capacity.models import Affiliation, Stakeholder


@dataclass(frozen=True, kw_only=True)
class Ratings:
    """What colleagues said of one question, each on her own."""

    values: list[Decimal]

    @property
    def n(self) -> int:
        return len(self.values)

    @property
    def low(self) -> Decimal | None:
        return min(self.values, default=None)

    @property
    def high(self) -> Decimal | None:
        return max(self.values, default=None)

    @property
    def middle(self) -> Decimal | None:
        return median(self.values) if self.values else None

    @property
    def is_spread(self) -> bool:
        return self.n > 1 and self.low != self.high


def sessions_of(organization: Stakeholder) -> QuerySet[ConsensusSession]:
    """The newest first, with how many were asked and how many have rated."""
    own = Q(wave__targets__invitations__perspective=Perspective.SELF)
    submitted = own & Q(wave__targets__invitations__state=InvitationState.SUBMITTED)
    rows = ConsensusSession.objects.filter(organization=organization)
    return (
        rows.select_related("wave__plan__instrument", "organization")
        .annotate(
            asked=Count("wave__targets__invitations", filter=own, distinct=True),
            rated=Count("wave__targets__invitations", filter=submitted, distinct=True),
        )
        .order_by("-wave__opens_at", "-pk")
    )


def turnout_of(session: ConsensusSession) -> tuple[int, int]:
    """How many were asked, and how many of them have rated."""
    states = list(
        Invitation.objects.filter(target__wave=session.wave_id, perspective=Perspective.SELF).values_list(
            "state", flat=True
        )
    )
    return len(states), states.count(InvitationState.SUBMITTED)


def under_way_of(organization: Stakeholder) -> QuerySet[ConsensusSession]:
    going = [ConsensusState.RATING, ConsensusState.AGREEING]
    return ConsensusSession.objects.filter(organization=organization, state__in=going)


def members_of(organization: Stakeholder) -> QuerySet[Stakeholder]:
    """Its confirmed members with an account, by name."""
    current = Affiliation.objects.current().filter(organization=organization).values("person")
    return Stakeholder.objects.filter(pk__in=current, user__is_active=True).order_by("name", "pk")


def ratings_of(session: ConsensusSession) -> dict[str, Ratings]:
    """By item code; one query."""
    found = Answer.objects.filter(
        response__wave=session.wave_id,
        response__perspective=Perspective.SELF,
        response__state=ResponseState.SUBMITTED,
        value__isnull=False,
    )
    values: dict[str, list[Decimal]] = {}
    for code, value in found.order_by("item__position", "value").values_list("item__code", "value"):
        values.setdefault(code, []).append(Decimal(value or 0))
    return {code: Ratings(values=each) for code, each in values.items()}


def lacking_evidence(session: ConsensusSession) -> list[str]:
    """Codes of questions whose answer is a level that requires evidence, without a link; one query."""
    linked = session.evidence.values("item")
    levels = Answer.objects.filter(response=session.response, item__scale__anchors__evidence_required=True)
    asked = [
        (code, value, anchor)
        for code, value, anchor in levels.exclude(item__in=linked).values_list(
            "item__code", "value", "item__scale__anchors__value"
        )
    ]
    return sorted({code for code, value, anchor in asked if value == anchor})
