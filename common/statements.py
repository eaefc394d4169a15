"""Several small reads as one statement."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

FOUND = RawSQL("SELECT pk FROM found", ())  # inside `together`: the rows of its `found`, computed once


def together(
    querysets: Iterable[QuerySet], columns: Sequence[str], *, found: QuerySet | None = None
) -> list[tuple[Any, ...]]:
    """The named columns of all, one below the other. Django's own `union` pairs columns by their place, which
    it chooses itself.
    """
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
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(start + " UNION ALL ".join(parts), values)
        return cursor.fetchall()
