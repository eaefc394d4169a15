"""Where a refresh starts reading, and how far it has come."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from evaluation.models import Watermark

OVERLAP = timedelta(
    minutes=10
)  # a row written by a transaction that lasts longer than this would be overlooked
THE_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


@contextmanager
def since_last_time(name: str) -> Iterator[datetime]:
    """Yields the moment to read from, and moves the mark with the work's own transaction: dying half-way moves nothing.

    A second one of the same name waits until the first is through.
    """
    with transaction.atomic():
        begun = timezone.now()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"evaluation.{name}"])
        mark = Watermark.objects.filter(name=name).first()
        yield mark.reached - OVERLAP if mark else THE_BEGINNING
        Watermark.objects.update_or_create(name=name, defaults={"reached": begun})
