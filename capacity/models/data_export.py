from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from capacity.models.user import User


class ExportKind(models.TextChoices):
    JSON = "json", pgettext_lazy("kind of file", "for machines (JSON)")
    HTML = "html", pgettext_lazy("kind of file", "to read")


class DataExport(models.Model):
    """All that is held of a person as a file, where it is too much to be made while she waits. Kept for some days."""

    account = models.ForeignKey(
        User, verbose_name=_("account"), on_delete=models.CASCADE, related_name="data_exports"
    )
    kind = models.CharField(_("kind"), max_length=4, choices=ExportKind.choices)
    asked_at = models.DateTimeField(_("asked for at"))
    made_at = models.DateTimeField(_("made at"), null=True, blank=True)
    content = models.BinaryField(_("content, compressed"), null=True)
    is_demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        verbose_name = _("file of somebody's data")
        verbose_name_plural = _("files of somebody's data")
        constraints = [
            models.UniqueConstraint(fields=["account", "kind"], name="one_export_of_a_kind"),
            models.CheckConstraint(name="export_known_kind", condition=Q(kind__in=ExportKind.values)),
            models.CheckConstraint(
                name="export_that_is_made_has_content",
                condition=Q(made_at=None, content=None) | Q(made_at__isnull=False, content__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of account {self.account_id}"
