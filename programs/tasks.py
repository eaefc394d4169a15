"""What the clock starts. Each may run twice, late or half-way: nothing is done or told twice."""

from celery import shared_task

from programs.actions import enrollments, sessions


@shared_task
def lapse_offers() -> int:
    return enrollments.lapse_offers()


@shared_task
def remind_of_sessions() -> int:
    return sessions.remind()
