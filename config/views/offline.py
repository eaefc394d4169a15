from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """At the root, because a service worker reaches only what lies below its own address."""
    source = Path(settings.STATICFILES_DIRS[0]) / "workers" / "offline.js"
    response = HttpResponse(source.read_bytes(), content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response
