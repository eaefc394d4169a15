"""Feeds for news readers. Those of programs are public; a person's own has the secret address of her calendar."""

import hashlib
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View

from common import anonymous, formats
from programs import filters
from programs.actions import calendars
from programs.formats import atom
from programs.http.catalog import feed_address, problems_of, worded
from programs.models import Program
from programs.queries import kept_catalog
from programs.queries.feeds import cohorts_of, newest, told_to
from programs.queries.vocabulary import vocabulary


class ProgramFeed(View):
    """The newest programs of any search. What is not understood is refused: who subscribed would get too many."""

    def get(self, request: HttpRequest) -> HttpResponse:
        kept = kept_catalog.fresh()
        words = kept.vocabulary() if kept else vocabulary()
        asked = filters.ProgramFilter(request.GET, queryset=Program.objects.public(), words=words)
        if problems := problems_of(asked):
            return HttpResponse("\n".join(problems), status=400, content_type="text/plain; charset=utf-8")
        named = " · ".join(text for _pair, text in worded(asked))
        catalog = reverse("programs:program-list")
        made = atom.feed(
            newest(asked.criteria, words),
            title=_("Programs: %(search)s") % {"search": named} if named else _("New programs"),
            path=feed_address(asked.query),
            catalog=f"{catalog}?{asked.query}" if asked.query else catalog,
            language=get_language() or "en",
            about=_("Programs that build capacity in the Wikimedia movement, the last published first."),
        )
        response = HttpResponse(made, content_type="application/atom+xml; charset=utf-8")
        anonymous.may_be_kept(response, stamp=kept and kept.stamp(), ask=kept_catalog.stamp)
        return response


class CohortFeed(View):
    """The cohorts of a public program, the last announced first."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        program = get_object_or_404(Program.objects.public(), slug=slug)
        language = get_language() or "en"
        made = atom.feed(
            cohorts_of(program),
            title=program.title,
            path=f"{request.path}?{urlencode({'uselang': language})}",
            catalog=program.get_absolute_url(),
            language=language,
            about=_("Cohorts of this program, the last announced first."),
        )
        return HttpResponse(made, content_type="application/atom+xml; charset=utf-8")


class PersonFeed(View):
    """What a person is told. The token is the key, and that of her calendar; whether it was ever one, nobody learns."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, token: str) -> HttpResponseBase:
        user = calendars.owner_of(token)
        if user is None:
            raise Http404
        with translation.override(user.language or settings.LANGUAGE_CODE):
            made = atom.feed(
                told_to(user),
                title=_("My notifications"),
                path=reverse("programs:my-calendar"),
                catalog=reverse("capacity:notification-list"),
                language=get_language() or "en",
                about=_("What the portal tells you, the last first."),
                identity=f"urn:uuid:{user.calendar_address.public_id}",
            )
        etag = f'W/"{hashlib.sha256(made.encode()).hexdigest()[:32]}"'
        response = HttpResponse(made, content_type="application/atom+xml; charset=utf-8")
        response["ETag"] = etag
        response["Cache-Control"] = "private, no-cache"
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        return get_conditional_response(request, etag=etag, response=response) or response


class FeedList(View):
    """Which feeds there are, and how one gets one's own."""

    def get(self, request: HttpRequest) -> HttpResponse:
        methods: dict[str, Any] = vocabulary().methods
        context = {
            "feeds": [
                (_("New programs"), "", feed_address("")),
                (_("Open for enrollment"), "open=1", feed_address("open=1")),
                (_("Free of charge"), "free=1", feed_address("free=1")),
            ],
            "methods": [
                (label, f"method={code}", feed_address(f"method={code}")) for code, label in methods.items()
            ],
            "searches": [
                (formats.told(search.name, search), search.query, feed_address(search.query))
                for search in request.user.saved_searches.all()
            ]
            if request.user.is_authenticated
            else [],
        }
        return render(request, "programs/feed_list.html", context)
