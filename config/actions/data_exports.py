"""Files of all that is held of a person, made by a worker where there is much of it."""

import gzip
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from capacity.models import DataExport, User
from common.jobs import enqueue
from config.actions.personal_data import held_of
from config.formats.my_data import FORMATS


@transaction.atomic
def ask(account: User, *, kind: str, by: User) -> DataExport:
    """Has the file made anew by a worker; one that was made before goes. Refuses another person's account."""
    if account != by:
        raise PermissionError("What is held of a person she asks for herself.")
    asked = {"asked_at": timezone.now(), "made_at": None, "content": None, "is_demo": account.is_demo}
    export, _is_new = DataExport.objects.update_or_create(account=account, kind=kind, defaults=asked)
    enqueue("config.tasks.make_export", export_id=export.pk)
    return export


def make(export: DataExport) -> None:
    """In the person's language. Does nothing where it is made already."""
    if export.made_at is not None or not export.account.is_active:
        return
    now = timezone.now()
    with (
        translation.override(export.account.language or settings.LANGUAGE_CODE),
        timezone.override(export.account.zone),
    ):
        text = FORMATS[export.kind](held_of(export.account), now)
    waiting = DataExport.objects.filter(pk=export.pk, asked_at=export.asked_at, made_at=None)
    waiting.update(content=gzip.compress(text.encode()), made_at=now)


def forget_old() -> int:
    """Deletes files that were asked for longer than settings.EXPORT_DAYS ago; returns how many."""
    before = timezone.now() - timedelta(days=settings.EXPORT_DAYS)
    return DataExport.objects.filter(asked_at__lt=before).delete()[0]
