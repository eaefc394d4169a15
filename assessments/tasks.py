"""The clock's door to assessments; each task may run twice."""

from celery import shared_task

from assessments.actions import invitations, plans, waves


@shared_task
def advance_waves() -> int:
    return waves.advance()


@shared_task
def remind_invited() -> int:
    return invitations.remind_due()


@shared_task
def cut_links() -> int:
    return waves.cut_links()


@shared_task
def remind_of_plans() -> int:
    return plans.remind_due()
