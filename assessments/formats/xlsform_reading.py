"""XLSForm workbooks as documents: our own without loss, those of others as far as a questionnaire can hold them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext as _

from assessments.formats.documents import FORMAT, from_content
from assessments.formats.xlsform_sheets import Row, sheets_of, where
from assessments.formats.xlsforms import DESCRIPTOR, GROUP, LANGUAGES, PORTAL, SCALES, code_of
from assessments.logic.documents import BadDocumentError, Document, Problem, plain

PASSED_OVER = {
    "note", "start", "end", "today", "deviceid", "subscriberid", "simserial", "phonenumber", "username", "email",
    "audit", "start-geopoint", "background-audio", "csv-external", "xml-external",
}  # fmt: skip
NUMBERS = {"integer", "int", "decimal"}
SELECT = re.compile(r"select[_ ](one|multiple)\s+(\S+)")
CHOSEN = re.compile(r"""(selected\(\s*)?\$\{\s*([\w.-]+)\s*\}(\s*(?:=|!=|,)\s*)(['"])(.*?)\4""")
TRUE = {"yes", "true", "true()", "1"}


@dataclass
class Read:
    """`left_out` says what of the workbook has no place here."""

    document: Document
    left_out: list[str] = field(default_factory=list)


def read(data: bytes, *, capacities: set[str]) -> Read:
    """Raises BadDocumentError with all that is wrong, by sheet, row and column."""
    sheets = sheets_of(data)
    if "survey" not in sheets:
        raise BadDocumentError([Problem((), _("This workbook has no sheet “survey”."), "survey")])
    reader = Reader(sheets)
    content = reader.content()
    if reader.problems:
        raise BadDocumentError(reader.problems)
    try:
        return Read(from_content(content, capacities=capacities), sorted(set(reader.left_out)))
    except BadDocumentError as error:
        placed = [Problem(one.place, one.what, reader.place_of(one.where)) for one in error.problems]
        raise BadDocumentError(placed) from error


class Reader:
    """Makes of the rows what the JSON file would say, and remembers where each part stood."""

    def __init__(self, sheets: dict[str, list[Row]]) -> None:
        self.sheets = sheets
        self.is_ours = PORTAL in sheets
        self.problems: list[Problem] = []
        self.left_out: list[str] = []
        self.rows: dict[str, Row] = {}  # by the place in the JSON file
        self.columns: dict[str, dict[str, str]] = {}  # of our columns, by the place
        self.names: dict[str, str] = {}  # of questions in the workbook: their codes
        self.lists: dict[str, str] = {}  # the list of choices of a question
        self.values: dict[str, dict[str, Decimal]] = {}  # of each list, by the names of its choices
        self.settings = next(iter(sheets.get("settings", [])), Row("settings", 2, {}))

    def content(self) -> dict[str, Any]:
        content: dict[str, Any] = {"format": FORMAT, **self.about()}
        content["scales"] = [*self.scales()]
        content["dimensions"] = self.dimensions(content["scales"])
        return content

    def place_of(self, pointer: str) -> str:
        """A place of the JSON file as one of the workbook."""
        known = pointer
        while known not in self.rows:
            if not known.strip("$"):
                return "settings" if pointer.startswith("$.instrument") else "survey"
            known = known[: max(known.rfind("."), known.rfind("["), 0)]
        row, rest = self.rows[known], pointer[len(known) :].strip(".")
        name = rest.split(".")[0]
        return row.at(self.columns[known].get(name, "")) if name else where(row.sheet, row.number)

    def note(self, pointer: str, row: Row, **columns: str) -> None:
        self.rows[pointer], self.columns[pointer] = row, columns

    def refuse(self, row: Row, column: str, what: str) -> None:
        self.problems.append(Problem((), what, row.at(column)))

    # --- Languages ---

    def texts(self, row: Row, column: str) -> dict[str, str]:
        """`label`, `label::English (en)`, `label:ar`; an unnamed language is the form's default, or English."""
        found = {}
        for name, text in row.cells.items():
            of, _colons, language = name.partition("::")
            if of.strip().lower() != column or not text.strip():
                continue
            code = self.language(language or self.settings.get("default_language") or "en")
            if code is None:
                self.left_out.append(_("language %(name)s") % {"name": language})
            else:
                found[code] = text if self.is_ours else text.strip()
        return found

    @staticmethod
    def language(named: str) -> str | None:
        inside = re.search(r"\(([^)]*)\)\s*$", named)
        wanted = (inside[1] if inside else named).strip().lower().replace("_", "-")
        known = {code: code for code in settings.MODELTRANSLATION_LANGUAGES}
        known |= {label.rpartition(" (")[0].lower(): code for code, label in LANGUAGES.items()}
        return known.get(wanted)

    # --- The instrument and its version ---

    def about(self) -> dict[str, Any]:
        if not self.is_ours:
            code = slugify(self.settings.get("form_id") or self.settings.get("form_title"))[:80]
            title = self.settings.get("form_title") or self.settings.get("form_id")
            self.note("$.instrument", self.settings, code="form_id", title="form_title")
            about = {"code": code or "imported", "title": {"en": title[:200] or "Imported"}}
            return {"instrument": {**about, "family": "capacity", "unit": "person"}}
        content: dict[str, Any] = {
            "instrument": {}, "version": {}, "translations": {}, "reviews": [], "bridges": [],
        }  # fmt: skip
        for row in self.sheets[PORTAL]:
            path = row.get("name").split(".")
            self.note("$." + ".".join(path), row)
            if not self.put(content, path, row.cells.get("value", "")):
                self.refuse(row, "name", _("There is no such name here."))
        return content

    def put(self, content: dict[str, Any], path: list[str], value: str) -> bool:
        if isinstance(content.get(path[0]), list):
            return put_in_list(content[path[0]], path[1:], value)
        if len(path) < 2 or path[0] not in content or len(path) > 3:
            return False
        if path[0] == "version":
            number = path[1] in {"major", "minor", "min_answered_share"}
            content["version"][path[1]] = number_in(value) if number else value
        elif len(path) == 2:
            content[path[0]][path[1]] = value
        elif path[1] == "principles":
            content[path[0]].setdefault("principles", []).append(value)
        else:
            content[path[0]].setdefault(path[1], {})[path[2]] = value
        return True

    # --- Scales ---

    def scales(self) -> Iterator[dict[str, Any]]:
        anchors: dict[str, list[Row]] = {}
        for row in self.sheets.get("choices", []):
            name = row.get("list_name") or row.get("list name")
            if not name:
                self.refuse(row, "list_name", _("This is missing."))
            anchors.setdefault(name, []).append(row)
        if self.is_ours:
            for number, row in enumerate(self.sheets.get(SCALES, [])):
                yield self.own_scale(number, row, anchors)
            return
        for number, (name, rows) in enumerate(anchors.items()):
            values = self.values[name] = numbered([row.get("name") for row in rows])
            lowest, highest = min(values.values()), max(values.values())
            whole = all(value == value.to_integral_value() for value in values.values())
            self.note(f"$.scales[{number}]", rows[0], code="list_name")
            yield {
                "code": list_code(name),
                "kind": "choice",
                "minimum": lowest,
                "maximum": max(highest, lowest + 1),
                "step": Decimal(1) if whole else Decimal("0.001"),
                "anchors": self.anchors(number, rows, [values[row.get("name")] for row in rows]),
            }

    def own_scale(self, number: int, row: Row, anchors: dict[str, list[Row]]) -> dict[str, Any]:
        columns = ["code", "kind", "minimum", "maximum", "step", "higher_is_better"]
        self.note(f"$.scales[{number}]", row, **{name: name for name in columns})
        rows = next((rows for name, rows in anchors.items() if code_of(name) == row.get("code")), [])
        numbers = {name: number_in(row.get(name)) for name in columns[2:5]}
        return {
            "code": row.get("code"),
            "kind": row.get("kind"),
            **numbers,
            "higher_is_better": row.get("higher_is_better") in TRUE,
            "anchors": self.anchors(number, rows, [number_in(row.get("name")) for row in rows]),
        }

    def anchors(self, scale: int, rows: list[Row], values: list[Any]) -> list[dict[str, Any]]:
        found = []
        for place, (row, value) in enumerate(zip(rows, values, strict=True)):
            self.note(f"$.scales[{scale}].anchors[{place}]", row, value="name", label="label")
            found.append(
                {
                    "value": value,
                    "label": self.texts(row, "label"),
                    "descriptor": {
                        name.removeprefix(DESCRIPTOR): text
                        for name, text in row.cells.items()
                        if name.startswith(DESCRIPTOR) and text
                    },
                    "evidence_required": row.get("portal_evidence") in TRUE,
                }
            )
        return found

    # --- Questions ---

    def dimensions(self, scales: list[dict[str, Any]]) -> list[dict[str, Any]]:
        self.found: list[dict[str, Any]] = []
        self.begun_by: list[Row | None] = []  # the row of the group that each part is
        groups: list[Row] = []
        for row in self.sheets["survey"]:
            kind = " ".join(row.get("type").lower().replace("_", " ").split())
            if kind == "begin group":
                groups.append(row)
                if self.is_ours:
                    self.begin(groups)
            elif kind == "end group":
                if not groups:
                    self.refuse(row, "type", _("No group is open here."))
                groups = groups[:-1]
            elif row.get("type").lower() in PASSED_OVER:
                self.left_out.append(_("questions of the type %(type)s") % {"type": row.get("type")})
            elif row.get("type"):
                self.question(row, groups, scales)
        if groups:
            self.refuse(groups[-1], "type", _("This group is not closed."))
        return self.found

    def begin(self, groups: list[Row]) -> dict[str, Any]:
        """The part that a question of the innermost group belongs to: the last one, or a new one."""
        row = groups[-1] if groups else None
        code = "questions"
        if row is not None:
            code = row.get("name").removeprefix(GROUP) if self.is_ours else tidy(row.get("name")) or "group"
        if self.found and self.begun_by[-1] is row:
            return self.found[-1]
        taken = {part["code"] for part in self.found}
        name = (self.texts(row, "label") if row else {}) or {"en": row.get("name") if row else "Questions"}
        if not self.is_ours:
            code = next(
                each for each in (code, *(f"{code}-{n}" for n in range(2, 5000))) if each not in taken
            )
        part = {"code": code, "name": name, "items": []}
        if row is not None and self.is_ours:
            part |= {
                "capacity": row.get("portal_capacity"),
                "weight": number_in(row.get("portal_weight") or "1"),
            }
        self.note(f"$.dimensions[{len(self.found)}]", row or Row("survey", 2, {}), code="name", name="label",
                  capacity="portal_capacity", weight="portal_weight")  # fmt: skip
        self.found.append(part)
        self.begun_by.append(row)
        return part

    def question(self, row: Row, groups: list[Row], scales: list[dict[str, Any]]) -> None:
        kind = self.kind_of(row, scales)
        if kind is None:
            return
        part = self.begin(groups)
        name = row.get("name")
        code = self.names[name] = code_of(name) if self.is_ours else tidy(name)
        at = f"$.dimensions[{self.found.index(part)}].items[{len(part['items'])}]"
        self.note(at, row, code="name", stem="label", help_text="hint", kind="type", scale="type", relevance="relevant",
                  is_reversed="portal_reversed")  # fmt: skip
        for column in ("constraint", "calculation", "default", "choice_filter", "appearance"):
            if row.get(column):
                self.left_out.append(_("the column %(name)s") % {"name": column})
        part["items"].append(
            {
                "code": code,
                **kind,
                "stem": self.texts(row, "label"),
                "help_text": self.texts(row, "hint"),
                "is_required": row.get("required").lower() in TRUE,
                "is_reversed": row.get("portal_reversed") in TRUE,
                "relevance": self.condition(row, groups),
            }
        )

    def own_list(self, row: Row, scales: list[dict[str, Any]]) -> str:
        """The list that other tools show counts, where it was changed in one of them."""
        select = SELECT.fullmatch(row.get("type"))
        listed = code_of(select[2]) if select else row.get("portal_scale")
        if select and listed not in {scale["code"] for scale in scales}:
            self.refuse(row, "type", _("There is no such list of choices.") + f" ({listed})")
        return listed

    def kind_of(self, row: Row, scales: list[dict[str, Any]]) -> dict[str, Any] | None:
        if self.is_ours:
            aspect = row.get("portal_aspect") or "level"
            return {"kind": row.get("portal_kind"), "scale": self.own_list(row, scales), "aspect": aspect}
        kind = row.get("type")
        select = SELECT.fullmatch(kind)
        if select is not None:
            if select[2] not in self.values:
                self.refuse(row, "type", _("There is no such list of choices.") + f" ({select[2]})")
                return None
            self.lists[row.get("name")] = select[2]
            return {
                "kind": {"one": "single", "multiple": "multiple"}[select[1]],
                "scale": list_code(select[2]),
            }
        if kind.lower() in NUMBERS:
            return {"kind": "number"}
        if kind.lower() in {"text", "string"}:
            return {"kind": "open"}
        if kind.lower() == "range":
            return self.range_of(row, scales)
        self.refuse(row, "type", _("This type has no place in a questionnaire.") + f" ({kind[:40]})")
        return None

    def range_of(self, row: Row, scales: list[dict[str, Any]]) -> dict[str, Any]:
        given = dict(re.findall(r"(start|end|step)\s*=\s*(-?[\d.]+)", row.get("parameters")))
        code = f"range-{tidy(row.get('name'))}"[:60]
        self.note(
            f"$.scales[{len(scales)}]", row, minimum="parameters", maximum="parameters", step="parameters"
        )
        numbers = [
            number_in(given.get(name, usual))
            for name, usual in (("start", "1"), ("end", "10"), ("step", "1"))
        ]
        scales.append(
            {
                "code": code,
                "kind": "numeric",
                **dict(zip(["minimum", "maximum", "step"], numbers, strict=True)),
            }
        )
        return {"kind": "number", "scale": code}

    def condition(self, row: Row, groups: list[Row]) -> str:
        """Of the question and of the groups around it, with our codes and values."""
        told = [group.get("relevant") for group in groups] + [row.get("relevant")]
        told = [self.in_our_words(each) for each in told if each]
        return told[0] if len(told) == 1 else " and ".join(f"({each})" for each in told)

    def in_our_words(self, condition: str) -> str:
        def value(found: re.Match[str]) -> str:
            before, name, sign, _quote, choice = found.groups()
            known = self.values.get(self.lists.get(name, ""), {})
            number = f"'{plain(known[choice])}'" if choice in known else f"'{choice}'"
            return f"{before or ''}${{{name}}}{sign}{number}"

        valued = CHOSEN.sub(value, condition)
        return re.sub(
            r"\$\{\s*([\w.-]+)\s*\}", lambda found: f"${{{self.names.get(found[1], found[1])}}}", valued
        )


NUMBERED = {"people", "old", "new"}


def put_in_list(things: list[Any], path: list[str], value: str) -> bool:
    """`0.points.1.old`: things and their parts come one after the other, none left out."""
    if len(path) < 2 or not path[0].isdecimal() or len(path) > 4:
        return False
    number, name = int(path[0]), path[1]
    if number == len(things):
        things.append({})
    if number != len(things) - 1 or not isinstance(things[number], dict):
        return False
    if len(path) > 2:
        inner = things[number].setdefault(name, [])
        return isinstance(inner, list) and put_in_list(inner, path[2:], value)
    things[number][name] = number_in(value) if name in NUMBERED else value
    return True


def numbered(names: list[str]) -> dict[str, Decimal]:
    """The numbers that the names are; or, where one is no number, 0, 1, 2 …"""
    numbers = [number_in(name) for name in names]
    if all(isinstance(number, Decimal | int) for number in numbers):
        return {name: Decimal(number) for name, number in zip(names, numbers, strict=True)}
    return {name: Decimal(place) for place, name in enumerate(dict.fromkeys(names))}


def number_in(text: str) -> Any:
    """A number as the JSON file would say it; the text itself where it is none, so that its place is named."""
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return text
    if not number.is_finite() or abs(number.adjusted()) > 12:
        return text
    return int(number) if number == number.to_integral_value() else number


def tidy(name: str) -> str:
    return re.sub(r"[^-a-zA-Z0-9_]", "-", name)


def list_code(name: str) -> str:
    return tidy(name)[:60]
