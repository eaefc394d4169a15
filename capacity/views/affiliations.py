"""Belonging to an organization: asking, deciding, ending. Each deed asks on a page of its own, and is done by POST."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView
from rules.contrib.views import PermissionRequiredMixin

from capacity.actions import affiliations as actions
from capacity.forms.affiliations import EndForm, JoinForm, NoDetailsForm, RefuseForm
from capacity.http import MemberRequest
from capacity.http.organizations import OfOrganization
from capacity.http.reasons import MembersBehindReason, WhyForm, is_known, reason_first
from capacity.logic.refusals import RefusalError
from capacity.models import Affiliation, Stakeholder
from capacity.queries import affiliations as queries
from capacity.states import AFFILIATION_MOVES, AffiliationState
from common.moves import MoveError, check_move
from common.paging import CursorError, addresses, page_of

CONFLICT, UNPROCESSABLE = 409, 422


@dataclass(frozen=True, kw_only=True)
class Deed:
    name: str
    permission: str
    to: AffiliationState
    action: Callable[..., Affiliation]
    question: Promise
    says: Promise
    button: Promise
    done: Promise
    form: type[NoDetailsForm] = NoDetailsForm
    look: str = "primary"


DEEDS = {
    deed.name: deed
    for deed in [
        Deed(
            name="confirm",
            permission="capacity.decide_affiliation",
            to=AffiliationState.CONFIRMED,
            action=actions.confirm,
            question=gettext_lazy("Confirm this affiliation?"),
            says=gettext_lazy("The person gets a letter, and can enroll on behalf of the organization."),
            button=gettext_lazy("Confirm"),
            done=gettext_lazy("The affiliation is confirmed."),
        ),
        Deed(
            name="refuse",
            permission="capacity.decide_affiliation",
            to=AffiliationState.REFUSED,
            action=actions.refuse,
            question=gettext_lazy("Refuse this affiliation?"),
            says=gettext_lazy("The person gets a letter with the reason, and can ask again."),
            button=gettext_lazy("Refuse"),
            done=gettext_lazy("The affiliation is refused."),
            form=RefuseForm,
            look="destructive",
        ),
        Deed(
            name="withdraw",
            permission="capacity.withdraw_affiliation",
            to=AffiliationState.WITHDRAWN,
            action=actions.withdraw,
            question=gettext_lazy("Withdraw your request?"),
            says=gettext_lazy("You can ask again at any time."),
            button=gettext_lazy("Withdraw the request"),
            done=gettext_lazy("The request is withdrawn."),
            look="destructive",
        ),
        Deed(
            name="end",
            permission="capacity.end_affiliation",
            to=AffiliationState.ENDED,
            action=actions.end,
            question=gettext_lazy("End this affiliation?"),
            says=gettext_lazy("It stays in the history, with its dates. The other side gets a letter."),
            button=gettext_lazy("End it"),
            done=gettext_lazy("The end is noted."),
            form=EndForm,
            look="destructive",
        ),
    ]
}


def find_affiliation(user: Any, public_id: str, permission: str) -> Affiliation:
    rows = Affiliation.objects.visible_to(user).select_related("person", "organization")
    affiliation = get_object_or_404(rows, public_id=public_id)
    if not user.has_perm(permission, affiliation):
        raise PermissionDenied
    return affiliation


def explain(error: RefusalError | MoveError) -> str:
    if isinstance(error, RefusalError):
        return str(error)
    state = AffiliationState(error.current).label
    return _("This is not possible: the affiliation is now “%(state)s”.") % {"state": state}


def why_this_person(request: MemberRequest, affiliation: Affiliation) -> HttpResponse | None:
    """Staff who know her neither by a role of their own nor from the organization's page say first why they look."""
    return None if is_known(request.user, affiliation) else reason_first(request, affiliation.person.user)


def page_of_origin(user: Any, affiliation: Affiliation) -> str:
    """Hers, or that of the organization's members."""
    if affiliation.person.user_id == user.pk:
        return reverse("capacity:affiliation-list")
    return reverse("capacity:member-list", kwargs={"slug": affiliation.organization.slug})


class AffiliationList(LoginRequiredMixin, TemplateView):
    """One's own."""

    request: MemberRequest
    template_name = "capacity/affiliation_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(mine=queries.affiliations_of(self.request.user), **kwargs)


