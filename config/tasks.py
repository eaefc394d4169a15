from celery import shared_task

from capacity.models import Erasure
from config.actions import personal_data


@shared_task
def erase(erasure_id: int) -> None:
    erasure = Erasure.objects.select_related("account").filter(pk=erasure_id).first()
    if erasure is not None:
        personal_data.carry_out(erasure)


@shared_task
def resume_erasures() -> None:
    personal_data.resume()
