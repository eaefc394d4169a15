"""Who was there: the list of a session, what devices send of it later, and where two people said different things."""

import json
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from capacity.models import User
from common import formats
from programs.actions import attendance
from programs.forms.attendance import AttendanceForm
from programs.http.attendance import MARKS_AT_MOST, deliver
from programs.http.cohorts import OfCohort, OfSession
from programs.http.rosters import RosterBehindReason
from programs.logic.refusals import RefusalError
from programs.models import AttendanceConflict, AttendanceStatus
from programs.queries.attendance import open_conflicts
from programs.states import PARTICIPANT_STATES

CONFLICT, UNPROCESSABLE = 409, 422


class SessionAttendance(RosterBehindReason, OfSession):
    """The list of one session. Saying the same again changes nothing."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._page(self._form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(form, status=UNPROCESSABLE)
        marks = {
            pk: attendance.Mark(status=said.status, minutes=said.minutes, seen=said.seen)
            for pk, said in form.marks.items()
        }
        try:
            recorded = attendance.record(self.session, marks, by=self.request.user)
        except RefusalError as refusal:
            form.add_error(None, str(refusal))
            return self._page(form, status=CONFLICT)
        self._tell(recorded)
        return redirect(request.path)

    def _form(self, *data: Any) -> AttendanceForm:
        people = self.cohort.enrollments.filter(state__in=PARTICIPANT_STATES).select_related("person")
        recorded = {row.enrollment_id: row for row in self.session.attendance.all()}
        return AttendanceForm(
            *data,
            session=self.session,
            enrollments=people.order_by("person__name", "pk"),
            recorded=recorded,
        )

    def _page(self, form: AttendanceForm, *, status: int = 200) -> HttpResponse:
        context = {
            "cohort": self.cohort,
            "session": self.session,
            "form": form,
            "runs_cohort": self.request.user.has_perm("programs.run_cohort", self.cohort),
            "conflicts": open_conflicts(self.cohort).count(),
            "device": device_mark(self.request.user),
        }
        return render(self.request, "programs/session_attendance.html", context, status=status)

    def _tell(self, recorded: attendance.Recorded) -> None:
        changed, disputed = len(recorded.changed), len(recorded.conflicts)
        if disputed:
            said = ngettext(
                "For %(people)s person somebody has recorded something else meanwhile. Both are kept: please decide.",
                "For %(people)s people somebody has recorded something else meanwhile. Both are kept: please decide.",
                disputed,
            ) % {"people": formats.number(disputed)}
            messages.warning(self.request, said)
        elif not changed:
            messages.success(self.request, _("All of this is recorded."))
        if changed:
            said = ngettext(
                "Attendance of %(people)s person is recorded.",
                "Attendance of %(people)s people is recorded.",
                changed,
            ) % {"people": formats.number(changed)}
            messages.success(self.request, said)


class AttendanceSync(RosterBehindReason, OfSession):
    """What a device has kept while it had no connection, as JSON. Each mark is answered for itself; sent again, it is
    kept once.
    """

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            sent = json.loads(request.body)["marks"]
            entries = [dict(each) for each in sent[:MARKS_AT_MOST]]
        except (ValueError, KeyError, TypeError):
            return JsonResponse({"title": _("This is not a list of marks.")}, status=400)
        return JsonResponse(deliver(self.session, entries, by=self.request.user))


class ConflictList(RosterBehindReason, OfCohort):
    """Where two people said different things of somebody's attendance."""

    permission_required = "programs.record_attendance"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        page: Any = Paginator(open_conflicts(self.cohort), settings.PAGE_ROWS).get_page(
            request.GET.get("page")
        )
        for conflict in page.object_list:
            holds = conflict.holding_status
            conflict.holding_label = AttendanceStatus(holds).label if holds else _("nothing is recorded")
        context = {
            "cohort": self.cohort,
            "program": self.cohort.program,
            "page": page,
            "previous": f"?page={page.previous_page_number()}" if page.has_previous() else "",
            "next": f"?page={page.next_page_number()}" if page.has_next() else "",
        }
        return render(request, "programs/conflict_list.html", context)


class ConflictDecide(RosterBehindReason, OfCohort):
    permission_required = "programs.record_attendance"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._back()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        rows = AttendanceConflict.objects.filter(mark__session__cohort=self.cohort)
        conflict = get_object_or_404(rows, public_id=self.kwargs["conflict"])
        choice = request.POST.get("choice")
        if choice not in {"take", "keep"}:
            messages.error(request, _("Please choose which of the two holds."))
            return self._back()
        try:
            attendance.decide(conflict, takes=choice == "take", by=self.request.user)
        except RefusalError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Decided. Both records are kept; this one holds."))
        return self._back()

    def _back(self) -> HttpResponse:
        return redirect(
            "programs:conflict-list", slug=self.cohort.program.slug, public_id=self.cohort.public_id
        )


def device_mark(user: User) -> str:
    """Marks kept on a device are sent by who made them, and by nobody who signs in there after her."""
    return salted_hmac("programs.attendance", str(user.pk), algorithm="sha256").hexdigest()[:16]
