"""The public catalog: which programs fit, and how many fit each facet."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    Exists,
    F,
    Func,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Left, Lower, NullIf, TruncDate, TruncTime
from django.utils import timezone
from django.utils.translation import get_language

from capacity.models import Capacity
from common.search import CJK, normalize
from common.statements import FOUND, AnyOf, together
from programs.models import Cohort, Delivery, Program, ProgramCapacity, ProgramProvider, Session
from programs.queries.spelling import Spellings, spellings
from programs.queries.vocabulary import localized
from programs.states import ProgramState

SOON, SEASON = timedelta(days=30), timedelta(days=90)
MORNING, EVENING = time(8), time(22)  # between which people are awake
NEVER = date(9999, 12, 31)
WORDS = 8  # of a search, at most
TITLE = 120  # letters with which a search text begins
TO_THE_LETTER = 10  # a word that is said as it was typed counts so much more than one in a title
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
    spellings: Spellings = ()  # of the words of `q`, where they are at hand
    capacities: tuple[int, ...] | None = None  # ids, subtrees included
    capacity_codes: tuple[str, ...] = ()  # the same without their subtrees
    languages: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    starts: str = ""
    open_only: bool = False
    interpretation: tuple[str, ...] = ()
    access: tuple[str, ...] = ()
    free_only: bool = False
    zone: str = ""  # in whose waking hours all sessions lie
    starts_from: date | None = None
    starts_to: date | None = None
    audiences: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()  # one begins with
    providers: tuple[str, ...] = ()

    @property
    def zones(self) -> list[str]:
        """Those to be counted: the reader's, and the one that is asked."""
        return list(dict.fromkeys(filter(None, [timezone.get_current_timezone_name(), self.zone])))


class Unnest(Func):
    function = "UNNEST"
    output_field = CharField()
    set_returning = True


class SplitPart(Func):
    function = "SPLIT_PART"
    output_field = CharField()


