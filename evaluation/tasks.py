from celery import shared_task

from assessments.models import Response
from evaluation.actions import changes, participations


@shared_task
def refresh_changes(response_id: int) -> None:
    response = Response.objects.filter(pk=response_id).first()
    if response is not None:
        changes.refresh_for_response(response)


@shared_task
def catch_up_changes() -> None:
    changes.refresh_due()


@shared_task
def refresh_participations() -> None:
    participations.refresh_due()
