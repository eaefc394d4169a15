"""Sessions as Django keeps them in the database, read by one statement that is written once."""

from datetime import UTC, datetime
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from common.statements import Written


def _living(key: str, now: datetime) -> QuerySet:
    return Session.objects.filter(session_key=key, expire_date__gt=now).values_list("session_data")


DATA_OF = Written(_living, "a key", datetime(1, 1, 1, tzinfo=UTC))


class SessionStore(db.SessionStore):
    def load(self) -> dict[str, Any]:
        found = DATA_OF.rows(self.session_key, timezone.now())
        if found:
            return self.decode(found[0][0])
        self._session_key = None
        return {}
