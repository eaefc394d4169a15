"""What a report says in sentences, against the period before, and against its own earlier version.

Only protected results come in here: a sentence says no more than a table.
"""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import formats
from evaluation.logic import periods
from evaluation.logic.definitions import definition_of
from evaluation.logic.results import Result
from evaluation.logic.timepoints import IMPACT_PAIRS, OUTCOME_PAIRS
from evaluation.models import ImpactReport
from evaluation.queries import change_sections, figures
from evaluation.queries.figures import FigureRow, FigureTable, Results, Words, people, said
from evaluation.queries.reports import same_subject
from evaluation.states import PUBLIC_REPORT_STATES, ReportState

HEADLINES: list[tuple[str, Words]] = [
    ("participants", figures.whole),
    ("enrollments", figures.whole),
    ("sessions", figures.whole),
    ("hours", figures.rounded),
    ("completion", figures.share),
]
WHOLE, TENTH_OF_A_POINT = Decimal(1), Decimal("0.001")  # to which figures beside their difference are said
FEW_SENTENCES = 3  # pairs of timepoints told of in sentences


# --- In sentences ---


def sentences(results: Results) -> list[str]:
    """The report in a few fixed sentences, each filled in from its results: impact, outcomes, quality, outputs."""
    told = [*_changes(results), *_answers(results), *_outputs(results)]
    return [sentence for sentence in told if sentence]


def _changes(results: Results) -> Iterator[str]:
    pairs = [pair for pair in [*IMPACT_PAIRS, *OUTCOME_PAIRS] if results.change(*pair)]
    for earlier, later in pairs[:FEW_SENTENCES]:
        found = results.change(earlier, later)
        pair = figures.pair_title(earlier, later)
        yield _("%(pair)s: %(summary)s") % {
            "pair": pair,
            "summary": change_sections.change_summary(results, found),
        }
        shown = [each for each in found if each.value is not None]
        if shown:
            yield _most_pairs(results, change_sections.with_most_pairs(shown)[0])
    tests = [each for each in results.all if each.metric == "signed_rank_p" and "p_adjusted" in each.quality]
    if tests:
        stand = sum(Decimal(each.quality["p_adjusted"]) <= Decimal("0.05") for each in tests)
        yield ngettext(
            "Of %(tests)s test, %(stand)s stands when it is taken into account how many there are.",
            "Of %(tests)s tests, %(stand)s stand when it is taken into account how many there are.",
            len(tests),
        ) % {"tests": formats.number(len(tests)), "stand": formats.number(stand)}


def _most_pairs(results: Results, change: Result) -> str:
    return ngettext(
        "Most answers are there for %(capacity)s: %(change)s points of 100 on average (95 percent interval"
        " %(interval)s), from %(n)s pair.",
        "Most answers are there for %(capacity)s: %(change)s points of 100 on average (95 percent interval"
        " %(interval)s), from %(n)s pairs.",
        change.n or 0,
    ) % {
        "capacity": formats.isolated(results.names.capacity(change.cell["capacity"])),
        "change": said(change, figures.points),
        "interval": figures.limits(change, figures.points),
        "n": people(change),
    }


def _answers(results: Results) -> Iterator[str]:
    for later in dict.fromkeys(later for _earlier, later in [*IMPACT_PAIRS, *OUTCOME_PAIRS]):
        answering = results.get("response_rate", {"timepoint": later})
        if answering is not None and answering.value is not None:
            yield ngettext(
                "%(timepoint)s: %(share)s of %(n)s person who was asked has answered.",
                "%(timepoint)s: %(share)s of %(n)s people who were asked have answered.",
                answering.n or 0,
            ) % {
                "timepoint": figures.timepoint_name(later),
                "share": said(answering, figures.share),
                "n": people(answering),
            }


def _outputs(results: Results) -> Iterator[str]:
    took_part = results.get("participants")
    if took_part is None:
        return
    if took_part.value is None:
        yield _("How many people took part is not shown, to protect people.")
    else:
        yield ngettext(
            "%(people)s person took part in at least one session.",
            "%(people)s people took part in at least one session.",
            took_part.n or 0,
        ) % {"people": people(took_part)}


# --- Against others ---


