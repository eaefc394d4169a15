from django.db import models
from django.utils.translation import gettext_lazy as _


class Change(models.Model):
    """That something was written: which table, which row, in which transaction. Triggers write it, and what is kept
    in the memory of a process is renewed by it (common.changes). It is forgotten after a day.
    """

    topic = models.CharField(_("table"), max_length=60)
    subject = models.BigIntegerField(_("row"), null=True)  # empty: many of them
    written_in = models.BigIntegerField(_("transaction"))
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        indexes = [models.Index(fields=["topic", "written_in"]), models.Index(fields=["at"])]

    def __str__(self) -> str:
        return f"{self.topic} {self.subject}"
