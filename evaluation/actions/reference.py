"""Loading the results of surveys that were published elsewhere: aggregates with their n and source, no answers."""

from typing import Any

from common.csvfiles import Files, Row
from common.upserts import Tally, keys_of, missing, upsert
from evaluation.models import Disaggregation, DisaggregationValue, Indicator, Measurement, Provenance
from evaluation.states import MeasurementState
from programs.models import Program

KEY = ["indicator_id", "program_id", "community_language_id", "measured"]


def load(files: Files) -> list[Tally]:
    """Writes what differs from the files, deletes nothing. Expects checked files and a transaction around it."""
    return [indicators(files), measurements(files), *disaggregations(files)]


def code_of(row: Row) -> str:
    return f"{row['series']}-{row['item']}"


def indicators(files: Files) -> Tally:
    sources = {code_of(row): row["source_id"] for row in reversed(files["measurements"])}
    columns = [
        "series",
        "measure",
        "lowest",
        "highest",
        "name_en",
        "name_ar",
        "definition_en",
        "definition_ar",
    ]
    rows = [
        {
            "code": code_of(row),
            "source_id": sources.get(code_of(row)),
            **{column: row[column] for column in columns},
        }
        for row in files["indicators"]
    ]
    return upsert(Indicator, rows, key=["code"], among=Indicator.objects.exclude(source=None))


def disaggregations(files: Files) -> list[Tally]:
    """Only what is missing: what is there is staff's to change."""
    columns = ["code", "position", "name_en", "name_ar", "is_exclusive", "is_sensitive"]
    rows = [{column: row[column] for column in columns} for row in files["dimensions"]]
    tallies = [upsert(Disaggregation, missing(Disaggregation, rows, "code"), key=["code"])]
    numbers = keys_of(Disaggregation, "code")
    columns = ["code", "position", "name_en", "name_ar"]
    values = [
        {"dimension_id": numbers[row["dimension"]], **{column: row[column] for column in columns}}
        for row in files["dimension_values"]
    ]
    key = ["dimension_id", "code"]
    tallies.append(upsert(DisaggregationValue, missing(DisaggregationValue, values, *key), key=key))
    return tallies


def measurements(files: Files) -> Tally:
    """They are locked: a figure that differs from the file is superseded by a new one, never changed."""
    wanted = {tuple(row[column] for column in KEY): row for row in measured(files)}
    current = {
        tuple(row[column] for column in KEY): row
        for row in Measurement.objects.published()
        .current()
        .values("pk", *KEY, "n", "value", "note", "source_id")
    }
    new = [row for key, row in wanted.items() if key not in current]
    corrected = [
        {**row, "supersedes_id": current[key]["pk"]}
        for key, row in wanted.items()
        if key in current
        and any(current[key][column] != row[column] for column in ("n", "value", "note", "source_id"))
    ]
    Measurement.objects.bulk_create(Measurement(**row) for row in [*new, *corrected])
    return Tally(
        table=Measurement._meta.label,
        added=len(new),
        changed=len(corrected),
        unchanged=len(wanted) - len(new) - len(corrected),
        gone=len(set(current) - set(wanted)),
    )


def measured(files: Files) -> list[dict[str, Any]]:
    indicator, program = keys_of(Indicator, "code"), keys_of(Program, "slug")
    of_program = {row["series"]: row["program_id"] for row in files["series"]}
    return [
        {
            "indicator_id": indicator[code_of(row)],
            "program_id": program.get(of_program[row["series"]]),
            "community_language_id": row["unit_code"],
            "measured": row["measured"],
            "n": row["n"],
            "value": row["value"],
            "note": row["note"],
            "source_id": row["source_id"],
            "provenance": Provenance.PUBLISHED.value,
            "state": MeasurementState.LOCKED.value,
        }
        for row in files["measurements"]
    ]
