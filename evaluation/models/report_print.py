from django.db import models
from django.utils.translation import gettext_lazy as _

from evaluation.models.impact_report import ImpactReport


class ReportPrint(models.Model):
    """A published report as PDF in one language: made once by the worker, and the same for everybody."""

    report = models.ForeignKey(
        ImpactReport, verbose_name=_("report"), on_delete=models.CASCADE, related_name="prints"
    )
    language = models.CharField(_("language"), max_length=12)
    content = models.BinaryField(_("content"))
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)

    class Meta:
        verbose_name = _("printed report")
        verbose_name_plural = _("printed reports")
        constraints = [models.UniqueConstraint(fields=["report", "language"], name="one_print_per_language")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.language}"
