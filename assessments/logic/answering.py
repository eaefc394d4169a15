"""What may be answered to an item, and which items are asked at all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Any


class Fault(Enum):
    """Why an answer does not fit its item."""

    OUTSIDE_SCALE = "outside_scale"
    NOT_OFFERED = "not_offered"
    WRONG_KIND = "wrong_kind"
    TOO_LONG = "too_long"


LONGEST_TEXT = 5000


@dataclass(frozen=True, kw_only=True)
class Given:
    """An answer: exactly one of these. Zero is a value."""

    value: Decimal | None = None
    text: str | None = None
    choices: tuple[Decimal, ...] | None = None
    missing_code: str | None = None

    def __post_init__(self) -> None:
        told = [part for part in (self.value, self.text, self.choices, self.missing_code) if part is not None]
        if len(told) != 1:
            raise ValueError("an answer is exactly one of value, text, choices and missing code")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """An item as far as its answers go. `offered` are the values with an anchor; empty where any step fits."""

    code: str
    kind: str
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    step: Decimal | None = None
    offered: frozenset[Decimal] = frozenset()
    relevance: Mapping[str, Any] | None = None


def fault_of(asked: Asked, given: Given) -> Fault | None:
    if given.missing_code is not None:
        return None
    if given.text is not None:
        if asked.kind != "open":
            return Fault.WRONG_KIND
        return Fault.TOO_LONG if len(given.text) > LONGEST_TEXT else None
    if given.choices is not None:
        if asked.kind != "multiple":
            return Fault.WRONG_KIND
        return next(filter(None, (_fault_of_value(asked, choice) for choice in given.choices)), None)
    if asked.kind in {"open", "multiple"} or given.value is None:
        return Fault.WRONG_KIND
    return _fault_of_value(asked, given.value)


def _fault_of_value(asked: Asked, value: Decimal) -> Fault | None:
    if not value.is_finite():
        return Fault.OUTSIDE_SCALE
    if asked.minimum is None or asked.maximum is None:
        return None
    if not asked.minimum <= value <= asked.maximum:
        return Fault.OUTSIDE_SCALE
    if asked.kind != "number" and asked.offered and value not in asked.offered:
        return Fault.NOT_OFFERED
    if asked.step and (value - asked.minimum) % asked.step:
        return Fault.NOT_OFFERED
    return None


def is_relevant(asked: Asked, answers: Mapping[str, Given]) -> bool:
    """`relevance` is empty (always asked) or {"item": a code, "in": its values for which this one is asked}."""
    if not asked.relevance:
        return True
    other = answers.get(str(asked.relevance.get("item")))
    if other is None or other.missing_code is not None:
        return False
    chosen = other.choices if other.choices is not None else (other.value,)
    wanted = {Decimal(str(value)) for value in asked.relevance.get("in", [])}
    return any(value in wanted for value in chosen)


def not_asked(items: Iterable[Asked], answers: Mapping[str, Given]) -> set[str]:
    return {asked.code for asked in items if not is_relevant(asked, answers)}
