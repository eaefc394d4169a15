"""Rows of any table, for rules about all of them: of its factory if there is one, else made up."""

import inspect
import itertools
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, time
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.utils import timezone
from factory.django import DjangoModelFactory

from tests.factories import assessments, capacity, evaluation, programs

FACTORIES = {
    each._meta.model: each
    for room in (capacity, programs, assessments, evaluation)
    for _name, each in inspect.getmembers(room, inspect.isclass)
    if issubclass(each, DjangoModelFactory) and each is not DjangoModelFactory
}


def made_up(table: Any, pointing: dict[str, Any]) -> Any:
    factory = FACTORIES.get(table)
    row = factory() if factory else None
    with unruled(table, "c" if factory else "cf"):
        if row is None:
            row = table(
                **{each.attname: filler(each) for each in table._meta.concrete_fields if is_needed(each)}
            )
            row = table._base_manager.bulk_create([row])[0]
        table._base_manager.filter(pk=row.pk).update(**pointing)
    return row


@contextmanager
def unruled(table: Any, kinds: str = "c") -> Iterator[None]:
    """The database takes it as it is: no rule of it is asked while it is written."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for rule in rules_of(cursor, table._meta.db_table, kinds):
            cursor.execute(f'ALTER TABLE "{table._meta.db_table}" DROP CONSTRAINT "{rule}"')
        cursor.execute("SET LOCAL session_replication_role = 'replica'")
        yield
        cursor.execute("SET LOCAL session_replication_role = 'origin'")


def rules_of(cursor: Any, name: str, kinds: str) -> list[str]:
    """Checks, and foreign keys to rows that are made up too."""
    asked = "SELECT conname FROM pg_constraint WHERE contype::text = ANY(%s) AND conrelid = %s::regclass"
    cursor.execute(asked, [list(kinds), name])
    return [row[0] for row in cursor.fetchall()]


def is_needed(field: Any) -> bool:
    return not (field.null or field.has_default() or field.primary_key)


NUMBERS = itertools.count(10_000)


def filler(field: Any) -> Any:
    """Something of its type, and never the same."""
    number = next(NUMBERS)
    if field.remote_field:
        return filler(field.target_field)
    if field.choices:
        return field.flatchoices[0][0]
    kinds: list[tuple[Any, Any]] = [
        (models.DateTimeField, timezone.now()),
        (models.DateField, date(2026, 1, 1)),
        (models.TimeField, time(8)),
        (models.GenericIPAddressField, "127.0.0.1"),
        (models.BooleanField, False),
        (models.JSONField, {}),
        (ArrayField, []),
        (models.AutoField, number),
        (models.IntegerField, number % 30_000),
        (models.DecimalField, 1),
        (models.BinaryField, str(number).encode()),
        (models.UUIDField, uuid.uuid4()),
        (models.CharField, str(number)[-(field.max_length or 9) :]),
    ]
    return next((value for kind, value in kinds if isinstance(field, kind)), str(number))
