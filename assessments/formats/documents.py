"""An instrument's version as a JSON file: docs/instrument-format.md says what stands in it."""

import json
from collections.abc import Callable, Iterator
from dataclasses import MISSING, Field, fields, is_dataclass
from decimal import Decimal
from typing import Any, get_args, get_origin, get_type_hints

from django.conf import settings
from django.utils.translation import gettext as _

from assessments.logic.document_checks import faults, tidy
from assessments.logic.documents import BadDocumentError, Document, Place, Problem, plain
from assessments.models import (
    Aspect,
    BridgeMethod,
    Comparability,
    InstrumentFamily,
    ItemKind,
    ScaleKind,
    ScoringRule,
    TextState,
    TranslationState,
    UnitOfAnalysis,
)

FORMAT = "capacity-portal.instrument/1"
LARGEST = 2_000_000  # bytes
LONGEST_NUMBER = 12  # digits before the point
CHOICES: dict[tuple[str, str], Any] = {
    ("About", "family"): InstrumentFamily,
    ("About", "unit"): UnitOfAnalysis,
    ("Version", "comparability"): Comparability,
    ("Version", "scoring_rule"): ScoringRule,
    ("Scale", "kind"): ScaleKind,
    ("Item", "kind"): ItemKind,
    ("Item", "aspect"): Aspect,
    ("Bridge", "method"): BridgeMethod,
    ("Review", "state"): TextState,
}
LENGTHS = {"publisher": 200, "edition": 80, "license": 300, "completeness": 500, "principles": 200}


def write(document: Document) -> str:
    """The same document always gives the same text."""
    content = {"format": FORMAT, **written(document)}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def written(thing: Any) -> Any:
    if is_dataclass(thing):
        return {field.name: written(getattr(thing, field.name)) for field in fields(thing)}
    if isinstance(thing, Decimal):
        return int(thing) if thing == thing.to_integral_value() else float(plain(thing))
    if isinstance(thing, dict):
        return {key: thing[key] for key in sorted(thing)}
    return [written(each) for each in thing] if isinstance(thing, list) else thing


def read(data: bytes, *, capacities: set[str]) -> Document:
    """Raises BadDocumentError with all that is wrong, and where."""
    return from_content(_parsed(data), capacities=capacities)


def from_content(content: Any, *, capacities: set[str]) -> Document:
    """The same from what the file says, already parsed."""
    reader = _Reader()
    if not isinstance(content, dict) or content.pop("format", None) != FORMAT:
        raise BadDocumentError(
            [_at("$", _("This is not a file of the format %(format)s.") % {"format": FORMAT})]
        )
    document = reader.thing(Document, content, "$")
    if reader.problems:
        raise BadDocumentError(reader.problems)
    found = faults(document, capacities=capacities, languages=settings.MODELTRANSLATION_LANGUAGES)
    if found:
        where = dict(places(document))
        raise BadDocumentError([Problem(one.place, one.what, pointer(one.place, where)) for one in found])
    tidy(document)
    return document


def places(document: Document) -> Iterator[tuple[Place, str]]:
    """Where things stand in the file."""
    for number, scale in enumerate(document.scales):
        yield ("scale", scale.code), f"$.scales[{number}]"
        for place, anchor in enumerate(scale.anchors):
            at = ("scale", scale.code, "anchor", plain(anchor.value))
            yield at, f"$.scales[{number}].anchors[{place}]"
    for number, dimension in enumerate(document.dimensions):
        yield ("dimension", dimension.code), f"$.dimensions[{number}]"
        for place, item in enumerate(dimension.items):
            yield ("item", item.code), f"$.dimensions[{number}].items[{place}]"
    for number, bridge in enumerate(document.bridges):
        yield ("bridge", bridge.dimension), f"$.bridges[{number}]"
    for number, review in enumerate(document.reviews):
        yield ("review", review.language, review.place), f"$.reviews[{number}]"
    for name in ("instrument", "version", "translations"):
        yield (name,), f"$.{name}"


def pointer(place: Place, where: dict[Place, str]) -> str:
    known = next((place[:length] for length in range(len(place), 0, -1) if place[:length] in where), ())
    return ".".join([where.get(known, "$"), *place[len(known) :]])


