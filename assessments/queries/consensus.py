"""Self-assessments of organizations: what colleagues said, what was agreed on, and how it stood the last time."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Any

from django.db.models import Count, Q, QuerySet

from assessments.logic.scoring import ScoredItem, rate
from assessments.models import (
    Answer,
    Comparability,
    ConsensusSession,
    Dimension,
    InstrumentVersion,
    Invitation,
    Item,
    Perspective,
)
from assessments.states import ConsensusState, InvitationState, ResponseState
from capacity.models import Affiliation, Capacity, Stakeholder

ROBUSTNESS = "robustness"  # how the codes of items end that ask how well a level would last


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


@dataclass(frozen=True, kw_only=True)
class ProfileRow:
    """One dimension: level and robustness of the consensus, between 0 and 1, and the level of the last time."""

    name: str
    capacity: Capacity | None
    level: float | None
    robustness: float | None
    before: float | None

    @property
    def change(self) -> float | None:
        return None if self.level is None or self.before is None else self.level - self.before

    @property
    def points(self) -> float | None:
        return None if self.change is None else round(100 * self.change, 1)


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


def previous_of(session: ConsensusSession, *, reader: Any) -> ConsensusSession | None:
    """The last one before it that the reader may see and that can be compared: the same questionnaire, in versions that
    can be."""
    before = (
        ConsensusSession.objects.visible_to(reader)
        .recorded()
        .filter(organization=session.organization_id, wave__plan=session.wave.plan_id)
        .filter(recorded_at__lt=session.recorded_at)
        .select_related("wave__version")
        .order_by("-recorded_at")
    )
    versions = list(InstrumentVersion.objects.filter(instrument=session.wave.version.instrument_id))
    return next((one for one in before if comparable(one.wave.version, session.wave.version, versions)), None)


def comparable(
    earlier: InstrumentVersion, later: InstrumentVersion, versions: Iterable[InstrumentVersion]
) -> bool:
    """The same major version, and nothing between them that says it cannot be compared as it is."""
    if earlier.instrument_id != later.instrument_id or earlier.major != later.major:
        return False
    low, high = sorted((earlier.minor, later.minor))
    steps = [one for one in versions if one.major == later.major and low < one.minor <= high]
    return all(one.comparability in AS_IT_IS for one in steps)


AS_IT_IS = {Comparability.IDENTICAL, Comparability.MINOR_WORDING}


def profile_of(session: ConsensusSession, before: ConsensusSession | None) -> list[ProfileRow]:
    """By dimension, in the questionnaire's order; three queries."""
    shown = [one for one in (session, before) if one is not None]
    values: dict[tuple[int, str], Decimal] = {}
    answered = Answer.objects.filter(response__in=[one.response_id for one in shown], value__isnull=False)
    for response, code, value in answered.values_list("response_id", "item__code", "value"):
        values[response, code] = Decimal(value or 0)
    items = Item.objects.filter(version=session.wave.version_id, scale__isnull=False).select_related("scale")
    by_dimension: dict[int, list[Item]] = {}
    for item in items.order_by("position", "pk"):
        by_dimension.setdefault(item.dimension_id, []).append(item)
    dimensions = Dimension.objects.filter(pk__in=by_dimension).select_related("capacity")
    return [
        _row(each, by_dimension[each.pk], values, [one.response_id for one in shown])
        for each in dimensions.order_by("position", "pk")
    ]


def _row(
    dimension: Dimension, items: list[Item], values: dict[tuple[int, str], Decimal], responses: list[Any]
) -> ProfileRow:
    level = [item for item in items if not item.code.endswith(ROBUSTNESS)]
    lasting = [item for item in items if item.code.endswith(ROBUSTNESS)]
    now, *earlier = responses
    return ProfileRow(
        name=dimension.name,
        capacity=dimension.capacity,
        level=_mean(level, now, values),
        robustness=_mean(lasting, now, values),
        before=_mean(level, earlier[0], values) if earlier else None,
    )


def _mean(items: list[Item], response: int, values: dict[tuple[int, str], Decimal]) -> float | None:
    rated = [
        float(rate(_scored(item), values[response, item.code]).normalized)
        for item in items
        if item.is_scored and (response, item.code) in values
    ]
    return sum(rated) / len(rated) if rated else None


def _scored(item: Item) -> ScoredItem:
    assert item.scale is not None  # noqa: S101 - the query asked for it
    return ScoredItem(
        key=item.code,
        capacity=0,
        minimum=item.scale.minimum,
        maximum=item.scale.maximum,
        higher_is_better=item.scale.higher_is_better,
        is_reversed=item.is_reversed,
    )
