"""Bringing a table in line with rows from elsewhere: new ones are added, different ones changed, none deleted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.utils import timezone
from modeltranslation.translator import NotRegistered, translator

Key = tuple[Any, ...]
BATCH_ROWS = 1000


@dataclass(frozen=True, kw_only=True)
class Tally:
    """What happened to one table; `gone` rows are no longer among the rows given, and were kept."""

    table: str
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0

    @property
    def wrote(self) -> int:
        return self.added + self.changed


def upsert(
    model: type[Model], rows: Iterable[dict[str, Any]], *, key: Sequence[str], among: QuerySet | None = None
) -> Tally:
    """Each row names columns (`source_id`, `name_en`); all rows name the same. `among` is what the rows should cover.

    One reading, and writing only where something differs. Call it with the default language active.
    """
    wanted = {tuple(row[column] for column in key): row for row in rows}
    columns = list(next(iter(wanted.values()), {}))
    existing = {
        tuple(row[column] for column in key): row
        for row in plain(model).values(*dict.fromkeys(["pk", *key, *columns]))
    }
    new = [row for at, row in wanted.items() if at not in existing]
    different = [
        (existing[at]["pk"], row)
        for at, row in wanted.items()
        if at in existing and any(existing[at][column] != row[column] for column in columns)
    ]
    plain(model).bulk_create([model(**row) for row in new], batch_size=BATCH_ROWS)
    change(model, different)
    covered = set(existing) if among is None else set(among.values_list(*key))
    return Tally(
        table=model._meta.label,
        added=len(new),
        changed=len(different),
        unchanged=len(wanted) - len(new) - len(different),
        gone=len(covered - set(wanted)),
    )


def change(model: type[Model], rows: list[tuple[Any, dict[str, Any]]]) -> None:
    if not rows:
        return
    columns = set(rows[0][1]) | {field for field in translated(model) if f"{field}_en" in rows[0][1]}
    changed = [model(pk=pk, **row) for pk, row in rows]
    if any(field.name == "updated_at" for field in model._meta.fields):
        columns.add("updated_at")
        for instance in changed:
            instance.updated_at = timezone.now()  # type: ignore[attr-defined]
    names = {model._meta.get_field(column).name for column in columns}
    writable = names - {field.name for field in model._meta.fields if field.primary_key}
    plain(model).bulk_update(changed, sorted(writable), batch_size=BATCH_ROWS)


def plain(model: type[Model]) -> QuerySet:
    """Without modeltranslation's rewriting: `name` is the column of that name."""
    return QuerySet(model=model)


def translated(model: type[Model]) -> list[str]:
    try:
        return list(translator.get_options_for_model(model).all_fields)
    except NotRegistered:
        return []


def keys_of(model: type[Model], *columns: str) -> dict[Any, Any]:
    """Primary keys by another key, which is a tuple where there are several columns."""
    rows = plain(model).values_list("pk", *columns)
    return {row[1] if len(columns) == 1 else tuple(row[1:]): row[0] for row in rows}


def together(tallies: list[Tally], *, gone: int) -> Tally:
    """Of one table, written in several steps."""
    return Tally(
        table=tallies[0].table,
        added=sum(tally.added for tally in tallies),
        changed=sum(tally.changed for tally in tallies),
        unchanged=sum(tally.unchanged for tally in tallies),
        gone=gone,
    )


def missing(model: type[Model], rows: list[dict[str, Any]], *key: str) -> list[dict[str, Any]]:
    """Those that are not there yet: what is loaded once, and then somebody's to change."""
    known = set(model._default_manager.values_list(*key))
    return [row for row in rows if tuple(row[name] for name in key) not in known]
