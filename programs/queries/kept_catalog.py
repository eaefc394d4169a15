"""The catalog as a process keeps it: who fits which facet as bits, and the words of the facets. `fresh` brings it up to
date by one small statement; what it then says is what live SQL (programs.queries.catalog) would say.
"""

import heapq
import itertools
import threading
import time
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from capacity.models import Capacity
from common import changes
from common.facets.beginnings import Beginnings
from common.facets.index import Answer, Asked, Counts, FacetIndex, Part, Values, bits
from common.kept import Kept
from programs.models import Cohort, Program, ProgramCapacity, ProgramProvider, ProgramRecord, Session
from programs.queries import catalog, vocabulary
from programs.queries.catalog import Criteria
from programs.queries.vocabulary import Vocabulary
from programs.states import PUBLIC_PROGRAM_STATES, ProgramState

TOPICS = ("programs_program", "words", "capacity_stakeholder")
RUN_FACETS = ("format", "starts", "open", "interpretation", "access", "free")
LISTED = ("provider",)  # thousands of them
DAYS = 3  # that are today somewhere on earth
FEW = 10_000  # programs found; so many are named to the database one by one
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
        "interpretation": asked.interpretation,
        "access": asked.access,
        "free": ["1"] if asked.free_only else (),
        "zone": [asked.zone] if asked.zone else (),
        "dates": [days_asked(asked)] if asked.starts_from or asked.starts_to else (),
        "audience": asked.audiences,
        "level": asked.levels,
        "provider": asked.providers,
    }
    return {facet: values for facet, values in wishes.items() if values}


def days_asked(asked: Criteria) -> str:
    first, last = asked.starts_from or date.min, asked.starts_to or date.max
    return f"{first.isoformat()}/{last.isoformat()}"


Moments = tuple[tuple[datetime, datetime], ...]
Mark = tuple[date | None, Moments]  # the first day of a run, and its sessions where it is not over
Marks = Mapping[int, Mark]  # by the place of a row


def begin_within(marks: Marks, size: int) -> Answer:
    begun = Beginnings({place: begins for place, (begins, _) in marks.items() if begins is not None}, size)
    return lambda span: begun.within(*map(date.fromisoformat, span.split("/")))


def are_awake_in(marks: Marks, size: int) -> Answer:
    met = {place: sessions for place, (_, sessions) in marks.items() if sessions}
    return lambda zone: bits(
        (place for place, sessions in met.items() if lies_in_the_day_of(zone, sessions)), size
    )


@lru_cache(maxsize=100_000)
def lies_in_the_day_of(zone: str, sessions: Moments) -> bool:
    return catalog.is_awake(ZoneInfo(zone), sessions)


def plain_facts(keys: Keys) -> dict[int, Values | None]:
    """What each program has itself; None for those of `keys` that are not public (any more)."""
    found: dict[int, dict[str, list[str]]] = {}
    programs = of(Program.objects.public(), "pk", keys)
    for key, method, groups in programs.values_list("pk", "method__code", "audience_groups"):
        found[key] = {"method": [method], "audience": groups, "region": [""]}
        found[key] |= {"language": [], "capacity": [], "level": [], "provider": []}
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
    _add_aims(found, keys)
    provisions = of(ProgramProvider.objects.order_by(), "program", keys)
    for key, slug in provisions.values_list("program_id", "organization__slug"):
        if key in found:
            found[key]["provider"].append(slug)
    return {**dict.fromkeys(keys or ()), **found}


def _add_aims(found: dict[int, dict[str, list[str]]], keys: Keys) -> None:
    shown = set(Capacity.objects.shown().values_list("pk", flat=True))
    aims = of(ProgramCapacity.objects.all(), "program", keys)
    for key, capacity, path, level in aims.values_list(
        "program_id", "capacity_id", "capacity__path", "level_before_id"
    ):
        if key in found:
            if capacity in shown:
                found[key]["capacity"] += path.split("/")
            if level is not None:
                found[key]["level"].append(str(level))


Runs = dict[int, list[Part]]
COLUMNS = (
    "pk",
    "program_id",
    "program__state",
    "delivery",
    "starts_on",
    "ends_on",
    "enrollment_opens_at",
    "enrollment_closes_at",
    "access_provisions",
    "fee",
)


