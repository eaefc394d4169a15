"""What is written to staff about impact reports."""

from capacity.models import User
from common.outbox import tell
from evaluation.models import ImpactReport


def ready(report: ImpactReport) -> None:
    """To whoever may review and publish it."""
    _tell_staff(report, "ready")


def failed(report: ImpactReport) -> None:
    _tell_staff(report, "failed")


def not_reproduced(report: ImpactReport) -> None:
    _tell_staff(report, "not_reproduced")


def _tell_staff(report: ImpactReport, letter: str) -> None:
    for member in User.objects.filter(is_staff=True, is_active=True):
        tell(
            recipient=member,
            kind="report",
            cause=f"report-{report.pk}-{letter}-{report.attempt}",
            template=f"evaluation/{letter}",
            context={"report": report},
            url=report.get_absolute_url(),
        )
