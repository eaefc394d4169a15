"""Searches that people save, and what they are told of them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from capacity.models import User
from common.log import record
from common.outbox import next_digest
from programs import letters
from programs.logic import refusals
from programs.models import Alert, SavedSearch, SearchFinding
from programs.queries.catalog import Criteria
from programs.queries.searches import News, news_for

MOST = 50  # saved by one person
EVERY = {Alert.DAILY: timedelta(days=1), Alert.WEEKLY: timedelta(days=7)}

Read = Callable[[str], Criteria | None]


@transaction.atomic
def save(*, by: User, name: str, query: str, alert: str) -> SavedSearch:
    """Keeps a search, and begins to look from now on if letters are asked for.
    Refuses: one more than anybody needs; the same once more.
    """
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if by.saved_searches.count() >= MOST:
        raise refusals.TooManySearchesError
    if same := by.saved_searches.filter(query=query).first():
        raise refusals.SearchTwiceError(same.name)
    search = SavedSearch(owner=by, name=name, query=query, is_demo=by.is_demo)
    _ask_for(search, alert)
    search.save()
    record("programs.searches.save", search, by=by, after={"alert": alert})
    return search


@transaction.atomic
def edit(search: SavedSearch, *, by: User, name: str, alert: str) -> SavedSearch:
    """Changes its name, and how often letters come: those asked for anew tell of what comes from now on."""
    search = SavedSearch.objects.select_for_update().get(pk=search.pk)
    search.name = name
    if search.alert != alert:
        _ask_for(search, alert)
    search.save()
    record("programs.searches.edit", search, by=by, after={"alert": alert})
    return search


@transaction.atomic
def delete(search: SavedSearch, *, by: User) -> None:
    """With what it found. Letters about it end."""
    record("programs.searches.delete", search, by=by)
    search.delete()


def tell_due(*, read: Read) -> int:
    """Writes one letter for each search that is due and found something; returns how many."""
    due = SavedSearch.objects.exclude(alert=Alert.OFF).filter(next_at__lte=timezone.now())
    return sum(tell(pk, read=read) for pk in due.order_by("next_at", "pk").values_list("pk", flat=True))


@transaction.atomic
def tell(pk: int, *, read: Read) -> bool:
    """Looks for what was published or opened since letters were asked for and was not told yet, writes it down, and
    tells the person. Of a search that is not understood any more nothing is told.
    """
    rows = SavedSearch.objects.select_for_update(of=("self",), skip_locked=True).select_related("owner")
    search = rows.exclude(alert=Alert.OFF).filter(pk=pk, next_at__lte=timezone.now()).first()
    if search is None or search.alert_since is None or search.looked_at is None:
        return False
    now, owner = timezone.now(), search.owner
    with timezone.override(owner.zone):
        asked = read(search.query)
        found = [] if asked is None else news_for(search, asked, until=now)
        search.looked_at, search.next_at = now, _next(search.alert, owner)
        search.save(update_fields=["looked_at", "next_at", "updated_at"])
        if found:
            first = _note(search, found, now)
            letters.programs_found(search, [news.program for news in found], cause=first)
    return bool(found)


def _note(search: SavedSearch, found: list[News], now: datetime) -> str:
    """The key of the first finding names the letter."""
    noted = SearchFinding.objects.bulk_create(
        SearchFinding(search=search, program=news.program, cohort_id=cohort, found_at=now)
        for news in found
        for cohort in news.causes
    )
    return f"finding-{noted[0].pk}"


def _ask_for(search: SavedSearch, alert: str) -> None:
    search.alert, now = alert, timezone.now()
    moments: dict[str, Any] = {"alert_since": now, "looked_at": now, "next_at": _next(alert, search.owner)}
    for name, moment in moments.items():
        setattr(search, name, None if alert == Alert.OFF else moment)


def _next(alert: str, owner: User) -> datetime:
    """In the morning of her zone: of the next day, or of the day a week from then."""
    every = EVERY.get(Alert(alert), EVERY[Alert.DAILY])
    return next_digest(owner) + every - timedelta(days=1)
