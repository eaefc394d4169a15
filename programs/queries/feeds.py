"""The newest programs, cohorts and notifications, as feeds tell of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from capacity.models import User
from common import charts, formats
from common.models import Notification
from programs.models import Cohort, Program
from programs.queries.cards import shown
from programs.queries.catalog import Criteria, narrow
from programs.queries.vocabulary import Vocabulary

ENTRIES = 30


@dataclass(frozen=True, kw_only=True)
class Entry:
    public_id: UUID
    title: str
    summary: str
    path: str
    published_at: datetime
    updated_at: datetime
    providers: Sequence[str]
    capacities: Sequence[str]


def newest(asked: Criteria, words: Vocabulary) -> list[Entry]:
    """Those that fit, the last published first. Two statements."""
    fitting = narrow(Program.objects.public(), asked).order_by("-published_at", "-pk")
    keys = list(fitting.values_list("pk", flat=True)[:ENTRIES])
    rows = {row.pk: row for row in shown(keys)} if keys else {}
    return [entry_of(rows[key], words) for key in keys]


def cohorts_of(program: Program) -> list[Entry]:
    """The last announced first. One statement."""
    rows = program.cohorts.select_related("program").order_by("-created_at", "-pk")
    return [cohort_entry(cohort) for cohort in rows[:ENTRIES]]


def told_to(user: User) -> list[Entry]:
    """What the portal has told her, the last first. One statement."""
    rows = Notification.objects.filter(recipient=user).order_by("-pk")
    return [notification_entry(note) for note in rows[:ENTRIES]]


def notification_entry(note: Notification) -> Entry:
    return Entry(
        public_id=note.public_id,
        title=note.text,
        summary=note.detail,
        path=note.url or reverse("capacity:notification-list"),
        published_at=note.created_at,
        updated_at=note.created_at,
        providers=(),
        capacities=(),
    )


def cohort_entry(cohort: Cohort) -> Entry:
    days = charts.between(formats.day(cohort.starts_on), formats.day(cohort.ends_on))
    closes = _("Enrollment closes on %(day)s.") % {"day": formats.day(cohort.enrollment_closes_at.date())}
    summary = _("Cancelled.") if cohort.cancelled_at else closes
    return Entry(
        public_id=cohort.public_id,
        title=cohort.name,
        summary=f"{days}. {summary}",
        path=cohort.get_absolute_url(),
        published_at=cohort.created_at,
        updated_at=max(cohort.updated_at, cohort.cancelled_at or cohort.updated_at),
        providers=(),
        capacities=(),
    )


def entry_of(row: Any, words: Vocabulary) -> Entry:
    codes = row.capacity_codes or ()
    return Entry(
        public_id=row.public_id,
        title=row.shown_title,
        summary=row.shown_summary,
        path=reverse("programs:program-detail", kwargs={"slug": row.slug}),
        published_at=row.published_at,
        updated_at=row.updated_at,
        providers=row.provider_names or (),
        capacities=[words.capacities[code].label for code in codes if code in words.capacities],
    )
