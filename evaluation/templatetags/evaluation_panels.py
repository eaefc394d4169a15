"""What evaluation shows on the pages of what lies below it."""

from typing import Any

from django import template
from django.conf import settings
from django.utils.translation import gettext as _

from common import charts, formats
from evaluation.models import ImpactReport, ReportScope
from evaluation.queries import figures
from evaluation.queries.figures import Names, Results
from evaluation.queries.published import published_results
from evaluation.stats import dashboards
from evaluation.stats.dashboards import Slice
from programs.models import Program

register = template.Library()


@register.inclusion_tag("evaluation/_published_measurements.html")
def published_measurements(program: Program) -> dict[str, Any]:
    """Nothing at all where nothing was published."""
    return {"results": published_results(program), "minimum": settings.MINIMUM_CELL_PEOPLE}


@register.inclusion_tag("evaluation/_public_figures.html")
def public_figures() -> dict[str, Any]:
    """How much there is: programs, cohorts, people. Three queries."""
    return {"figures": dashboards.public_figures(), "reason": figures.hidden_reason()}


@register.inclusion_tag("evaluation/_outcomes.html")
def outcomes_of(program: Program, *, earlier: str = "baseline", later: str = "endline") -> dict[str, Any]:
    """What changed for those who took part before. Four queries."""
    names = Names()
    found = dashboards.change_by_capacity(Slice(program=program.pk), earlier, later, names.codes)
    section = figures.change_section(Results(found, names), earlier, later)
    return {
        "program": program,
        "section": section,
        "definition": figures.definition_address("change"),
        "threshold": formats.number(settings.MINIMUM_CELL_PEOPLE),
    }


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