def _parsed(data: bytes) -> Any:
    if len(data) > LARGEST:
        raise BadDocumentError([_at("$", _("The file is too large."))])
    try:
        return json.loads(
            data.decode("utf-8-sig"),
            parse_float=Decimal,
            parse_constant=_no_number,
            object_pairs_hook=_without_doubles,
        )
    except UnicodeDecodeError:
        what = _("This is not UTF-8 text.")
    except json.JSONDecodeError as error:
        where = {"line": error.lineno, "column": error.colno}
        what = _("This is not JSON: line %(line)s, column %(column)s.") % where
    except (ValueError, RecursionError) as error:
        what = _("This is not JSON that can be read: %(reason)s.") % {"reason": str(error)[:100]}
    raise BadDocumentError([_at("$", what)])


def _no_number(text: str) -> Any:
    raise ValueError(text)


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


def _at(where: str, what: str) -> Problem:
    return Problem((), what, where)


class _Reader:
    """Builds the dataclasses of a document by their annotations, and notes what does not fit."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def thing(self, kind: type, data: Any, at: str) -> Any:
        if not isinstance(data, dict):
            return self.refuse(at, _("Here belongs an object."))
        known = {field.name: field for field in fields(kind)}
        for name in data.keys() - known.keys():
            self.refuse(f"{at}.{name[:50]}", _("There is no such name here."))
        hints = get_type_hints(kind)
        values = {
            name: self.checked(
                kind, name, self.value(hints[name], data[name], f"{at}.{name}"), f"{at}.{name}"
            )
            for name in known
            if name in data
        }
        missing = [name for name, field in known.items() if name not in data and _is_needed(field)]
        for name in missing:
            self.refuse(f"{at}.{name}", _("This is missing."))
        return None if missing else kind(**values)

    def value(self, hint: Any, data: Any, at: str) -> Any:
        if isinstance(hint, type) and is_dataclass(hint):
            return self.thing(hint, data, at)
        if get_origin(hint) is list:
            if not isinstance(data, list):
                return self.refuse(at, _("Here belongs a list."))
            [inner] = get_args(hint)
            return [self.value(inner, each, f"{at}[{number}]") for number, each in enumerate(data)]
        if get_origin(hint) is dict:
            return self.texts(data, at)
        return READERS[hint](self, data, at)

    def checked(self, kind: type, name: str, value: Any, at: str) -> Any:
        choices = CHOICES.get((kind.__name__, name))
        if choices is not None and value is not None and value not in choices.values:
            return self.refuse(at, _("One of these is needed: %(all)s.") % {"all": ", ".join(choices.values)})
        if name == "translations" and not set((value or {}).values()) <= set(TranslationState.values):
            self.refuse(
                at, _("One of these is needed: %(all)s.") % {"all": ", ".join(TranslationState.values)}
            )
        most = LENGTHS.get(name)
        for text in (value if isinstance(value, list) else [value]) if most else []:
            if isinstance(text, str) and len(text) > (most or 0):
                self.refuse(at, _("This text is longer than %(most)s characters.") % {"most": most})
        return value

    def texts(self, data: Any, at: str) -> Any:
        if not isinstance(data, dict):
            return self.refuse(at, _("Here belongs an object of texts, one for each language."))
        found = {language: self.text(text, f"{at}.{language[:20]}") for language, text in data.items()}
        return {language: text for language, text in found.items() if text}

    def text(self, data: Any, at: str) -> Any:
        if not isinstance(data, str):
            return self.refuse(at, _("Here belongs a text."))
        if any("\ud800" <= sign <= "\udfff" or sign == "\x00" for sign in data):
            return self.refuse(at, _("This text has a character that cannot be kept."))
        return data

    def number(self, data: Any, at: str) -> Any:
        if isinstance(data, bool) or not isinstance(data, int | Decimal):
            return self.refuse(at, _("Here belongs a number."))
        number = Decimal(data)
        if abs(number.adjusted()) > LONGEST_NUMBER:
            return self.refuse(at, _("This number is too large, or too small."))
        return number

    def whole(self, data: Any, at: str) -> Any:
        if isinstance(data, bool) or not isinstance(data, int) or abs(data) > 10**LONGEST_NUMBER:
            return self.refuse(at, _("Here belongs a whole number."))
        return data

    def truth(self, data: Any, at: str) -> Any:
        return data if isinstance(data, bool) else self.refuse(at, _("Here belongs true or false."))

    def refuse(self, where: str, what: str) -> None:
        self.problems.append(_at(where, what))


READERS: dict[Any, Callable[[_Reader, Any, str], Any]] = {
    str: _Reader.text,
    bool: _Reader.truth,
    int: _Reader.whole,
    Decimal: _Reader.number,
}


def _is_needed(field: "Field[Any]") -> bool:
    return field.default is MISSING and field.default_factory is MISSING
