"""What may be answered to an item, and which items are asked at all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from assessments.logic import relevance


class Fault(Enum):
    """Why an answer does not fit its item."""

    OUTSIDE_SCALE = "outside_scale"
    NOT_OFFERED = "not_offered"
    WRONG_KIND = "wrong_kind"
    TOO_LONG = "too_long"


LONGEST_TEXT = 5000
LONGEST_EVIDENCE = 1000


@dataclass(frozen=True, kw_only=True)
class Given:
    """An answer: exactly one of these. Zero is a value. `evidence` says what shows a level."""

    value: Decimal | None = None
    text: str | None = None
    choices: tuple[Decimal, ...] | None = None
    missing_code: str | None = None
    evidence: str = ""

    def __post_init__(self) -> None:
        told = [part for part in (self.value, self.text, self.choices, self.missing_code) if part is not None]
        if len(told) != 1:
            raise ValueError("an answer is exactly one of value, text, choices and missing code")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """An item as far as its answers go. `offered` are the values with an anchor; empty where any step fits.
    `to_prove` are the values that want evidence.
    """

    code: str
    kind: str
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    step: Decimal | None = None
    offered: frozenset[Decimal] = frozenset()
    to_prove: frozenset[Decimal] = frozenset()
    relevance: str = ""


def fault_of(asked: Asked, given: Given) -> Fault | None:
    if len(given.evidence) > LONGEST_EVIDENCE:
        return Fault.TOO_LONG
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


def lacks_evidence(asked: Asked, given: Given) -> bool:
    return given.value in asked.to_prove and not given.evidence.strip()


def not_asked(items: Iterable[Asked], answers: Mapping[str, Given]) -> set[str]:
    """Codes of those whose condition does not hold. A question looks back only, so that one pass in their order is
    enough; what is not asked itself counts as not answered.
    """
    passed_over: set[str] = set()
    known: dict[str, frozenset[Decimal] | bool] = {}
    for asked in items:
        if asked.relevance and not relevance.holds(relevance.parse(asked.relevance), known):
            passed_over.add(asked.code)
        elif (given := answers.get(asked.code)) is not None and given.missing_code is None:
            known[asked.code] = _known(given)
    return passed_over


def _known(given: Given) -> frozenset[Decimal] | bool:
    if given.text is not None:
        return bool(given.text)
    values = given.choices if given.choices is not None else (given.value,)
    return frozenset(value for value in values if value is not None)
