"""Asking for the view of others: of everybody in a wave, or of oneself."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from rules.contrib.views import PermissionRequiredMixin

from assessments.actions import observers
from assessments.forms.observers import ObserversForm
from assessments.models import Invitation, Perspective, Wave
from assessments.queries.invitations import invitations_of
from assessments.queries.observers import fellows_of, observers_of, teachers_of, turnout_of_observers
from assessments.queries.waves import waves_with_plan
from capacity.http import MemberRequest
from capacity.models import Stakeholder
from common import formats
from common.moves import MoveError

UNPROCESSABLE = 422


class AskObservers(PermissionRequiredMixin, View):
    """One form: whom to ask."""

    request: MemberRequest
    template_name: str

    def get(self, request: MemberRequest, **kwargs: Any) -> HttpResponse:
        return self.page(self.form())

    def post(self, request: MemberRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(form, UNPROCESSABLE)
        try:
            n = self.ask(list(form.cleaned_data["people"]))
        except MoveError:
            messages.error(request, _("This is not possible any more."))
            return redirect(request.path)
        except ValidationError as refusal:
            form.add_error("people", refusal)
            return self.page(form, UNPROCESSABLE)
        said = ngettext("%(n)s rating is asked for.", "%(n)s ratings are asked for.", n)
        messages.success(request, said % {"n": formats.number(n)})
        return redirect(request.path)

    def form(self, *data: Any) -> ObserversForm:
        raise NotImplementedError

    def ask(self, people: list[Stakeholder]) -> int:
        raise NotImplementedError

    def context(self) -> dict[str, Any]:
        raise NotImplementedError

    def page(self, form: ObserversForm, status: int = 200) -> HttpResponse:
        return render(self.request, self.template_name, {"form": form, **self.context()}, status=status)


class WaveObservers(AskObservers):
    permission_required = "assessments.ask_teachers"
    template_name = "assessments/wave_observers.html"

    def get_permission_object(self) -> Wave:
        if not hasattr(self, "_wave"):
            cohorts = waves_with_plan().exclude(plan__cohort=None)
            self._wave = get_object_or_404(cohorts, public_id=self.kwargs["public_id"])
        return self._wave

    def form(self, *data: Any) -> ObserversForm:
        cohort = self.get_permission_object().plan.cohort
        return ObserversForm(*data, people=teachers_of(cohort) if cohort else Stakeholder.objects.none())

    def ask(self, people: list[Stakeholder]) -> int:
        return observers.ask_teachers(self.get_permission_object(), people, by=self.request.user)

    def context(self) -> dict[str, Any]:
        wave = self.get_permission_object()
        return {"wave": wave, "turnout": turnout_of_observers(wave)}


class OwnObservers(AskObservers):
    permission_required = "assessments.answer"
    template_name = "assessments/own_observers.html"

    def get_permission_object(self) -> Invitation:
        if not hasattr(self, "_own"):
            own = invitations_of(self.request.user).filter(perspective=Perspective.SELF)
            own = own.exclude(target__enrollment=None)
            self._own = get_object_or_404(own, public_id=self.kwargs["public_id"])
        return self._own

    def form(self, *data: Any) -> ObserversForm:
        return ObserversForm(*data, people=fellows_of(self.get_permission_object()))

    def ask(self, people: list[Stakeholder]) -> int:
        return observers.ask_fellows(self.get_permission_object(), people, by=self.request.user)

    def context(self) -> dict[str, Any]:
        invitation = self.get_permission_object()
        return {"invitation": invitation, "asked": observers_of(invitation.target)}
