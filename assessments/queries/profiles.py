"""What an organization agreed on, part by part: level and robustness, and how both stood the last time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q

from assessments.logic.bridging import bridged
from assessments.logic.scoring import NORMALIZED, ScoredItem, rate
from assessments.models import Answer, Aspect, Bridge, ConsensusSession, Dimension, Item, VersionLink
from capacity.models import Capacity

Places = dict[tuple[str, str], Decimal]  # by the dimension's code and the aspect


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One aspect of a part, between 0 and 1; `before` as it is read in the version that is asked now."""

    now: float | None
    before: float | None

    @property
    def change(self) -> float | None:
        return None if self.now is None or self.before is None else self.now - self.before

    @property
    def points(self) -> float | None:
        return None if self.change is None else round(100 * self.change, 1)


@dataclass(frozen=True, kw_only=True)
class ProfileRow:
    name: str
    capacity: Capacity | None
    level: Standing
    robustness: Standing


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """A session that can stand before another. `bridges` by the dimension's code, where another version was asked; a
    dimension without one is not compared."""

    session: ConsensusSession
    bridges: dict[str, Bridge] | None = None

    def read(self, code: str, aspect: str, score: Decimal | None) -> Decimal | None:
        if score is None or self.bridges is None:
            return score
        bridge = self.bridges.get(code)
        if bridge is None or aspect != Aspect.LEVEL:  # a bridge was made for the scores of the level
            return None
        return bridged(bridge.old, bridge.new, score)


def previous_of(session: ConsensusSession, *, reader: Any) -> Earlier | None:
    """The last one before it that the reader may see and that can be compared: the same questionnaire, in versions
    that are linked."""
    version = session.wave.version_id
    links = dict(VersionLink.objects.filter(later=version).values_list("earlier", "bridged_by"))
    before = (
        ConsensusSession.objects.visible_to(reader)
        .recorded()
        .filter(organization=session.organization_id, wave__plan=session.wave.plan_id)
        .filter(recorded_at__lt=session.recorded_at)
        .filter(Q(wave__version=version) | Q(wave__version__in=links))
        .select_related("wave__version")
        .order_by("-recorded_at")
        .first()
    )
    if before is None:
        return None
    bridged_by = links.get(before.wave.version_id)
    return Earlier(session=before, bridges=None if bridged_by is None else bridges_of(bridged_by))


def bridges_of(version: int) -> dict[str, Bridge]:
    rows = Bridge.objects.filter(version=version).select_related("dimension").order_by("dimension__position")
    return {bridge.dimension.code: bridge for bridge in rows}


def profile_of(session: ConsensusSession, before: Earlier | None) -> list[ProfileRow]:
    """By dimension, in the questionnaire's order; three queries for each session."""
    now = _standing(session)
    earlier = _standing(before.session) if before else {}
    scored = Item.objects.filter(version=session.wave.version_id, scale__isnull=False).values("dimension")
    dimensions = Dimension.objects.filter(pk__in=scored).select_related("capacity").order_by("position", "pk")

    def standing(dimension: Dimension, aspect: str) -> Standing:
        key = (dimension.code, aspect)
        old = before.read(*key, earlier.get(key)) if before else None
        return Standing(now=_number(now.get(key)), before=_number(old))

    return [
        ProfileRow(
            name=each.name,
            capacity=each.capacity,
            level=standing(each, Aspect.LEVEL),
            robustness=standing(each, Aspect.ROBUSTNESS),
        )
        for each in dimensions
    ]


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _standing(session: ConsensusSession) -> Places:
    answered = Answer.objects.filter(response=session.response_id, value__isnull=False)
    values = dict(answered.values_list("item", "value"))
    items = Item.objects.filter(pk__in=values, scale__isnull=False).select_related("scale", "dimension")
    groups: dict[tuple[str, str], list[Item]] = {}
    for item in items:
        if item.is_scored:
            groups.setdefault((item.dimension.code, item.aspect), []).append(item)
    return {key: _mean(group, values) for key, group in groups.items()}


def _mean(items: Iterable[Item], values: Mapping[int, Decimal | None]) -> Decimal:
    rated = [rate(_scored(item), Decimal(values[item.pk] or 0)).normalized for item in items]
    return (sum(rated, start=Decimal(0)) / len(rated)).quantize(NORMALIZED)


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
