"""A coordinator's deeds with people of a cohort, what became of whom, and taking it back."""

from functools import cached_property
from typing import Any

from babel.lists import format_list
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from capacity.http.reasons import WhyForm
from common import formats
from programs.actions import bulk_deeds, completions
from programs.forms.roster import ENDS_IN, REASONS, DeedForm, ReasonForm
from programs.http.cohorts import OfCohort
from programs.http.rosters import RosterBehindReason
from programs.logic.refusals import RefusalError
from programs.models import UNDOABLE, BulkDeed, Cohort, Deed, Enrollment
from programs.queries import deeds
from programs.queries.progress import rule_says, verdicts_in
from programs.states import ENROLLMENT_MOVES, EnrollmentState


class RosterWhy(OfCohort, WhyForm):  # type: ignore[misc]
    """Why staff look at the people of a cohort."""

    permission_required = "programs.look_at_roster"

    @property
    def about(self) -> Cohort:
        return self.cohort

    def otherwise(self) -> str:
        return reverse("evaluation:desk-cohort", kwargs={"public_id": self.cohort.public_id})


class RosterDeed(RosterBehindReason, OfCohort):
    """What ends something is asked about first; each person is handled on her own. Afterwards one is where one was:
    among those in the state that the address names, as long as there are any.
    """

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
        more: dict[str, Any] = {}
        if deed in REASONS:
            form = ReasonForm(request.POST if "reason" in request.POST else None, deed=deed)
            if not form.is_valid():
                return self._ask(deed, people, form)
            more = form.cleaned_data
        elif deed == Deed.PRESENT:
            more = {"session": asked.cleaned_data["session"]}
        done = bulk_deeds.do(deed, people, cohort=self.cohort, by=self.request.user, **more)
        summary = deeds.summary_of(done)
        tell(request, summary)
        if summary.done and done.may_be_undone(timezone.now()):
            messages.info(request, way_back(done))
        return self._back()

    def _ask(self, deed: str, people: list[Enrollment], form: ReasonForm) -> HttpResponse:
        """Those whose state does not allow it are named apart, and left as they are."""
        fitting = [each for each in people if ENDS_IN[deed] in ENROLLMENT_MOVES[each.state]]
        if not fitting:
            messages.error(self.request, _("This is not possible for anybody you selected, as things stand."))
            return self._back()
        context = {
            "cohort": self.cohort,
            "deed": deed,
            "label": Deed(deed).label,
            "people": fitting,
            "others": [each for each in people if each not in fitting],
            "can_be_undone": deed in UNDOABLE,
            "minutes": settings.UNDO_MINUTES,
            "form": form,
            "desk": self._desk(),
        }
        return render(self.request, "programs/roster_confirm.html", context)

    def _back(self) -> HttpResponse:
        return redirect(self._desk())

    def _desk(self) -> str:
        desk = reverse("evaluation:desk-cohort", kwargs={"public_id": self.cohort.public_id})
        state = self.request.GET.get("state", "")
        if state in EnrollmentState.values and self.cohort.enrollments.filter(state=state).exists():
            return f"{desk}?state={state}"
        return desk


def way_back(done: BulkDeed) -> SafeString:
    minutes = settings.UNDO_MINUTES
    said = ngettext(
        "You can take it back for %(n)s minute:", "You can take it back for %(n)s minutes:", minutes
    ) % {"n": formats.number(minutes)}
    return format_html('{} <a href="{}">{}</a>', said, done.get_absolute_url(), _("Take it back"))


def tell(request: HttpRequest, summary: deeds.Summary) -> None:
    for label, people in summary.done.items():
        said = ngettext(
            "%(people)s person is now: %(state)s.", "%(people)s people are now: %(state)s.", people
        ) % {"people": formats.number(people), "state": label}
        messages.success(request, said)
    for reason, names in summary.refused.items():
        listed = format_list(names, locale=formats.locale())
        said = _("Not done for %(names)s: %(reason)s") % {"names": listed, "reason": reason}
        messages.warning(request, said)


class BulkDeedDetail(RosterBehindReason, OfCohort):
    """What became of whom; for a while, one press takes it back."""

    permission_required = "programs.run_cohort"

    @cached_property
    def bulk(self) -> BulkDeed:
        rows = self.cohort.bulk_deeds.select_related("by__person", "undone_by__person", "session")
        return get_object_or_404(rows, public_id=self.kwargs["bulk"])

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        context = {
            "cohort": self.cohort,
            "bulk": self.bulk,
            "rows": deeds.rows_of(self.bulk),
            "may_be_undone": self.bulk.may_be_undone(timezone.now()),
        }
        return render(request, "programs/bulk_deed.html", context)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            undone = bulk_deeds.undo(self.bulk, by=self.request.user)
        except RefusalError as refusal:
            messages.error(request, str(refusal))
        else:
            summary = deeds.summary_of_undoing(undone)
            messages.success(
                request,
                ngettext(
                    "Taken back for %(people)s person.", "Taken back for %(people)s people.", summary.people
                )
                % {"people": formats.number(summary.people)},
            )
            tell(request, summary)
        return redirect(self.request.path)


class Conclude(RosterBehindReason, OfCohort):
    """Ends a cohort by its completion rule, after asking."""

    permission_required = "programs.run_cohort"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        verdicts = verdicts_in(self.cohort)
        context = {
            "cohort": self.cohort,
            "rule": rule_says(self.cohort.rule),
            "is_over": self.cohort.ends_on < timezone.now().date(),
            "people": verdicts.total(),
            "completed": verdicts[EnrollmentState.COMPLETED],
            "not_completed": verdicts[EnrollmentState.NOT_COMPLETED],
            "waiting": verdicts[None],
        }
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
