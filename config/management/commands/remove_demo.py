from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

from assessments.actions import demo as assessments
from capacity.actions import demo as capacity
from common.demo import forget_cached, remove_marked
from common.models import ActionLog, Message, Notification
from common.triggers import removing_demo
from evaluation.actions import demo as evaluation
from programs.actions import demo as programs


class Command(BaseCommand):
    help = "Removes the demo population without a trace; what is not marked demo stays."

    def handle(self, *args: Any, **options: Any) -> None:
        removed = remove()
        if options["verbosity"]:
            self.stdout.write(
                f"{removed:,} demo rows are removed." if removed else "There was no demo population."
            )


def remove() -> int:
    """All or nothing. Each app removes its own, the highest first."""
    with removing_demo():
        with connection.cursor() as cursor:
            # As in loading: checks left for the commit would be gone through again and again.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        removed = evaluation.remove() + assessments.remove() + programs.remove()
        removed += remove_marked([ActionLog, Message, Notification])
        removed += capacity.remove()
    forget_cached()
    return removed
