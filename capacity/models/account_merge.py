from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from capacity.models.user import User
from common.triggers import append_only


class AccountMerge(models.Model):
    """That two accounts became one: which stays, which leads to it, and how many rows of each table came over.

    What the database lets nobody change stands on under the closed account; from here it is found (`User.numbers`).
    """

    kept = models.ForeignKey(
        User, verbose_name=_("account that stays"), on_delete=models.PROTECT, related_name="merges"
    )
    closed = models.OneToOneField(
        User, verbose_name=_("account that is closed"), on_delete=models.PROTECT, related_name="merge"
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    moved = models.JSONField(_("rows that came over, by table"), default=dict)
    ended = models.JSONField(_("rows that could not stand twice, by table"), default=dict)
    is_demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        verbose_name = _("merge of two accounts")
        verbose_name_plural = _("merges of accounts")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(name="no_account_merges_with_itself", condition=~Q(kept=F("closed")))
        ]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"account {self.closed_id} into {self.kept_id}"
