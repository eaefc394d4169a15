"""What evaluation shows on the pages of what lies below it."""

from typing import Any

from django import template
from django.conf import settings
from django.utils.translation import gettext as _

from capacity.models import Stakeholder
from common import charts, formats
from evaluation.models import ImpactReport, ReportScope
from evaluation.queries import figures
from evaluation.queries.figures import Names, Results
from evaluation.queries.published import published_results
from evaluation.stats import dashboards
from evaluation.stats.dashboards import Slice
from programs.models import Cohort, Program

register = template.Library()


@register.inclusion_tag("evaluation/_published_measurements.html")
def published_measurements(program: Program) -> dict[str, Any]:
    """Nothing at all where nothing was published."""
    return {"results": published_results(program), "minimum": settings.MINIMUM_CELL_PEOPLE}


@register.inclusion_tag("evaluation/_public_figures.html")
def public_figures() -> dict[str, Any]:
    """How much there is: programs, cohorts, people."""
    return {"figures": dashboards.public_figures(), "reason": figures.hidden_reason()}


@register.inclusion_tag("evaluation/_outcomes.html")
def outcomes_of(
    subject: Program | Cohort | Stakeholder, *, earlier: str = "baseline", later: str = "endline"
) -> dict[str, Any]:
    """What changed for those who took part: in a program, in a cohort of it, on behalf of an organization.

    One query where nothing was measured, else five.
    """
    part = slice_of(subject)
    if not dashboards.has_changes(part, earlier, later):
        return {"section": figures.Section(code="", title="")}
    names = Names()
    found = dashboards.change_by_capacity(part, earlier, later, names.codes)
    section = figures.change_section(Results(found, names), earlier, later)
    return {"section": section, "definition": figures.definition_address("change")}


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
