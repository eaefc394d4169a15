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
