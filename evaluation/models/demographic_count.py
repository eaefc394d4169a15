from django.db import models
from django.utils.translation import gettext_lazy as _

from capacity.models import DemographicDimension
from capacity.states import ConsentPurpose


class DemographicCount(models.Model):
    """A table of how many people gave which answer and how far they came. It holds what may be shown, and no more:
    cells that could tell of few people are empty here already.
    """

    dimension = models.ForeignKey(
        DemographicDimension, verbose_name=_("question"), on_delete=models.CASCADE, related_name="+"
    )
    purpose = models.CharField(_("purpose"), max_length=20, choices=ConsentPurpose.choices)
    counted_on = models.DateField(_("counted on"))
    cells = models.JSONField(_("cells"), default=dict)  # {"12|completed": 31, "13|completed": null}
    published = models.JSONField(_("last shown"), default=dict)  # the newest number each cell ever showed
    is_demo = models.BooleanField(_("demo"), default=False)  # demo people are among those counted

    class Meta:
        verbose_name = _("count of demographic answers")
        verbose_name_plural = _("counts of demographic answers")
        ordering = ["-counted_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["dimension", "purpose", "counted_on"], name="one_demographic_count_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.dimension_id} {self.purpose} {self.counted_on}"
