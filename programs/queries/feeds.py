"""The newest programs, as feeds tell of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from programs.models import Program
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
