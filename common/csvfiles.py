"""Reading CSV files with a declared shape. Everything wrong is collected, each with its file, line and column.

Every value is read as text first: `NA` is Namibia or North America, never "missing".
"""

import csv
import hashlib
import io
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

Row = dict[str, Any]  # the values by column, and the line it begins in under LINE
Files = dict[str, list[Row]]  # the rows by the name of their file
LINE = "line of the file"
SUMS = "SHA256SUMS"
SHOWN_PROBLEMS = 20


@dataclass(frozen=True, kw_only=True)
class Column:
    name: str
    read: Callable[[str], Any] = str  # raises ValueError with a sentence about the text
    required: bool = False
    refers: tuple[str, ...] = ()  # files, one of which has this value as its key
    many: bool = False  # several values, parted by ";"


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A file, the columns that are used of it, and those of them that make its key; the first is never empty."""

    file: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]


@dataclass(frozen=True)
class Problem:
    file: str
    what: str
    line: int | None = None
    column: str = ""

    def __str__(self) -> str:
        place = [self.file]
        if self.line is not None:
            place.append(f"line {self.line}")
        if self.column:
            place.append(f"column {self.column}")
        return f"{', '.join(place)}: {self.what}"


class BadFilesError(Exception):
    """What is wrong, line by line; nothing has been written."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        shown = [str(problem) for problem in problems[:SHOWN_PROBLEMS]]
        if len(problems) > SHOWN_PROBLEMS:
            shown.append(f"... and {len(problems) - SHOWN_PROBLEMS} more.")
        super().__init__("\n".join(shown))


