"""The shape of the reference files that `programs` loads (their README is config/reference/README.md)."""

from calendar import monthrange
from datetime import date

from capacity.formats.reference import CAPACITIES, LANGUAGES, SOURCE, TERRITORIES
from common.csvfiles import (
    LINE,
    Column,
    Files,
    Folder,
    Sheet,
    address,
    one_of,
    partial_date,
    text_up_to,
    whole,
)
from programs.models import RULE_FIELDS, DatePrecision, ProgramScope

PROGRAMS = ("programs.csv",)

SHEETS = {
    "methods": Sheet(
        file="editorial/methods.csv",
        key=("code",),
        columns=(
            Column(name="code", read=text_up_to(60)),
            *(Column(name=name, required=True, read=whole) for name in RULE_FIELDS),
            Column(name="name_en", required=True, read=text_up_to(120)),
            Column(name="name_ar", required=True, read=text_up_to(120)),
            Column(name="description_en", required=True),
            Column(name="description_ar", required=True),
        ),
    ),
    "programs": Sheet(
        file="programs.csv",
        key=("id",),
        columns=(
            Column(name="id", read=text_up_to(120)),
            Column(name="name", required=True, read=text_up_to(200)),
            Column(name="series", read=text_up_to(200)),
            Column(name="kind", required=True, read=text_up_to(40)),
            Column(name="mode", read=one_of("online", "in-person", "hybrid")),
            Column(name="start_date", read=partial_date),
            Column(name="end_date", read=partial_date),
            Column(name="city", read=text_up_to(120)),
            Column(name="country", refers=TERRITORIES),
            Column(name="organizer", read=text_up_to(200)),
            Column(name="organizer_affiliate_ids", refers=("affiliates.csv",), many=True),
            Column(name="languages", refers=LANGUAGES, many=True),
            Column(name="audience", read=text_up_to(300)),
            Column(name="capacity_codes", refers=CAPACITIES, many=True),
            Column(name="participants", read=whole),
            Column(name="participants_qualifier", read=text_up_to(120)),
            Column(name="note", read=text_up_to(300)),
            Column(name="url", read=address),
            SOURCE,
        ),
    ),
    "methods_of_programs": Sheet(
        file="editorial/program_methods.csv",
        key=("kind", "program_id"),
        columns=(
            Column(name="kind"),
            Column(name="program_id", refers=PROGRAMS),
            Column(name="method", required=True, refers=("editorial/methods.csv",)),
            Column(name="reason", required=True),
        ),
    ),
    "scopes": Sheet(
        file="editorial/program_scopes.csv",
        key=("program_id",),
        columns=(
            Column(name="program_id", refers=PROGRAMS),
            Column(name="scope", required=True, read=one_of(*ProgramScope.values)),
            Column(name="regions", many=True),
            Column(name="title_language", required=True, refers=LANGUAGES),
        ),
    ),
}


def read(folder: Folder) -> Files:
    """All of them, by the names above; what is wrong is noted in the folder."""
    rows = {name: folder.read(sheet) for name, sheet in SHEETS.items()}
    kinds = {row["kind"] for row in rows["methods_of_programs"] if not row["program_id"]}
    scoped = {row["program_id"] for row in rows["scopes"]}
    for row in rows["programs"]:
        line = row[LINE]
        if row["kind"] not in kinds:
            folder.refuse(
                "programs.csv", f"{row['kind']!r} has no line in editorial/program_methods.csv.", line, "kind"
            )
        if row["id"] not in scoped:
            folder.refuse(
                "programs.csv", f"{row['id']!r} is not in editorial/program_scopes.csv.", line, "id"
            )
        if row["start_date"] and row["end_date"] and last_day(row["end_date"]) < first_day(row["start_date"]):
            folder.refuse("programs.csv", "The end is before the start.", line, "end_date")
    return rows


def first_day(text: str) -> date:
    """Of a year, of a month, or the day itself."""
    return date.fromisoformat((text + "-01-01")[:10])


def last_day(text: str) -> date:
    if len(text) == 4:
        return date(int(text), 12, 31)
    if len(text) == 7:
        year, month = int(text[:4]), int(text[5:])
        return date(year, month, monthrange(year, month)[1])
    return date.fromisoformat(text)


def precision(text: str) -> str:
    return {0: "", 4: DatePrecision.YEAR.value, 7: DatePrecision.MONTH.value, 10: DatePrecision.DAY.value}[
        len(text)
    ]
