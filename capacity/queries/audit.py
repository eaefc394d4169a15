"""The action log, as staff read it, and as a person reads what concerns her."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import pgettext

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


def has_stated_reason(reader: User, account: User) -> bool:
    """Within settings.LOOK_MINUTES. One query."""
    since = timezone.now() - timedelta(minutes=settings.LOOK_MINUTES)
    looks = ActionLog.objects.filter(verb=LOOK, by=reader, at__gte=since)
    return looks.filter(object_type="capacity.user", object_id=account.pk).exists()


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


def deeds_about(account: User, objects: Mapping[str, list[int]], *, most: int) -> list[Deed]:
    """What others looked at or changed, newest first. `objects`: ids of what is hers, by kind. One query."""
    hers = Q(object_type="capacity.user", object_id=account.pk)
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