class Folder:
    """The files of one folder. Read all of them, then ask `check()`; only then use what was read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self._rows: dict[str, list[Row]] = {}
        self._keys: dict[str, set[Any]] = {}
        self._references: list[tuple[str, int, Column, str]] = []

    def read(self, sheet: Sheet) -> list[Row]:
        lines = self._lines(sheet)
        seen: dict[tuple[Any, ...], int] = {}
        rows = []
        for line, texts in lines:
            row = self._row(sheet, line, texts)
            key = tuple(row[name] for name in sheet.key)
            if key in seen:
                named = ", ".join(str(part) for part in key)
                self.refuse(sheet.file, f"{named!r} stands in line {seen[key]} already.", line, sheet.key[0])
            seen.setdefault(key, line)
            rows.append(row)
        self._keys[sheet.file] = {key[0] for key in seen} if len(sheet.key) == 1 else set(seen)
        self._rows[sheet.file] = rows
        return rows

    def rows(self, file: str) -> list[Row]:
        """Of a file that has been read."""
        return self._rows[file]

    def text(self, file: str) -> str:
        """The whole of a file, "" (and a problem) where it cannot be read."""
        try:
            return (self.path / file).read_bytes().decode("utf-8")
        except FileNotFoundError:
            self.refuse(file, "The file is missing.")
        except UnicodeDecodeError as error:
            line = (self.path / file).read_bytes()[: error.start].count(b"\n") + 1
            self.refuse(file, "This is not UTF-8 text.", line)
        return ""

    def refuse(self, file: str, what: str, line: int | None = None, column: str = "") -> None:
        self.problems.append(Problem(file, what, line, column))

    def check(self) -> None:
        """Raise BadFilesError if anything read so far is wrong, refers to nothing, or differs from its checksum."""
        for file, line, column, value in self._references:
            if not any(value in self._keys.get(target, set()) for target in column.refers):
                self.refuse(file, f"{value!r} is not in {' or '.join(column.refers)}.", line, column.name)
        self._references = []
        if not self.problems:
            self._check_sums()
        if self.problems:
            raise BadFilesError(self.problems)

    def _lines(self, sheet: Sheet) -> Iterable[tuple[int, dict[str, str]]]:
        reader = csv.reader(io.StringIO(self.text(sheet.file), newline=""), strict=True)
        header: list[str] = []
        line = 1
        try:
            for fields in reader:
                if not header:
                    header = fields
                    if not self._has_columns(sheet, header):
                        return
                elif len(fields) != len(header):
                    self.refuse(
                        sheet.file, f"There are {len(fields)} fields, but {len(header)} columns.", line
                    )
                else:
                    yield line, dict(zip(header, fields, strict=True))
                line = reader.line_num + 1
        except csv.Error as error:
            self.refuse(sheet.file, f"This is not CSV ({error}).", line)

    def _has_columns(self, sheet: Sheet, header: list[str]) -> bool:
        missing = [column.name for column in sheet.columns if column.name not in header]
        for name in missing:
            self.refuse(sheet.file, "The column is missing.", 1, name)
        return not missing

    def _row(self, sheet: Sheet, line: int, texts: dict[str, str]) -> Row:
        row: Row = {LINE: line}
        for column in sheet.columns:
            text = texts[column.name].strip()
            if not text and (column.required or column.name == sheet.key[0]):
                self.refuse(sheet.file, "This must not be empty.", line, column.name)
            row[column.name] = self._value(sheet.file, line, column, text)
        return row

    def _value(self, file: str, line: int, column: Column, text: str) -> Any:
        parts = [part.strip() for part in text.split(";") if part.strip()] if column.many else [text]
        values = []
        for part in parts:
            try:
                values.append(column.read(part))
            except ValueError as error:
                self.refuse(file, str(error), line, column.name)
                values.append(None)
            if column.refers and part:
                self._references.append((file, line, column, part))
        return values if column.many else values[0]

    def _check_sums(self) -> None:
        for number, entry in enumerate(self.text(SUMS).splitlines(), start=1):
            wanted, _, file = entry.partition("  ")
            if not (self.path / file).is_file():
                self.refuse(SUMS, f"{file} is missing.", number)
            elif hashlib.sha256((self.path / file).read_bytes()).hexdigest() != wanted:
                self.refuse(
                    file, f"It differs from its checksum in {SUMS}; a change made on purpose renews that too."
                )


# --- How a text is read; each raises ValueError with a sentence ---


def text_up_to(longest: int) -> Callable[[str], str]:
    def read(text: str) -> str:
        if len(text) > longest:
            raise ValueError(f"The text has {len(text)} characters; {longest} are possible.")
        return text

    return read


def one_of(*choices: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text and text not in choices:
            raise ValueError(f"{text!r} is not one of {', '.join(choices)}.")
        return text

    return read


def whole(text: str) -> int | None:
    if not text:
        return None
    if not re.fullmatch(r"\d+", text):
        raise ValueError(f"{text!r} is not a whole number.")
    return int(text)


def decimal(*, places: int) -> Callable[[str], Decimal | None]:
    def read(text: str) -> Decimal | None:
        try:
            value = Decimal(text) if text else None
        except InvalidOperation:
            value = Decimal("NaN")
        if value is not None and not value.is_finite():
            raise ValueError(f"{text!r} is not a number.")
        return None if value is None else value.quantize(Decimal(1).scaleb(-places))

    return read


def flag(text: str) -> bool:
    if text not in {"", "0", "1"}:
        raise ValueError(f"{text!r} is neither 0 nor 1.")
    return text == "1"


def partial_date(text: str) -> str:
    """YYYY, YYYY-MM or YYYY-MM-DD, kept as it is: its length says how exact it is."""
    if text:
        if not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", text):
            raise ValueError(f"{text!r} is not a date (YYYY, YYYY-MM or YYYY-MM-DD).")
        try:
            date.fromisoformat((text + "-01-01")[:10])
        except ValueError as error:
            raise ValueError(f"There is no {text!r} in the calendar.") from error
    return text


def address(text: str) -> str:
    if text and not re.match(r"https?://[^\s/]+", text):
        raise ValueError(f"{text!r} is not a web address.")
    return text
