"""What each table holds of a person, and what becomes of it when she is erased: one registry per app, one walk."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, CharField, Field, ForeignKey, Model, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from common import formats
from common.models import Message, Notification
from common.statements import together

ERASED = "—"  # stands where a name stood
FREE_TEXT = 150  # characters: a column with room for more holds words, not codes
Plain = str | bool | int | float | date  # a moment is a date, too
SHORTEST = 3  # characters of a name or a sentence that is looked for elsewhere


@dataclass(frozen=True, kw_only=True)
class Holding:
    """One table. Each column that points to a person, or holds text, is named here: tests/house says which is not."""

    model: type[Model]
    says: Promise
    why: Promise
    of: str = ""  # the way from a row to the account; nothing where rows are nobody's and only mention her
    deleted: bool = False  # her rows go
    emptied: Mapping[str, Any] = field(default_factory=dict)  # what stands in her rows' columns afterwards
    kept: tuple[str, ...] = ()  # columns that stay: ids, codes, and words that are not about her
    secret: tuple[str, ...] = ()  # columns that no export shows, to her neither
    names: Mapping[str, Promise] = field(
        default_factory=dict
    )  # of columns that their package has no words for
    page: str = ""  # where she can correct it, by the name of its address

    @property
    def label(self) -> str:
        return self.model._meta.label_lower


@dataclass(frozen=True, kw_only=True)
class Held:
    """A person's rows of one table: words, and truth values, numbers, days and moments as such."""

    holding: Holding
    rows: list[dict[str, Plain]]
    labels: dict[str, str]

    @property
    def worded(self) -> list[list[tuple[str, str]]]:
        """Rows for a reader, in her language and zone: what is empty is left out."""
        return [
            [(self.labels[name], told(value)) for name, value in row.items() if value != ""]
            for row in self.rows
        ]


def rows_of(holding: Holding, account: Any) -> "QuerySet[Any]":
    return holding.model._base_manager.filter(**{f"{holding.of}__in": account.numbers})


def held(holding: Holding, account: Any) -> Held:
    """All of it, but secrets and the accounts of others. One query."""
    return in_words(holding, list(shown_rows(holding, account).order_by("pk")))


def newest(holding: Holding, account: Any, number: int) -> Held:
    """The same of the newest rows alone."""
    return in_words(holding, list(shown_rows(holding, account).order_by("-pk")[:number]))


def shown_rows(holding: Holding, account: Any) -> "QuerySet[Any]":
    related = [each.name for each in shown_columns(holding) if isinstance(each, ForeignKey)]
    return rows_of(holding, account).select_related(*related).defer(*holding.secret)


def shown_columns(holding: Holding) -> list[Field]:
    return [each for each in holding.model._meta.concrete_fields if is_shown(each, holding)]


def in_words(holding: Holding, rows: Sequence[Model]) -> Held:
    columns = shown_columns(holding)
    return Held(
        holding=holding,
        labels={each.name: str(holding.names.get(each.name, each.verbose_name)) for each in columns},
        rows=[{each.name: words(row, each) for each in columns} for row in rows],
    )


def keys_of(holdings: Iterable[Holding], account: Any) -> dict[str, list[int]]:
    """The numbers of all her rows, by table. One query."""
    parts = [
        rows_of(holding, account)
        .order_by()
        .values(a_label=Value(holding.label), a_key=Cast("pk", BigIntegerField()))
        for holding in holdings
        if holding.of
    ]
    found: dict[str, list[int]] = {}
    for label, key in together(parts, ("a_label", "a_key")):
        found.setdefault(label, []).append(key)
    return found


def is_shown(column: Field, holding: Holding) -> bool:
    points_to = column.related_model
    is_account = isinstance(points_to, type) and points_to._meta.label == settings.AUTH_USER_MODEL
    return not is_account and column.name not in {"id", "is_demo", *holding.secret}


def words(row: Model, column: Field) -> Plain:
    value = getattr(row, column.name)
    if column.choices and value is not None:
        return str(getattr(row, f"get_{column.name}_display")())
    if isinstance(value, (bool, int, float, date)):
        return value
    return "" if value is None else str(value)


def told(value: Plain) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return f"{formats.moment(value)} {formats.zone_of(value)}"
    return formats.day(value) if isinstance(value, date) else str(value)


def erase(holdings: Iterable[Holding], account: Any) -> None:
    """Deletes and empties what is named so. Running it again changes nothing. Expects a transaction around it."""
    for holding in holdings:
        if not holding.of:
            continue
        rows = rows_of(holding, account)
        if holding.deleted:
            rows.delete()
        elif holding.emptied:
            rows.update(**holding.emptied)


def words_of(holdings: Iterable[Holding], account: Any) -> set[str]:
    """Her names, and every sentence of hers that goes."""
    found: set[str] = set()
    for holding in holdings:
        columns = [each.name for each in holding.model._meta.concrete_fields if goes(each, holding)]
        if holding.of and columns:
            for row in rows_of(holding, account).values_list(*columns):
                found |= {value.strip() for value in row if isinstance(value, str)}
    return {each for each in found if len(each) >= SHORTEST}


def goes(column: Field, holding: Holding) -> bool:
    is_told = holding.model in {Message, Notification} or column.name in holding.secret
    is_text = isinstance(column, CharField | TextField) and (column.max_length or FREE_TEXT) >= FREE_TEXT
    return is_text and not is_told and (holding.deleted or column.name in holding.emptied)


def forget_mentions(words: Iterable[str]) -> None:
    """Takes her names, and what letters quoted of her, out of what others were told."""
    for said in sorted(words, key=len, reverse=True):
        pattern = re.escape(said)
        whole = re.compile(rf"(?<!\w){pattern}(?!\w)" if said.isascii() else pattern, re.IGNORECASE)
        for model, columns in ((Notification, ["text", "detail"]), (Message, ["subject", "text"])):
            for column in columns:
                for row in model._default_manager.filter(**{f"{column}__icontains": said}).iterator():
                    setattr(row, column, whole.sub(ERASED, getattr(row, column)))
                    row.save(update_fields=[column])


def forget_names_in_admin_log(holdings: Iterable[Holding], account: Any) -> None:
    """The admin's own log writes down how a row was called."""
    for holding in holdings:
        if holding.of:
            keys = [str(pk) for pk in rows_of(holding, account).values_list("pk", flat=True)]
            kind = ContentType.objects.get_for_model(holding.model)
            LogEntry.objects.filter(content_type=kind, object_id__in=keys).update(
                object_repr="", change_message=""
            )
