"""The clock's door to assessments; each task may run twice."""

from celery import shared_task

from assessments.actions import invitations, waves


@shared_task
def advance_waves() -> int:
    return waves.advance()


@shared_task
def remind_invited() -> int:
    return invitations.remind_due()
