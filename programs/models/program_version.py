from django.db import models
from django.utils.translation import gettext_lazy as _

from capacity.models import User
from common.triggers import append_only
from programs.models.program import Program


class ProgramVersion(models.Model):
    """A program as it was shown to everybody, from one edit to the next. Never changed, never deleted."""

    program = models.ForeignKey(
        Program, verbose_name=_("program"), on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveIntegerField(_("number"))
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        User, verbose_name=_("by"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    content = models.JSONField(_("content"))
    is_demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        verbose_name = _("version of a program")
        verbose_name_plural = _("versions of programs")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["program", "number"], name="each_version_number_once")]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.program_id}: {self.number}"
