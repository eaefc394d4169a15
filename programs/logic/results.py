"""A sheet of results as it was read: its lines, and what is wrong in them."""

from dataclasses import dataclass, field
from typing import NamedTuple


@dataclass(frozen=True)
class Line:
    number: int
    enrollment: str  # its public id, as `UUID` writes it
    result: str


class Problem(NamedTuple):
    line: int  # of the file, from 1
    column: str  # as the header names it; empty: the whole line
    what: str


@dataclass
class Sheet:
    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, number: int, what: str, *, column: str = "") -> None:
        self.problems.append(Problem(number, column, what))
