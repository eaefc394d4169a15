"""The Celery application: `celery -A config worker`, `celery -A config beat`."""

import os
from importlib import import_module
from typing import Any

from celery import Celery, Task

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.development")
# Checks are made before a release and when the portal starts. A worker that makes them too loads every page: 45 MiB.
os.environ.setdefault("CELERY_SKIP_CHECKS", "1")


class Watched(Task):
    """Keeps whether what the clock starts works, and has staff told when that changes."""

    def on_failure(self, exc: BaseException, *_rest: Any) -> None:
        if self.is_of_the_clock():
            self.kept().failed(self.name, type(exc).__name__)

    def on_success(self, *_rest: Any) -> None:
        if self.is_of_the_clock():
            self.kept().succeeded(self.name)

    def is_of_the_clock(self) -> bool:
        return self.name in {entry["task"] for entry in self.app.conf.beat_schedule.values()}

    def kept(self) -> Any:
        """Its models cannot be loaded before the apps are."""
        return import_module("config.actions.clock_jobs")


app = Celery("config", task_cls=Watched)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
