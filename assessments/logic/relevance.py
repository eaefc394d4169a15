"""When a question is asked: a small language, the part of XLSForm's `relevant` that needs no more than answers.

    ${events} >= 1 and not(selected(${roles}, 3)) or ${language} != ''

Questions stand as ${code}; they are compared with numbers, or with '' for "not answered". `selected()` asks whether a
choice was taken. As in XForms an unanswered question is '': equal to no number, different from each, neither more nor
less. Nothing else is understood, so that nothing else can happen.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

LONGEST = 500  # characters
DEEPEST = 20  # brackets within brackets

TOKEN = re.compile(
    r"""\s*(?:
        \$\{\s*(?P<name>[A-Za-z0-9_.-]+)\s*\}
      | (?P<number>-?\d{1,9}(?:\.\d{1,6})?)
      | (?P<quoted>'[^']*'|"[^"]*")
      | (?P<sign><=|>=|!=|=|<|>|\(|\)|,)
      | (?P<word>[A-Za-z]+)
    )""",
    re.VERBOSE,
)


class RelevanceError(ValueError):
    """The expression cannot be read; `place` is where, counted from 1."""

    def __init__(self, place: int, found: str) -> None:
        super().__init__(f"not understood at character {place}: {found!r}")
        self.place = place
        self.found = found


@dataclass(frozen=True)
class Value:
    """What stands there: a number, or '' (None)."""

    number: Decimal | None


@dataclass(frozen=True)
class Name:
    code: str


@dataclass(frozen=True)
class Comparison:
    left: Name | Value
    sign: str
    right: Name | Value


@dataclass(frozen=True)
class Selected:
    name: Name
    value: Value


@dataclass(frozen=True)
class Not:
    inner: "Expression"


@dataclass(frozen=True)
class Both:
    word: str  # "and", "or"
    left: "Expression"
    right: "Expression"


Expression = Comparison | Selected | Not | Both


def parse(text: str) -> Expression:
    """Raises RelevanceError."""
    if len(text) > LONGEST:
        raise RelevanceError(LONGEST, text[LONGEST : LONGEST + 10])
    return _Reader(text).whole()


def names_in(expression: Expression) -> set[str]:
    return {part.code for part in _parts(expression) if isinstance(part, Name)}


def _parts(part: Any) -> Iterator[Any]:
    yield part
    for inner in vars(part).values() if not isinstance(part, str | Decimal | None) else ():
        if isinstance(inner, Name | Value | Comparison | Selected | Not | Both):
            yield from _parts(inner)


def comparisons_in(expression: Expression) -> list[Comparison | Selected]:
    return [part for part in _parts(expression) if isinstance(part, Comparison | Selected)]


def write(expression: Expression, rename: Mapping[str, str] | None = None) -> str:
    """As text in one form: what is read again gives the same, and no more brackets than needed stand in it."""
    match expression:
        case Comparison(left, sign, right):
            return f"{_written(left, rename)} {sign} {_written(right, rename)}"
        case Selected(name, value):
            return f"selected({_written(name, rename)}, {_written(value, rename)})"
        case Not(inner):
            return f"not({write(inner, rename)})"
        case Both(word, left, right):
            first, second = write(left, rename), write(right, rename)
            if isinstance(left, Both) and word == "and" and left.word == "or":
                first = f"({first})"
            if isinstance(right, Both) and (word == "and" or right.word == word):
                second = f"({second})"
            return f"{first} {word} {second}"


def holds(expression: Expression, answers: Mapping[str, frozenset[Decimal] | bool]) -> bool:
    """`answers` by code: the values given, or True where there are words; what was not answered is not in it."""
    match expression:
        case Comparison():
            return _compare(expression, answers)
        case Selected(name, value):
            given = answers.get(name.code, frozenset())
            return isinstance(given, frozenset) and value.number in given
        case Not(inner):
            return not holds(inner, answers)
        case Both("and", left, right):
            return holds(left, answers) and holds(right, answers)
        case Both(_, left, right):
            return holds(left, answers) or holds(right, answers)


def _compare(comparison: Comparison, answers: Mapping[str, frozenset[Decimal] | bool]) -> bool:
    left, right = _value(comparison.left, answers), _value(comparison.right, answers)
    if comparison.sign == "=":
        return left == right
    if comparison.sign == "!=":
        return left != right
    if not isinstance(left, Decimal) or not isinstance(right, Decimal):
        return False
    return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[comparison.sign]


def _value(part: Name | Value, answers: Mapping[str, frozenset[Decimal] | bool]) -> Decimal | str | None:
    """None is '': not answered. Words and several choices are something, but no number."""
    if isinstance(part, Value):
        return part.number
    given = answers.get(part.code)
    if given is None or given is False or given == frozenset():
        return None
    if isinstance(given, frozenset) and len(given) == 1:
        return next(iter(given))
    return "something"


def _written(part: Name | Value, rename: Mapping[str, str] | None) -> str:
    if isinstance(part, Name):
        return "${" + (rename or {}).get(part.code, part.code) + "}"
    return "''" if part.number is None else f"{part.number.normalize():f}"


class _Reader:
    """Reads from left to right; `or` binds weakest, then `and`."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.depth = 0

    def whole(self) -> Expression:
        found = self._either()
        if self.text[self.at :].strip():
            raise self._lost()
        return found

    def _either(self) -> Expression:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self._lost()
        found = self._all()
        while self._word("or"):
            found = Both("or", found, self._all())
        self.depth -= 1
        return found

    def _all(self) -> Expression:
        found = self._one()
        while self._word("and"):
            found = Both("and", found, self._one())
        return found

    def _one(self) -> Expression:
        if self._sign("("):
            return self._closed(self._either())
        if self._word("not"):
            self._need("(")
            return Not(self._closed(self._either()))
        if self._word("selected"):
            return self._selected()
        left = self._operand()
        sign = self._token("sign")
        if sign not in {"=", "!=", "<", "<=", ">", ">="}:
            raise self._lost()
        return Comparison(left, sign, self._operand())

    def _selected(self) -> Selected:
        self._need("(")
        name = self._operand()
        self._need(",")
        value = self._operand()
        if not isinstance(name, Name) or not isinstance(value, Value) or value.number is None:
            raise self._lost()
        self._need(")")
        return Selected(name, value)

    def _closed(self, inner: Expression) -> Expression:
        self._need(")")
        return inner

    def _operand(self) -> Name | Value:
        name = self._token("name")
        if name is not None:
            return Name(name)
        number = self._token("number")
        if number is not None:
            return Value(Decimal(number))
        before = self.at
        quoted = self._token("quoted")
        if quoted is None:
            raise self._lost()
        inside = quoted[1:-1].strip()
        if not inside:
            return Value(None)
        if not re.fullmatch(r"-?\d{1,9}(\.\d{1,6})?", inside):
            self.at = before
            raise self._lost()
        return Value(Decimal(inside))

    def _token(self, kind: str) -> str | None:
        found = TOKEN.match(self.text, self.at)
        if found is None or found[kind] is None:
            return None
        self.at = found.end()
        return str(found[kind])

    def _sign(self, sign: str) -> bool:
        before = self.at
        if self._token("sign") == sign:
            return True
        self.at = before
        return False

    def _need(self, sign: str) -> None:
        if not self._sign(sign):
            raise self._lost()

    def _word(self, word: str) -> bool:
        before = self.at
        if self._token("word") == word:
            return True
        self.at = before
        return False

    def _lost(self) -> RelevanceError:
        rest = self.text[self.at :]
        place = self.at + len(rest) - len(rest.lstrip()) + 1
        return RelevanceError(place, rest.strip()[:12])
