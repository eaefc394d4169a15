"""What was written since one last looked: so a process may keep things in its memory and still never show old ones.

Triggers (`common.triggers.tells_of`) note each written row with its transaction. Who remembers a snapshot of
PostgreSQL finds exactly the notes it could not yet see, also of transactions that began earlier and ended later, by one
small statement; no process has to be told anything, whichever host it is on.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from common.models import Change

KEPT = timedelta(days=1)
TRUSTED = timedelta(
    hours=1
)  # who has not looked for so long begins anew: notes may have been forgotten meanwhile

UNSEEN = """
    SELECT topic, subject, pg_current_snapshot()::text FROM common_change
    WHERE topic = ANY(%(topics)s)
      AND written_in >= pg_snapshot_xmin(%(snapshot)s::pg_snapshot)::text::bigint
      AND NOT pg_visible_in_snapshot(written_in::text::xid8, %(snapshot)s::pg_snapshot)
"""


@dataclass(frozen=True, kw_only=True)
class News:
    snapshot: str  # to remember: what is visible in it has been told
    subjects: dict[str, set[int]]  # by topic: the rows
    whole: set[str]  # topics of which many rows changed


def snapshot() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_snapshot()::text")
        return str(cursor.fetchone()[0])


def since(remembered: str, topics: Iterable[str]) -> News | None:
    """What was committed that the remembered snapshot does not show; None where there is nothing."""
    with connection.cursor() as cursor:
        cursor.execute(UNSEEN, {"topics": list(topics), "snapshot": remembered})
        rows = cursor.fetchall()
    if not rows:
        return None
    subjects: dict[str, set[int]] = {}
    for topic, subject, _snapshot in rows:
        if subject is not None:
            subjects.setdefault(topic, set()).add(subject)
    return News(snapshot=rows[0][2], subjects=subjects, whole={row[0] for row in rows if row[1] is None})


def may_be_kept() -> bool:
    """Inside a transaction one sees what nobody else does, or does not see what others do: keep nothing of it."""
    return not connection.in_atomic_block


def forget() -> int:
    """Drop notes that everybody has read."""
    return Change.objects.filter(at__lt=timezone.now() - KEPT).delete()[0]
