from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.triggers import append_only


class ActionLog(models.Model):
    """Who did what to which object: written by actions, in their transaction. Ids and codes, never personal text."""

    at = models.DateTimeField(_("at"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, null=True, related_name="+"
    )  # empty: the portal itself
    verb = models.CharField(_("deed"), max_length=60)  # as in the action: "programs.enrollments.withdraw"
    object_type = models.CharField(_("kind of object"), max_length=60)  # "programs.enrollment"
    object_id = models.BigIntegerField(_("object"))
    before = models.JSONField(_("before"), default=dict)
    after = models.JSONField(_("after"), default=dict)
    reason = models.CharField(_("reason"), max_length=60, blank=True)  # a code
    is_demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        verbose_name = _("logged action")
        verbose_name_plural = _("logged actions")
        ordering = ["-id"]
        indexes = [models.Index(fields=["object_type", "object_id"])]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.object_type} {self.object_id}"
