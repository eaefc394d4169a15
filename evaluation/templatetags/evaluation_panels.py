"""What evaluation shows on the pages of what lies below it."""

from typing import Any

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from capacity.models import Stakeholder
from common import charts, formats
from common.kept import Kept
from evaluation.models import ImpactReport, ReportScope
from evaluation.queries import figures
from evaluation.queries.figures import Names, Results
from evaluation.queries.published import published_results
from evaluation.stats import dashboards
from evaluation.stats.dashboards import Slice
from evaluation.stats.figures import ChangeSums
from programs.models import Cohort, Program

register = template.Library()
DRAWN: "Kept[SafeString]" = Kept(200)


@register.inclusion_tag("evaluation/_published_measurements.html")
def published_measurements(program: Program) -> dict[str, Any]:
    """Nothing at all where nothing was published."""
    return {"results": published_results(program), "minimum": settings.MINIMUM_CELL_PEOPLE}


@register.inclusion_tag("evaluation/_public_figures.html")
def public_figures() -> dict[str, Any]:
    """How much there is: programs, cohorts, people."""
    return {"figures": dashboards.public_figures(), "reason": figures.hidden_reason()}


@register.simple_tag
def outcomes_of(
    subject: Program | Cohort | Stakeholder, *, earlier: str = "baseline", later: str = "endline"
) -> SafeString:
    """What changed for those who took part: in a program, in a cohort of it, on behalf of an organization.

    One query where nothing was measured, else four. The sums are read each time, and drawn once for as long as they
    and the names beside them stay the same.
    """
    found = dashboards.changes(slice_of(subject), earlier, later)
    if not found:
        return SafeString()
    names = Names()
    key = (repr(sorted(found.items())), repr(names.capacities), earlier, later, get_language())
    return DRAWN.get_or_make(key, lambda: drawn(found, names, earlier, later))


def drawn(found: dict[int, ChangeSums], names: Names, earlier: str, later: str) -> SafeString:
    results = Results(dashboards.shown_changes(found, earlier, later, names.codes), names)
    section = figures.change_section(results, earlier, later)
    context = {"section": section, "definition": figures.definition_address("change")}
    return render_to_string("evaluation/_outcomes.html", context)


def slice_of(subject: Program | Cohort | Stakeholder) -> Slice:
    if isinstance(subject, Program):
        return Slice(program=subject.pk)
    if isinstance(subject, Cohort):
        return Slice(cohort=subject.pk)
    return Slice(organization=subject.pk)


@register.simple_tag
def report_title(report: ImpactReport) -> str:
    words = {
        "about": _about(report),
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
    return str(ReportScope.MOVEMENT.label)
