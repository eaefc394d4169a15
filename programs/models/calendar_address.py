from django.db import models
from django.utils.translation import gettext_lazy as _

from capacity.models import User
from common.models import Stamped


class CalendarAddress(Stamped):
    """The secret address of a person's own calendar and feed. Only a hash of its token is kept: shown once, it cannot
    be shown again; made anew, the one before leads nowhere.
    """

    user = models.OneToOneField(
        User, verbose_name=_("person"), on_delete=models.CASCADE, related_name="calendar_address"
    )
    digest = models.CharField(_("hash of the token"), max_length=64, unique=True)
    made_at = models.DateTimeField(_("made at"))
    is_demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        verbose_name = _("address of a calendar")
        verbose_name_plural = _("addresses of calendars")
        constraints = [
            models.CheckConstraint(
                name="calendar_token_is_hashed", condition=models.Q(digest__regex=r"^[0-9a-f]{64}$")
            )
        ]

    def __str__(self) -> str:
        return f"calendar of {self.user_id}"
