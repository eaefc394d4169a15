"""The action log, as staff read it, and as a person reads what concerns her."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, Model, Q, QuerySet
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from capacity.models import User
from capacity.states import LookReason
from common.models import ActionLog

LOOK = "capacity.access.state_reason"


@dataclass(frozen=True, kw_only=True)
class Deed:
    """One row for a person's eyes: by a role, never by a name."""

    at: datetime
    who: str
    verb: str
    reason: str

    @property
    def is_look(self) -> bool:
        return self.verb == LOOK


@dataclass(frozen=True, kw_only=True)
class LoggedValue:
    """What a deed changed, in words: "State": "applied", "enrolled"."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class LoggedDeed:
    """One row for the eyes of staff."""

    row: ActionLog
    who: str
    kind: str
    values: list[LoggedValue]
    reason: str


# What actions log under names that are no fields of what they change.
WORDS = {
    "at": gettext_lazy("moment"),
    "claims": gettext_lazy("statements"),
    "closed": gettext_lazy("closed"),
    "comment": gettext_lazy("comment"),
    "enrollments": gettext_lazy("enrollments"),
    "fields": gettext_lazy("changed fields"),
    "from": gettext_lazy("from"),
    "into": gettext_lazy("into"),
    "mark": gettext_lazy("mark"),
    "moved": gettext_lazy("moved"),
    "of": gettext_lazy("of"),
    "on": gettext_lazy("day"),
    "people": gettext_lazy("people"),
    "points": gettext_lazy("points"),
    "reminders": gettext_lazy("reminders"),
    "seen_by": gettext_lazy("who sees it"),
    "sessions": gettext_lazy("sessions"),
    "states": gettext_lazy("states"),
    "taken": gettext_lazy("taken"),
    "values": gettext_lazy("values"),
}


def has_stated_reason(reader: User, about: Model) -> bool:
    """Within settings.LOOK_MINUTES. One query."""
    since = timezone.now() - timedelta(minutes=settings.LOOK_MINUTES)
    looks = ActionLog.objects.filter(verb=LOOK, by=reader, at__gte=since)
    return looks.filter(object_type=about._meta.label_lower, object_id=about.pk).exists()


def log_rows(asked: Mapping[str, Any]) -> "QuerySet[ActionLog]":
    """What the filter of the audit page asks for; the clean values of `AuditForm`."""
    rows = ActionLog.objects.select_related("by")
    wanted = {
        "by_id": asked.get("who"),
        "verb__startswith": asked.get("verb"),
        "object_type": asked.get("object_type"),
        "object_id": asked.get("object_id"),
        "at__date__gte": asked.get("since"),
        "at__date__lte": asked.get("until"),
    }
    return rows.filter(**{name: value for name, value in wanted.items() if value})


def deeds_about(
    account: User, objects: Mapping[str, list[int]], *, among: Mapping[str, QuerySet], most: int
) -> list[Deed]:
    """What others looked at or changed, newest first. `objects`: ids of what is hers, by kind; `among`: of what shows
    her among others, at which staff looked. One query.
    """
    hers = Q(object_type="capacity.user", object_id=account.pk)
    for kind, keys in among.items():
        hers |= Q(verb=LOOK, object_type=kind, object_id__in=keys)
    for kind, ids in objects.items():
        hers |= Q(object_type=kind, object_id__in=ids)
    rows = ActionLog.objects.filter(hers).exclude(by=account).select_related("by")[:most]
    return [
        Deed(at=row.at, who=role_word(row.by), verb=row.verb, reason=reason_word(row.reason)) for row in rows
    ]


def role_word(user: Any) -> str:
    if user is None:
        return pgettext("who did it", "the portal itself")
    if user.is_staff:
        return pgettext("who did it", "staff")
    return pgettext("who did it", "somebody who runs or represents it")


def reason_word(code: str) -> str:
    return str(LookReason(code).label) if code in LookReason.values else code


def in_words(row: ActionLog) -> LoggedDeed:
    return LoggedDeed(
        row=row,
        who=role_word(row.by),
        kind=kind_word(row.object_type),
        values=values_of(row),
        reason=reason_word(row.reason),
    )


def values_of(row: ActionLog) -> list[LoggedValue]:
    """In the reader's words where the models have words for it: names of fields, labels of choices."""
    model = model_of(row.object_type)
    return [
        LoggedValue(
            name=capfirst(name_word(model, name)),
            before=value_word(model, name, row.before.get(name)),
            after=value_word(model, name, row.after.get(name)),
        )
        for name in dict.fromkeys([*row.before, *row.after])
    ]


def kind_word(object_type: str) -> str:
    model = model_of(object_type)
    return str(capfirst(model._meta.verbose_name)) if model else object_type


def model_of(object_type: str) -> type[Model] | None:
    try:
        return apps.get_model(object_type)
    except (LookupError, ValueError):
        return None


def field_of(model: type[Model] | None, name: str) -> Field | None:
    try:
        found = model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        return None
    return found if isinstance(found, Field) else None


def name_word(model: type[Model] | None, name: str) -> str:
    field = field_of(model, name)
    return str(field.verbose_name if field else WORDS.get(name, name.replace("_", " ")))


def value_word(model: type[Model] | None, name: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        return "; ".join(
            f"{name_word(model, key)}: {value_word(model, key, each)}" for key, each in value.items()
        )
    if isinstance(value, list):
        words = [
            name_word(model, each) if name == "fields" else value_word(model, name, each) for each in value
        ]
        return ", ".join(words)
    field = field_of(model, name)
    labels = {str(code): str(label) for code, label in field.flatchoices} if field else {}
    return labels.get(str(value), str(value))
