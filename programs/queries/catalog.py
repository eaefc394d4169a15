"""The public catalog: which programs fit, how many fit each facet, and what a card of the list shows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    Exists,
    F,
    Func,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, JSONObject, Lower, NullIf
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from modeltranslation.utils import build_localized_fieldname

from capacity.models import Capacity
from common.cldr import partial_day, territory_name
from common.search import CJK, normalize
from common.statements import FOUND, together
from programs.models import Cohort, Delivery, Program, ProgramCapacity, ProgramProvider
from programs.queries.vocabulary import Vocabulary, localized
from programs.states import ProgramState

SOON, SEASON = timedelta(days=30), timedelta(days=90)
NEVER = date(9999, 12, 31)
WORDS = 8  # of a search, at most
DEPTHS = (1, 2, 3)  # of the tree of capacities
RECORD_MODES = {"online": Delivery.ONLINE, "in-person": Delivery.IN_PERSON, "hybrid": Delivery.HYBRID}

ORDERS: dict[str, tuple[str, ...]] = {
    "newest": ("-published_at", "-pk"),
    "starting": ("starts_next", "-pk"),
    "title": ("title_sorted", "pk"),
    "match": ("-match", "-pk"),
}


@dataclass(frozen=True, kw_only=True)
class Criteria:
    """What the reader asked for; several values of one facet mean any of them."""

    q: str = ""
    capacities: tuple[int, ...] | None = None  # ids, subtrees included
    capacity_codes: tuple[str, ...] = ()  # the same without their subtrees
    languages: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    starts: str = ""
    open_only: bool = False


class SplitPart(Func):
    function = "SPLIT_PART"
    output_field = CharField()


def narrow(programs: QuerySet, asked: Criteria, *, without: str = "") -> QuerySet:
    """Those that fit all that was asked, one facet (`without`) left aside."""
    wishes = {
        "q": [_says(word) for word in words_of(asked.q)],
        "capacity": [] if asked.capacities is None else [_builds(asked.capacities)],
        "language": [_given_in(asked.languages)] if asked.languages else [],
        "region": [_for(asked.regions)] if asked.regions else [],
        "method": [Q(method__code__in=asked.methods)] if asked.methods else [],
        "run": _runs(asked, without=without),
    }
    for facet, conditions in wishes.items():
        if facet != without:
            programs = programs.filter(*conditions)
    return programs


def words_of(q: str) -> list[str]:
    """What is searched, each on its own: words, and pairs of signs where a script has no spaces."""
    found: list[str] = []
    for word in normalize(q).split():
        run = CJK.fullmatch(word)
        if run and len(word) > 2:
            found += [word[i : i + 2] for i in range(len(word) - 1)]
        else:
            found.append(word)
    return list(dict.fromkeys(found))[:WORDS]


def facet_counts(asked: Criteria) -> dict[str, dict[str, int]]:
    """For each value of each facet, how many programs there are with it and with all else that was asked: one
    statement. `total` has one value, "": how many fit it all.
    """
    found = narrow(Program.objects.public(), Criteria(q=asked.q))  # the dearest condition, once for all
    public, asked = Program.objects.filter(pk__in=FOUND), replace(asked, q="")
    fitting = narrow(public, asked)
    parts = [
        _tally("total", fitting, Value("")),
        _tally("method", narrow(public, asked, without="method"), F("method__code")),
        _tally("language", narrow(public, asked, without="language"), F("languages__code")),
        _tally(
            "region",
            _placed(narrow(public, asked, without="region")),
            Coalesce(F("regions__code"), Value("")),
        ),
        *_capacity_tallies(narrow(public, asked, without="capacity")),
        *_run_tallies(public, asked),
    ]
    counts: dict[str, dict[str, int]] = {}
    for facet, code, n in together(parts, ("t_facet", "t_code", "n"), found=found):
        if code is not None:
            group = counts.setdefault(facet, {})
            group[code] = group.get(code, 0) + n
    for_all_regions = counts.get("region", {}).pop("", 0)
    counts["everywhere"] = {"": for_all_regions}
    return counts


def keys(asked: Criteria, *, sort: str, few: Sequence[int] | None = None) -> tuple[QuerySet, tuple[str, ...]]:
    """The programs that fit, by their keys and the columns of their order, for keyset pages. Where it is known that
    they are `few`, the database need not look for them again.
    """
    ordering = ORDERS[sort]
    public = Program.objects.public()
    fitting = narrow(public, asked) if few is None else public.filter(pk__in=few)
    columns = dict.fromkeys(["pk", *(name.lstrip("-") for name in ordering)])
    return in_order(fitting, asked, sort).values_list(*columns, named=True), ordering


def shown(programs: Sequence[int]) -> QuerySet:
    """With all that a card shows."""
    language = get_language() or settings.LANGUAGE_CODE
    facts = {
        "shown_title": localized("title", language),
        "shown_summary": localized("summary", language),
        "shown_language": _language_shown("title", language),
        "method_name": localized("method__name", language),
        "language_codes": codes_of("languages", "language_id"),
        "capacity_codes": Subquery(
            ProgramCapacity.objects.filter(program=OuterRef("pk"))
            .order_by()
            .values("program")
            .annotate(codes=ArrayAgg("capacity__code", order_by="capacity__path"))
            .values("codes")
        ),
        "provider_names": Subquery(
            ProgramProvider.objects.filter(program=OuterRef("pk"))
            .order_by()
            .values("program")
            .annotate(names=ArrayAgg("organization__name", order_by="position"))
            .values("names")
        ),
        "next_run": _next_run(),
    }
    columns = [
        "pk",
        "slug",
        "state",
        "is_demo",
        "record__held_from",
        "record__held_from_precision",
        "record__city",
        "record__territory",
        "record__source__title",
    ]
    rows = Program.objects.filter(pk__in=programs).order_by().annotate(**facts)
    return rows.values_list(*columns, *facts, named=True)


def codes_of(relation: str, column: str) -> Subquery:
    """The codes of a many-to-many relation of a program, as one array."""
    through = _links(relation)
    return Subquery(
        through.order_by().values("program").annotate(codes=ArrayAgg(column, order_by=column)).values("codes")
    )


def in_order(programs: QuerySet, asked: Criteria, sort: str) -> QuerySet:
    """With the column that the order needs."""
    if sort == "starting":
        coming = _live().filter(program=OuterRef("pk"), starts_on__gte=timezone.localdate())
        first = coming.order_by().values("program").annotate(first=Min("starts_on")).values("first")
        starts = Coalesce(Subquery(first), Value(NEVER), output_field=DateField())
        return programs.annotate(starts_next=starts)
    if sort == "title":
        return programs.annotate(title_sorted=Lower(localized("title", get_language() or "en")))
    if sort == "match":
        likeness = TrigramWordSimilarity(normalize(asked.q), "search_text")
        return programs.annotate(match=Cast(likeness * Value(1000), IntegerField()))
    return programs


def _says(word: str) -> Q:
    """The word itself, or, where it is long enough to tell, one that is like it."""
    exact = Q(search_text__contains=word)
    return exact | Q(search_text__trigram_word_similar=word) if len(word) > 2 else exact


def _builds(capacities: Sequence[int]) -> Q:
    return Q(Exists(ProgramCapacity.objects.filter(program=OuterRef("pk"), capacity__in=capacities)))


def _given_in(languages: Sequence[str]) -> Q:
    return Q(Exists(_links("languages").filter(language__in=languages)))


def _for(regions: Sequence[str]) -> Q:
    """A program that names no region is for all of them."""
    named = Exists(_links("regions").filter(region__code__in=regions, region__scheme="wikimedia"))
    return Q(named) | Q(~Exists(_links("regions")))


def _placed(programs: QuerySet) -> QuerySet:
    return programs.filter(Q(regions=None) | Q(regions__scheme="wikimedia"))


def _links(relation: str) -> QuerySet:
    return getattr(Program, relation).through.objects.filter(program=OuterRef("pk"))


def _runs(asked: Criteria, *, without: str) -> list[Q]:
    """Format, start and openness are asked of one and the same cohort; a published record is a run that is over."""
    cohort, record = _run_conditions(asked, without=without)
    if not cohort:
        return []
    fits = Q(Exists(_live().filter(cohort, program=OuterRef("pk"))))
    return [fits | _recorded() & record] if record is not None else [fits]


def _run_conditions(asked: Criteria, *, without: str) -> tuple[Q, Q | None]:
    cohort, record = Q(), Q()
    possible = True
    if asked.formats and without != "format":
        cohort &= Q(delivery__in=asked.formats)
        record &= Q(record__mode__in=[mode for mode, known in RECORD_MODES.items() if known in asked.formats])
    if asked.starts and without != "starts":
        cohort &= Q(_period=asked.starts)
        possible = possible and asked.starts == "past"
    if asked.open_only and without != "open":
        cohort &= Q(_open=True)
        possible = False
    return cohort, record if possible else None


def _live() -> QuerySet:
    """Cohorts that are not cancelled, with the period they are in and whether one can enroll."""
    today, now = timezone.localdate(), timezone.now()
    period = Case(
        When(ends_on__lt=today, then=Value("past")),
        When(starts_on__lt=today, then=Value("running")),
        When(starts_on__lt=today + SOON, then=Value("soon")),
        When(starts_on__lt=today + SEASON, then=Value("season")),
        default=Value("later"),
        output_field=CharField(),
    )
    is_open = Q(
        enrollment_opens_at__lte=now,
        enrollment_closes_at__gt=now,
        ends_on__gte=today,
        program__state=ProgramState.PUBLISHED,
    )
    return Cohort.objects.filter(cancelled_at=None).alias(
        _period=period, _open=Case(When(is_open, then=Value(True)), default=Value(False))
    )


def period_of(starts_on: date, ends_on: date, today: date) -> str:
    """The same for a cohort at hand."""
    if ends_on < today:
        return "past"
    if starts_on < today:
        return "running"
    if starts_on < today + SOON:
        return "soon"
    return "season" if starts_on < today + SEASON else "later"


def _recorded() -> Q:
    return Q(record__isnull=False) & ~Q(Exists(_live().filter(program=OuterRef("pk"))))


def _tally(facet: str, programs: QuerySet, code: Any, *, of: str = "pk") -> QuerySet:
    """(facet, code, how many programs), grouped."""
    named = {"t_facet": Value(facet, output_field=CharField()), "t_code": Cast(code, CharField())}
    return programs.order_by().annotate(**named).values_list(*named).annotate(n=Count(of, distinct=True))


def _capacity_tallies(programs: QuerySet) -> list[QuerySet]:
    """One for each depth: a program counts once for a capacity and for each above it."""
    shown = Capacity.objects.shown()
    aims = ProgramCapacity.objects.filter(program__in=programs.order_by().values("pk"), capacity__in=shown)
    tallies = []
    for depth in DEPTHS:
        code = NullIf(SplitPart(F("capacity__path"), Value("/"), Value(depth)), Value(""))
        tallies.append(_tally("capacity", aims, code, of="program"))
    return tallies


def _run_tallies(public: QuerySet, asked: Criteria) -> list[QuerySet]:
    others = narrow(public, asked, without="run").order_by().values("pk")
    tallies = []
    for facet, code, mode in [
        ("format", F("delivery"), _mode_as_format()),
        ("starts", F("_period"), Value("past")),
        ("open", Case(When(_open=True, then=Value("1"))), None),
    ]:
        cohort, record = _run_conditions(asked, without=facet)
        tallies.append(_tally(facet, _live().filter(cohort, program__in=others), code, of="program"))
        if mode is not None and record is not None:
            recorded = public.filter(_recorded() & record, pk__in=others)
            tallies.append(_tally(facet, recorded, mode))
    return tallies


def _mode_as_format() -> Case:
    return Case(
        *(When(record__mode=mode, then=Value(known)) for mode, known in RECORD_MODES.items()),
        output_field=CharField(),
    )


def _next_run() -> Subquery:
    """The cohort a card speaks of: the next that is not over."""
    cohorts = Cohort.objects.filter(
        program=OuterRef("pk"), cancelled_at=None, ends_on__gte=timezone.localdate()
    )
    facts = JSONObject(
        starts_on="starts_on",
        delivery="delivery",
        seats="seats",
        held="held_seats",
        opens="enrollment_opens_at",
        closes="enrollment_closes_at",
    )
    return Subquery(cohorts.order_by("starts_on", "pk").values(facts=facts)[:1])


def _language_shown(name: str, language: str) -> Case:
    order = dict.fromkeys([language, settings.LANGUAGE_CODE, *settings.MODELTRANSLATION_LANGUAGES])
    filled = [
        When(**{f"{build_localized_fieldname(name, code)}__gt": ""}, then=Value(code)) for code in order
    ]
    return Case(*filled, default=Value(""), output_field=CharField())


@dataclass(frozen=True, kw_only=True)
class Card:
    """One program of the list, ready to be shown."""

    title: str
    href: str
    language: str  # of the title and summary, where it is not the reader's
    summary: str
    method: str
    languages: Sequence[str]
    capacities: Sequence[str]
    providers: Sequence[str]
    archived: bool
    is_demo: bool
    record: "Recorded | None"
    run: "Run | None"


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """What a published source says: when and where, and who says it."""

    held: str
    place: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Run:
    starts_on: date
    format: str
    free_seats: int
    is_open: bool


def card_of(row: Any, words: Vocabulary) -> Card:
    return Card(
        title=row.shown_title,
        href=reverse("programs:program-detail", kwargs={"slug": row.slug}),
        language="" if row.shown_language == get_language() else row.shown_language,
        summary=row.shown_summary,
        method=row.method_name,
        languages=[words.languages.get(code, code) for code in row.language_codes or ()],
        capacities=[
            words.capacities[code].label for code in row.capacity_codes or () if code in words.capacities
        ],
        providers=row.provider_names or (),
        archived=row.state == ProgramState.ARCHIVED,
        is_demo=row.is_demo,
        record=_recorded_of(row),
        run=_run_of(row),
    )


def _recorded_of(row: Any) -> Recorded | None:
    if row.record__source__title is None:
        return None
    held = (
        partial_day(row.record__held_from, row.record__held_from_precision) if row.record__held_from else ""
    )
    place = [row.record__city, territory_name(row.record__territory) if row.record__territory else ""]
    return Recorded(held=held, place=" · ".join(filter(None, place)), source=row.record__source__title)


def _run_of(row: Any) -> Run | None:
    facts = row.next_run
    if facts is None:
        return None
    opens, closes = (datetime.fromisoformat(facts[key]) for key in ("opens", "closes"))
    return Run(
        starts_on=date.fromisoformat(facts["starts_on"]),
        format=str(Delivery(facts["delivery"]).label),
        free_seats=max(facts["seats"] - facts["held"], 0),
        is_open=row.state == ProgramState.PUBLISHED and opens <= timezone.now() < closes,
    )
