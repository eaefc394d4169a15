"""What is written to staff about the portal's own work."""

from capacity.models import User
from common.models import ClockJob
from common.outbox import tell

PAGE = "/staff/jobs/"  # without asking the routes: a worker that asks them loads every page


def job_fails(job: ClockJob) -> None:
    _tell_staff(job, "job_fails")


def job_works_again(job: ClockJob) -> None:
    _tell_staff(job, "job_works_again")


def _tell_staff(job: ClockJob, letter: str) -> None:
    """Once for each time it begins to fail, and once for its end."""
    for member in User.objects.filter(is_staff=True, is_active=True).order_by("pk"):
        tell(
            recipient=member,
            kind="operation",
            cause=f"{job.task}-{letter}-{job.failing_since:%Y%m%dT%H%M%S}",
            template=f"config/{letter}",
            context={"job": job},
            url=PAGE,
        )
