from django.db import models
from django.utils.translation import gettext_lazy as _


class Watermark(models.Model):
    """How far a refresh has come in what it reads: it starts there the next time, a little before to be safe."""

    name = models.CharField(_("name"), max_length=60, primary_key=True)
    reached = models.DateTimeField(_("seen up to"))

    class Meta:
        verbose_name = _("watermark")
        verbose_name_plural = _("watermarks")

    def __str__(self) -> str:
        return self.name
