"""The instruments of the reference files (config/reference/README.md), in one form: scales, and dimensions of items."""

import json
from dataclasses import asdict, dataclass, field
from typing import Any

from assessments.formats import documents
from assessments.logic.documents import BadDocumentError, Document
from assessments.models import InstrumentFamily, ItemKind, ScaleKind, UnitOfAnalysis
from capacity.formats.reference import SOURCES
from common.csvfiles import Column, Folder, Row, Sheet, one_of, text_up_to

FILE = "instruments.json"
OWN = "editorial/instruments"
CAPACITIES = "capacities.csv"
OPEN_SCALE, CHOICE_SCALE = "open", "multi"
LEVELS = "levels"

SHEETS = {
    "instruments": Sheet(
        file="editorial/instruments.csv",
        key=("id",),
        columns=(
            Column(name="id", read=text_up_to(80)),
            Column(name="family", required=True, read=one_of(*InstrumentFamily.values)),
            Column(name="unit", required=True, read=one_of(*UnitOfAnalysis.values)),
            Column(name="title_ar", required=True, read=text_up_to(200)),
            Column(name="introduction_en", required=True),
            Column(name="introduction_ar", required=True),
        ),
    ),
    "texts": Sheet(
        file="editorial/instrument_texts_ar.csv",
        key=("instrument", "text_en"),
        columns=(
            Column(name="instrument", refers=("editorial/instruments.csv",)),
            Column(name="text_en", required=True),
            Column(name="text_ar", required=True),
        ),
    ),
    "own_sources": Sheet(
        file="editorial/instrument_sources.csv",
        key=("instrument", "source"),
        columns=(
            Column(name="instrument", required=True),
            Column(name="source", required=True, refers=SOURCES),
        ),
    ),
    "vocabularies": Sheet(
        file="vocabularies.csv",
        key=("vocabulary", "code"),
        columns=(
            Column(name="vocabulary"),
            Column(name="code", required=True),
            Column(name="label_en", required=True, read=text_up_to(200)),
        ),
    ),
}


@dataclass
class AnchorText:
    label: str
    descriptor: str = ""


@dataclass
class ScaleText:
    """Its anchors stand for the values from `first` on."""

    code: str
    kind: str
    anchors: list[AnchorText]
    first: int = 1


@dataclass
class ItemText:
    code: str
    stem: str
    kind: str = ItemKind.OPEN.value
    scale: str = ""


@dataclass
class DimensionText:
    code: str
    name: str
    items: list[ItemText] = field(default_factory=list)


@dataclass
class Questionnaire:
    """What is asked, as far as the source shows it."""

    scales: list[ScaleText]
    dimensions: list[DimensionText]

    def content(self) -> dict[str, Any]:
        return asdict(self)

    def texts(self) -> list[str]:
        anchors = [anchor for scale in self.scales for anchor in scale.anchors]
        items = [item.stem for dimension in self.dimensions for item in dimension.items]
        return [
            *(text for anchor in anchors for text in (anchor.label, anchor.descriptor) if text),
            *(dimension.name for dimension in self.dimensions),
            *items,
        ]


@dataclass
class InstrumentFiles:
    rows: dict[str, list[Row]]
    described: list[dict[str, Any]]
    questionnaires: dict[str, Questionnaire]
    own: list[Document]


def read(folder: Folder) -> InstrumentFiles:
    """What is wrong is noted in the folder."""
    rows = {name: folder.read(sheet) for name, sheet in SHEETS.items()}
    described = parsed(folder)
    choices: dict[str, list[str]] = {}
    for row in rows["vocabularies"]:
        choices.setdefault(row["vocabulary"], []).append(row["label_en"])
    questionnaires = {}
    try:
        questionnaires = {entry["id"]: questionnaire(entry, choices) for entry in described}
    except (KeyError, TypeError) as error:
        folder.refuse(FILE, f"An instrument lacks or misplaces {error}.")
    check(folder, rows, described, questionnaires)
    return InstrumentFiles(rows, described, questionnaires, own_documents(folder))


def own_documents(folder: Folder) -> list[Document]:
    """The portal's own questionnaires, in its own format (docs/instrument-format.md)."""
    capacities = {row["code"] for row in folder.rows(CAPACITIES)}
    found = []
    for path in sorted((folder.path / OWN).glob("*.json")):
        name = f"{OWN}/{path.name}"
        try:
            found.append(documents.read(path.read_bytes(), capacities=capacities))
        except BadDocumentError as error:
            for problem in error.problems:
                folder.refuse(name, problem.what, column=problem.where)
    return found


def parsed(folder: Folder) -> list[dict[str, Any]]:
    text = folder.text(FILE)
    try:
        return list(json.loads(text)["instruments"]) if text else []
    except json.JSONDecodeError as error:
        folder.refuse(FILE, f"This is not JSON ({error.msg}).", error.lineno, str(error.colno))
    except (KeyError, TypeError):
        folder.refuse(FILE, "There is no list of instruments.", 1)
    return []


