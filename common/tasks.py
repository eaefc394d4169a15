"""The outbox's tasks."""

from celery import shared_task

from common import outbox


@shared_task
def deliver(key: str) -> None:
    outbox.deliver(key)


@shared_task
def deliver_due() -> None:
    outbox.deliver_due()
