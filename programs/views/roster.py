"""What those who run a cohort do for several people at once, and who was there."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from capacity.http import MemberRequest
from common.moves import MoveError
from programs.actions import attendance, enrollments
from programs.actions.attendance import Mark
from programs.forms.attendance import AttendanceForm
from programs.logic.refusals import RefusalError
from programs.models import Attendance, Cohort, Enrollment, Session
from programs.queries.details import on_roster
from programs.views.cohorts import find_cohort
from programs.views.enrollments import CONFLICT, DEEDS, UNPROCESSABLE, Deed, do, explain, next_address

CONCLUDE = "conclude"
PEOPLE = 500  # at once, at most


class RosterDeed(LoginRequiredMixin, View):
    """POST `deed`, and `enrollment` for each person chosen; or the deed "conclude" for the whole cohort. Each person
    is a move of its own: what is refused for one is said, and done for the others.
    """

    http_method_names = ["post"]

    def post(self, request: MemberRequest, slug: str, public_id: str) -> HttpResponse:
        cohort = find_cohort(request, slug, public_id)
        if not request.user.has_perm("programs.run_cohort", cohort):
            raise PermissionDenied
        name = request.POST.get("deed", "")
        if name == CONCLUDE:
            self.conclude(request, cohort)
        elif name not in DEEDS:
            return HttpResponseBadRequest(render_to_string("400.html"))
        else:
            self.each(request, cohort, DEEDS[name])
        return redirect(next_address(request, cohort.get_absolute_url()))

    def each(self, request: MemberRequest, cohort: Cohort, deed: Deed) -> None:
        form = deed.form(request.POST)
        if not form.is_valid():
            for problems in form.errors.values():
                messages.error(request, " ".join(map(str, problems)))
            return
        done, refused = 0, []
        for enrollment in chosen(request, cohort):
            if not request.user.has_perm(deed.permission, enrollment):
                refused.append((enrollment, _("This is not yours to decide.")))
                continue
            try:
                do(deed, enrollment, request.user, **form.cleaned_data)
            except (RefusalError, MoveError) as error:
                refused.append((enrollment, explain(error)))
            else:
                done += 1
        self.say(request, done, refused)

    def say(self, request: MemberRequest, done: int, refused: list[tuple[Enrollment, str]]) -> None:
        if done:
            text = ngettext("Done for %(n)d person.", "Done for %(n)d people.", done)
            messages.success(request, text % {"n": done})
        for enrollment, why in refused:
            text = _("%(person)s: %(problem)s")
            messages.error(request, text % {"person": enrollment.person.name, "problem": why})
        if not done and not refused:
            messages.warning(request, _("Nobody was chosen."))

    def conclude(self, request: MemberRequest, cohort: Cohort) -> None:
        try:
            counts = enrollments.conclude_by_rule(cohort, by=request.user)
        except RefusalError as refusal:
            messages.error(request, str(refusal))
        else:
            text = _("Completed: %(completed)d. Not completed: %(not_completed)d.")
            messages.success(request, text % counts)


def chosen(request: MemberRequest, cohort: Cohort) -> list[Enrollment]:
    """Those of this cohort that were ticked, in the order in which they came; what is no id is passed over."""
    ids = [known for known in map(read_id, request.POST.getlist("enrollment")[:PEOPLE]) if known]
    rows = Enrollment.objects.filter(cohort=cohort, public_id__in=ids).select_related("person")
    found = list(rows.order_by("pk"))
    for enrollment in found:
        enrollment.cohort = cohort
    return found


def read_id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


class SessionAttendance(LoginRequiredMixin, View):
    """The list of those who take part, with what is known of each for one session."""

    def get(self, request: MemberRequest, slug: str, public_id: str, session_id: str) -> HttpResponse:
        cohort, session = self.find(request, slug, public_id, session_id)
        return self.page(request, cohort, session, self.form(cohort, session))

    def post(self, request: MemberRequest, slug: str, public_id: str, session_id: str) -> HttpResponse:
        cohort, session = self.find(request, slug, public_id, session_id)
        form = self.form(cohort, session, request.POST)
        if not form.is_valid():
            return self.page(request, cohort, session, form, status=UNPROCESSABLE)
        marks = {pk: Mark(**mark) for pk, mark in form.marks().items()}
        try:
            changed = attendance.record(session, marks, by=request.user)
        except RefusalError as refusal:
            form.add_error(None, str(refusal))
            return self.page(request, cohort, session, form, status=CONFLICT)
        text = ngettext("Attendance saved: %(n)d change.", "Attendance saved: %(n)d changes.", len(changed))
        messages.success(request, text % {"n": len(changed)})
        return redirect(next_address(request, cohort.get_absolute_url()))

    def find(
        self, request: MemberRequest, slug: str, public_id: str, session_id: str
    ) -> tuple[Cohort, Session]:
        cohort = find_cohort(request, slug, public_id)
        if not request.user.has_perm("programs.record_attendance", cohort):
            raise PermissionDenied
        return cohort, get_object_or_404(Session, cohort=cohort, public_id=session_id)

    def form(self, cohort: Cohort, session: Session, data: object = None) -> AttendanceForm:
        known = {row.enrollment_id: row for row in Attendance.objects.filter(session=session)}
        return AttendanceForm(data, session=session, roster=on_roster(cohort), known=known)

    def page(
        self,
        request: MemberRequest,
        cohort: Cohort,
        session: Session,
        form: AttendanceForm,
        status: int = 200,
    ) -> HttpResponse:
        context = {"cohort": cohort, "program": cohort.program, "session": session, "form": form}
        return render(request, "programs/session_attendance.html", context, status=status)
