"""What the clock starts. Each may run twice, late or half-way: nothing is done or told twice."""

from celery import shared_task

from capacity.actions import affiliations, demographics, representatives


@shared_task
def end_affiliations() -> int:
    return affiliations.end_due()


@shared_task
def remind_representatives() -> int:
    return representatives.remind()


@shared_task
def delete_old_demographics() -> None:
    demographics.delete_old()
