"""The directory's entries follow what they are made of by themselves; here is what many rows at once need."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connection

from capacity.models import Stakeholder, StakeholderName
from common.search import searchable


@contextmanager
def filled_at_the_end() -> Iterator[None]:
    """Inside, the directory waits; at the end whoever was touched is brought up to date, once. Expects a transaction
    around it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('portal.directory', 'later', true)")
        yield
        cursor.execute("SELECT set_config('portal.directory', 'at once', true)")
        cursor.execute("SELECT capacity_directory_catch_up()")


def keep_searchable(stakeholder: Stakeholder) -> None:
    """After any change of a stakeholder's names. Expects the caller's transaction."""
    names = StakeholderName.objects.filter(stakeholder=stakeholder).values_list("name", flat=True)
    stakeholder.search_text = names_together(stakeholder.name, names)
    stakeholder.save(update_fields=["search_text", "updated_at"])


def names_together(name: str, others: Iterable[str]) -> str:
    """All names as they are searched, whoever wrote them and in which order."""
    return searchable(name, *sorted(set(others)))
