"""Capacity profiles: what a person or an organization has, offers and wants, and how one says so."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView
from rules.contrib.views import PermissionRequiredMixin

from capacity.actions import claims as actions
from capacity.forms.claims import SearchForm, StatementForm
from capacity.http import MemberRequest
from capacity.logic.refusals import RefusalError
from capacity.models import Capacity, CapacityClaim, Stakeholder
from capacity.queries import claims as queries
from capacity.queries import taxonomy

CONFLICT, UNPROCESSABLE = 409, 422
MOST_AT_ONCE = 12  # capacities in one form
MOST_FOUND = 30


def address_of(stakeholder: Stakeholder, user: Any, page: str) -> str:
    """`page` is claim-list or claim-state: under one's own address, or under the organization's."""
    if stakeholder.is_person and stakeholder.user_id == user.pk:
        return reverse(f"capacity:my-{page}")
    return reverse(f"capacity:{page}", kwargs={"slug": stakeholder.slug})


class MyClaims(LoginRequiredMixin, TemplateView):
    """One's own."""

    request: MemberRequest
    template_name = "capacity/claim_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = get_object_or_404(Stakeholder, user=self.request.user)
        return super().get_context_data(**profile(person, self.request.user), is_mine=True, **kwargs)


class ClaimList(TemplateView):
    """An organization's, for all; a person's, for those who may see it."""

    template_name = "capacity/claim_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        stakeholder = get_object_or_404(Stakeholder.objects.visible_to(user), slug=self.kwargs["slug"])
        if not user.has_perm("capacity.view_claims", stakeholder):
            raise Http404
        return super().get_context_data(**profile(stakeholder, user), **kwargs)


def profile(stakeholder: Stakeholder, user: Any) -> dict[str, Any]:
    may_state = user.has_perm("capacity.state_claims", stakeholder)
    return {
        "stakeholder": stakeholder,
        "profile": queries.profile_of(stakeholder),
        "levels": queries.levels(),
        "state": address_of(stakeholder, user, "claim-state") if may_state else "",
    }


class StatementPage(View):
    """Search, choose, and say something of each chosen capacity, all in one form. Works by addresses alone."""

    stakeholder: Stakeholder

    def get(self, request: MemberRequest, slug: str = "") -> HttpResponse:
        return self.page(request, self.forms(request.GET.getlist("capacity")))

    def post(self, request: MemberRequest, slug: str = "") -> HttpResponse:
        forms = self.forms(request.POST.getlist("capacity"), request.POST)
        if not forms:
            messages.error(request, _("Choose at least one capacity."))
            return self.page(request, forms, status=UNPROCESSABLE)
        if not all([form.is_valid() for form in forms]):  # noqa: C419 - every form is to say its errors
            return self.page(request, forms, status=UNPROCESSABLE)
        said = [actions.Statement(**each) for form in forms for each in form.statements()]
        try:
            kept = actions.state(self.stakeholder, statements=said, by=request.user)
        except RefusalError as error:
            forms[0].add_error(None, str(error))
            return self.page(request, forms, status=CONFLICT)
        if all(claim.is_current for claim in kept):
            messages.success(request, _("What you said is kept, with its date."))
        else:
            messages.warning(
                request, _("Something newer is said already of one of them: what you said is in its history.")
            )
        return redirect(address_of(self.stakeholder, request.user, "claim-list"))

    def forms(self, codes: list[str], data: Any = None) -> list[StatementForm]:
        """One for each capacity that exists and fits; the others are left out."""
        wanted = [code for code in dict.fromkeys(codes) if "\x00" not in code][:MOST_AT_ONCE]
        fitting = Capacity.objects.shown().fitting(self.stakeholder)
        capacities = {capacity.code: capacity for capacity in fitting.filter(code__in=wanted)}
        said, levels = queries.current_of(self.stakeholder, capacities), queries.levels()
        return [
            StatementForm(data, capacity=capacities[code], levels=levels, said=said.get(code, ()))
            for code in wanted
            if code in capacities
        ]

    def page(self, request: MemberRequest, forms: list[StatementForm], status: int = 200) -> HttpResponse:
        search = SearchForm(request.GET if "q" in request.GET else None)
        words = search.cleaned_data["q"] if search.is_valid() else ""
        chosen = {form.capacity.code for form in forms}
        context = {
            "stakeholder": self.stakeholder,
            "profile": address_of(self.stakeholder, request.user, "claim-list"),
            "here": request.path,
            "search": search,
            "words": words,
            "found": [each for each in self.found(words) if each.capacity.code not in chosen],
            "forms": forms,
            "levels": queries.levels(),
        }
        return render(request, "capacity/claim_form.html", context, status=status)

    def found(self, words: str) -> list[taxonomy.Found]:
        rows = taxonomy.search(words) if words else []
        return [row for row in rows if row.capacity.is_of(self.stakeholder)][:MOST_FOUND]


class MyClaimState(LoginRequiredMixin, StatementPage):
    @cached_property
    def stakeholder(self) -> Stakeholder:  # type: ignore[override]
        return get_object_or_404(Stakeholder, user_id=self.request.user.pk)


class ClaimState(PermissionRequiredMixin, StatementPage):
    permission_required = "capacity.state_claims"

    @cached_property
    def stakeholder(self) -> Stakeholder:  # type: ignore[override]
        visible = Stakeholder.objects.visible_to(self.request.user)
        return get_object_or_404(visible, slug=self.kwargs["slug"])

    def get_permission_object(self) -> Stakeholder:
        return self.stakeholder


class ClaimWithdraw(LoginRequiredMixin, View):
    """GET asks, POST does."""

    asks = "capacity.state_claims"

    def find(self, request: MemberRequest) -> CapacityClaim:
        rows = CapacityClaim.objects.visible_to(request.user).select_related("stakeholder", "capacity")
        claim = get_object_or_404(rows, public_id=self.kwargs["public_id"])
        if not request.user.has_perm(self.asks, claim.stakeholder):
            raise PermissionDenied
        return claim

    def get(self, request: MemberRequest, public_id: str) -> HttpResponse:
        claim = self.find(request)
        context = {"claim": claim, "profile": address_of(claim.stakeholder, request.user, "claim-list")}
        return render(request, "capacity/claim_confirm.html", context)

    def post(self, request: MemberRequest, public_id: str) -> HttpResponse:
        claim = self.find(request)
        try:
            actions.withdraw(claim, by=request.user)
        except RefusalError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("It is withdrawn, and stays in the history."))
        return redirect(address_of(claim.stakeholder, request.user, "claim-list"))
