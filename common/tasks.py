"""The tasks of the outbox and of the notes on changes."""

from celery import shared_task

from common import changes, outbox


@shared_task
def deliver(key: str) -> None:
    outbox.deliver(key)


@shared_task
def deliver_due() -> None:
    outbox.deliver_due()


@shared_task
def forget_changes() -> None:
    changes.forget()
