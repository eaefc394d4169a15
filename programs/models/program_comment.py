from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from capacity.models import User
from common.models import Stamped
from programs.models.program import Program


class ProgramComment(Stamped):
    """What a reviewer or a coordinator says about a program before it is published."""

    program = models.ForeignKey(
        Program, verbose_name=_("program"), on_delete=models.CASCADE, related_name="comments"
    )
    author = models.ForeignKey(User, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("comment"), max_length=2000)
    resolved_by = models.ForeignKey(
        User, verbose_name=_("settled by"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    resolved_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    is_demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        verbose_name = _("comment on a program")
        verbose_name_plural = _("comments on programs")
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="settling_a_comment_is_dated",
                condition=Q(resolved_at=None, resolved_by=None)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"comment {self.pk}"
