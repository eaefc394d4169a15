"""The demo population's tools: a clock, a dice, COPY for many rows at once, and the removal of what is marked."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

import redis
from django.conf import settings
from django.core.cache import cache as remembered
from django.db import connection
from django.db.models import Model
from django.db.models.fields.reverse_related import ForeignObjectRel
from psycopg import sql

VERSION_4 = 0x4000_8000_0000_0000_0000
NOT_VERSION = ~0xF000_C000_0000_0000_0000


@dataclass
class Demo:
    """What a load hangs on. The same seed and day give the same rows, whatever the ids."""

    scale: float
    as_of: date
    seed: int
    tell: Callable[[str], None] = field(default=lambda sentence: None)
    public_ids: dict[str, Random] = field(
        default_factory=dict
    )  # a dice per table, thrown on from part to part

    def dice(self, name: str) -> Random:
        """Each part throws its own, so that a change in one part leaves the others as they were."""
        return Random(f"{self.seed} {name}")  # noqa: S311 - made-up people need no secrets

    def number(self, at_scale_1: int, *, least: int = 1) -> int:
        return max(least, round(at_scale_1 * self.scale))

    def day(self, offset: int) -> str:
        return _day(self.as_of, offset)

    def date(self, offset: int) -> date:
        return self.as_of + timedelta(days=offset)

    def moment(self, offset: int, minute: int = 0) -> str:
        """So many days from the day of the load, so many minutes after midnight UTC."""
        return f"{_day(self.as_of, offset)} {minute // 60:02}:{minute % 60:02}:00+00"

    def quarter(self, offset: int) -> str:
        return _quarter(self.as_of, offset)

    def copy(self, model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
        """Write rows by COPY: triggers and constraints see them as any others. Columns not named get their default.

        `is_demo` is set wherever there is one, and public ids come from the dice.
        """
        names = [_column(model, name) for name in columns]
        constants = _constants(model, set(names), self.moment(0))
        has_public_id = _has(model, "public_id") and "public_id" not in names
        dice = self._public_ids(model) if has_public_id else None
        all_names = [*names, *constants, *(["public_id"] if dice else [])]
        return copy_rows(model._meta.db_table, all_names, rows, tuple(constants.values()), dice)

    def _public_ids(self, model: type[Model]) -> Random:
        name = model._meta.label
        return self.public_ids.setdefault(name, self.dice(f"public ids {name}"))


def copy_rows(
    table: str,
    names: Sequence[str],
    rows: Iterable[Sequence[Any]],
    constants: tuple[Any, ...],
    dice: Random | None,
) -> int:
    number = 0
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, names))
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        write = copy.write_row
        for row in rows:
            number += 1
            write((*row, *constants, uuid_from(dice)) if dice else (*row, *constants))
    return number


def uuid_from(dice: Random) -> str:
    return f"{dice.getrandbits(128) & NOT_VERSION | VERSION_4:032x}"


def ids(model: type[Model], number: int) -> list[int]:
    """As many new ids from the table's own sequence: nobody else gets them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, number],
        )
        return [row[0] for row in cursor.fetchall()]


def remove_marked(models: Sequence[type[Model]]) -> int:
    """Delete rows marked demo, and before them the rows without a mark of their own that hang on them."""
    removed = 0
    with connection.cursor() as cursor:
        for model in models:
            _remove_hanging(cursor, model, sql.SQL("SELECT {} FROM {} WHERE is_demo").format(*_key(model)))
            cursor.execute(
                sql.SQL("DELETE FROM {} WHERE is_demo").format(sql.Identifier(model._meta.db_table))
            )
            removed += cursor.rowcount
    return removed


def forget_cached() -> None:
    """Empty our part of the cache server, and nothing else that may live there."""
    with redis.Redis.from_url(settings.CACHES["default"]["LOCATION"]) as server:
        for key in server.scan_iter(match=remembered.make_key("*"), count=1000):
            server.unlink(key)


def _remove_hanging(cursor: Any, model: type[Model], chosen: sql.Composable) -> None:
    for child, column in _hanging(model):
        key, table = _key(child)
        hanging = sql.SQL("SELECT {} FROM {} WHERE {} IN ({})").format(key, table, column, chosen)
        _remove_hanging(cursor, child, hanging)
        cursor.execute(sql.SQL("DELETE FROM {} WHERE {} IN ({})").format(table, column, chosen))


def _hanging(model: type[Model]) -> Iterator[tuple[type[Model], sql.Identifier]]:
    """Tables without a mark of their own that point to this one, and by which column."""
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and not relation.many_to_many:
            child = relation.related_model
            if isinstance(child, type) and child is not model and not _has(child, "is_demo"):
                yield child, sql.Identifier(str(relation.remote_field.column))


def _key(model: type[Model]) -> tuple[sql.Identifier, sql.Identifier]:
    return sql.Identifier(str(model._meta.pk.column)), sql.Identifier(model._meta.db_table)


def _has(model: type[Model], name: str) -> bool:
    return any(each.name == name for each in model._meta.concrete_fields)


def _column(model: type[Model], name: str) -> str:
    """A field's column; a relation may be named by its field."""
    return str(next(each.column for each in model._meta.concrete_fields if name in {each.name, each.column}))


def _constants(model: type[Model], given: set[str], now: str) -> dict[str, Any]:
    """What goes into the columns that nobody named, the same for every row."""
    constants: dict[str, Any] = {}
    for each in model._meta.concrete_fields:
        column = str(each.column)
        if column in given or each.null or each.name in {"id", "public_id"}:
            continue
        if each.name == "is_demo":
            constants[column] = True
        elif getattr(each, "auto_now", False) or getattr(each, "auto_now_add", False):
            constants[column] = now
        else:
            constants[column] = _stored(each.get_default())
    return constants


def _stored(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, dict) else value


@cache
def _day(as_of: date, offset: int) -> str:
    return (as_of + timedelta(days=offset)).isoformat()


@cache
def _quarter(as_of: date, offset: int) -> str:
    day = as_of + timedelta(days=offset)
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1).isoformat()
