"""The nine questions answered with live figures: all protected, each with its definition."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from assessments.models import Timepoint
from capacity.models import AffiliationRole, StakeholderKind
from common import charts, formats
from common.statistics.estimate import Estimate
from common.statistics.rates import completion_rate, rate
from common.statistics.suppression import rate_rule
from common.statistics.suppression_tables import protect_list
from common.statistics.survival import kaplan_meier
from evaluation.logic.equity import shares
from evaluation.logic.protection import protected
from evaluation.logic.results import Result, result_of, rounded
from evaluation.models import EquityDimension, Part
from evaluation.queries import equity as read
from evaluation.queries import equity_figures as told
from evaluation.queries import figures, output_sections, questions
from evaluation.queries.figures import Figure, FigureRow, FigureTable, Results
from evaluation.stats import dashboards, equity
from evaluation.stats.figures import count_result, response_results, total_result
from evaluation.stats.loops import loops_closed
from evaluation.stats.participation import came
from evaluation.stats.slices import Slice
from programs.models import ProgramRoleKind

TRAINING = {
    "training",
    "online-course",
    "workshop-series",
}  # codes of methods in which somebody teaches a group
YEAR, YEARS = Decimal("365.25"), (1, 2)


@dataclass(frozen=True, kw_only=True)
class Answer:
    figures: list[Figure] = field(default_factory=list)
    drawings: list[charts.Chart] = field(default_factory=list)
    tables: list[FigureTable] = field(default_factory=list)


def answer_to(slug: str) -> Answer:
    return ANSWERS[slug]()


def safe(results: list[Result]) -> list[Result]:
    return protected(results)


def number_of(metric: str, value: float, *, people: int | None = None) -> Result:
    """A number that counts no people, or so many as are said."""
    return Result(metric=metric, value=rounded(value), n=people, method_id="count.distinct.v1", people=people)


def fairness() -> Answer:
    is_demo = read.has_demo()
    results = Results(dashboards.participation(Slice()).results)
    evenness = equity.evenness(read.communities(read.Span(), is_demo=is_demo), "people")
    shown = [evenness.get("gini_corrected"), evenness.get("concentration")]
    return Answer(
        figures=[figures.figure(each, figures.ratio, with_n=False) for each in shown],
        drawings=output_sections.participation_charts(results),
    )


def stakeholders() -> Answer:
    kinds = questions.organizations_by_kind()
    region = EquityDimension.REGION
    presence = told.Presence(
        dimension=EquityDimension.REGION,
        results=equity.presence(
            region,
            read.people_by_part(region, read.Span()),
            shares(dashboards.population()),
            came(region, read.furthest_steps(region, Slice())),
        ),
        names=told.names_of(EquityDimension.REGION),
    )
    by_kind = FigureTable(
        caption=_("Organizations in the directory"),
        head=[_("Kind"), _("Organizations")],
        rows=[
            FigureRow(label=str(label), cells=[formats.number(kinds[kind])])
            for kind, label in StakeholderKind.choices
            if kinds.get(kind)
        ],
    )
    return Answer(
        tables=[by_kind, *([presence.table()] if presence.groups() else [])], figures=_parts(presence)
    )


def _parts(presence: told.Presence) -> list[Figure]:
    """How many people in each part, all groups together."""
    found = []
    for part in Part:
        result = presence.places.get(("people_in_part", (("part", part.value),)))
        if result is not None:
            found.append(_named(figures.figure(result, with_n=False), capfirst(str(part.label))))
    return found


def _named(figure: Figure, label: str) -> Figure:
    return Figure(
        label=label,
        value=figure.value,
        n=figure.n,
        interval=figure.interval,
        definition=figure.definition,
        suppressed=figure.suppressed,
    )


def resources() -> Answer:
    found, people = questions.by_method(), questions.participation_totals()["people"]
    shown = hours_of(found, people)
    participants, hours = shown.places["participants", ()], shown.places["hours", ()]
    return Answer(
        figures=[figures.figure(participants, with_n=False), figures.figure(hours, figures.rounded)],
        tables=_hours_table(shown),
    )


def methods_that_work() -> Answer:
    found, people = questions.by_method(), questions.participation_totals()["people"]
    results = [count_result("participants", {}, people)]
    for each in found:
        cell = {"method": each.code}
        completed = completion_rate(enrolled=each.ended, completed=each.completed)
        results.append(count_result("participants", cell, each.people))
        results.append(result_of("completion", cell, completed, people=each.ended, part=each.completed))
    shown = Results(safe(results))
    head = [_("Method"), _("Cohorts"), _("Participants"), _("Completion"), _("95 percent interval")]
    rows = [
        FigureRow(label=shown.names.method(each.code), cells=_method_cells(each, shown)) for each in found
    ]
    table = FigureTable(
        caption=_("Methods, people and completion"),
        head=head,
        rows=rows,
        definition=figures.definition_address("completion"),
    )
    return Answer(tables=[table] if rows else [])


def _method_cells(counts: questions.MethodCounts, shown: Results) -> list[str]:
    cell = {"method": counts.code}
    people, completion = shown.get("participants", cell), shown.places["completion", tuple(cell.items())]
    enough = counts.cohorts >= settings.MINIMUM_CELL_PEOPLE
    return [
        formats.number(counts.cohorts),
        figures.said(people, figures.whole),
        figures.said(completion, figures.share) if enough else _("too few cohorts"),
        figures.limits(completion, figures.share) if enough else "–",
    ]


def beyond_training() -> Answer:
    found, people = questions.by_method(), questions.participation_totals()["people"]
    shown = hours_of(found, people)
    hours = sum(each.hours for each in found)
    other = sum(each.hours for each in found if each.code not in TRAINING)
    share = Estimate(value=other / hours if hours else None, n=people, method_id="share.of_hours.v1")
    (result,) = safe([result_of("beyond_training", {}, share, people=people)])
    if any(each.is_suppressed for each in shown.all):  # it would tell of what is hidden there
        result = result.hidden()
    return Answer(figures=[figures.figure(result, figures.share)], tables=_hours_table(shown))


def hours_of(found: list[questions.MethodCounts], people: int) -> Results:
    """Participants, all hours, and those of each method: protected together, as they add up."""
    parts = [total_result("hours", {"method": each.code}, each.hours, each.people) for each in found]
    whole = total_result("hours", {}, sum(each.hours for each in found), people)
    return Results(safe([count_result("participants", {}, people), whole, *parts]))


def _tabled(caption: str, head: list[str], rows: list[FigureRow], metric: str) -> list[FigureTable]:
    """None where there are no rows; it leads to how the figure is counted."""
    definition = figures.definition_address(metric)
    return [FigureTable(caption=caption, head=head, rows=rows, definition=definition)] if rows else []


def _hours_table(shown: Results) -> list[FigureTable]:
    rows = [
        FigureRow(
            label=shown.names.method(result.cell["method"]),
            cells=[figures.people(result), figures.said(result, figures.rounded)],
        )
        for result in shown.by("hours", "method")
    ]
    head = [_("Method"), _("People"), _("Hours of participation")]
    return _tabled(_("Hours by method"), head, rows, "hours")


def finding_help() -> Answer:
    counts = questions.offers()
    shown = safe(
        [
            Result(
                metric="offers",
                cell={"by": by},
                value=rounded(counts[by]),
                n=counts[by],
                method_id="count.distinct.v1",
                people=counts[by] if by == "people" else None,
            )
            for by in ("people", "organizations", "capacities")
        ]
    )
    labels = [
        _("People who offer what they can do"),
        _("Organizations that offer what they can do"),
        _("Capacities that are offered"),
    ]
    return Answer(
        figures=[
            _named(figures.figure(each, with_n=False), label)
            for each, label in zip(shown, labels, strict=True)
        ]
    )


def processes() -> Answer:
    results: list[Result] = []
    for timepoint, (asked, answered) in questions.answering().items():
        results += response_results(timepoint, asked=asked, answered=answered, at_start=0, stayed=0)
    shown = {each.cell["timepoint"]: each for each in safe(results)}
    rows = [
        FigureRow(
            label=str(timepoint.label),
            cells=[
                figures.people(shown[timepoint]),
                figures.said(shown[timepoint], figures.share),
                figures.limits(shown[timepoint], figures.share),
            ],
        )
        for timepoint in Timepoint
        if timepoint in shown
    ]
    head = [_("Timepoint"), _("People asked"), _("Response rate"), _("95 percent interval")]
    table = FigureTable(
        caption=_("Who answers when asked"),
        head=head,
        rows=rows,
        definition=figures.definition_address("response_rate"),
    )
    return Answer(tables=[table] if rows else [], figures=loops_closed(today()))


def structures() -> Answer:
    spells = questions.role_spells(today())
    found = [each for role, lasted in spells.items() for each in _staying(role, lasted)]
    small = _roles_not_told({role: lasted for role, lasted in spells.items() if role})
    shown = Results(safe([each.hidden() if _is_of(each, small) else each for each in found]))
    labels = [_("Have held a role"), _("Have left all their roles"), *_still_there()]
    overall = [shown.places[place] for place in _staying_places(questions.ANY_ROLE)]
    words = [figures.whole, figures.whole, figures.share, figures.share]
    return Answer(
        figures=[
            _named(figures.figure(each, told, with_n=told is figures.share), label)
            for each, told, label in zip(overall, words, labels, strict=True)
        ],
        tables=_roles_table(shown, [role for role in spells if role]),
    )


def _roles_not_told(spells: Mapping[str, list[tuple[int, bool]]]) -> tuple[set[Hashable], set[Hashable]]:
    """Roles that few have held, and those that few have left, and others beside them, so that what all have done does
    not tell of the few.
    """
    k = settings.MINIMUM_CELL_PEOPLE
    held: dict[Hashable, int] = {role: len(lasted) for role, lasted in spells.items()}
    left: dict[Hashable, int] = {
        role: sum(ended for _days, ended in lasted) for role, lasted in spells.items()
    }
    hidden = [
        {role for role in counts if protect_list(counts, k=k)[role].suppressed} for counts in (held, left)
    ]
    return hidden[0], hidden[0] | hidden[1]


def _is_of(result: Result, small: tuple[set[Hashable], set[Hashable]]) -> bool:
    few_held, few_left = small
    return result.cell["role"] in (few_held if result.metric == "held_roles" else few_left)


def _still_there() -> list[str]:
    return [_("Still in a role after one year"), _("Still in a role after two years")]


def _staying(role: str, spells: list[tuple[int, bool]]) -> list[Result]:
    """How many have been in the role, how many left it, and the shares still there; where few have left, or all but
    few, neither their number nor the shares.
    """
    left = sum(ended for _days, ended in spells)
    curve = kaplan_meier(spells)
    cell = {"role": role}
    results = [
        result_of(
            "retention", {**cell, "years": str(years)}, curve.at(float(YEAR * years)), people=len(spells)
        )
        for years in YEARS
    ]
    departed, told = count_result("left_roles", cell, left), _years_told(spells)
    if rate_rule(left, len(spells), k=settings.MINIMUM_CELL_PEOPLE) is not None:
        departed, told = departed.hidden(), set()
    shares = [each if years in told else each.hidden() for years, each in zip(YEARS, results, strict=True)]
    return [count_result("held_roles", cell, len(spells)), departed, *shares]


def _years_told(spells: list[tuple[int, bool]]) -> set[int]:
    """After how many years the share still there may be told: not where few had left by then, or few between then and
    what else is told.
    """
    told, later = set[int](), sum(ended for _days, ended in spells)
    for years in sorted(YEARS, reverse=True):
        left = sum(ended and days <= YEAR * years for days, ended in spells)
        if not any(0 < each < settings.MINIMUM_CELL_PEOPLE for each in (left, later - left)):
            told.add(years)
            later = left
    return told


def _staying_places(role: str) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    cell = ("role", role)
    return [
        ("held_roles", (cell,)),
        ("left_roles", (cell,)),
        *(("retention", (cell, ("years", str(years)))) for years in YEARS),
    ]


def _roles_table(shown: Results, roles: list[str]) -> list[FigureTable]:
    words = [figures.whole, figures.whole, figures.share, figures.share]
    names = {**dict(ProgramRoleKind.choices), **dict(AffiliationRole.choices)}
    rows = [
        FigureRow(
            label=capfirst(str(names[role])),
            cells=[
                figures.said(shown.places[place], told)
                for place, told in zip(_staying_places(role), words, strict=True)
            ],
        )
        for role in roles
    ]
    head = [_("Role"), _("Have held it"), _("Have left it"), *_still_there()]
    return _tabled(_("Role by role"), head, rows, "retention")


def today() -> date:
    return timezone.now().date()


def partners() -> Answer:
    programs = questions.programs_of_partners()
    people = questions.participation_totals()
    share = rate(people["partners"], people["people"], method_id="proportion.wilson.v1")
    shown = safe(
        [
            number_of("partner_programs", programs["provided"]),
            result_of("partner_people", {}, share, people=people["people"], part=people["partners"]),
        ]
    )
    return Answer(figures=[figures.figure(shown[0], with_n=False), figures.figure(shown[1], figures.share)])


ANSWERS: dict[str, Callable[[], Answer]] = {
    "equity": fairness,
    "stakeholders": stakeholders,
    "resources": resources,
    "methods": methods_that_work,
    "beyond-training": beyond_training,
    "communication": finding_help,
    "processes": processes,
    "structures": structures,
    "partners": partners,
}
