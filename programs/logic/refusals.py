"""Why a deed is refused: one class for each reason, whose text is for the person who asked."""

from django.utils.translation import gettext_lazy as _


class RefusalError(Exception):
    """`message` can be shown as it is."""

    message = _("This is not possible.")

    def __str__(self) -> str:
        return str(self.message)


class AlreadyEnrolledError(RefusalError):
    message = _("You already have an application or a place in this cohort.")


class NotPublishedError(RefusalError):
    message = _("This program does not take enrollments.")


class CohortCancelledError(RefusalError):
    message = _("This cohort is cancelled.")


class CohortOverError(RefusalError):
    message = _("This cohort is over.")


class EnrollmentNotYetOpenError(RefusalError):
    message = _("Enrollment in this cohort is not open yet.")


class EnrollmentClosedError(RefusalError):
    message = _("Enrollment in this cohort is closed.")


class NotAffiliatedError(RefusalError):
    message = _("You can only enroll on behalf of an organization in which your affiliation is confirmed.")


class NoFreeSeatError(RefusalError):
    message = _("No seat is free in this cohort.")


class CriteriaFixedError(RefusalError):
    message = _("Somebody has applied already: for whom seats are reserved cannot change any more.")


class TooManyReservedError(RefusalError):
    message = _("There are not as many open seats left in this cohort.")


class ReservedSeatsHeldError(RefusalError):
    message = _("More of these seats are held already.")


class ReservesReleasedError(RefusalError):
    message = _("The reserved seats of this cohort were released already.")


class ReleaseInThePastError(RefusalError):
    message = _("The moment of the release has passed already.")


class BlockTwiceError(RefusalError):
    message = _("The form has such a block already.")


class NoConsentError(RefusalError):
    message = _("What somebody needs is kept only with her consent.")


class OfferExpiredError(RefusalError):
    message = _("This offer has expired. The place goes to the next person on the waiting list.")


class ReasonMissingError(RefusalError):
    message = _("Declining an application needs a reason from the list.")


class CohortNotBegunError(RefusalError):
    message = _("This cohort has not begun yet.")


class CohortNotOverError(RefusalError):
    message = _("This cohort is not over yet.")


class NothingToHandInError(RefusalError):
    message = _("In this cohort no further result is handed in.")


class NotTakingPartError(RefusalError):
    message = _("Only who takes part in this cohort now can record this.")


class NoteMissingError(RefusalError):
    message = _("Please say why it is returned: the person needs to know what to change.")


class NotYetHeldError(RefusalError):
    message = _("This day is still to come.")


class SessionNotBegunError(RefusalError):
    message = _("Attendance can be recorded once the session has begun.")


class SessionCancelledError(RefusalError):
    message = _("This session is cancelled.")


class NotOnTheRosterError(RefusalError):
    message = _("Only people who take part in this cohort can be recorded.")


class TooManyMinutesError(RefusalError):
    message = _("Nobody can have been there longer than the session lasted.")


class NotReadyToPublishError(RefusalError):
    message = _(
        "A program needs a title, a summary, a language of delivery and a provider before it is published."
    )
