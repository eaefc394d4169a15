"""Results handed in, meetings and hours noted: by the person, and decided by those who run or teach the cohort."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from rules.contrib.views import PermissionRequiredMixin

from capacity.http import MemberRequest
from common.moves import MoveError
from programs.actions import activities, deliverables
from programs.forms.work import ActivityForm, DeliverableForm, NoteForm
from programs.http.cohorts import OfCohort
from programs.http.rosters import EnrollmentBehindReason, RosterBehindReason
from programs.logic.refusals import RefusalError
from programs.models import Activity, Deliverable, Enrollment
from programs.queries import work
from programs.states import DeliverableState

CONFLICT, UNPROCESSABLE = 409, 422
DECIDED = gettext_lazy("This has been decided already.")


class OfEnrollment(EnrollmentBehindReason, PermissionRequiredMixin, View):
    request: MemberRequest

    @cached_property
    def enrollment(self) -> Enrollment:
        rows = Enrollment.objects.visible_to(self.request.user)
        rows = rows.select_related("cohort__program", "person__user")
        return get_object_or_404(rows, public_id=self.kwargs["public_id"])

    def get_permission_object(self) -> Enrollment:
        return self.enrollment

    def answer(self, title: str, form: Any, *, status: int = 200) -> HttpResponse:
        context = {"enrollment": self.enrollment, "title": title, "form": form}
        return render(self.request, "programs/work_form.html", context, status=status)


class HandIn(OfEnrollment):
    permission_required = "programs.hand_in"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page(DeliverableForm())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = DeliverableForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=UNPROCESSABLE)
        try:
            deliverables.hand_in(self.enrollment, by=self.request.user, **form.cleaned_data)
        except RefusalError as refusal:
            form.add_error(None, str(refusal))
            return self.page(form, status=CONFLICT)
        messages.success(request, _("Your result is handed in. You get a letter once it is decided."))
        return redirect(self.enrollment)

    def page(self, form: DeliverableForm, status: int = 200) -> HttpResponse:
        return self.answer(_("Hand in a result"), form, status=status)


class ActivityNote(OfEnrollment):
    """What somebody who teaches writes down counts at once."""

    permission_required = "programs.note_activity"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page(ActivityForm())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = ActivityForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=UNPROCESSABLE)
        user = self.request.user
        confirmed = user.has_perm("programs.confirm_activity", self.enrollment)
        try:
            activities.note(self.enrollment, by=user, confirmed=confirmed, **form.cleaned_data)
        except RefusalError as refusal:
            form.add_error(None, str(refusal))
            return self.page(form, status=CONFLICT)
        messages.success(
            request,
            _("Noted.") if confirmed else _("Noted. It counts once somebody who teaches confirms it."),
        )
        return redirect(self.enrollment)

    def page(self, form: ActivityForm, status: int = 200) -> HttpResponse:
        return self.answer(_("Note a meeting or work"), form, status=status)


class ActivityDecide(EnrollmentBehindReason, PermissionRequiredMixin, View):
    """POST only; back to where one came from: the person's page, or the cohort's list."""

    request: MemberRequest
    permission_required = "programs.confirm_activity"
    http_method_names = ["post"]
    deed: Callable[..., Activity]

    @cached_property
    def activity(self) -> Activity:
        rows = Activity.objects.filter(enrollment__in=Enrollment.objects.visible_to(self.request.user))
        rows = rows.select_related("enrollment__cohort__program", "enrollment__person__user")
        return get_object_or_404(rows, public_id=self.kwargs["public_id"])

    def get_permission_object(self) -> Enrollment:
        return self.activity.enrollment

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            type(self).deed(self.activity, by=self.request.user)
        except MoveError:
            messages.error(request, str(DECIDED))
        else:
            messages.success(request, _("Noted."))
        enrollment = self.activity.enrollment
        if request.POST.get("next") == "cohort":
            cohort = enrollment.cohort
            return redirect("programs:cohort-work", slug=cohort.program.slug, public_id=cohort.public_id)
        return redirect(enrollment)


class ActivityConfirm(ActivityDecide):
    deed = activities.confirm


class ActivityReject(ActivityDecide):
    deed = activities.reject


class DeliverableDetail(EnrollmentBehindReason, PermissionRequiredMixin, View):
    """The result, what was decided, and the decision itself for whom it is."""

    request: MemberRequest
    permission_required = "programs.see_enrollment"

    @cached_property
    def deliverable(self) -> Deliverable:
        rows = Deliverable.objects.visible_to(self.request.user)
        rows = rows.select_related("enrollment__cohort__program", "enrollment__person__user")
        return get_object_or_404(rows, public_id=self.kwargs["public_id"])

    def get_permission_object(self) -> Enrollment:
        return self.deliverable.enrollment

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page(NoteForm())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        deed = request.POST.get("deed", "")
        if deed not in DEEDS:
            messages.error(request, _("Please choose what to do."))
            return self.page(NoteForm(request.POST), status=UNPROCESSABLE)
        permission, act, done = DEEDS[deed]
        if not self.request.user.has_perm(permission, self.deliverable.enrollment):
            raise PermissionDenied
        form = NoteForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=UNPROCESSABLE)
        try:
            act(self.deliverable, by=self.request.user, note=form.cleaned_data["note"])
        except MoveError:
            messages.error(request, str(DECIDED))
        except RefusalError as refusal:
            form.add_error("note", str(refusal))
            return self.page(form, status=UNPROCESSABLE)
        else:
            messages.success(request, str(done))
        return redirect(self.deliverable)

    def page(self, form: NoteForm, status: int = 200) -> HttpResponse:
        deliverable, user = self.deliverable, self.request.user
        enrollment = deliverable.enrollment
        open_ = deliverable.state == DeliverableState.SUBMITTED
        context = {
            "deliverable": deliverable,
            "enrollment": enrollment,
            "form": form,
            "can_decide": open_ and user.has_perm("programs.decide_deliverable", enrollment),
            "can_take_back": open_ and user.has_perm("programs.hand_in", enrollment),
        }
        return render(self.request, "programs/deliverable_detail.html", context, status=status)


def take_back(deliverable: Deliverable, *, by: Any, note: str) -> Deliverable:
    """Without a word."""
    return deliverables.take_back(deliverable, by=by)


DEEDS: dict[str, tuple[str, Callable[..., Deliverable], Promise]] = {
    "accept": ("programs.decide_deliverable", deliverables.accept, gettext_lazy("The result is accepted.")),
    "return": (
        "programs.decide_deliverable",
        deliverables.give_back,
        gettext_lazy("The result is returned."),
    ),
    "take-back": ("programs.hand_in", take_back, gettext_lazy("Your result is taken back.")),
}


class CohortWork(RosterBehindReason, OfCohort):
    """What was handed in or noted in a cohort."""

    permission_required = "programs.record_attendance"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        page = work.deliverables_of(self.cohort, request.GET.get("page", 1))
        context = {
            "cohort": self.cohort,
            "page": page,
            "previous": f"?page={page.previous_page_number()}" if page.has_previous() else "",
            "next": f"?page={page.next_page_number()}" if page.has_next() else "",
            "to_confirm": work.activities_to_confirm(self.cohort),
        }
        return render(request, "programs/cohort_work.html", context)