class AffiliationRequest(PermissionRequiredMixin, View):
    """Asking to belong to an organization."""

    permission_required = "capacity.request_affiliation"

    @cached_property
    def organization(self) -> Stakeholder:
        return get_object_or_404(Stakeholder.objects.organizations(), slug=self.kwargs["slug"])

    def get(self, request: MemberRequest, slug: str) -> HttpResponse:
        return self.page(request, JoinForm())

    def post(self, request: MemberRequest, slug: str) -> HttpResponse:
        form = JoinForm(request.POST)
        if not form.is_valid():
            return self.page(request, form, status=UNPROCESSABLE)
        try:
            actions.request(self.organization, by=request.user, **form.cleaned_data)
        except RefusalError as error:
            form.add_error(None, str(error))
            return self.page(request, form, status=CONFLICT)
        messages.success(request, _("Your request is on its way. You get a letter when it is decided."))
        return redirect("capacity:affiliation-list")

    def page(self, request: MemberRequest, form: JoinForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "organization": self.organization}
        return render(request, "capacity/affiliation_form.html", context, status=status)


class AffiliationDeed(LoginRequiredMixin, View):
    """GET asks, POST does."""

    deed: str = ""

    @property
    def asks(self) -> str:
        return DEEDS[self.deed].permission

    def get(self, request: MemberRequest, public_id: str) -> HttpResponse:
        deed = DEEDS[self.deed]
        affiliation = find_affiliation(request.user, public_id, self.asks)
        try:
            check_move(AFFILIATION_MOVES, affiliation.state, deed.to)
        except MoveError as error:
            messages.error(request, explain(error))
            return redirect(page_of_origin(request.user, affiliation))
        return why_this_person(request, affiliation) or self.page(
            request, affiliation, deed.form(affiliation=affiliation)
        )

    def post(self, request: MemberRequest, public_id: str) -> HttpResponse:
        deed = DEEDS[self.deed]
        affiliation = find_affiliation(request.user, public_id, self.asks)
        asked = why_this_person(request, affiliation)
        if asked is not None:
            return asked
        form = deed.form(request.POST, affiliation=affiliation)
        if not form.is_valid():
            return self.page(request, affiliation, form, status=UNPROCESSABLE)
        try:
            deed.action(affiliation, by=request.user, **form.cleaned_data)
        except (RefusalError, MoveError) as error:
            form.add_error(None, explain(error))
            return self.page(request, affiliation, form, status=CONFLICT)
        messages.success(request, str(deed.done))
        return redirect(page_of_origin(request.user, affiliation))

    def page(
        self, request: MemberRequest, affiliation: Affiliation, form: NoDetailsForm, status: int = 200
    ) -> HttpResponse:
        context = {
            "deed": DEEDS[self.deed],
            "form": form,
            "affiliation": affiliation,
            "origin": page_of_origin(request.user, affiliation),
        }
        return render(request, "capacity/affiliation_confirm.html", context, status=status)


class MemberList(MembersBehindReason, OfOrganization, PermissionRequiredMixin, TemplateView):
    """Who belongs to an organization and who asks to, for those who represent it."""

    request: MemberRequest
    permission_required = "capacity.manage_members"
    template_name = "capacity/affiliation_members.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        try:
            cursor = self.request.GET.get("page", "")
            found = queries.members_of(self.organization, reader=self.request.user, cursor=cursor)
        except CursorError as error:
            raise Http404 from error
        return super().get_context_data(
            organization=self.organization,
            found=found,
            **addresses(found.members, self.request.GET),
            **kwargs,
        )


class MembersWhy(PermissionRequiredMixin, WhyForm):
    """Why staff look at the people of an organization."""

    permission_required = "capacity.look_at_person"

    @cached_property
    def about(self) -> Stakeholder:
        return get_object_or_404(Stakeholder.objects.organizations(), slug=self.kwargs["slug"])

    def otherwise(self) -> str:
        return reverse("capacity:member-list", kwargs={"slug": self.about.slug})


class UnattendedList(PermissionRequiredMixin, TemplateView):
    """Requests that wait for staff: by number, her name and her words stand behind the reason."""

    permission_required = "capacity.view_unattended_requests"
    template_name = "capacity/affiliation_unattended.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET.get("page", "")
        try:
            page = page_of(
                queries.unattended(), ordering=["created_at", "pk"], cursor=asked, size=settings.PAGE_ROWS
            )
        except CursorError as error:
            raise Http404 from error
        return super().get_context_data(page=page, **addresses(page, self.request.GET), **kwargs)
