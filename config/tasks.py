from celery import shared_task

from capacity.models import DataExport, Erasure
from config.actions import data_exports, personal_data


@shared_task
def erase(erasure_id: int) -> None:
    erasure = Erasure.objects.select_related("account").filter(pk=erasure_id).first()
    if erasure is not None:
        personal_data.carry_out(erasure)


@shared_task
def resume_erasures() -> None:
    personal_data.resume()


@shared_task
def make_export(export_id: int) -> None:
    export = DataExport.objects.select_related("account").filter(pk=export_id).first()
    if export is not None:
        data_exports.make(export)


@shared_task
def forget_exports() -> None:
    data_exports.forget_old()
