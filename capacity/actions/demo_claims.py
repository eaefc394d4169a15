"""What the demo world's people and organizations have, offer and want: said over some years, renewed here and there."""

from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

from capacity.logic.demo import DemoOrganization, DemoPerson
from capacity.models import Capacity, CapacityClaim, ClaimKind, EvidenceKind
from capacity.models.capacity import SCOPES_OF_ORGANIZATIONS, SCOPES_OF_PERSONS
from common.demo import Demo

LOG_INS = 7  # those whose pages are looked at have something to show
SILENT = 0.4  # of the others say nothing
OLDEST, NEWEST = 1400, 20  # days ago
LEVELS = {"has": [1, 8, 22, 34, 25, 10], "offers": [0, 0, 5, 35, 40, 20], "wants": [0, 5, 20, 45, 25, 5]}
EVIDENCE = [EvidenceKind.SELF_DECLARED] * 7 + [EvidenceKind.ASSESSED] * 2 + [EvidenceKind.CREDENTIAL]
COLUMNS = [
    "stakeholder", "capacity", "kind", "level", "evidence_kind", "evidence_link", "stated_on", "stated_by",
    "is_current", "created_at",
]  # fmt: skip


def load(demo: Demo, organizations: Sequence[DemoOrganization], people: Sequence[DemoPerson]) -> int:
    dice = demo.dice("claims")
    individual, organizational = known(SCOPES_OF_PERSONS), known(SCOPES_OF_ORGANIZATIONS)
    speakers = {each.organization.pk: each.user for each in reversed(people)}

    def rows() -> Iterator[tuple[Any, ...]]:
        for number, each in enumerate(people):
            if number < LOG_INS or dice.random() > SILENT:
                yield from said_of(demo, dice, each.pk, each.user, individual, most=4)
        for home in organizations:
            yield from said_of(demo, dice, home.pk, speakers.get(home.pk), organizational, most=7)

    return demo.copy(CapacityClaim, COLUMNS, rows())


def known(scopes: Sequence[str]) -> list[int]:
    rows = Capacity.objects.shown().filter(scope__in=scopes, depth__gt=1).order_by("path")
    return list(rows.values_list("pk", flat=True))


def said_of(
    demo: Demo, dice: Random, stakeholder: int, by: int | None, capacities: Sequence[int], *, most: int
) -> Iterator[tuple[Any, ...]]:
    for capacity in dice.sample(capacities, min(dice.randint(2, most), len(capacities))):
        kind = dice.choices([ClaimKind.HAS, ClaimKind.OFFERS, ClaimKind.WANTS], weights=[5, 3, 3])[0]
        level = dice.choices(range(6), weights=LEVELS[kind])[0]
        day = -dice.randrange(NEWEST, OLDEST)
        if kind == ClaimKind.HAS and level > 1 and dice.random() < 0.3:
            before = day - dice.randrange(200, 600)
            yield line(demo, dice, stakeholder, by, capacity, kind, level - 1, before, is_current=False)
        yield line(demo, dice, stakeholder, by, capacity, kind, level, day, is_current=True)


def line(
    demo: Demo, dice: Random, stakeholder: int, by: int | None, capacity: int, kind: str, level: int, day: int,
    *, is_current: bool,
) -> tuple[Any, ...]:  # fmt: skip
    evidence = EvidenceKind.SELF_DECLARED if kind == ClaimKind.WANTS else dice.choice(EVIDENCE)
    has_link = evidence == EvidenceKind.CREDENTIAL
    link = f"https://credentials.example/{dice.getrandbits(32):08x}" if has_link else ""
    return (
        stakeholder, capacity, str(kind), level, str(evidence), link, demo.day(day), by, is_current, demo.moment(day),
    )  # fmt: skip
