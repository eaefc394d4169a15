import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from capacity.models import User
from common.triggers import fixed_once_set
from programs.models.session import Session


class CheckInCode(models.Model):
    """With this, people of a cohort say by themselves that they are there, while the session goes on."""

    public_id = models.UUIDField(_("public id"), default=uuid.uuid4, unique=True, editable=False)
    session = models.ForeignKey(
        Session, verbose_name=_("session"), on_delete=models.CASCADE, related_name="check_in_codes"
    )
    code = models.CharField(_("code"), max_length=8, unique=True)
    made_by = models.ForeignKey(User, verbose_name=_("made by"), on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    is_demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        verbose_name = _("check-in code")
        verbose_name_plural = _("check-in codes")
        constraints = [
            models.UniqueConstraint(
                fields=["session"], condition=Q(closed_at=None), name="one_open_code_per_session"
            ),
            models.CheckConstraint(name="check_in_code_is_long", condition=Q(code__regex=r"^[A-Z2-9]{6,8}$")),
        ]
        triggers = [fixed_once_set("code", "closed_at")]

    def __str__(self) -> str:
        return f"check-in code {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("programs:check-in", kwargs={"code": self.code})
