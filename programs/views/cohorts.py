"""A cohort's page, and enrolling in it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from capacity.http import MemberRequest
from capacity.http.names import name_first
from capacity.models import Affiliation, Stakeholder
from programs.actions import applications
from programs.formats import structured
from programs.forms.enrollments import EnrollForm
from programs.logic.refusals import AlreadyEnrolledError, RefusalError
from programs.models import Cohort, Enrollment
from programs.queries import cohort_pages, details, seats
from programs.states import EnrollmentState

CONFLICT, UNPROCESSABLE = 409, 422


def find_cohort(request: HttpRequest, slug: str, public_id: str) -> Cohort:
    cohorts = details.with_waiting(Cohort.objects.visible_to(request.user)).select_related("program__method")
    return get_object_or_404(cohorts, program__slug=slug, public_id=public_id)


class CohortDetail(View):
    def get(self, request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
        shown = cohort_pages.with_facts(Cohort.objects.visible_to(request.user), request.user)
        cohort = get_object_or_404(shown, program__slug=slug, public_id=public_id)
        context = cohort_pages.cohort_page(cohort, request.user)
        runs = request.user.has_perm("programs.record_attendance", cohort)
        context |= {"runs": runs, "shows_links": runs or context["standing"].takes_part}
        context["shared"] = {
            "address": structured.address(cohort),
            "title": f"{cohort.program.title} – {cohort.name}",
            "description": cohort.program.summary,
            "structured": structured.event(
                cohort,
                sessions=context["sessions"],
                languages=[language.code for language in context["languages"]],
                providers=context["providers"],
            ),
        }
        return render(request, "programs/cohort_detail.html", context)


class Enroll(LoginRequiredMixin, View):
    """The form; what was typed is kept when it is refused."""

    asks = "programs.enroll"

    def get(self, request: MemberRequest, slug: str, public_id: str) -> HttpResponse:
        cohort = find_cohort(request, slug, public_id)
        person = Stakeholder.objects.filter(user=request.user).first()
        if person is None:
            return self.ask_name(request)
        return self.page(request, cohort, person, self.form(cohort, person))

    def post(self, request: MemberRequest, slug: str, public_id: str) -> HttpResponse:
        cohort = find_cohort(request, slug, public_id)
        person = Stakeholder.objects.filter(user=request.user).first()
        if person is None:
            return self.ask_name(request)
        form = self.form(cohort, person, request.POST)
        valid, keeping = form.is_valid(), "keep" in request.POST
        try:
            if keeping or (not valid and form.blocks):
                applications.keep_draft(cohort, person=person, by=request.user, content=form.content())
            if not valid and not (keeping and form.forgive_what_is_missing()):
                return self.page(request, cohort, person, form, status=UNPROCESSABLE)
            if keeping:
                messages.success(
                    request, _("What you have written is kept. Only you see it until you send it.")
                )
                return redirect(request.path)
            enrollment = applications.submit(cohort, person=person, by=request.user, content=form.content())
        except AlreadyEnrolledError as refusal:
            messages.warning(request, str(refusal))
            return redirect(Enrollment.objects.live().get(cohort=cohort, person=person))
        except RefusalError as refusal:
            form.add_error(None, str(refusal))
            return self.page(request, cohort, person, form, status=CONFLICT)
        messages.success(request, OUTCOMES[EnrollmentState(enrollment.state)]())
        return redirect(enrollment)

    def form(self, cohort: Cohort, person: Stakeholder, *data: Any) -> EnrollForm:
        drafts = Enrollment.objects.filter(cohort=cohort, person=person, state=EnrollmentState.DRAFT)
        return EnrollForm(
            *data,
            person=person,
            confirmation=cohort.confirmation,
            blocks=list(cohort.form_blocks.asked()),
            draft=drafts.select_related("organization").first(),
        )

    def page(
        self, request: HttpRequest, cohort: Cohort, person: Stakeholder, form: EnrollForm, status: int = 200
    ) -> HttpResponse:
        mine = seats.qualifications(cohort, person, None)
        context: dict[str, Any] = {
            "form": form,
            "pools": seats.pool_rows(cohort.pools.all(), mine) if cohort.reserved_seats else [],
            "cohort": cohort,
            "program": cohort.program,
            "standing": details.standings_of(request.user, [cohort])[cohort.pk],
            "represents": Affiliation.objects.representing(request.user).exists(),
        }
        return render(request, "programs/enrollment_form.html", context, status=status)

    def ask_name(self, request: HttpRequest) -> HttpResponse:
        return name_first(
            request, _("Please say first how you are called: those who run a cohort see this name.")
        )


OUTCOMES = {
    EnrollmentState.ENROLLED: lambda: _("You are enrolled."),
    EnrollmentState.WAITLISTED: lambda: _("No seat was free: you are on the waiting list."),
    EnrollmentState.APPLIED: lambda: _("Your application has arrived."),
}
