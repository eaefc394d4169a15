"""What is written to staff about impact reports, and about alerts to those who run the program, or else to staff."""

from datetime import date

from django.db.models import Q

from capacity.models import User
from common.outbox import tell
from evaluation.models import Alert, ImpactReport
from programs.models import ProgramRole, ProgramRoleKind


def ready(report: ImpactReport) -> None:
    """To whoever may review and publish it."""
    _tell_staff(report, "ready")


def failed(report: ImpactReport) -> None:
    _tell_staff(report, "failed")


def not_reproduced(report: ImpactReport, *, audit: int) -> None:
    _tell_staff(report, "not_reproduced", occasion=audit)


def reproduced_again(report: ImpactReport, *, audit: int) -> None:
    _tell_staff(report, "reproduced_again", occasion=audit)


def _tell_staff(report: ImpactReport, letter: str, *, occasion: int | None = None) -> None:
    """Once for each occasion; without one, once for each attempt to make the report."""
    for member in _staff():
        tell(
            recipient=member,
            kind="report",
            cause=f"report-{report.pk}-{letter}-{report.attempt if occasion is None else occasion}",
            template=f"evaluation/{letter}",
            context={"report": report},
            url=report.get_absolute_url(),
        )


def alert_opened(alert: Alert, *, on: date) -> None:
    """To those who run the program or the cohort, or else to staff: once, and again when it comes back another day."""
    for user in _runners_of(alert) or _staff():
        tell(
            recipient=user,
            kind="alert",
            cause=f"alert-{alert.pk}-{on.isoformat()}",
            template="evaluation/alert_opened",
            context={"alert": alert},
            url=alert.get_absolute_url(),
            by_day=True,
        )


def _runners_of(alert: Alert) -> list[User]:
    roles = ProgramRole.objects.current().filter(role=ProgramRoleKind.COORDINATOR)
    roles = roles.filter(Q(program=alert.program_id) | Q(cohort=alert.cohort_id, cohort__isnull=False))
    runners = User.objects.filter(is_active=True, person__program_roles__in=roles)
    return list(runners.distinct().order_by("pk"))


def _staff() -> list[User]:
    return list(User.objects.filter(is_staff=True, is_active=True).order_by("pk"))
