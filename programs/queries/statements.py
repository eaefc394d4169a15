"""Several small reads as one statement."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet


def together(querysets: Iterable[QuerySet], columns: Sequence[str]) -> list[tuple[Any, ...]]:
    """The named columns of all, one below the other. Django's own `union` pairs columns by their place, which
    it chooses itself.
    """
    parts: list[str] = []
    values: list[Any] = []
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
        cursor.execute(" UNION ALL ".join(parts), values)
        return cursor.fetchall()
