"""A coordinator's deeds with people of a cohort."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from babel.lists import format_list
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from capacity.http.reasons import WhyForm
from capacity.models import User
from common import formats
from common.moves import MoveError
from programs.actions import completions, enrollments
from programs.forms.roster import DEEDS, REASONS, DeedForm, ReasonForm
from programs.http.cohorts import OfCohort
from programs.logic.refusals import RefusalError
from programs.models import Cohort, Enrollment
from programs.queries.progress import rule_says
from programs.states import EnrollmentState

VERBS: dict[str, Callable[..., Enrollment]] = {
    "accept": enrollments.accept,
    "decline": enrollments.decline,
    "offer": enrollments.offer,
    "complete": completions.complete,
    "not_complete": completions.not_complete,
    "withdraw": enrollments.withdraw,
}


class RosterWhy(OfCohort, WhyForm):
    """Why staff look at the people of a cohort."""

    permission_required = "programs.look_at_roster"
    template_name = "programs/roster_why.html"

    @property
    def about(self) -> Cohort:
        return self.cohort

    @property
    def otherwise(self) -> str:
        return reverse("evaluation:desk-cohort", kwargs={"public_id": self.cohort.public_id})


class RosterDeed(OfCohort):
    """What ends something is asked about first; each person is handled on her own."""

    permission_required = "programs.run_cohort"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._back()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        asked = DeedForm(request.POST, cohort=self.cohort)
        if not asked.is_valid():
            for problem in dict.fromkeys(text for texts in asked.errors.values() for text in texts):
                messages.error(request, str(problem))
            return self._back()
        deed, people = asked.cleaned_data["deed"], list(asked.cleaned_data["enrollment"])
        why: dict[str, str] = {}
        if deed in REASONS:
            form = ReasonForm(request.POST if "reason" in request.POST else None, deed=deed)
            if not form.is_valid():
                context = {"cohort": self.cohort, "deed": deed, "label": DEEDS[deed], "people": people}
                return render(request, "programs/roster_confirm.html", {**context, "form": form})
            why = form.cleaned_data
        self._tell(*do_with_each(deed, people, by=self.request.user, **why))
        return self._back()

    def _tell(self, done: Counter[str], refused: dict[str, list[str]]) -> None:
        for state, people in done.items():
            said = ngettext(
                "%(people)s person is now: %(state)s.", "%(people)s people are now: %(state)s.", people
            ) % {"people": formats.number(people), "state": EnrollmentState(state).label}
            messages.success(self.request, said)
        for reason, names in refused.items():
            listed = format_list(names, locale=formats.locale())
            said = _("Not done for %(names)s: %(reason)s") % {"names": listed, "reason": reason}
            messages.warning(self.request, said)

    def _back(self) -> HttpResponse:
        return redirect("evaluation:desk-cohort", public_id=self.cohort.public_id)


def do_with_each(
    deed: str, people: list[Enrollment], *, by: User, **why: str
) -> tuple[Counter[str], dict[str, list[str]]]:
    """How many are in which state now, and who was refused for which reason."""
    done: Counter[str] = Counter()
    refused: dict[str, list[str]] = {}
    for enrollment in people:
        reason = ""
        try:
            if by.has_perm("programs.decide_enrollment", enrollment):
                done[VERBS[deed](enrollment, by=by, **why).state] += 1
            else:
                reason = _("Nobody decides about herself or himself.")
        except RefusalError as refusal:
            reason = str(refusal)
        except MoveError as refusal:
            state = EnrollmentState(refusal.current).label
            reason = _("This is not possible in the state “%(state)s”.") % {"state": state}
        if reason:
            refused.setdefault(reason, []).append(enrollment.person.name)
    return done, refused


class Conclude(OfCohort):
    """Ends a cohort by its completion rule, after asking."""

    permission_required = "programs.run_cohort"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        context = {"cohort": self.cohort, "rule": rule_says(self.cohort.rule)}
        return render(request, "programs/cohort_conclude.html", context)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            counts = completions.conclude_by_rule(self.cohort, by=self.request.user)
        except RefusalError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request, _("Completed: %(completed)d. Not completed: %(not_completed)d.") % counts
            )
            if counts["waiting"]:
                waiting = _("Left, because something of theirs waits for a decision: %(waiting)d.")
                messages.warning(request, waiting % counts)
        return redirect("evaluation:desk-cohort", public_id=self.cohort.public_id)
