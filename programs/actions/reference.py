"""Loading the methods, and the programs that took place before the portal: archived, with what their source says."""

from datetime import UTC, date, datetime, time
from typing import Any

from capacity.models import Capacity, Region, RegionScheme, Source, Stakeholder
from common.csvfiles import Files, Row
from common.search import searchable
from common.upserts import Tally, keys_of, upsert
from programs.formats.reference import first_day, last_day, precision
from programs.models import RULE_FIELDS, Method, Program, ProgramCapacity, ProgramProvider, ProgramRecord
from programs.states import ProgramState

FOUNDATION = "wikimedia-foundation"
FOUNDATION_NAME = "Wikimedia Foundation"


def load(files: Files) -> list[Tally]:
    """Writes what differs from the files, deletes nothing. Expects checked files and a transaction around it."""
    return [methods(files), programs(files), records(files), aims(files), providers(files), *links(files)]


def methods(files: Files) -> Tally:
    columns = ["code", *RULE_FIELDS, "name_en", "name_ar", "description_en", "description_ar"]
    rows = [
        {**{column: row[column] for column in columns}, "position": position}
        for position, row in enumerate(files["methods"], start=1)
    ]
    return upsert(Method, rows, key=["code"])


def programs(files: Files) -> Tally:
    scopes = {row["program_id"]: row for row in files["scopes"]}
    method, method_of = keys_of(Method, "code"), methods_by_program(files)
    names = names_of_capacities()
    read_on = dict(Source.objects.values_list("code", "as_of"))
    rows = []
    for row in files["programs"]:
        over = moment_of(last_known_day(row, read_on[row["source_id"]]))
        language = scopes[row["id"]]["title_language"]
        rows.append(
            {
                "slug": row["id"],
                "title_en": row["name"],
                "title_es": row["name"] if language == "es" else None,
                "audience": row["audience"],
                "method_id": method[method_of[row["id"]]],
                "scope": scopes[row["id"]]["scope"],
                "state": ProgramState.ARCHIVED.value,
                "original_language_id": language,
                "published_at": over,
                "archived_at": over,
                "search_text": search_text(row, names),
            }
        )
    return upsert(Program, rows, key=["slug"], among=Program.objects.exclude(record=None))


def methods_by_program(files: Files) -> dict[str, str]:
    """A program's own line counts before that of its kind."""
    by_kind = {row["kind"]: row["method"] for row in files["methods_of_programs"] if not row["program_id"]}
    own = {row["program_id"]: row["method"] for row in files["methods_of_programs"] if row["program_id"]}
    return {row["id"]: own.get(row["id"], by_kind[row["kind"]]) for row in files["programs"]}


def last_known_day(row: Row, read_on: str) -> date:
    """The last day the source tells of; where it tells of none, the day of the source, by which it had taken place."""
    return last_day(row["end_date"] or row["start_date"] or read_on)


def moment_of(day: date) -> datetime:
    """Noon in UTC: the same day in nearly every zone."""
    return datetime.combine(day, time(12), tzinfo=UTC)


def names_of_capacities() -> dict[str, list[str]]:
    rows = Capacity.objects.shown().values_list("code", "name_en", "name_ar")
    return {code: [name for name in names if name] for code, *names in rows}


def search_text(row: Row, names: dict[str, list[str]]) -> str:
    built = [name for code in row["capacity_codes"] for name in names.get(code, [])]
    return searchable(row["name"], row["series"], row["organizer"], row["audience"], row["city"], *built)


def records(files: Files) -> Tally:
    known = keys_of(Program, "slug")
    same = [
        "series",
        "kind",
        "mode",
        "city",
        "organizer",
        "participants",
        "participants_qualifier",
        "note",
        "url",
        "source_id",
    ]
    rows = [
        {
            "program_id": known[row["id"]],
            "held_from": first_day(row["start_date"]) if row["start_date"] else None,
            "held_from_precision": precision(row["start_date"]),
            "held_to": last_day(row["end_date"]) if row["end_date"] else None,
            "held_to_precision": precision(row["end_date"]),
            "territory_id": row["country"] or None,
            **{column: row[column] for column in same},
        }
        for row in files["programs"]
    ]
    return upsert(ProgramRecord, rows, key=["program_id"])


def aims(files: Files) -> Tally:
    """Without levels: no source names any."""
    program, capacity = keys_of(Program, "slug"), keys_of(Capacity, "code")
    rows = [
        {"program_id": program[row["id"]], "capacity_id": capacity[code]}
        for row in files["programs"]
        for code in row["capacity_codes"]
    ]
    among = ProgramCapacity.objects.exclude(program__record=None)
    return upsert(ProgramCapacity, rows, key=["program_id", "capacity_id"], among=among)


def providers(files: Files) -> Tally:
    program, organization = keys_of(Program, "slug"), keys_of(Stakeholder, "slug")
    rows = [
        {"program_id": program[row["id"]], "organization_id": organization[slug], "position": position}
        for row in files["programs"]
        for position, slug in enumerate(organizers(row))
    ]
    among = ProgramProvider.objects.exclude(program__record=None)
    return upsert(ProgramProvider, rows, key=["program_id", "organization_id"], among=among)


def organizers(row: Row) -> list[str]:
    """The affiliates the file names, after the Foundation where the organizer's name begins with it."""
    foundation = [FOUNDATION] if row["organizer"].startswith(FOUNDATION_NAME) else []
    return foundation + row["organizer_affiliate_ids"]


def links(files: Files) -> list[Tally]:
    program, region = keys_of(Program, "slug"), keys_of(Region, "scheme", "code")
    spoken = [
        {"program_id": program[row["id"]], "language_id": code}
        for row in files["programs"]
        for code in row["languages"]
    ]
    meant_for = [
        {"program_id": program[row["program_id"]], "region_id": region[RegionScheme.WIKIMEDIA, code]}
        for row in files["scopes"]
        for code in row["regions"]
    ]
    return [
        linked(Program.languages.through, spoken, ["program_id", "language_id"]),
        linked(Program.regions.through, meant_for, ["program_id", "region_id"]),
    ]


def linked(through: Any, rows: list[dict[str, Any]], key: list[str]) -> Tally:
    return upsert(through, rows, key=key, among=through._default_manager.exclude(program__record=None))
