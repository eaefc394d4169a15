from django.db import models
from django.utils.translation import gettext_lazy as _


class ClockJob(models.Model):
    """A task that the clock starts and that has failed once or more: since when it fails, or that it works again. Of
    what went wrong it keeps the name of the fault only: its words may hold anything.
    """

    task = models.CharField(_("task"), max_length=100, primary_key=True)
    failing_since = models.DateTimeField(_("fails since"), null=True)
    times = models.PositiveIntegerField(_("times it has failed since then"), default=0)
    failed_at = models.DateTimeField(_("failed last"), null=True)
    fault = models.CharField(_("fault"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("job of the clock")
        verbose_name_plural = _("jobs of the clock")
        ordering = ["task"]

    def __str__(self) -> str:
        return self.task
