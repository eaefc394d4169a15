"""Calendars to subscribe to. All but a person's own show what is public, to whoever asks."""

import hashlib
from collections.abc import Sequence
from datetime import UTC
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views import View
from rules.contrib.views import PermissionRequiredMixin

from capacity.http import MemberRequest
from capacity.models import Stakeholder
from programs.actions import calendars
from programs.filters import ProgramFilter
from programs.formats.calendars import calendar, changed
from programs.models import CalendarAddress, Cohort, Program, Session
from programs.queries import calendars as sessions_of
from programs.states import PUBLIC_PROGRAM_STATES

CONTENT_TYPE = "text/calendar; charset=utf-8"
PUBLIC_SECONDS = 900  # for which caches on the way may keep a public calendar


class Feed(View):
    """What has not changed is not sent again (304)."""

    http_method_names = ["get", "head", "options"]

    def answer(
        self, request: HttpRequest, sessions: Sequence[Session], *, name: str, own: bool = False
    ) -> HttpResponseBase:
        address = settings.SITE_ADDRESS + (
            reverse("programs:my-calendar") if own else request.get_full_path()
        )
        text = calendar(sessions, name=name, address=address, own=own)
        etag = f'W/"{hashlib.sha256(text).hexdigest()[:32]}"'
        response = HttpResponse(text, content_type=CONTENT_TYPE)
        response["ETag"] = etag
        response["Content-Disposition"] = 'inline; filename="calendar.ics"'
        response["Cache-Control"] = "private, no-cache" if own else f"public, max-age={PUBLIC_SECONDS}"
        if own:
            response["Referrer-Policy"] = "no-referrer"
            response["X-Robots-Tag"] = "noindex"
        if sessions:
            newest = max(changed(session) for session in sessions)
            response["Last-Modified"] = newest.astimezone(UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
        return get_conditional_response(request, etag=etag, response=response) or response


class PersonCalendar(Feed):
    """The token is the key; whether it was ever one, nobody learns."""

    def get(self, request: HttpRequest, token: str) -> HttpResponseBase:
        user = calendars.owner_of(token)
        if user is None:
            raise Http404
        with translation.override(user.language or settings.LANGUAGE_CODE):
            return self.answer(request, sessions_of.of_person(user), name=_("My sessions"), own=True)


class ProgramCalendar(Feed):
    def get(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        program = get_object_or_404(Program.objects.public(), slug=slug)
        return self.answer(request, sessions_of.of_program(program), name=program.title)


class CohortCalendar(Feed):
    def get(self, request: HttpRequest, public_id: str) -> HttpResponseBase:
        public = Cohort.objects.filter(program__state__in=PUBLIC_PROGRAM_STATES).select_related("program")
        cohort = get_object_or_404(public, public_id=public_id)
        name = f"{cohort.program.title} – {cohort.name}"
        return self.answer(request, sessions_of.of_cohort(cohort), name=name)


class OrganizationCalendar(Feed):
    """Of the programs it provides."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        organization = get_object_or_404(Stakeholder.objects.organizations(), slug=slug)
        return self.answer(request, sessions_of.of_organization(organization), name=organization.name)


class SearchCalendar(Feed):
    """Asked as the catalog is; what of the address is not understood is passed over, as there."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        asked = ProgramFilter(request.GET, queryset=Program.objects.public())
        found = sessions_of.of_programs(asked.filter_queryset(Program.objects.public()))
        return self.answer(request, found, name=_("Programs: search"))


class MyCalendar(PermissionRequiredMixin, View):
    """The address is shown once, when it is made."""

    request: MemberRequest
    permission_required = "programs.have_a_calendar"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page()

    def post(self, request: HttpRequest) -> HttpResponse:
        deed = request.POST.get("deed", "")
        if deed == "issue":
            path = reverse("programs:person-calendar", args=[calendars.issue(self.request.user)])
            response = self.page(path=path)
            response["Cache-Control"] = "no-store"
            return response
        if deed == "revoke":
            calendars.revoke(self.request.user)
        return self.page()

    def page(self, **context: Any) -> HttpResponse:
        context["address"] = CalendarAddress.objects.filter(user=self.request.user).first()
        return render(self.request, "programs/my_calendar.html", context)
