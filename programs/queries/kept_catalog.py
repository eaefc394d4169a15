"""The catalog as a process keeps it: who fits which facet as bits, and the words of the facets. `fresh` brings it up to
date by one small statement; what it then says is what live SQL (programs.queries.catalog) would say.
"""

import heapq
import itertools
import threading
import time
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from capacity.models import Capacity
from common import changes
from common.facets import Asked, Counts, FacetIndex, Values
from common.kept import Kept
from programs.models import Cohort, Program, ProgramCapacity, ProgramProvider, ProgramRecord
from programs.queries import catalog, vocabulary
from programs.queries.catalog import Criteria
from programs.queries.vocabulary import Vocabulary
from programs.states import PUBLIC_PROGRAM_STATES, ProgramState

TOPICS = ("programs_program", "words", "capacity_stakeholder")
RUN_FACETS = ("format", "starts", "open")
DAYS = 3  # that are today somewhere on earth
FEW = 300  # programs found; so many are named to the database one by one
VERSIONS = itertools.count(1)
LOCK = threading.RLock()

Keys = Collection[int] | None  # of programs; None: all
FOUND: "Kept[int]" = Kept(50)
COUNTS: "Kept[Counts]" = Kept(200)


def asked_of(asked: Criteria) -> Asked:
    """What was asked, by facet; the words of a search are the database's business."""
    wishes: dict[str, Collection[str]] = {
        "method": asked.methods,
        "language": asked.languages,
        "region": (*asked.regions, "") if asked.regions else (),
        "capacity": asked.capacity_codes,
        "format": asked.formats,
        "starts": [asked.starts] if asked.starts else (),
        "open": ["1"] if asked.open_only else (),
    }
    return {facet: values for facet, values in wishes.items() if values}


def plain_facts(keys: Keys) -> dict[int, Values | None]:
    """What each program has itself; None for those of `keys` that are not public (any more)."""
    found: dict[int, dict[str, list[str]]] = {}
    for key, method in of(Program.objects.public(), "pk", keys).values_list("pk", "method__code"):
        found[key] = {"method": [method], "language": [], "region": [""], "capacity": []}
    given: Any = Program.languages.through
    languages = of(given.objects.all(), "program", keys)
    for key, code in languages.values_list("program_id", "language_id"):
        if key in found:
            found[key]["language"].append(code)
    meant: Any = Program.regions.through
    regions = of(meant.objects.all(), "program", keys)
    for key, code, scheme in regions.values_list("program_id", "region__code", "region__scheme"):
        if key in found:
            named = [one for one in found[key]["region"] if one]
            found[key]["region"] = [*named, code] if scheme == "wikimedia" else named
    aims = of(ProgramCapacity.objects.filter(capacity__in=Capacity.objects.shown()), "program", keys)
    for key, path in aims.values_list("program_id", "capacity__path"):
        if key in found:
            found[key]["capacity"] += path.split("/")
    return {**dict.fromkeys(keys or ()), **found}


def run_facts(
    keys: Keys, today: date, now: datetime
) -> tuple[dict[int, list[Values]], list[tuple[datetime, int]]]:
    """The runs of each public program as they are on that day, and the moments at which some of them change."""
    found: dict[int, list[Values]] = {}
    moments: list[tuple[datetime, int]] = []
    cohorts = Cohort.objects.filter(cancelled_at=None, program__state__in=PUBLIC_PROGRAM_STATES)
    columns = (
        "program_id",
        "program__state",
        "delivery",
        "starts_on",
        "ends_on",
        "enrollment_opens_at",
        "enrollment_closes_at",
    )
    for key, state, delivery, starts_on, ends_on, opens, closes in of(cohorts, "program", keys).values_list(
        *columns
    ):
        is_open = state == ProgramState.PUBLISHED and opens <= now < closes and ends_on >= today
        period = catalog.period_of(starts_on, ends_on, today)
        run: Values = {"format": [delivery], "starts": [period], "open": ["1"] if is_open else []}
        found.setdefault(key, []).append(run)
        moments += [(moment, key) for moment in (opens, closes) if moment > now]
    records = of(ProgramRecord.objects.filter(program__state__in=PUBLIC_PROGRAM_STATES), "program", keys)
    for key, mode in records.values_list("program_id", "mode"):
        known = catalog.RECORD_MODES.get(mode)
        over: Values = {"format": [known] if known else [], "starts": ["past"], "open": []}
        found.setdefault(key, [over])
    return found, moments


def of(rows: QuerySet, column: str, keys: Keys) -> QuerySet:
    return rows if keys is None else rows.filter(**{f"{column}__in": keys})


