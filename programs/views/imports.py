"""Results from another system: a sheet to fill in, a look at what it would change, and then all of it or nothing."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import formats
from programs.actions.completions import conclude_all
from programs.formats import completions
from programs.forms.imports import ImportForm
from programs.http.cohorts import OfCohort
from programs.http.rosters import RosterBehindReason
from programs.logic.refusals import RefusalError
from programs.queries import imports
from programs.states import PARTICIPANT_STATES

CONFLICT, UNPROCESSABLE = 409, 422


class ImportSheet(RosterBehindReason, OfCohort):
    """The sheet to fill in."""

    permission_required = "programs.run_cohort"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        people = self.cohort.enrollments.filter(state__in=PARTICIPANT_STATES).select_related("person")
        text = completions.write(people.order_by("person__name", "pk"))
        response = HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="results.csv"'
        return response


class ImportResults(RosterBehindReason, OfCohort):
    permission_required = "programs.run_cohort"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.answer(ImportForm())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = ImportForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.answer(form, status=UNPROCESSABLE)
        text = form.cleaned_data["text"]
        plan = imports.plan(self.cohort, completions.read(text), by=self.request.user)
        if plan.problems:
            return self.answer(ImportForm(), plan=plan, status=UNPROCESSABLE)
        if request.POST.get("deed") != "import":
            return self.answer(ImportForm(), plan=plan, text=text)
        try:
            done = conclude_all(self.cohort, plan.changes, by=self.request.user)
        except RefusalError as refusal:
            form.add_error(None, str(refusal))
            return self.answer(form, status=CONFLICT)
        said = ngettext("%(n)s result is taken over.", "%(n)s results are taken over.", done)
        messages.success(request, said % {"n": formats.number(done)} if done else _("Nothing has changed."))
        return redirect("evaluation:desk-cohort", public_id=self.cohort.public_id)

    def answer(
        self, form: ImportForm, *, plan: imports.Plan | None = None, text: str = "", status: int = 200
    ) -> HttpResponse:
        context = {"cohort": self.cohort, "form": form, "plan": plan, "text": text}
        return render(self.request, "programs/import_results.html", context, status=status)
