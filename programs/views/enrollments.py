"""A person's enrollment, and what can be done with it: each deed asks on a page of its own, and is done by POST."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views import View

from capacity.http import MemberRequest
from common.moves import MoveError, check_move
from programs import letters
from programs.http.enrollment_deeds import DEEDS, do, explain, form_of, possible_deeds
from programs.http.rosters import why_this_person
from programs.logic.refusals import RefusalError
from programs.models import Enrollment
from programs.queries import details, work
from programs.states import ENROLLMENT_MOVES, EnrollmentState

CONFLICT, UNPROCESSABLE = 409, 422


def find_enrollment(request: HttpRequest, public_id: str) -> Enrollment:
    rows = Enrollment.objects.visible_to(request.user).select_related(
        "cohort__program", "person", "organization", "pool"
    )
    return get_object_or_404(rows, public_id=public_id)


def next_address(request: HttpRequest, otherwise: str) -> str:
    asked = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if safe else otherwise


class EnrollmentDetail(LoginRequiredMixin, View):
    asks = "programs.see_enrollment"

    def get(self, request: MemberRequest, public_id: str) -> HttpResponse:
        enrollment = find_enrollment(request, public_id)
        asked = why_this_person(request, enrollment)
        if asked is not None:
            return asked
        context = details.enrollment_page(enrollment, request.user)
        context |= {
            "deeds": [
                (deed, reverse(f"programs:enrollment-{deed.name}", kwargs={"public_id": public_id}))
                for deed in possible_deeds(request.user, enrollment)
            ],
            "is_mine": enrollment.person.user_id == request.user.pk,
            **work.work_page(enrollment, request.user),
        }
        return render(request, "programs/enrollment_detail.html", context)


class EnrollmentDeed(LoginRequiredMixin, View):
    """GET asks, POST does."""

    deed: str = ""

    @property
    def asks(self) -> str:
        return DEEDS[self.deed].permission

    def get(self, request: MemberRequest, public_id: str) -> HttpResponse:
        enrollment = self.find(request, public_id)
        try:
            check_move(ENROLLMENT_MOVES, enrollment.state, DEEDS[self.deed].to)
        except MoveError as error:
            messages.error(request, explain(error))
            return redirect(enrollment)
        return why_this_person(request, enrollment) or self.page(
            request, enrollment, form_of(DEEDS[self.deed], enrollment)
        )

    def post(self, request: MemberRequest, public_id: str) -> HttpResponse:
        enrollment, deed = self.find(request, public_id), DEEDS[self.deed]
        asked = why_this_person(request, enrollment)
        if asked is not None:
            return asked
        form = form_of(deed, enrollment, request.POST)
        if not form.is_valid():
            return self.page(request, enrollment, form, status=UNPROCESSABLE)
        if deed.is_explained and "preview" in request.POST:
            letter = letters.preview(enrollment, deed.to, **form.cleaned_data)
            return self.page(request, enrollment, form, letter=letter)
        try:
            after = do(deed, enrollment, request.user, **form.cleaned_data)
        except (RefusalError, MoveError) as error:
            form.add_error(None, explain(error))
            return self.page(request, enrollment, form, status=CONFLICT)
        waits = after.state == EnrollmentState.WAITLISTED
        messages.success(
            request, _("No seat is free: the person waits for one now.") if waits else str(deed.done)
        )
        return redirect(next_address(request, enrollment.get_absolute_url()))

    def find(self, request: MemberRequest, public_id: str) -> Enrollment:
        enrollment = find_enrollment(request, public_id)
        if not request.user.has_perm(DEEDS[self.deed].permission, enrollment):
            raise PermissionDenied
        return enrollment

    def page(
        self, request: HttpRequest, enrollment: Enrollment, form: Any, status: int = 200, **more: Any
    ) -> HttpResponse:
        context = {
            **more,
            "deed": DEEDS[self.deed],
            "form": form,
            "enrollment": enrollment,
            "cohort": enrollment.cohort,
            "program": enrollment.cohort.program,
        }
        return render(request, "programs/enrollment_confirm.html", context, status=status)
