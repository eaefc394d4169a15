"""What persons and organizations say of themselves, written by those who may."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.forms import BaseFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import FormView
from rules.contrib.views import PermissionRequiredMixin

from capacity.actions import organizations, people
from capacity.forms.stakeholders import (
    MaturityForm,
    NameFormSet,
    OrganizationForm,
    ProfileForm,
    facts_of,
    names_given,
    names_of,
    profile_of,
)
from capacity.http import MemberRequest
from capacity.http.organizations import OfOrganization
from capacity.models import Stakeholder


class Profile(LoginRequiredMixin, FormView):
    """A person's own, and who sees which part of it."""

    request: MemberRequest
    form_class = ProfileForm
    template_name = "capacity/profile_form.html"
    success_url = reverse_lazy("capacity:profile")

    @cached_property
    def person(self) -> Stakeholder:
        return get_object_or_404(Stakeholder, user=self.request.user)

    def get_initial(self) -> dict[str, Any]:
        return profile_of(self.person)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(person=self.person, **kwargs)

    def form_valid(self, form: ProfileForm) -> HttpResponse:
        given = form.cleaned_data
        people.edit_profile(
            self.person,
            by=self.request.user,
            description=given["description"],
            languages=given["languages"],
            territory=given["territory"],
            addresses=form.addresses,
            seen_by=form.seen_by,
        )
        messages.success(self.request, _("Your profile is saved."))
        return super().form_valid(form)


class OrganizationEdit(OfOrganization, PermissionRequiredMixin, View):
    permission_required = "capacity.edit_organization"

    def get(self, request: MemberRequest, slug: str) -> HttpResponse:
        form = OrganizationForm(initial=facts_of(self.organization))
        return self.answer(request, form, NameFormSet(initial=names_of(self.organization), prefix="names"))

    def post(self, request: MemberRequest, slug: str) -> HttpResponse:
        form = OrganizationForm(request.POST)
        names = NameFormSet(request.POST, prefix="names")
        if not (form.is_valid() & names.is_valid()):
            return self.answer(request, form, names)
        organizations.edit(
            self.organization,
            by=request.user,
            description=form.cleaned_data["description"],
            website=form.cleaned_data["website"],
            names=names_given(names),
            languages=form.cleaned_data["languages"],
            addresses=form.addresses,
        )
        messages.success(request, _("The page is saved."))
        return redirect(self.organization)

    def answer(self, request: HttpRequest, form: OrganizationForm, names: BaseFormSet) -> HttpResponse:
        context = {"form": form, "names": names, "organization": self.organization}
        return render(request, "capacity/organization_form.html", context)


class OrganizationMaturity(OfOrganization, PermissionRequiredMixin, FormView):
    request: MemberRequest
    permission_required = "capacity.set_maturity"
    form_class = MaturityForm
    template_name = "capacity/organization_maturity.html"

    def get_initial(self) -> dict[str, Any]:
        return {
            "maturity": self.organization.maturity,
            "year": self.organization.maturity_year,
            "reason": self.organization.maturity_reason,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(organization=self.organization, **kwargs)

    def form_valid(self, form: MaturityForm) -> HttpResponse:
        organizations.set_maturity(self.organization, by=self.request.user, **form.cleaned_data)
        messages.success(self.request, _("The page is saved."))
        return redirect(self.organization)
