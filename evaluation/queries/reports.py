"""Reports, for their pages, exports and makers."""

from django.db.models import QuerySet

from evaluation.models import ImpactReport
from evaluation.states import PUBLIC_REPORT_STATES, ReportState


def same_subject(report: ImpactReport) -> QuerySet[ImpactReport]:
    """All vintages about the same thing and period."""
    return ImpactReport.objects.filter(
        kind=report.kind,
        scope=report.scope,
        region=report.region_id,
        program=report.program_id,
        organization=report.organization_id,
        starts_on=report.starts_on,
        ends_on=report.ends_on,
    )


def vintage_before(report: ImpactReport) -> ImpactReport | None:
    """The one it supersedes, or will when it is published."""
    return (
        report.supersedes
        or same_subject(report).filter(state=ReportState.PUBLISHED).exclude(pk=report.pk).first()
    )


def earlier_vintages(report: ImpactReport) -> QuerySet[ImpactReport]:
    """All that readers have of the same subject and period, also what is superseded."""
    found = same_subject(report).filter(state__in=PUBLIC_REPORT_STATES, vintage__lt=report.vintage)
    return found.order_by("vintage")
