"""A sheet of results as it was read: its lines, and what is wrong in them."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Line:
    number: int
    enrollment: str  # its public id, as `UUID` writes it
    result: str


@dataclass
class Sheet:
    lines: list[Line] = field(default_factory=list)
    problems: list[tuple[int, str]] = field(default_factory=list)  # line of the file, what is wrong

    def refuse(self, number: int, what: str) -> None:
        self.problems.append((number, what))
