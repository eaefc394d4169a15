"""The clock's door to assessments; each task may run twice."""

from celery import shared_task

from assessments.actions import invitations, plans, statistics, waves


@shared_task
def advance_waves() -> int:
    return waves.advance()


@shared_task
def remind_invited() -> int:
    return invitations.remind_due()


@shared_task
def count_response(response_id: int) -> bool:
    return statistics.refresh(response_id)


@shared_task
def refresh_figures() -> int:
    return statistics.catch_up() + statistics.show_all()


@shared_task
def cut_links() -> int:
    return waves.cut_links()


@shared_task
def remind_of_plans() -> int:
    return plans.remind_due()
