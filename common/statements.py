"""Several small reads as one statement, and one that is written once."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Lookup, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.query import get_related_populators
from django.utils.functional import cached_property

FOUND = RawSQL("SELECT pk FROM found", ())  # inside `together`: the rows of its `found`, computed once


class AnyOf(Lookup):
    """A number is one of a list, which is one parameter however long it is: in PostgreSQL's own words (`listed`),
    which are written ten times faster than an array of the driver's.
    """

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        number, values = self.process_lhs(compiler, connection)
        keys = self.rhs if isinstance(self.rhs, str) else listed(self.rhs)
        return f"{number} = ANY(%s::bigint[])", [*values, keys]


def listed(keys: Iterable[int]) -> str:
    return f"{{{','.join(map(str, keys))}}}"


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


def numbers_of(*querysets: QuerySet) -> tuple[str, list[Any]]:
    """How many rows each has, as words of SQL: one row of numbers."""
    parts, values = [], list[Any]()
    for queryset in querysets:
        sql, params = queryset.order_by().values("pk").query.sql_with_params()
        parts.append(f"(SELECT count(*) FROM ({sql}) AS part)")  # noqa: S608 - SQL that Django wrote
        values += params
    return f"SELECT {', '.join(parts)}", values


class Written:
    """A statement that Django writes once: to write it costs several times what it costs to ask it.

    `make` gives the rows for some values, or words of SQL and their parameters; `samples` are values of their kinds
    that occur nowhere else in it. Texts in the reader's language are none of its columns.
    """

    def __init__(self, make: Callable[..., QuerySet | tuple[str, list[Any]]], *samples: Any) -> None:
        self.make, self.samples = make, samples

    @cached_property
    def plan(self) -> "Plan":
        made = self.make(*self.samples)
        if isinstance(made, tuple):
            return Plan(*made, compiler=None, samples=self.samples)
        compiler = made.query.get_compiler(DEFAULT_DB_ALIAS)
        return Plan(*compiler.as_sql(), compiler=compiler, samples=self.samples)

    def rows(self, *values: Any) -> list[tuple[Any, ...]]:
        return self.plan.ask(values)

    def objects(self, *values: Any) -> list[Any]:
        """What the rows stand for, with what `select_related` names."""
        return [self.plan.made_of(row) for row in self.plan.ask(values)]


class Plan:
    def __init__(self, sql: str, params: Sequence[Any], *, compiler: Any, samples: Sequence[Any]) -> None:
        self.sql = sql
        self.places = [(samples.index(each) if each in samples else None, each) for each in params]
        if {place for place, _value in self.places if place is not None} != set(range(len(samples))):
            raise ValueError(f"Not every value takes part in: {sql}")
        if any(place is None and isinstance(each, date) for place, each in self.places):
            raise ValueError(f"A day or a moment would stay what it is now: {sql}")
        self.compiler = compiler
        self.converters = compiler.get_converters([each[0] for each in compiler.select]) if compiler else {}

    def ask(self, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        params = [each if place is None else values[place] for place, each in self.places]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            rows = cursor.fetchall()
        if self.converters:
            rows = [tuple(row) for row in self.compiler.apply_converters(rows, self.converters)]
        return rows

    def made_of(self, row: tuple[Any, ...]) -> Any:
        model, names, end, related = self.shape
        made = model.from_db(DEFAULT_DB_ALIAS, names, row[:end])
        for each in related:
            each.populate(row, made)
        for name, place in self.compiler.annotation_col_map.items():
            setattr(made, name, row[place])
        return made

    @cached_property
    def shape(self) -> tuple[Any, list[str], int, list[Any]]:
        """As Django makes objects of rows."""
        known, select = self.compiler.klass_info, self.compiler.select
        start, *_others, last = known["select_fields"] if len(known["select_fields"]) > 1 else [0, 0]
        if start:
            raise ValueError("Columns stand before those of the model.")
        names = [each[0].target.attname for each in select[: last + 1]]
        related = get_related_populators(known, select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]
        return known["model"], names, last + 1, related
