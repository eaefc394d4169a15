"""Whether what the clock starts works: kept, and told to staff when it begins to fail and when it works again."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from common.models import ClockJob
from config import letters

FAULT_LETTERS = 100


@transaction.atomic
def failed(task: str, fault: str, now: datetime | None = None) -> ClockJob:
    """Counts the failure, and writes to staff if the last run had not failed."""
    job, _is_new = ClockJob.objects.select_for_update().get_or_create(task=task)
    begins = job.failing_since is None
    job.failed_at = now or timezone.now()
    job.failing_since = job.failing_since or job.failed_at
    job.times = 1 if begins else job.times + 1
    job.fault = fault[:FAULT_LETTERS]
    job.save()
    if begins:
        letters.job_fails(job)
    return job


@transaction.atomic
def succeeded(task: str) -> None:
    """Writes to staff if the last run had failed."""
    job = ClockJob.objects.select_for_update().filter(task=task, failing_since__isnull=False).first()
    if job is None:
        return
    letters.job_works_again(job)
    job.failing_since = None
    job.save()