class KeptCatalog:
    """`version` changes with whatever a page of the catalog may show."""

    def __init__(self) -> None:
        self.looked_at = time.monotonic()
        self.snapshot = changes.snapshot()
        self.version = self.built = next(VERSIONS)
        self.versions: dict[int, int] = {}  # of programs that changed since
        self.moments: list[tuple[datetime, int]] = []
        self.words: dict[str, Vocabulary] = {}
        self.index = FacetIndex(RUN_FACETS)
        self.index.replace(plain_facts(None), {})
        self._add_day(timezone.localdate())

    def is_current(self) -> bool:
        """Also in what follows from the time that has passed."""
        return not (self.moments and self.moments[0][0] <= timezone.now())

    def knows_today(self) -> bool:
        return timezone.localdate() in self.index.runs

    def advance(self, news: changes.News | None) -> None:
        """Read again what was written, and what the time has changed."""
        keys = news.subjects.get("programs_program", set()) if news else set()
        if news and (named := news.subjects.get("capacity_stakeholder")):
            keys |= set(
                ProgramProvider.objects.filter(organization__in=named).values_list("program_id", flat=True)
            )
        now = timezone.now()
        while self.moments and self.moments[0][0] <= now:
            keys.add(heapq.heappop(self.moments)[1])
        if keys:
            self._read(keys, now)
        if not self.knows_today():
            self._add_day(timezone.localdate())
        if news:
            self.snapshot = news.snapshot

    def _read(self, keys: set[int], now: datetime) -> None:
        days = {}
        for day in self.index.runs:
            days[day], moments = run_facts(keys, day, now)  # type: ignore[arg-type]
        for moment in moments:
            heapq.heappush(self.moments, moment)
        self.index.replace(plain_facts(keys), days)
        self.version = next(VERSIONS)
        self.versions |= dict.fromkeys(keys, self.version)

    def _add_day(self, today: date) -> None:
        runs, moments = run_facts(None, today, timezone.now())
        self.index.add_runs(today, runs)
        self.index.forget_runs(DAYS)
        self.moments = sorted({*self.moments, *moments})

    def vocabulary(self) -> Vocabulary:
        language = get_language() or settings.LANGUAGE_CODE
        if language not in self.words:
            self.words[language] = vocabulary.read(language)
        return self.words[language]

    def stamp(self) -> tuple[int, date]:
        """What a page of the catalog depends on, besides its reader."""
        return self.version, timezone.localdate()

    def stamp_of(self, key: int) -> tuple[int, date]:
        """The same for the card of one program."""
        return self.versions.get(key, self.built), timezone.localdate()

    def counts(self, asked: Criteria) -> Counts:
        """As `catalog.facet_counts`."""
        key = (*self.stamp(), asked)
        return COUNTS.get_or_make(key, lambda: self._counts(asked))

    def few(self, asked: Criteria) -> list[int] | None:
        """The programs found, if they are not many."""
        among, today = self._among(asked), timezone.localdate()
        with LOCK:
            found = self.index.select(asked_of(asked), day=today, among=among)
            return self.index.keys_in(found) if found.bit_count() <= FEW else None

    def _counts(self, asked: Criteria) -> Counts:
        among, today = self._among(asked), timezone.localdate()
        with LOCK:
            counts = self.index.counts(asked_of(asked), day=today, among=among)
        counts["everywhere"] = {"": counts.get("region", {}).pop("", 0)}
        return counts

    def _among(self, asked: Criteria) -> int | None:
        words = tuple(catalog.words_of(asked.q))
        return FOUND.get_or_make((self.version, words), lambda: self._saying(asked)) if words else None

    def _saying(self, asked: Criteria) -> int:
        found = catalog.narrow(Program.objects.public(), Criteria(q=asked.q)).order_by()
        keys = list(found.values_list("pk", flat=True))
        with LOCK:
            return self.index.rows_of(keys)


class Place:
    """Where the process keeps it."""

    kept: KeptCatalog | None = None


def fresh() -> KeptCatalog | None:
    """The catalog with all that is committed by now; None inside a transaction, whose own view nobody may keep."""
    if not changes.may_be_kept():
        return None
    kept = Place.kept
    if kept is None or time.monotonic() - kept.looked_at > changes.TRUSTED.total_seconds():
        return build()
    news = changes.since(kept.snapshot, TOPICS)
    kept.looked_at = time.monotonic()
    if news is None and kept.is_current() and kept.knows_today():
        return kept
    if news and news.whole:
        return build()
    with LOCK:
        kept.advance(news)
    return kept


def build() -> KeptCatalog:
    with LOCK:
        Place.kept = KeptCatalog()
        return Place.kept


def stamp() -> object:
    kept = fresh()
    return kept and kept.stamp()


def forget() -> None:
    Place.kept = None
