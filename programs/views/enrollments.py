"""A person's enrollment, and what can be done with it: each deed asks on a page of its own, and is done by POST."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from capacity.http import MemberRequest
from common.moves import MoveError, check_move
from programs import letters
from programs.actions import completions, enrollments
from programs.forms.enrollments import AcceptForm, DeclineForm, NoDetailsForm, TransferForm
from programs.http.rosters import why_this_person
from programs.logic.refusals import RefusalError
from programs.models import Enrollment
from programs.queries import details, work
from programs.states import ENROLLMENT_MOVES, EnrollmentState, MoveReason

CONFLICT, UNPROCESSABLE = 409, 422


@dataclass(frozen=True, kw_only=True)
class Deed:
    name: str
    permission: str
    to: EnrollmentState
    action: Callable[..., Enrollment]
    question: Promise
    says: Promise
    button: Promise
    done: Promise
    form: type[NoDetailsForm] | type[AcceptForm] = NoDetailsForm
    look: str = "primary"
    before: tuple[EnrollmentState, ...] = ()  # empty: whence the table allows it

    @property
    def is_explained(self) -> bool:
        """With a word to the person: her letter can be read before it is sent."""
        return issubclass(self.form, AcceptForm)


DEEDS = {
    deed.name: deed
    for deed in [
        Deed(
            name="take-offer",
            permission="programs.answer_offer",
            to=EnrollmentState.ENROLLED,
            action=enrollments.take_offer,
            question=gettext_lazy("Take the place?"),
            says=gettext_lazy("You are then enrolled."),
            button=gettext_lazy("Take the place"),
            done=gettext_lazy("You are enrolled."),
            before=(EnrollmentState.OFFERED,),
        ),
        Deed(
            name="refuse-offer",
            permission="programs.answer_offer",
            to=EnrollmentState.REFUSED,
            action=enrollments.refuse_offer,
            question=gettext_lazy("Refuse the place?"),
            says=gettext_lazy("The place goes to the next person who waits."),
            button=gettext_lazy("Refuse the place"),
            done=gettext_lazy("The place is given back."),
            look="destructive",
        ),
        Deed(
            name="accept",
            permission="programs.decide_enrollment",
            to=EnrollmentState.ENROLLED,
            action=enrollments.accept,
            question=gettext_lazy("Accept this application?"),
            says=gettext_lazy(
                "The person is enrolled if a seat is free and nobody waits for it, else put on the waiting list."
            ),
            button=gettext_lazy("Accept"),
            done=gettext_lazy("The application is accepted."),
            form=AcceptForm,
            before=(EnrollmentState.APPLIED,),
        ),
        Deed(
            name="decline",
            permission="programs.decide_enrollment",
            to=EnrollmentState.DECLINED,
            action=enrollments.decline,
            question=gettext_lazy("Decline this application?"),
            says=gettext_lazy("The person gets a letter with the reason, and with what you write."),
            button=gettext_lazy("Decline"),
            done=gettext_lazy("The application is declined."),
            form=DeclineForm,
            look="destructive",
        ),
        Deed(
            name="offer",
            permission="programs.decide_enrollment",
            to=EnrollmentState.OFFERED,
            action=enrollments.offer,
            question=gettext_lazy("Offer a place?"),
            says=gettext_lazy("A seat is held for the person until the cohort's deadline for offers."),
            button=gettext_lazy("Offer a place"),
            done=gettext_lazy("A place is offered."),
        ),
        Deed(
            name="transfer",
            permission="programs.decide_enrollment",
            to=EnrollmentState.TRANSFERRED,
            action=enrollments.transfer,
            question=gettext_lazy("Move this person to another cohort?"),
            says=gettext_lazy(
                "She takes a free seat there, and her seat here goes to the next person who waits. She gets a letter."
            ),
            button=gettext_lazy("Move to another cohort"),
            done=gettext_lazy("The person is in the other cohort now."),
            form=TransferForm,
        ),
        Deed(
            name="complete",
            permission="programs.decide_enrollment",
            to=EnrollmentState.COMPLETED,
            action=completions.complete,
            question=gettext_lazy("Has this person completed the program?"),
            says=gettext_lazy("This is final, and the person gets a letter."),
            button=gettext_lazy("Completed"),
            done=gettext_lazy("Noted as completed."),
        ),
        Deed(
            name="not-complete",
            permission="programs.decide_enrollment",
            to=EnrollmentState.NOT_COMPLETED,
            action=completions.not_complete,
            question=gettext_lazy("Has this person not completed the program?"),
            says=gettext_lazy("This is final, and the person gets a letter."),
            button=gettext_lazy("Not completed"),
            done=gettext_lazy("Noted as not completed."),
            look="destructive",
        ),
        Deed(
            name="withdraw",
            permission="programs.withdraw_enrollment",
            to=EnrollmentState.WITHDRAWN,
            action=enrollments.withdraw,
            question=gettext_lazy("Withdraw from this cohort?"),
            says=gettext_lazy(
                "A seat goes to the next person who waits. You cannot take this back, but one can apply again."
            ),
            button=gettext_lazy("Withdraw"),
            done=gettext_lazy("The enrollment is withdrawn."),
            look="destructive",
        ),
    ]
}


def find_enrollment(request: HttpRequest, public_id: str) -> Enrollment:
    rows = Enrollment.objects.visible_to(request.user).select_related(
        "cohort__program", "person", "organization", "pool"
    )
    return get_object_or_404(rows, public_id=public_id)


def possible_deeds(user: Any, enrollment: Enrollment) -> list[Deed]:
    """What she may do and its state allows."""
    allowed = {
        permission: user.has_perm(permission, enrollment)
        for permission in {deed.permission for deed in DEEDS.values()}
    }
    return [deed for deed in DEEDS.values() if allowed[deed.permission] and fits(deed, enrollment.state)]


def fits(deed: Deed, state: str) -> bool:
    return deed.to in ENROLLMENT_MOVES.get(state, set()) and (not deed.before or state in deed.before)


def do(deed: Deed, enrollment: Enrollment, user: Any, **details_given: Any) -> Enrollment:
    """Raises RefusalError or MoveError."""
    if deed.name == "withdraw":
        details_given["reason"] = why_withdrawn(enrollment, user)
    return deed.action(enrollment, by=user, **details_given)


def why_withdrawn(enrollment: Enrollment, user: Any) -> MoveReason:
    if enrollment.person.user_id == user.pk:
        return MoveReason.OWN_WISH
    runs = user.has_perm("programs.run_cohort", enrollment.cohort)
    return MoveReason.COORDINATOR if runs else MoveReason.REPRESENTATIVE


def explain(error: RefusalError | MoveError) -> str:
    if isinstance(error, RefusalError):
        return str(error)
    state = EnrollmentState(error.current).label
    return _("This is not possible: the enrollment is now “%(state)s”.") % {"state": state}


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
        return why_this_person(request, enrollment) or self.page(request, enrollment, self.form(enrollment))

    def post(self, request: MemberRequest, public_id: str) -> HttpResponse:
        enrollment, deed = self.find(request, public_id), DEEDS[self.deed]
        asked = why_this_person(request, enrollment)
        if asked is not None:
            return asked
        form = self.form(enrollment, request.POST)
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

    def form(self, enrollment: Enrollment, *data: Any) -> Any:
        asked = DEEDS[self.deed].form
        return TransferForm(*data, enrollment=enrollment) if asked is TransferForm else asked(*data)

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
