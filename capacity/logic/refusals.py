"""Why a deed is refused: one class for each reason, whose text is for the person who asked."""

from django.utils.translation import gettext_lazy as _


class RefusalError(Exception):
    """`message` can be shown as it is."""

    message = _("This is not possible.")

    def __str__(self) -> str:
        return str(self.message)


class UnknownCapacityError(RefusalError):
    message = _("This capacity is not in the taxonomy.")


class OtherScopeError(RefusalError):
    message = _("This capacity is one of organizations only, or of persons only.")


class NotYetError(RefusalError):
    message = _("This day is still to come.")


class NotCurrentError(RefusalError):
    message = _("This is not current any more: something newer was stated, or it was withdrawn.")


class OverlapError(RefusalError):
    message = _("At that time there is such an affiliation already, or a request for one.")


class FormerOrganizationError(RefusalError):
    message = _("This organization has ended. One cannot join it any more.")


class RoleNotAskedForError(RefusalError):
    message = _("Representatives are appointed, from among the members.")


class OwnAffiliationError(RefusalError):
    message = _("Nobody decides about herself or himself.")


class ReasonMissingError(RefusalError):
    message = _("A refusal needs a reason.")


class EndsBeforeStartError(RefusalError):
    message = _("It ends before it begins.")


class EndsEarlierAlreadyError(RefusalError):
    message = _("It ends earlier already.")


class NotAMemberError(RefusalError):
    message = _("Only somebody whose affiliation is confirmed can represent the organization.")


class NotARepresentativeError(RefusalError):
    message = _("Only a representative can hand over.")


class TermError(RefusalError):
    message = _("A term ends after today, and within the longest term.")
