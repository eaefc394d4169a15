"""Work for later: named, so that what asks for it does not import it; sent once the transaction is committed."""

from celery import current_app
from django.db import transaction


def enqueue(task: str, **ids: object) -> None:
    """Ask a worker for `task` (its dotted name) once the transaction is committed. Pass ids, never personal data.

    A broker that is away does not spoil what is committed: the fault is logged, and beat finds the work by its row.
    """
    queue = "reports" if task.startswith("evaluation.") else "letters"
    transaction.on_commit(lambda: current_app.send_task(task, kwargs=ids, queue=queue), robust=True)