def report_before(report: ImpactReport) -> ImpactReport | None:
    """The newest published one of the same kind and subject about the period before."""
    span = periods.before(report.period, periods.Span(report.starts_on, report.ends_on))
    earlier = ImpactReport.objects.filter(
        kind=report.kind,
        scope=report.scope,
        region=report.region_id,
        program=report.program_id,
        organization=report.organization_id,
        starts_on=span.starts_on,
        ends_on=span.ends_on,
        state=ReportState.PUBLISHED,
    )
    return earlier.select_related("region", "program", "organization").first()


def first_vintage(report: ImpactReport) -> ImpactReport | None:
    """As it was first published, where that was another one."""
    first = same_subject(report).filter(state__in=PUBLIC_REPORT_STATES).order_by("vintage").first()
    return first if first is not None and first.vintage < report.vintage else None


def against(results: Results, others: Results, *, caption: str, then: str, now: str) -> list[FigureTable]:
    """The main figures of two reports side by side; those that only one of them has are not compared."""
    rows = [*_headlines(results, others), *_mean_changes(results, others)]
    if not rows:
        return []
    head = [_("Figure"), then, now, _("Difference")]
    return [FigureTable(caption=caption, head=head, rows=rows)]


def revisions(results: Results, first: Results) -> list[FigureTable]:
    """What differs from the first publication, and of how many figures it is so."""
    caption = _("As first published and as revised")
    tables = against(
        results,
        first,
        caption=caption,
        then=_("As first published"),
        now=_("As revised"),
    )
    head = tables[0].head if tables else []
    rows = [row for table in tables for row in table.rows if row.cells[0] != row.cells[1]]
    return [FigureTable(caption=caption, head=head, rows=rows, note=_revised(results, first))]


def _revised(results: Results, first: Results) -> str:
    places = results.places.keys() | first.places.keys()
    changed = sum(_told(results.places.get(place)) != _told(first.places.get(place)) for place in places)
    if not changed:
        return _("No figure differs from the first publication: what came in later changed nothing.")
    return ngettext(
        "Of all %(figures)s figures %(changed)s differs from the first publication.",
        "Of all %(figures)s figures %(changed)s differ from the first publication.",
        changed,
    ) % {"figures": formats.number(len(places)), "changed": formats.number(changed)}


def _told(result: Result | None) -> tuple[object, ...] | None:
    if result is None:
        return None
    return result.value, result.low, result.high, result.n, result.is_suppressed


def _headlines(results: Results, others: Results) -> Iterator[FigureRow]:
    for metric, words in HEADLINES:
        mine, theirs = results.get(metric), others.get(metric)
        if mine is not None and theirs is not None:
            yield _row(str(definition_of(metric).name), theirs, mine, words)


def _mean_changes(results: Results, others: Results) -> Iterator[FigureRow]:
    for pair in [*IMPACT_PAIRS, *OUTCOME_PAIRS]:
        for mine in change_sections.with_most_pairs(results.change(*pair)):
            theirs = others.get("change", mine.cell)
            if theirs is not None:
                label = _("%(capacity)s: %(pair)s") % {
                    "capacity": formats.isolated(results.names.capacity(mine.cell["capacity"])),
                    "pair": figures.pair_title(*pair),
                }
                yield _row(label, theirs, mine, figures.points)


def _row(label: str, theirs: Result, mine: Result, words: Words) -> FigureRow:
    cells = [said(theirs, words), said(mine, words), _difference(theirs, mine, words)]
    return FigureRow(label=label, cells=cells)


def _difference(theirs: Result, mine: Result, words: Words) -> str:
    """Of the figures as they are said, so that readers who subtract them find the same."""
    if theirs.value is None or mine.value is None:
        return "–"
    difference = mine.value - theirs.value
    if words is figures.share:
        return _("%(points)s points") % {
            "points": formats.signed(float(difference) * figures.POINTS, digits=1)
        }
    if words is figures.points:
        return figures.points(mine.value.quantize(TENTH_OF_A_POINT) - theirs.value.quantize(TENTH_OF_A_POINT))
    return formats.signed(int(mine.value.quantize(WHOLE)) - int(theirs.value.quantize(WHOLE)), digits=0)
