"""What differs between two versions, and how large a step that is: minor for other words, major for other measures."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from assessments.logic.documents import ORIGINAL, Anchor, Dimension, Document, Item, Place, Scale, plain

WORDS = {"stem", "help_text", "name", "label", "descriptor"}


@dataclass(frozen=True)
class Difference:
    """`before` or `after` is empty where something was added or removed."""

    place: Place
    before: str
    after: str
    is_wording: bool


def differences(before: Document, after: Document) -> list[Difference]:
    """Of what is asked and how it is scored, in the original language."""
    return [
        *_between(("version",), before.version, after.version, leave={"major", "minor", "comparability"}),
        *_of_all("scale", before.scales, after.scales),
        *_of_all("dimension", before.dimensions, after.dimensions),
        *_of_all("item", before.items, after.items),
        *_moved(before, after),
    ]


def needs_major(found: list[Difference]) -> bool:
    return any(not each.is_wording for each in found)


def _of_all(kind: str, before: list[Any], after: list[Any], *, at: Place = ()) -> Iterator[Difference]:
    old, new = {_key(one): one for one in before}, {_key(one): one for one in after}
    for key in [*old, *(key for key in new if key not in old)]:
        place = (*at, kind, key)
        if key not in new:
            yield Difference(place, _told(old[key]), "", is_wording=False)
        elif key not in old:
            yield Difference(place, "", _told(new[key]), is_wording=False)
        else:
            yield from _between(place, old[key], new[key], leave={"code", "value", "items", "anchors"})
            if isinstance(new[key], Scale):
                yield from _of_all("anchor", old[key].anchors, new[key].anchors, at=place)


def _between(place: Place, before: Any, after: Any, *, leave: set[str]) -> Iterator[Difference]:
    for field in fields(before):
        if field.name in leave:
            continue
        old, new = _plain(getattr(before, field.name)), _plain(getattr(after, field.name))
        if old != new:
            yield Difference((*place, field.name), old, new, is_wording=field.name in WORDS)


def _moved(before: Document, after: Document) -> Iterator[Difference]:
    """Another order is another context, but measures the same; another part is another measure."""
    old = {item.code: dimension.code for dimension in before.dimensions for item in dimension.items}
    new = {item.code: dimension.code for dimension in after.dimensions for item in dimension.items}
    for code in old:
        if code in new and old[code] != new[code]:
            yield Difference(("item", code, "dimension"), old[code], new[code], is_wording=False)
    orders = [[code for code in one if code in other] for one, other in ((old, new), (new, old))]
    if orders[0] != orders[1]:
        yield Difference(("version", "order"), ", ".join(orders[0]), ", ".join(orders[1]), is_wording=True)


def _key(one: Scale | Dimension | Item | Anchor) -> str:
    return plain(one.value) if isinstance(one, Anchor) else one.code


def _told(one: Scale | Dimension | Item | Anchor) -> str:
    if isinstance(one, Anchor):
        return one.label.get(ORIGINAL, "")
    if isinstance(one, Item):
        return one.stem.get(ORIGINAL, "")
    return one.name.get(ORIGINAL, "") if isinstance(one, Dimension) else one.code


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return str(value.get(ORIGINAL, ""))
    return plain(value) if isinstance(value, Decimal) else str(value)