def narrow(programs: QuerySet, asked: Criteria, *, without: str = "") -> QuerySet:
    """Those that fit all that was asked, one facet (`without`) left aside."""
    wishes = {
        "q": [_says(each) for each in spellings_of(asked)],
        "capacity": [] if asked.capacities is None else [_builds(asked.capacities)],
        "language": [_given_in(asked.languages)] if asked.languages else [],
        "region": [_for(asked.regions)] if asked.regions else [],
        "method": [Q(method__code__in=asked.methods)] if asked.methods else [],
        "audience": [Q(audience_groups__overlap=list(asked.audiences))] if asked.audiences else [],
        "level": [_begins_at(asked.levels)] if asked.levels else [],
        "provider": [_provided_by(asked.providers)] if asked.providers else [],
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


def only_words(asked: Criteria) -> Criteria:
    """The search without the facets."""
    return Criteria(q=asked.q, spellings=asked.spellings)


def spellings_of(asked: Criteria) -> Spellings:
    return asked.spellings or spellings(words_of(asked.q))


def facet_counts(asked: Criteria) -> dict[str, dict[str, int]]:
    """For each value of each facet, how many programs there are with it and with all else that was asked: one
    statement. `total` has one value, "": how many fit it all.
    """
    found = narrow(Program.objects.public(), only_words(asked))  # the dearest condition, once for all
    public, asked = Program.objects.filter(pk__in=FOUND), replace(asked, q="", spellings=())
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
        _tally("audience", narrow(public, asked, without="audience"), Unnest("audience_groups")),
        _tally("level", narrow(public, asked, without="level"), F("aims__level_before_id")),
        _tally("provider", narrow(public, asked, without="provider"), F("providers__slug")),
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
    fitting = narrow(public, asked) if few is None else public.filter(AnyOf(F("pk"), few))
    columns = dict.fromkeys(["pk", *(name.lstrip("-") for name in ordering)])
    return in_order(fitting, asked, sort).values_list(*columns, named=True), ordering


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
        return programs.alias(_beginning=Left("search_text", TITLE)).annotate(match=_fit(spellings_of(asked)))
    return programs


def _fit(spelled: Spellings) -> Any:
    """Who says the words as they were typed comes first; among these, and after them, who begins with them."""
    fit: Any = Value(0)
    for words in spelled:
        at_first = Q(*(Q(_beginning__contains=word) for word in words), _connector=Q.OR)
        fit += Case(When(search_text__contains=words[0], then=Value(TO_THE_LETTER)), default=Value(0))
        fit += Case(When(at_first, then=Value(1)), default=Value(0))
    return fit


def _says(spelled: Sequence[str]) -> Q:
    """The word itself, or one it may stand for."""
    return Q(*(Q(search_text__contains=word) for word in spelled), _connector=Q.OR)


def _builds(capacities: Sequence[int]) -> Q:
    return Q(Exists(ProgramCapacity.objects.filter(program=OuterRef("pk"), capacity__in=capacities)))


def _begins_at(levels: Sequence[str]) -> Q:
    return Q(
        Exists(
            ProgramCapacity.objects.filter(
                program=OuterRef("pk"), level_before__in=[int(each) for each in levels]
            )
        )
    )


def _provided_by(slugs: Sequence[str]) -> Q:
    return Q(Exists(ProgramProvider.objects.filter(program=OuterRef("pk"), organization__slug__in=slugs)))


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
    """All that is asked of a run is asked of one and the same cohort; a published record is a run that is over."""
    cohort, record = _run_conditions(asked, without=without)
    if not cohort:
        return []
    fits = Q(Exists(_live().filter(cohort, program=OuterRef("pk"))))
    return [fits | _recorded() & record] if record is not None else [fits]


def _run_conditions(asked: Criteria, *, without: str) -> tuple[Q, Q | None]:
    """What a cohort has to be, and what a record has to be; None where no record can."""
    cohort, record = Q(), Q()
    possible = True
    for facet, of_cohort, of_record in _run_wishes(asked):
        if facet != without:
            cohort &= of_cohort
            possible = possible and of_record is not None
            record &= of_record or Q()
    return cohort, record if possible else None


def _run_wishes(asked: Criteria) -> list[tuple[str, Q, Q | None]]:
    """What is asked of a run, by facet: of a cohort, and of a record, of which only its mode and its days are known."""
    modes = [mode for mode, known in RECORD_MODES.items() if known in asked.formats]
    spoken = Cohort.interpretation.through.objects.filter(
        cohort=OuterRef("pk"), language__in=asked.interpretation
    )
    known: list[tuple[Any, str, Q, Q | None]] = [
        (asked.formats, "format", Q(delivery__in=asked.formats), Q(record__mode__in=modes)),
        (asked.starts, "starts", Q(_period=asked.starts), Q() if asked.starts == "past" else None),
        (asked.open_only, "open", Q(_open=True), None),
        (asked.interpretation, "interpretation", Q(Exists(spoken)), None),
        (asked.access, "access", Q(access_provisions__overlap=list(asked.access)), None),
        (asked.free_only, "free", Q(fee=""), None),
        (asked.zone, "zone", _awake(asked.zone) if asked.zone else Q(), None),
        (
            asked.starts_from,
            "dates",
            Q(starts_on__gte=asked.starts_from),
            Q(record__held_from__gte=asked.starts_from),
        ),
        (
            asked.starts_to,
            "dates",
            Q(starts_on__lte=asked.starts_to),
            Q(record__held_from__lte=asked.starts_to),
        ),
    ]
    return [(facet, of_cohort, of_record) for wish, facet, of_cohort, of_record in known if wish]


def _awake(zone: str) -> Q:
    """Not over, and each of its sessions begins and ends between morning and evening of one day there."""
    place = ZoneInfo(zone)
    sessions = Session.objects.filter(cohort=OuterRef("pk"), cancelled_at=None)
    begins, ends = (
        {"at": TruncTime(name, tzinfo=place), "on": TruncDate(name, tzinfo=place)}
        for name in ("starts_at", "ends_at")
    )
    local = sessions.alias(_from=begins["at"], _to=ends["at"], _on=begins["on"], _until=ends["on"])
    asleep = local.exclude(_from__gte=MORNING, _to__lte=EVENING, _until=F("_on"))
    return Q(Exists(sessions)) & ~Q(Exists(asleep)) & Q(ends_on__gte=timezone.localdate())


def is_awake(zone: ZoneInfo, sessions: Sequence[tuple[datetime, datetime]]) -> bool:
    """The same for the sessions of a cohort at hand."""
    local = [(begins.astimezone(zone), ends.astimezone(zone)) for begins, ends in sessions]
    return bool(local) and all(
        begins.date() == ends.date() and begins.time() >= MORNING and ends.time() <= EVENING
        for begins, ends in local
    )


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
        ("interpretation", F("interpretation__code"), None),
        ("access", Unnest("access_provisions"), None),
        ("free", Case(When(fee="", then=Value("1"))), None),
        *(("zone", Case(When(_awake(zone), then=Value(zone))), None) for zone in asked.zones),
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
