"""Several small reads as one statement, and one that is written once."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.utils.functional import cached_property

FOUND = RawSQL("SELECT pk FROM found", ())  # inside `together`: the rows of its `found`, computed once


def together(
    querysets: Iterable[QuerySet], columns: Sequence[str], *, found: QuerySet | None = None
) -> list[tuple[Any, ...]]:
    """The named columns of all, one below the other. Django's own `union` pairs columns by their place, which
    it chooses itself.
    """
    sql, values = below_each_other(querysets, columns, found=found)
    if not sql:
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def below_each_other(
    querysets: Iterable[QuerySet], columns: Sequence[str], *, found: QuerySet | None = None
) -> tuple[str, list[Any]]:
    """What `together` asks; nothing where there is nothing to ask."""
    start, values = "", list[Any]()
    if found is not None:
        sql, params = found.order_by().values_list("pk").query.sql_with_params()
        start = f"WITH found (pk) AS MATERIALIZED ({sql}) "
        values += params
    parts: list[str] = []
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    for queryset in querysets:
        try:
            sql, params = queryset.query.sql_with_params()
        except EmptyResultSet:  # Django knows without asking that there are none
            continue
        parts.append(f"SELECT {names} FROM ({sql}) AS part")  # noqa: S608 - SQL that Django wrote
        values += params
    return (start + " UNION ALL ".join(parts) if parts else ""), values


class Written:
    """A statement that Django writes once: to write it costs several times what it costs to ask it.

    `make` gives the rows for some values, or words of SQL and their parameters; `samples` are values of their kinds
    that occur nowhere else in it.
    """

    def __init__(self, make: Callable[..., QuerySet | tuple[str, list[Any]]], *samples: Any) -> None:
        self.make, self.samples = make, samples

    @cached_property
    def statement(self) -> tuple[str, list[tuple[int | None, Any]]]:
        """With each of its parameters: which of the values it is, or what it always is."""
        made = self.make(*self.samples)
        sql, params = made if isinstance(made, tuple) else made.query.sql_with_params()
        places = [(self.samples.index(each) if each in self.samples else None, each) for each in params]
        if {place for place, _value in places if place is not None} != set(range(len(self.samples))):
            raise ValueError(f"Not every value takes part in: {sql}")
        return sql, places

    def rows(self, *values: Any) -> list[tuple[Any, ...]]:
        sql, places = self.statement
        with connection.cursor() as cursor:
            cursor.execute(sql, [each if place is None else values[place] for place, each in places])
            return cursor.fetchall()
