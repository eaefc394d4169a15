"""Appointing who speaks for an organization, and handing over."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View
from rules.contrib.views import PermissionRequiredMixin

from capacity.actions import representatives as actions
from capacity.forms.affiliations import AppointForm
from capacity.http import MemberRequest
from capacity.http.organizations import OfOrganization
from capacity.http.reasons import MembersBehindReason
from capacity.logic.refusals import RefusalError
from capacity.models import Affiliation
from capacity.queries.affiliations import candidates_of
from capacity.views.affiliations import CONFLICT, UNPROCESSABLE, explain, find_affiliation
from common.moves import MoveError


class RepresentativeAppoint(MembersBehindReason, OfOrganization, PermissionRequiredMixin, View):
    permission_required = "capacity.manage_members"

    def form(self, request: MemberRequest, data: Any = None) -> AppointForm:
        herself = getattr(request.user, "person", None)
        return AppointForm(data, candidates=candidates_of(self.organization, without=herself))

    def get(self, request: MemberRequest, slug: str) -> HttpResponse:
        return self.page(request, self.form(request))

    def post(self, request: MemberRequest, slug: str) -> HttpResponse:
        form = self.form(request, request.POST)
        if not form.is_valid():
            return self.page(request, form, status=UNPROCESSABLE)
        try:
            actions.appoint(self.organization, by=request.user, **form.cleaned_data)
        except RefusalError as error:
            form.add_error(None, str(error))
            return self.page(request, form, status=CONFLICT)
        messages.success(request, _("The representative is appointed, and gets a letter."))
        return redirect("capacity:member-list", slug=slug)

    def page(self, request: MemberRequest, form: AppointForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "organization": self.organization}
        return render(request, "capacity/affiliation_appoint.html", context, status=status)


class HandOver(LoginRequiredMixin, View):
    asks = "capacity.hand_over_representation"

    def find(self, request: MemberRequest) -> Affiliation:
        return find_affiliation(request.user, self.kwargs["public_id"], self.asks)

    def form(self, affiliation: Affiliation, data: Any = None) -> AppointForm:
        candidates = candidates_of(affiliation.organization, without=affiliation.person)
        return AppointForm(data, candidates=candidates)

    def get(self, request: MemberRequest, public_id: str) -> HttpResponse:
        affiliation = self.find(request)
        return self.page(request, affiliation, self.form(affiliation))

    def post(self, request: MemberRequest, public_id: str) -> HttpResponse:
        affiliation = self.find(request)
        form = self.form(affiliation, request.POST)
        if not form.is_valid():
            return self.page(request, affiliation, form, status=UNPROCESSABLE)
        try:
            actions.hand_over(affiliation, by=request.user, **form.cleaned_data)
        except (RefusalError, MoveError) as error:
            form.add_error(None, explain(error))
            return self.page(request, affiliation, form, status=CONFLICT)
        messages.success(request, _("You have handed over. Both of you get a letter."))
        return redirect("capacity:affiliation-list")

    def page(
        self, request: MemberRequest, affiliation: Affiliation, form: AppointForm, status: int = 200
    ) -> HttpResponse:
        context = {"form": form, "affiliation": affiliation, "organization": affiliation.organization}
        return render(request, "capacity/affiliation_hand_over.html", context, status=status)