def check(
    folder: Folder,
    rows: dict[str, list[Row]],
    described: list[dict[str, Any]],
    questionnaires: dict[str, Questionnaire],
) -> None:
    ours = {row["id"] for row in rows["instruments"]}
    sources = {row["id"] for file in SOURCES for row in folder.rows(file)}
    arabic = {(row["instrument"], row["text_en"]) for row in rows["texts"]}
    for entry in described:
        code = entry.get("id", "")
        if code not in ours:
            folder.refuse(FILE, f"{code!r} is not in editorial/instruments.csv.")
        for source in entry.get("source_ids", []):
            if source not in sources:
                folder.refuse(FILE, f"{code}: the source {source!r} is not in {' or '.join(SOURCES)}.")
    for code, asked in questionnaires.items():
        for text in asked.texts():
            if (code, text) not in arabic:
                folder.refuse("editorial/instrument_texts_ar.csv", f"{code}: {text!r} has no translation.")


# --- From the source's shapes to ours ---


def questionnaire(entry: dict[str, Any], choices: dict[str, list[str]]) -> Questionnaire:
    scales = [
        ScaleText(scale["id"], ScaleKind.LIKERT.value, [AnchorText(text) for text in scale["anchors"]])
        for scale in entry.get("scales", [])
        if scale["anchors"]
    ]
    if isinstance(entry.get("scale"), list):
        scales.append(levels(entry["scale"]))
    rated = LEVELS if isinstance(entry.get("scale"), list) else ""
    dimensions = [dimension(part, rated) for part in entry["dimensions"]]
    choosing = [choice_of(part, choices) for part in entry["dimensions"]] + list_to_choose_from(entry)
    for chosen in filter(None, choosing):
        place, item, scale = chosen
        scales.append(scale)
        next(part for part in dimensions if part.code == place).items = [item]
    scales += [scale for part in entry["dimensions"] for scale in options_of(part)]
    return Questionnaire(scales, dimensions)


def levels(steps: list[dict[str, Any]]) -> ScaleText:
    """DigComp names bands; OCA gives numbers only."""
    last = len(steps)
    ends = {1: "1 (lowest)", last: f"{last} (highest)"}
    anchors = []
    for number, step in enumerate(steps, start=1):
        band = str(step.get("band", "")).replace("_", " ").replace("specialised", "specialized")
        label = f"{band} ({number})" if band else ends.get(number, str(number))
        anchors.append(AnchorText(label, step.get("description", "")))
    return ScaleText(LEVELS, ScaleKind.MATURITY.value, anchors)


def dimension(part: dict[str, Any], rated: str) -> DimensionText:
    code = slug(part["id"])
    if "question" in part:
        return DimensionText(code, part["name"], [ItemText(f"{code}-1", part["question"])])
    items = [
        item
        for place, given in enumerate(part.get("items", []), start=1)
        for item in items_from(given, f"{code}-{place}", rated)
    ]
    return DimensionText(code, part["name"], items)


def items_from(given: Any, code: str, rated: str) -> list[ItemText]:
    """An item is a name, a text with its scale, or a criterion with several questions."""
    if isinstance(given, str):
        kind = ItemKind.RUBRIC if rated else ItemKind.OPEN
        return [ItemText(code, given, kind.value, rated)]
    if "questions" in given:
        return [ItemText(f"{code}-{number}", text) for number, text in enumerate(given["questions"], start=1)]
    if given["scale"] == OPEN_SCALE:
        return [ItemText(code, given["text"])]
    if given["scale"] == CHOICE_SCALE:
        return [ItemText(code, given["text"], ItemKind.MULTIPLE.value, slug(given["id"]))]
    return [ItemText(code, given["text"], ItemKind.SCALE.value, given["scale"])]


def options_of(part: dict[str, Any]) -> list[ScaleText]:
    return [
        ScaleText(slug(given["id"]), ScaleKind.CHOICE.value, [AnchorText(text) for text in given["options"]])
        for given in part.get("items", [])
        if isinstance(given, dict) and "options" in given
    ]


Chosen = tuple[str, ItemText, ScaleText]
ASKED_OF_VOCABULARIES = {
    "capx_capacity_relation": ("What is your relation to this capacity?", ItemKind.MULTIPLE),
    "language_proficiency": ("How well do you know this language?", ItemKind.SINGLE),
}
ASKED_OF_SKILLS = "Which of these skills do you connect with leadership in your community?"


def choice_of(part: dict[str, Any], choices: dict[str, list[str]]) -> Chosen | None:
    """A dimension that is one choice from a closed list."""
    if "vocabulary" not in part:
        return None
    stem, kind = ASKED_OF_VOCABULARIES[part["vocabulary"]]
    code = slug(part["id"])
    anchors = [AnchorText(label) for label in choices[part["vocabulary"]]]
    return (
        code,
        ItemText(f"{code}-1", stem, kind.value, code),
        ScaleText(code, ScaleKind.CHOICE.value, anchors),
    )


def list_to_choose_from(entry: dict[str, Any]) -> list[Chosen]:
    """An instrument that is a list without a scale: which of them?"""
    if not str(entry.get("response", "")).startswith("list"):
        return []
    part = entry["dimensions"][0]
    code = slug(part["id"])
    scale = ScaleText(code, ScaleKind.CHOICE.value, [AnchorText(name) for name in part["items"]])
    return [(code, ItemText(f"{code}-1", ASKED_OF_SKILLS, ItemKind.MULTIPLE.value, code), scale)]


def slug(code: str) -> str:
    return code.replace(".", "-")
