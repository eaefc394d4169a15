"""Calendars to subscribe to: they show what is public, to whoever asks. A person's own has a secret address."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from rules.contrib.views import PermissionRequiredMixin

from capacity.http import MemberRequest
from capacity.models import Stakeholder
from programs.actions import calendars
from programs.filters import ProgramFilter
from programs.http.calendars import Feed
from programs.models import CalendarAddress, Cohort, Program
from programs.queries import calendars as sessions_of
from programs.states import PUBLIC_PROGRAM_STATES


class ProgramCalendar(Feed):
    def get(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        program = get_object_or_404(Program.objects.public(), slug=slug)
        return self.answer(
            request,
            sessions_of.of_program(program),
            sessions_of.closings(program.cohorts.all()),
            name=program.title,
        )


class CohortCalendar(Feed):
    def get(self, request: HttpRequest, public_id: str) -> HttpResponseBase:
        public = Cohort.objects.filter(program__state__in=PUBLIC_PROGRAM_STATES).select_related("program")
        cohort = get_object_or_404(public, public_id=public_id)
        name = f"{cohort.program.title} – {cohort.name}"
        return self.answer(
            request,
            sessions_of.of_cohort(cohort),
            sessions_of.closings(Cohort.objects.filter(pk=cohort.pk)),
            name=name,
        )


class OrganizationCalendar(Feed):
    """Of the programs it provides."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        organization = get_object_or_404(Stakeholder.objects.organizations(), slug=slug)
        provided = Program.objects.public().filter(providers=organization)
        return self.answer(
            request,
            sessions_of.of_programs(provided),
            sessions_of.closings_of(provided),
            name=organization.name,
        )


class SearchCalendar(Feed):
    """Asked as the catalog is; what of the address is not understood is passed over, as there."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        asked = ProgramFilter(request.GET, queryset=Program.objects.public())
        found = asked.filter_queryset(Program.objects.public())
        return self.answer(
            request,
            sessions_of.of_programs(found),
            sessions_of.closings_of(found),
            name=_("Programs: search"),
        )


class MyCalendar(PermissionRequiredMixin, View):
    """The address is shown once, when it is made. One that is in use is not ended before she has been asked."""

    request: MemberRequest
    permission_required = "programs.have_a_calendar"

    def get(self, request: HttpRequest) -> HttpResponse:
        asked = request.GET.get("deed", "")
        return self.page(asked=asked if asked in {"issue", "revoke"} else "")

    def post(self, request: HttpRequest) -> HttpResponse:
        deed = request.POST.get("deed", "")
        if deed == "issue":
            token = calendars.issue(self.request.user)
            response = self.page(
                path=reverse("assessments:person-calendar", args=[token]),
                feed=reverse("programs:person-feed", args=[token]),
            )
            response["Cache-Control"] = "no-store"
            return response
        if deed == "revoke" and calendars.revoke(self.request.user):
            messages.success(request, _("The address has ended: it leads nowhere now."))
        return redirect("programs:my-calendar")

    def page(self, **context: Any) -> HttpResponse:
        context["address"] = CalendarAddress.objects.filter(user=self.request.user).first()
        return render(self.request, "programs/my_calendar.html", context)
