"""Why a deed is refused: one class for each reason, whose text is for the person who asked."""

from babel.lists import format_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import formats
from programs.logic.readiness import NEEDED


class RefusalError(Exception):
    """`message` can be shown as it is."""

    message = gettext_lazy("This is not possible.")

    def __str__(self) -> str:
        return str(self.message)


class AlreadyEnrolledError(RefusalError):
    message = gettext_lazy("You already have an application or a place in this cohort.")


class NotedAlreadyError(RefusalError):
    message = gettext_lazy("You have noted the very same already.")


class SearchTwiceError(RefusalError):
    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        return _("You have saved this search already, as “%(name)s”.") % {"name": self.name}


class TooManySearchesError(RefusalError):
    message = gettext_lazy("You have saved very many searches. Please delete one that you no longer need.")


class NotPublishedError(RefusalError):
    message = gettext_lazy("This program does not take enrollments.")


class CohortCancelledError(RefusalError):
    message = gettext_lazy("This cohort is cancelled.")


class CohortOverError(RefusalError):
    message = gettext_lazy("This cohort is over.")


class EnrollmentNotYetOpenError(RefusalError):
    message = gettext_lazy("Enrollment in this cohort is not open yet.")


class EnrollmentClosedError(RefusalError):
    message = gettext_lazy("Enrollment in this cohort is closed.")


class NotAffiliatedError(RefusalError):
    message = gettext_lazy(
        "You can only enroll on behalf of an organization in which your affiliation is confirmed."
    )


class NoFreeSeatError(RefusalError):
    message = gettext_lazy("No seat is free in this cohort.")


class CriteriaFixedError(RefusalError):
    message = gettext_lazy(
        "Somebody has applied already: for whom seats are reserved cannot change any more."
    )


class TooManyReservedError(RefusalError):
    message = gettext_lazy("There are not as many open seats left in this cohort.")


class ReservedSeatsHeldError(RefusalError):
    message = gettext_lazy("More of these seats are held already.")


class ReservesReleasedError(RefusalError):
    message = gettext_lazy("The reserved seats of this cohort were released already.")


class ReleaseInThePastError(RefusalError):
    message = gettext_lazy("The moment of the release has passed already.")


class BlockTwiceError(RefusalError):
    message = gettext_lazy("The form has such a block already.")


class BlockChangedError(RefusalError):
    message = gettext_lazy(
        "Somebody else has changed this question meanwhile. What you wrote is not saved yet: save again to put it in"
        " the place of what is asked now."
    )


class CriteriaScoredError(RefusalError):
    message = gettext_lazy("Somebody has scored by these criteria already: they cannot change any more.")


class CriterionTwiceError(RefusalError):
    message = gettext_lazy("There is a criterion of this name already.")


class ConflictError(RefusalError):
    message = gettext_lazy("You have a conflict of interest with this application.")


class NotDeclaredError(RefusalError):
    message = gettext_lazy("Please say first whether you have a conflict of interest.")


class NotUnderReviewError(RefusalError):
    message = gettext_lazy("This application has been decided already.")


class ScoresMissingError(RefusalError):
    message = gettext_lazy("Please give a score for every criterion.")


class DelegationSizeError(RefusalError):
    message = gettext_lazy("A delegation is of at least one person, and of at most twenty.")


class NamedAlreadyError(RefusalError):
    """`people` are names and addresses, as they were given."""

    def __init__(self, people: list[str]) -> None:
        super().__init__(people)
        self.people = people

    def __str__(self) -> str:
        people = format_list(self.people, locale=formats.locale())
        return _("Named already, and may still answer: %(people)s.") % {"people": people}


class NobodyUndecidedError(RefusalError):
    message = gettext_lazy("Everybody in this delegation has refused, has a place, or takes part no more.")


class InvitationLapsedError(RefusalError):
    message = gettext_lazy("This invitation has lapsed: it was not answered in time.")


class ForSomebodyElseError(RefusalError):
    message = gettext_lazy(
        "This invitation is for somebody else. Please sign in with the account it was sent to."
    )


class NoConsentError(RefusalError):
    message = gettext_lazy("What somebody needs is kept only with her consent.")


class OfferExpiredError(RefusalError):
    message = gettext_lazy("This offer has expired. The place goes to the next person on the waiting list.")


class ReasonMissingError(RefusalError):
    message = gettext_lazy("Declining an application needs a reason from the list.")


class SeatsAreHeldError(RefusalError):
    message = gettext_lazy("There cannot be fewer seats than are held already.")


