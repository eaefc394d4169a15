from django.db import models
from django.utils.translation import gettext_lazy as _

from capacity.models.user import User
from common.models import Stamped


class Erasure(Stamped):
    """A person's wish to be forgotten, and how far it is carried out. It outlives her data and holds none of them."""

    account = models.OneToOneField(
        User, verbose_name=_("account"), on_delete=models.PROTECT, related_name="erasure"
    )
    done = models.PositiveSmallIntegerField(_("steps done"), default=0)
    total = models.PositiveSmallIntegerField(_("steps in all"), default=0)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        indexes = [
            models.Index(fields=["id"], name="erasure_unfinished", condition=models.Q(finished_at=None))
        ]

    def __str__(self) -> str:
        return f"erasure {self.pk}"
