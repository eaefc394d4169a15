from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.models import Stamped
from common.triggers import after_each_statement
from programs.logic import criteria
from programs.models.cohort import Cohort


class CriterionKind(models.TextChoices):
    REGION = criteria.REGION, pgettext_lazy("criterion", "people of certain regions")
    TERRITORY = criteria.TERRITORY, pgettext_lazy("criterion", "people of certain countries or territories")
    AFFILIATE_TYPE = criteria.AFFILIATE_TYPE, pgettext_lazy("criterion", "members of certain affiliates")
    LANGUAGE = criteria.LANGUAGE, pgettext_lazy("criterion", "speakers of certain languages")
    NEWCOMER = criteria.NEWCOMER, pgettext_lazy("criterion", "newcomers")


# The cohort's number of reserved seats follows its pools, until they are released.
COUNT_RESERVED = """
    UPDATE programs_cohort AS cohort SET reserved_seats = reserved_seats + change.seats
    FROM (
        SELECT cohort_id, sum(seats) AS seats FROM ({rows}) AS moved
        GROUP BY cohort_id HAVING sum(seats) <> 0 ORDER BY cohort_id
    ) AS change
    WHERE cohort.id = change.cohort_id AND cohort.reserves_released_at IS NULL;
"""
RESERVED = "SELECT cohort_id, seats FROM new_rows"
RESERVED_NO_MORE = "SELECT cohort_id, -seats AS seats FROM old_rows"


class SeatPool(Stamped):
    """Seats of a cohort that are kept for people who meet a stated criterion, until the reserve is released."""

    cohort = models.ForeignKey(
        Cohort, verbose_name=_("cohort"), on_delete=models.PROTECT, related_name="pools"
    )
    kind = models.CharField(_("reserved for"), max_length=16, choices=CriterionKind.choices)
    values = ArrayField(
        models.CharField(max_length=24), verbose_name=_("which ones"), default=list, blank=True
    )
    seats = models.PositiveSmallIntegerField(_("seats"), validators=[MinValueValidator(1)])
    held_seats = models.PositiveSmallIntegerField(_("seats held"), default=0, editable=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("reserved seats")
        verbose_name_plural = _("reserved seats")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(name="pool_is_not_oversold", condition=Q(held_seats__lte=F("seats"))),
            models.CheckConstraint(name="pool_has_a_seat", condition=Q(seats__gte=1)),
            models.CheckConstraint(name="pool_known_kind", condition=Q(kind__in=CriterionKind.values)),
            models.CheckConstraint(
                name="pool_says_for_whom",
                condition=Q(kind="newcomer", values__len=0) | (~Q(kind="newcomer") & Q(values__len__gte=1)),
            ),
        ]
        triggers = after_each_statement(
            "count_reserved",
            insert=COUNT_RESERVED.format(rows=RESERVED),
            update=COUNT_RESERVED.format(rows=f"{RESERVED} UNION ALL {RESERVED_NO_MORE}"),
            delete=COUNT_RESERVED.format(rows=RESERVED_NO_MORE),
        )

    def __str__(self) -> str:
        return f"{self.kind} {', '.join(self.values)}"

    @property
    def free_seats(self) -> int:
        return self.seats - self.held_seats
