"""For whoever watches over the portal: does it run, and can it work?"""

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError

from config.celery import app

SECONDS_TO_ANSWER = 2


@never_cache
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    checks = {"database": database_answers(), "broker": broker_answers()}
    everything = all(checks.values())
    found = {name: "ok" if answers else "does not answer" for name, answers in checks.items()}
    return JsonResponse(
        {"status": "ok" if everything else "not ready", **found}, status=200 if everything else 503
    )


def database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def broker_answers() -> bool:
    try:
        with app.connection_for_write(connect_timeout=SECONDS_TO_ANSWER) as broker:
            broker.ensure_connection(max_retries=1, interval_start=0, timeout=SECONDS_TO_ANSWER)
            broker.default_channel.client.ping()
    except (OperationalError, OSError):
        return False
    return True
