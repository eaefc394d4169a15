"""What can be done with an enrollment, on its pages and by the API: who may, when, by which form and action."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.moves import MoveError
from programs.actions import completions, enrollments
from programs.forms.enrollments import AcceptForm, DeclineForm, NoDetailsForm, TransferForm
from programs.logic.refusals import RefusalError
from programs.models import Enrollment
from programs.states import ENROLLMENT_MOVES, EnrollmentState, MoveReason

RESULTS = (EnrollmentState.COMPLETED, EnrollmentState.NOT_COMPLETED)  # of a cohort that has begun


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


def possible_deeds(user: Any, enrollment: Enrollment) -> list[Deed]:
    """What she may do and its state allows."""
    allowed = {
        permission: user.has_perm(permission, enrollment)
        for permission in {deed.permission for deed in DEEDS.values()}
    }
    begun = enrollment.cohort.starts_on <= timezone.now().date()
    possible = [
        deed
        for deed in DEEDS.values()
        if allowed[deed.permission] and fits(deed, enrollment.state) and (begun or deed.to not in RESULTS)
    ]
    refuses = any(deed.name == "refuse-offer" for deed in possible)  # to withdraw would come to the same
    return [deed for deed in possible if not (refuses and deed.name == "withdraw")]


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


def form_of(deed: Deed, enrollment: Enrollment, *data: Any) -> Any:
    """What the deed asks."""
    if deed.form is TransferForm:
        return TransferForm(*data, enrollment=enrollment)
    return deed.form(*data)
