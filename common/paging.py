"""Pages by key, never by offset: the last page costs what the first does, and rows added meanwhile shift nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.core import signing
from django.db.models import Model, Q, QuerySet
from django.http import QueryDict

Row = TypeVar("Row", bound=Model)
SALT = "paging"
READERS = {"d": date.fromisoformat, "t": datetime.fromisoformat}


class CursorError(ValueError):
    """The cursor is not one of ours, or belongs to another order."""


@dataclass(frozen=True, kw_only=True)
class Page(Generic[Row]):
    rows: list[Row]
    previous: str  # a cursor, or nothing
    next: str


def page_of(
    queryset: "QuerySet[Row]", *, ordering: Sequence[str], cursor: str = "", size: int = 25
) -> "Page[Row]":
    """The page at `cursor` of the rows in this order ("-name" descends). Together the columns of the order must tell
    any two rows apart, and none may be null. Raises CursorError.
    """
    backwards, key = read(cursor, ordering) if cursor else (False, None)
    rows = queryset.order_by(*(turned(column) if backwards else column for column in ordering))
    if key is not None:
        rows = rows.filter(beyond(ordering, key, backwards=backwards))
    found = list(rows[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    has_previous, has_next = (more, True) if backwards else (key is not None, more)
    return Page(
        rows=found,
        previous=write(found[0], ordering, backwards=True) if found and has_previous else "",
        next=write(found[-1], ordering, backwards=False) if found and has_next else "",
    )


def addresses(page: "Page[Any]", query: QueryDict) -> dict[str, str]:
    """Those of the pages before and after this one, with all else that the address asks."""

    def at(cursor: str) -> str:
        asked = query.copy()
        asked["page"] = cursor
        return f"?{asked.urlencode()}" if cursor else ""

    return {"previous": at(page.previous), "next": at(page.next)}


def turned(column: str) -> str:
    return column[1:] if column.startswith("-") else f"-{column}"


def beyond(ordering: Sequence[str], key: Sequence[Any], *, backwards: bool) -> Q:
    """Rows after the key in the order of all columns together; its first column alone bounds what an index reads."""
    after, equal = Q(), Q()
    for column, value in zip(ordering, key, strict=True):
        name = column.lstrip("-")
        word = "lt" if column.startswith("-") is not backwards else "gt"
        after |= equal & Q(**{f"{name}__{word}": value})
        if not equal:
            after_bound = Q(**{f"{name}__{word}e": value})
        equal &= Q(**{name: value})
    return after_bound & after


def write(row: Model, ordering: Sequence[str], *, backwards: bool) -> str:
    values = [pack(getattr(row, column.lstrip("-"))) for column in ordering]
    return signing.dumps([int(backwards), ",".join(ordering), *values], salt=SALT, compress=True)


def read(cursor: str, ordering: Sequence[str]) -> tuple[bool, list[Any]]:
    try:
        backwards, order, *values = signing.loads(cursor, salt=SALT)
    except (signing.BadSignature, ValueError) as error:
        raise CursorError("not a cursor of ours") from error
    if order != ",".join(ordering):
        raise CursorError("a cursor of another order")
    return bool(backwards), [unpack(value) for value in values]


def pack(value: Any) -> Any:
    if isinstance(value, datetime):
        return ["t", value.isoformat()]
    if isinstance(value, date):
        return ["d", value.isoformat()]
    return value


def unpack(value: Any) -> Any:
    return READERS[value[0]](value[1]) if isinstance(value, list) else value