class SeatsAreReservedError(RefusalError):
    message = gettext_lazy("So few seats do not hold the reserved ones and those held.")


class CohortNotBegunError(RefusalError):
    message = gettext_lazy("This cohort has not begun yet.")


class CohortNotOverError(RefusalError):
    message = gettext_lazy("This cohort is not over yet.")


class NothingToHandInError(RefusalError):
    message = gettext_lazy("In this cohort no further result is handed in.")


class NotTakingPartError(RefusalError):
    message = gettext_lazy("Only who takes part in this cohort now can record this.")


class NoteMissingError(RefusalError):
    message = gettext_lazy("Please say why it is returned: the person needs to know what to change.")


class NotYetHeldError(RefusalError):
    message = gettext_lazy("This day is still to come.")


class SessionNotBegunError(RefusalError):
    message = gettext_lazy("Attendance can be recorded once the session has begun.")


class SessionCancelledError(RefusalError):
    message = gettext_lazy("This session is cancelled.")


class NotOnTheRosterError(RefusalError):
    message = gettext_lazy("Only people who take part in this cohort can be recorded.")


class ChangedSinceError(RefusalError):
    message = gettext_lazy("Something has happened to it since.")


class AppliedAnewError(RefusalError):
    message = gettext_lazy("This person has applied anew since.")


class UndoOverError(RefusalError):
    message = gettext_lazy("The time in which this could be taken back is over.")


class NotOneselfError(RefusalError):
    message = gettext_lazy("Nobody decides about herself or himself.")


class MaterialTooEarlyError(RefusalError):
    message = gettext_lazy("Recordings and materials can be added once the session has begun.")


class ConflictDecidedError(RefusalError):
    message = gettext_lazy("This has been decided already.")


class CodeUnknownError(RefusalError):
    message = gettext_lazy(
        "This is not a code of a session in which you take part. Codes change: look again."
    )


class NotGoingOnError(RefusalError):
    message = gettext_lazy(
        "Checking in is possible from half an hour before the session to half an hour after it."
    )


class CheckInOverError(RefusalError):
    message = gettext_lazy("The session is over: nobody can check in any more.")


class TooManyMinutesError(RefusalError):
    message = gettext_lazy("Nobody can have been there longer than the session lasted.")


class NotReadyToPublishError(RefusalError):
    """`missing` are names of `readiness.NEEDED`."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(missing)
        self.missing = missing

    def __str__(self) -> str:
        things = format_list([str(NEEDED[name][0]) for name in self.missing], locale=formats.locale())
        return _("Before it is published, this program still needs: %(things)s.") % {"things": things}


class HoldStandsError(RefusalError):
    message = gettext_lazy(
        "A hold stands on this program: nothing of it is published or planned before it is lifted."
    )


class OwnReviewError(RefusalError):
    message = gettext_lazy(
        "Who asked for the review does not publish the program: another coordinator or staff does."
    )


class SessionsStandError(RefusalError):
    message = gettext_lazy("This cohort is cancelled: its sessions do not change any more.")


class NotOfMentoringError(RefusalError):
    message = gettext_lazy("This program is not one of mentoring.")


class NotInMentoringError(RefusalError):
    message = gettext_lazy("This person is not, or not any more, among those who want to be paired.")


class NotWaitingError(RefusalError):
    message = gettext_lazy("This offer does not wait for an answer any more.")


class MorePairsThanThatError(RefusalError):
    message = gettext_lazy("You have more pairs than that at present.")


class OwnMentorError(RefusalError):
    message = gettext_lazy("Nobody can be her own mentor.")


class HasAMentorError(RefusalError):
    message = gettext_lazy("This person has a mentor, or was asked about one.")


class LoadIsFullError(RefusalError):
    message = gettext_lazy("This mentor has as many pairs as she can take.")


class NotOfThePairError(RefusalError):
    message = gettext_lazy("Only the two themselves can do this.")


class PairDoesNotWorkError(RefusalError):
    message = gettext_lazy("This is possible only while the pair is under way.")


class EnoughGoalsError(RefusalError):
    message = gettext_lazy("These are goals enough: reach one of them first.")


class ViewGivenError(RefusalError):
    message = gettext_lazy("You have given your view already.")


class BeforeItBeganError(RefusalError):
    message = gettext_lazy("On this day the pair had not begun yet.")


class NotYoursToDecideError(RefusalError):
    message = gettext_lazy("The other one of you decides about this.")
