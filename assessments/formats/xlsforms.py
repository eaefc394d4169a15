"""An instrument's version as an XLSForm workbook, which other tools read too; and workbooks of others as a document.

docs/instrument-format.md says what stands where. What XLSForm has no place for stands under names that begin with
`portal`. A workbook is first made into what the JSON file would say, so that both are checked by the same rules.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from importlib import import_module
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.conf.locale import LANG_INFO

from assessments.formats.documents import written
from assessments.logic import relevance
from assessments.logic.documents import Document, Item, Scale, Texts, plain

if TYPE_CHECKING:
    from openpyxl import Workbook

PORTAL, SCALES = "portal", "portal_scales"
LANGUAGES = {code: f"{LANG_INFO[code]['name']} ({code})" for code, _name in settings.LANGUAGES}
DESCRIPTOR = (
    "portal_descriptor_"  # a column for each language; with "::" others would take it for a column of theirs
)
GROUP = "dimension."  # no code has a full stop: so no group is named as a question is


def name_of(code: str) -> str:
    """A code as a name in XML, which begins with a letter or _; `code_of` leads back."""
    return code if re.match(r"(?!xml)[A-Za-z]", code, re.IGNORECASE) else f"_{code}"


def code_of(name: str) -> str:
    return name.removeprefix("_")


# --- Writing ---


def write(document: Document) -> bytes:
    book = import_module("openpyxl").Workbook()
    book.remove(book.worksheets[0])
    languages = ["en", *sorted(document.languages() - {"en"})]
    survey = [
        "type",
        "name",
        *in_each("label", languages),
        *in_each("hint", languages),
        "required",
        "relevant",
    ]
    survey += [
        "parameters",
        "portal_kind",
        "portal_scale",
        "portal_aspect",
        "portal_reversed",
        "portal_capacity",
        "portal_weight",
    ]
    choices = [
        "list_name",
        "name",
        *in_each("label", languages),
        *(DESCRIPTOR + language for language in languages),
    ]
    fill(book, "survey", survey, survey_rows(document))
    fill(book, "choices", [*choices, "portal_evidence"], choice_rows(document))
    fill(book, "settings", ["form_title", "form_id", "version", "default_language"], [settings_row(document)])
    columns = ["code", "kind", "minimum", "maximum", "step", "higher_is_better"]
    fill(
        book,
        SCALES,
        columns,
        [{name: told(getattr(scale, name)) for name in columns} for scale in document.scales],
    )
    about = {
        "instrument": document.instrument,
        "version": document.version,
        "translations": document.translations,
        "reviews": document.reviews,
        "bridges": document.bridges,
    }
    rows = [{"name": name, "value": value} for name, value in flat("", written_all(about))]
    fill(book, PORTAL, ["name", "value"], rows)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def in_each(column: str, languages: list[str]) -> list[str]:
    return [f"{column}::{LANGUAGES[language]}" for language in languages]


def texts_in(column: str, texts: Texts) -> dict[str, str]:
    return {f"{column}::{LANGUAGES[language]}": text for language, text in texts.items()}


def survey_rows(document: Document) -> Iterator[dict[str, str]]:
    scales = {scale.code: scale for scale in document.scales}
    names = {item.code: name_of(item.code) for item in document.items}
    for dimension in document.dimensions:
        yield {
            "type": "begin_group",
            "name": GROUP + dimension.code,
            **texts_in("label", dimension.name),
            "portal_capacity": dimension.capacity,
            "portal_weight": plain(dimension.weight),
        }
        for item in dimension.items:
            yield item_row(item, scales.get(item.scale), names)
        yield {"type": "end_group"}


def item_row(item: Item, scale: Scale | None, names: dict[str, str]) -> dict[str, str]:
    expression = relevance.parse(item.relevance) if item.relevance else None
    return {
        "type": type_of(item, scale),
        "name": names[item.code],
        **texts_in("label", item.stem),
        **texts_in("hint", item.help_text),
        "required": "yes" if item.is_required else "",
        "relevant": relevance.write(expression, names) if expression else "",
        "parameters": range_of(scale) if scale and type_of(item, scale) == "range" else "",
        "portal_kind": item.kind,
        "portal_scale": item.scale,
        "portal_aspect": item.aspect,
        "portal_reversed": told(item.is_reversed),
    }


def type_of(item: Item, scale: Scale | None) -> str:
    if item.kind == "open":
        return "text"
    if item.kind == "number" or scale is None:
        return "decimal"
    if not scale.anchors:
        return "range"
    return f"select_{'multiple' if item.kind == 'multiple' else 'one'} {name_of(scale.code)}"


def range_of(scale: Scale) -> str:
    return f"start={plain(scale.minimum)} end={plain(scale.maximum)} step={plain(scale.step)}"


def choice_rows(document: Document) -> Iterator[dict[str, str]]:
    for scale in document.scales:
        for anchor in scale.anchors:
            yield {
                "list_name": name_of(scale.code),
                "name": plain(anchor.value),
                **texts_in("label", anchor.label),
                **{DESCRIPTOR + language: text for language, text in anchor.descriptor.items()},
                "portal_evidence": told(anchor.evidence_required),
            }


def settings_row(document: Document) -> dict[str, str]:
    about = document.instrument
    return {
        "form_title": about.title.get("en", ""),
        "form_id": name_of(about.code),
        "version": f"{document.version.major}.{document.version.minor}",
        "default_language": LANGUAGES["en"],
    }


def told(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return plain(value) if isinstance(value, Decimal) else str(value)


def written_all(parts: dict[str, Any]) -> dict[str, Any]:
    return {name: written(part) for name, part in parts.items()}


def flat(at: str, value: Any) -> Iterator[tuple[str, str]]:
    """`instrument.title.en` and its text: one line for each value, so that none is too long for a cell."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from flat(f"{at}.{name}" if at else name, inner)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from flat(f"{at}.{number}", inner)
    else:
        yield at, told(Decimal(str(value)) if isinstance(value, float) else value)


def fill(book: "Workbook", name: str, columns: list[str], rows: Any) -> None:
    sheet = book.create_sheet(name)
    letter_of = import_module("openpyxl.utils").get_column_letter
    sheet.append(columns)
    for number, row in enumerate(rows, start=2):
        for place, column in enumerate(columns, start=1):
            if row.get(column):
                cell = sheet.cell(number, place, row[column])
                cell.data_type = "s"  # a text that begins with "=" is no formula
    sheet.freeze_panes = "A2"
    for place, column in enumerate(columns, start=1):
        sheet.column_dimensions[letter_of(place)].width = 40 if "::" in column else 18
