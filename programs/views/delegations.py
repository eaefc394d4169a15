"""Delegations: the representative names people, each of them answers for herself."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from capacity.http import MemberRequest
from capacity.http.names import name_first
from capacity.models import Affiliation, Stakeholder
from common import formats
from common.moves import MoveError
from programs.actions import delegations
from programs.forms.delegations import DelegationForm
from programs.forms.enrollments import EnrollForm
from programs.logic.refusals import (
    ForSomebodyElseError,
    InvitationLapsedError,
    NobodyUndecidedError,
    RefusalError,
)
from programs.models import Cohort, Delegation, DelegationPlace
from programs.models.delegation import SALT
from programs.states import PlaceState

CONFLICT, UNPROCESSABLE = 409, 422


class DelegationMake(LoginRequiredMixin, View):
    """For those who represent an organization; which one, the address says where there are several."""

    request: MemberRequest
    asks = "programs.delegate"

    @cached_property
    def cohort(self) -> Cohort:
        cohorts = Cohort.objects.visible_to(self.request.user).select_related("program")
        return get_object_or_404(
            cohorts, public_id=self.kwargs["public_id"], program__slug=self.kwargs["slug"]
        )

    @cached_property
    def organizations(self) -> list[Stakeholder]:
        represented = Affiliation.objects.representing(self.request.user).values("organization")
        return list(Stakeholder.objects.filter(pk__in=represented).order_by("name"))

    @cached_property
    def organization(self) -> Stakeholder:
        asked = self.request.GET.get("organization", "")
        for each in self.organizations:
            if (not asked or each.slug == asked) and self.request.user.has_perm(self.asks, each):
                return each
        raise PermissionDenied

    def get(self, request: MemberRequest, **kwargs: Any) -> HttpResponse:
        return self.page(DelegationForm(cohort=self.cohort, organization=self.organization))

    def post(self, request: MemberRequest, **kwargs: Any) -> HttpResponse:
        more = "more" in request.POST
        form = DelegationForm(request.POST, cohort=self.cohort, organization=self.organization, more=more)
        if more:
            return self.page(form)
        if not form.is_valid():
            return self.page(form, UNPROCESSABLE)
        try:
            made = delegations.make(
                self.cohort,
                organization=self.organization,
                members=list(form.cleaned_data["members"]),
                emails=form.emails,
                by=request.user,
            )
        except RefusalError as refusal:
            form.add_error(None, str(refusal))
            return self.page(form, CONFLICT)
        messages.success(request, _("Each one named gets a letter and confirms for herself."))
        return redirect(made)

    def page(self, form: DelegationForm, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "cohort": self.cohort,
            "program": self.cohort.program,
            "organization": self.organization,
            "organizations": self.organizations,
        }
        return render(self.request, "programs/delegation_form.html", context, status=status)


class DelegationDetail(LoginRequiredMixin, View):
    """Who has answered; a name that is not answered may be taken back."""

    asks = "programs.see_delegation"

    def get(self, request: MemberRequest, public_id: str) -> HttpResponse:
        delegation = find_delegation(request, public_id)
        return render(request, "programs/delegation_detail.html", page_of(delegation))

    def post(self, request: MemberRequest, public_id: str) -> HttpResponse:
        delegation = find_delegation(request, public_id)
        for place in delegation.places.all():
            if str(place.public_id) == request.POST.get("cancel"):
                try:
                    delegations.cancel(place, by=request.user)
                except MoveError:
                    messages.error(request, _("This was answered already."))
        return redirect(delegation)


class DelegationWithdraw(LoginRequiredMixin, View):
    """GET asks, and says whom it concerns; POST takes back all of whom nothing is decided."""

    asks = "programs.withdraw_delegation"

    def get(self, request: MemberRequest, public_id: str) -> HttpResponse:
        page = page_of(find_delegation(request, public_id))
        if not page["undecided"]:
            messages.error(request, str(NobodyUndecidedError()))
            return redirect(page["delegation"])
        return render(request, "programs/delegation_withdraw.html", page)

    def post(self, request: MemberRequest, public_id: str) -> HttpResponse:
        delegation = find_delegation(request, public_id)
        try:
            people = delegations.withdraw(delegation, by=request.user)
        except RefusalError as refusal:
            messages.error(request, str(refusal))
        else:
            said = ngettext("%(n)s person was taken back.", "%(n)s people were taken back.", people)
            messages.success(request, said % {"n": formats.number(people)})
        return redirect(delegation)


def find_delegation(request: HttpRequest, public_id: str) -> Delegation:
    rows = Delegation.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("cohort__program", "organization"), public_id=public_id)


def page_of(delegation: Delegation) -> dict[str, Any]:
    places = list(delegation.places.select_related("person", "enrollment"))
    undecided = [place for place in places if place.is_undecided]
    return {
        "delegation": delegation,
        "cohort": delegation.cohort,
        "program": delegation.cohort.program,
        "places": places,
        "undecided": undecided,
        "unanswered": any(place.state == PlaceState.INVITED for place in places),
        "staying": [place for place in places if place.enrollment and not place.is_undecided],
    }


class DelegationAnswer(LoginRequiredMixin, View):
    """Who has the letter's address, and is signed in, answers: with the cohort's form, or with no."""

    request: MemberRequest
    asks = "programs.enroll"

    @cached_property
    def place(self) -> DelegationPlace:
        try:
            pk = signing.loads(self.kwargs["token"], salt=SALT)
        except signing.BadSignature as error:
            raise Http404 from error
        rows = DelegationPlace.objects.select_related(
            "delegation__cohort__program", "delegation__organization", "enrollment"
        )
        return get_object_or_404(rows, pk=pk)

    @cached_property
    def person(self) -> Stakeholder | None:
        return Stakeholder.objects.filter(user=self.request.user).first()

    def handle_no_permission(self) -> HttpResponseRedirect:
        named = {
            "organization": self.place.delegation.organization.name,
            "program": self.place.delegation.cohort.program.title,
        }
        said = _(
            "%(organization)s has named you for “%(program)s”. Sign in, or create an account, to confirm or refuse."
        )
        messages.info(self.request, said % named)
        return super().handle_no_permission()

    def get(self, request: MemberRequest, token: str) -> HttpResponse:
        if self.person is None:
            return name_first(
                request, _("Please say first how you are called: those who run a cohort see this name.")
            )
        if self.place.enrollment and self.place.person == self.person:
            return redirect(self.place.enrollment)
        return self.page(self.form())

    def post(self, request: MemberRequest, token: str) -> HttpResponse:
        if self.person is None:
            return redirect(request.path)
        if self.place.enrollment and self.place.person == self.person:
            messages.info(request, self.why_not())
            return redirect(self.place.enrollment)
        form, refusing = self.form(request.POST), "refuse" in request.POST
        if self.why_not():
            return self.page(form, CONFLICT)
        if not refusing and not form.is_valid():
            return self.page(form, UNPROCESSABLE)
        try:
            if refusing:
                delegations.decline(self.place, person=self.person, by=request.user)
                messages.success(request, _("You have refused. Nothing about you is kept."))
                return redirect(self.place.delegation.cohort)
            enrollment = delegations.confirm(
                self.place, person=self.person, by=request.user, content=form.content()
            )
        except RefusalError as refusal:
            form.full_clean()
            form.add_error(None, str(refusal))
            return self.page(form, CONFLICT)
        except MoveError:
            del self.place
            return self.page(form, CONFLICT)
        messages.success(request, _("You have confirmed."))
        return redirect(enrollment)

    def form(self, *data: Any) -> EnrollForm:
        cohort = self.place.delegation.cohort
        blocks = list(cohort.form_blocks.asked())
        return EnrollForm(*data, person=None, confirmation=cohort.confirmation, blocks=blocks)

    def page(self, form: EnrollForm, status: int = 200) -> HttpResponse:
        delegation = self.place.delegation
        context = {
            "form": form,
            "place": self.place,
            "why_not": self.why_not(),
            "cohort": delegation.cohort,
            "program": delegation.cohort.program,
            "organization": delegation.organization,
        }
        return render(self.request, "programs/delegation_answer.html", context, status=status)

    def why_not(self) -> str:
        """There is nothing (more) for her to answer. What somebody else has answered is not her affair."""
        place = self.place
        if place.person is not None and place.person != self.person:
            return str(ForSomebodyElseError())
        if place.state == PlaceState.INVITED and place.expires_at > timezone.now():
            return ""
        said = {
            PlaceState.CONFIRMED: _("This invitation was confirmed already."),
            PlaceState.DECLINED: _("This invitation was refused."),
            PlaceState.CANCELLED: _("The organization has taken this invitation back."),
        }
        return said.get(PlaceState(place.state)) or str(InvitationLapsedError())
