"""What evaluation shows on the pages of what lies below it."""

import hashlib
from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from capacity.models import Stakeholder
from common import anonymous, charts, formats
from common.kept import Kept
from evaluation.logic.results import Result
from evaluation.logic.spoken import Spoken, spoken
from evaluation.models import ImpactReport, Indicator, ReportScope
from evaluation.queries import change_sections, figures
from evaluation.queries.figures import Names, Results
from evaluation.queries.indicators import amount
from evaluation.queries.published import published_figures, published_results
from evaluation.stats import dashboards, slices
from evaluation.stats.change_figures import ChangeSums
from evaluation.stats.slices import Slice
from programs.models import Cohort, Program
from programs.queries.vocabulary import Vocabulary

register = template.Library()
DRAWN: "Kept[SafeString]" = Kept(200)
COMPARED = ("baseline", "endline")
COMPARED_LINES = 5  # of a program among others


@register.inclusion_tag("evaluation/_published_measurements.html")
def published_measurements(program: Program) -> dict[str, Any]:
    """Nothing at all where nothing was published."""
    return {"results": published_results(program), "minimum": settings.MINIMUM_CELL_PEOPLE}


@register.inclusion_tag("evaluation/_published_measurements.html")
def published_of(indicator: Indicator) -> dict[str, Any]:
    """What others published of an indicator, by community."""
    results = published_figures(indicator)
    return {"results": results, "minimum": settings.MINIMUM_CELL_PEOPLE, "is_by_community": True}


@register.simple_tag
def words_of(row: Any, name: str, language: str = "") -> Spoken:
    """A text of a row with its language, in the reader's words where the invented say it."""
    return spoken(getattr(row, name), language, is_demo=row.is_demo)


@register.simple_tag
def amount_of(indicator: Indicator, value: Decimal) -> str:
    """A value of it, in its unit."""
    return amount(indicator, value)


@register.inclusion_tag("evaluation/_public_figures.html")
def public_figures() -> dict[str, Any]:
    """How much there is: programs, cohorts, people."""
    return {
        "figures": dashboards.public_figures(),
        "reason": figures.hidden_reason(),
        "definition": figures.definition_address("participants"),
    }


@register.simple_tag(takes_context=True)
def outcomes_of(
    context: Context,
    subject: Program | Cohort | Stakeholder,
    *,
    earlier: str = "baseline",
    later: str = "endline",
    words: Vocabulary | None = None,
) -> SafeString:
    """What changed for those who took part: in a program, in a cohort of it, on behalf of an organization.

    One query where nothing was measured, else four, and three where `words` name all capacities. A page that is kept
    asks again whether the sums are the same.
    """
    found = slices.changes(slice_of(subject), earlier, later)
    if "request" in context:
        ask = partial(sums_of, slice_of(subject), earlier, later)
        anonymous.depends_on(context["request"], stamp=digest(found), ask=ask)
    return (
        drawn("evaluation/_outcomes.html", found, names_for(found, words), (earlier, later))
        if found
        else SafeString()
    )


@register.simple_tag(takes_context=True)
def outcomes_side_by_side(context: Context, programs: Sequence[Program], words: Vocabulary) -> SafeString:
    """What changed in earlier cohorts, as a row of a table of programs, or nothing. One query."""
    keys = [program.pk for program in programs]
    found = slices.changes_by_program(keys, *COMPARED)
    ask = partial(sums_by_program, keys)
    anonymous.depends_on(context["request"], stamp=digest_of_all(found), ask=ask)
    if not any(found.values()):
        return SafeString()
    everything = {capacity: sums for each in found.values() for capacity, sums in each.items()}
    names = names_for(everything, words)
    cells = [outcome_lines(found[key], names) for key in keys]
    drawing = {"cells": cells, "definition": figures.definition_address("change")}
    return render_to_string("evaluation/_outcomes_side_by_side.html", drawing)


def outcome_lines(sums: dict[int, ChangeSums], names: Names) -> list[str]:
    """Those with the most pairs; what may not be shown says so, with no number."""
    results = slices.shown_means(sums, *COMPARED, names.codes)
    foremost = sorted(results, key=lambda each: (-(each.n or 0), names.capacity(each.cell["capacity"])))
    return [outcome_line(each, names.capacity(each.cell["capacity"])) for each in foremost[:COMPARED_LINES]]


def outcome_line(result: Result, capacity: str) -> str:
    told = {"capacity": capacity, "change": figures.said(result, figures.points)}
    if result.is_suppressed:
        return _("%(capacity)s: %(change)s") % told
    told |= {"interval": figures.interval(result, figures.points), "n": figures.people(result)}
    return _("%(capacity)s: %(change)s points, %(interval)s, n = %(n)s") % told


def sums_by_program(programs: Sequence[int]) -> bytes:
    return digest_of_all(slices.changes_by_program(programs, *COMPARED))


def digest_of_all(found: dict[int, dict[int, ChangeSums]]) -> bytes:
    return hashlib.sha256(b"".join(digest(sums, program) for program, sums in sorted(found.items()))).digest()


def names_for(sums: dict[int, ChangeSums], words: Vocabulary | None) -> Names:
    names = Names(words)
    return names if words is None or sums.keys() <= names.codes.keys() else Names()


def sums_of(part: Slice, earlier: str, later: str) -> bytes:
    return digest(slices.changes(part, earlier, later))


def digest(sums: dict[int, ChangeSums], *others: object) -> bytes:
    return hashlib.sha256(repr([sorted(sums.items()), *others]).encode()).digest()


@register.simple_tag
def change_figures(*, sums: dict[int, ChangeSums], names: Names, pair: tuple[str, str]) -> SafeString:
    """What may be said of the change between two timepoints, and all its figures."""
    return drawn("evaluation/_change.html", sums, names, pair)


def drawn(name: str, sums: dict[int, ChangeSums], names: Names, pair: tuple[str, str]) -> SafeString:
    """Sums and names are read each time; what follows from them is computed and drawn once, as long as they stay."""
    named = [(pk, names.codes[pk], names.capacities[names.codes[pk]]) for pk in sorted(sums)]
    key = (
        name,
        digest(sums, named),
        pair,
        get_language(),
        settings.MINIMUM_CELL_PEOPLE,
    )
    return DRAWN.get_or_make(key, lambda: draw(name, sums, names, pair))


def draw(name: str, sums: dict[int, ChangeSums], names: Names, pair: tuple[str, str]) -> SafeString:
    results = Results(slices.shown_changes(sums, *pair, names.codes), names)
    section = change_sections.change_section(results, *pair)
    return render_to_string(name, {"section": section, "definition": figures.definition_address("change")})


def slice_of(subject: Program | Cohort | Stakeholder) -> Slice:
    if isinstance(subject, Program):
        return Slice(program=subject.pk)
    if isinstance(subject, Cohort):
        return Slice(cohort=subject.pk)
    return Slice(organization=subject.pk)


@register.simple_tag
def report_title(report: ImpactReport) -> str:
    words = {
        "about": formats.isolated(_about(report)),
        "period": charts.between(formats.day(report.starts_on), formats.day(report.ends_on)),
    }
    return _("%(about)s, %(period)s") % words


def _about(report: ImpactReport) -> str:
    if report.scope == ReportScope.REGION and report.region:
        return str(report.region.name)
    if report.scope == ReportScope.PROGRAM and report.program:
        return str(report.program.title)
    if report.scope == ReportScope.AFFILIATE and report.organization:
        return report.organization.name
    return capfirst(str(ReportScope.MOVEMENT.label))
