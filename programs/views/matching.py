"""Mentoring as those who run a cohort have it: who wants to be paired, suggestions, pairs at work."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import formats
from common.moves import MoveError
from programs.actions import matching_runs, mentoring
from programs.forms.mentoring import SuggestForm
from programs.http.cohorts import OfCohort
from programs.http.rosters import RosterBehindReason
from programs.logic import refusals
from programs.logic.refusals import RefusalError
from programs.models import MentoringPair, MentoringPart
from programs.queries.mentoring import PEOPLE, matching_page


class CohortMentoring(RosterBehindReason, OfCohort):
    """While a search is made, how far it is, also piecemeal for htmx."""

    permission_required = "programs.run_cohort"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        page = matching_page(self.cohort)
        context = {"cohort": self.cohort, "program": self.cohort.program, **page}
        if request.headers.get("HX-Request"):
            if page["run"] is not None and page["run"].is_live:
                return render(request, "programs/_matching_progress.html", context)
            return HttpResponse(headers={"HX-Refresh": "true"})
        return render(request, "programs/cohort_mentoring.html", context)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        deed = DEEDS.get(request.POST.get("deed", ""))
        if deed is None:
            messages.error(request, _("Please choose what to do."))
            return self.get(request)
        try:
            messages.success(request, deed(self))
        except MoveError:
            messages.error(request, _("That is not possible any more: the pair has moved on meanwhile."))
        except RefusalError as refusal:
            messages.error(request, str(refusal))
        return redirect(
            "programs:cohort-mentoring", slug=self.cohort.program.slug, public_id=self.cohort.public_id
        )

    def named(self, rows: Any) -> Any:
        """The row of this cohort that the form names."""
        try:
            return get_object_or_404(rows, public_id=self.request.POST.get("of", ""))
        except (ValueError, ValidationError) as unknown:
            raise Http404 from unknown

    def pair(self) -> MentoringPair:
        return self.named(MentoringPair.objects.of(self.cohort).select_related(*PEOPLE))

    # --- What may be done, and what is said then ---

    def search(self) -> str:
        matching_runs.request(self.cohort, by=self.request.user)
        return _(
            "The search is on its way. What it finds stands here, and nobody is told before you propose it."
        )

    def propose(self) -> str:
        mentoring.propose(self.pair(), by=self.request.user)
        return _("Both are asked now.")

    def propose_all(self) -> str:
        done = mentoring.propose_all(self.cohort, by=self.request.user)
        said = ngettext("%(pairs)s pair is proposed.", "%(pairs)s pairs are proposed.", done)
        return said % {"pairs": formats.number(done)}

    def drop(self) -> str:
        mentoring.drop(self.pair(), by=self.request.user)
        return _("It is taken back, and not suggested again.")

    def accept(self) -> str:
        parts = MentoringPart.objects.filter(cohort=self.cohort).select_related(
            "cohort__program", "person__user"
        )
        mentoring.accept_mentor(self.named(parts), by=self.request.user)
        return _("The mentor is accepted, and told.")

    def suggest(self) -> str:
        form = SuggestForm(self.request.POST, cohort=self.cohort)
        if not form.is_valid():
            raise refusals.LoadIsFullError
        mentoring.suggest(form.cleaned_data["mentor"], form.cleaned_data["mentee"], by=self.request.user)
        return _("The pair stands among the suggestions now.")


DEEDS: dict[str, Callable[[CohortMentoring], str]] = {
    "search": CohortMentoring.search,
    "propose": CohortMentoring.propose,
    "propose-all": CohortMentoring.propose_all,
    "drop": CohortMentoring.drop,
    "accept": CohortMentoring.accept,
    "suggest": CohortMentoring.suggest,
}
