"""What calendars to subscribe to share: their bytes, and that what has not changed is not sent again."""

import hashlib
from collections.abc import Sequence
from datetime import UTC

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views import View

from programs.formats.calendars import calendar, newest_change
from programs.logic.deadlines import Deadline
from programs.models import Session

CONTENT_TYPE = "text/calendar; charset=utf-8"
PUBLIC_SECONDS = 900  # for which caches on the way may keep a public calendar


class Feed(View):
    """What has not changed is not sent again (304)."""

    http_method_names = ["get", "head", "options"]

    def answer(
        self,
        request: HttpRequest,
        sessions: Sequence[Session],
        deadlines: Sequence[Deadline],
        *,
        name: str,
        own: bool = False,
    ) -> HttpResponseBase:
        address = settings.SITE_ADDRESS + (
            reverse("programs:my-calendar") if own else request.get_full_path()
        )
        text = calendar(sessions, deadlines, name=name, address=address, own=own)
        etag = f'W/"{hashlib.sha256(text).hexdigest()[:32]}"'
        response = HttpResponse(text, content_type=CONTENT_TYPE)
        response["ETag"] = etag
        response["Content-Disposition"] = 'inline; filename="calendar.ics"'
        response["Cache-Control"] = "private, no-cache" if own else f"public, max-age={PUBLIC_SECONDS}"
        if own:
            response["Referrer-Policy"] = "no-referrer"
            response["X-Robots-Tag"] = "noindex"
        newest = newest_change(sessions, deadlines)
        if newest is not None:
            response["Last-Modified"] = newest.astimezone(UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
        return get_conditional_response(request, etag=etag, response=response) or response