def run_facts(keys: Keys, today: date, now: datetime) -> tuple[Runs, list[tuple[datetime, int]]]:
    """The runs of each public program as they are on that day, and the moments at which some of them change."""
    found: Runs = {}
    moments: list[tuple[datetime, int]] = []
    cohorts = Cohort.objects.filter(cancelled_at=None, program__state__in=PUBLIC_PROGRAM_STATES)
    spoken, sessions = interpretation_of(keys), sessions_of(keys, today)
    for row in of(cohorts, "program", keys).order_by().values_list(*COLUMNS, named=True):
        opens, closes, is_over = row.enrollment_opens_at, row.enrollment_closes_at, row.ends_on < today
        is_open = row.program__state == ProgramState.PUBLISHED and opens <= now < closes and not is_over
        run: Values = {
            "format": [row.delivery],
            "starts": [catalog.period_of(row.starts_on, row.ends_on, today)],
            "open": ["1"] if is_open else [],
            "interpretation": spoken.get(row.pk, ()),
            "access": row.access_provisions,
            "free": [] if row.fee else ["1"],
        }
        mark: Mark = (row.starts_on, tuple(sessions.get(row.pk, ())))
        found.setdefault(row.program_id, []).append(Part(run, mark))
        moments += [(moment, row.program_id) for moment in (opens, closes) if moment > now]
    records = of(ProgramRecord.objects.filter(program__state__in=PUBLIC_PROGRAM_STATES), "program", keys)
    for key, mode, held_from in records.values_list("program_id", "mode", "held_from"):
        known = catalog.RECORD_MODES.get(mode)
        over: Values = {"format": [known] if known else [], "starts": ["past"]}
        found.setdefault(key, [Part(over, (held_from, ()))])
    return found, moments


def interpretation_of(keys: Keys) -> dict[int, list[str]]:
    spoken: dict[int, list[str]] = {}
    through: Any = Cohort.interpretation.through
    for cohort, code in of(through.objects.all(), "cohort__program", keys).values_list(
        "cohort_id", "language_id"
    ):
        spoken.setdefault(cohort, []).append(code)
    return spoken


def sessions_of(keys: Keys, today: date) -> dict[int, list[tuple[datetime, datetime]]]:
    """Of cohorts that are not over."""
    found: dict[int, list[tuple[datetime, datetime]]] = {}
    ahead = Session.objects.filter(cancelled_at=None, cohort__ends_on__gte=today).order_by("starts_at", "pk")
    for cohort, begins, ends in of(ahead, "cohort__program", keys).values_list(
        "cohort_id", "starts_at", "ends_at"
    ):
        found.setdefault(cohort, []).append((begins, ends))
    return found


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
        rules = {"zone": are_awake_in, "dates": begin_within}
        self.index = FacetIndex(RUN_FACETS, listed=LISTED, measured=rules)
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
        facts = plain_facts(keys)
        self.index.replace(facts, days)
        if self.words and not self._can_name(facts.values(), days.values()):
            self.words = {}
        self.version = next(VERSIONS)
        self.versions |= dict.fromkeys(keys, self.version)

    def _can_name(self, plain: Iterable[Values | None], days: Iterable[Runs]) -> bool:
        """Whether every language in which something is given now was among the words before."""
        known = next(iter(self.words.values())).languages.keys()
        given = {code for values in plain if values for code in values["language"]}
        for runs in days:
            for parts in runs.values():
                given.update(*(part.values.get("interpretation", ()) for part in parts))
        return given <= known

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
        key = (*self.stamp(), asked, timezone.get_current_timezone_name())
        return COUNTS.get_or_make(key, lambda: self._counts(asked))

    def few(self, asked: Criteria) -> list[int] | None:
        """The programs found, if something is asked and they are not many."""
        among, today, wishes = self._among(asked), timezone.localdate(), asked_of(asked)
        if among is None and not wishes:
            return None
        with LOCK:
            found = self.index.select(wishes, day=today, among=among)
            return self.index.keys_in(found) if found.bit_count() <= FEW else None

    def _counts(self, asked: Criteria) -> Counts:
        among, today = self._among(asked), timezone.localdate()
        with LOCK:
            zones = [("zone", zone) for zone in asked.zones]
            counts = self.index.counts(asked_of(asked), day=today, among=among, measured=zones)
        counts["everywhere"] = {"": counts.get("region", {}).pop("", 0)}
        return counts

    def _among(self, asked: Criteria) -> int | None:
        words = catalog.spellings_of(asked)
        asked = Criteria(q=asked.q, spellings=words)
        return FOUND.get_or_make((self.version, words), lambda: self._saying(asked)) if words else None

    def _saying(self, asked: Criteria) -> int:
        found = catalog.narrow(Program.objects.public(), asked).order_by()
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
