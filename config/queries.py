"""What the clock starts, and how it went."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django_celery_beat.models import PeriodicTask

from common.models import ClockJob


@dataclass(frozen=True, kw_only=True)
class Job:
    task: str
    started_at: datetime | None
    trouble: ClockJob | None

    @property
    def fails(self) -> bool:
        return self.trouble is not None and self.trouble.failing_since is not None


def jobs() -> Iterator[Job]:
    """Each once, those that fail first. Two queries."""
    started = dict(PeriodicTask.objects.values_list("task", "last_run_at"))
    troubles = ClockJob.objects.in_bulk()
    tasks = {str(entry["task"]) for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    found = [
        Job(task=task, started_at=started.get(task), trouble=troubles.get(task)) for task in sorted(tasks)
    ]
    yield from sorted(found, key=lambda job: not job.fails)
