from typing import Any
from zoneinfo import ZoneInfo

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from capacity.models import Capacity, Language, Stakeholder
from common.models import Stamped
from programs.models.cohort import Cohort

MOST_PAIRS = 10


class MentoringSide(models.TextChoices):
    MENTOR = "mentor", pgettext_lazy("side of mentoring", "mentor")
    MENTEE = "mentee", pgettext_lazy("side of mentoring", "mentee")


class MentoringPartQuerySet(models.QuerySet["MentoringPart"]):
    def present(self) -> "MentoringPartQuerySet":
        """Those who want to be paired, and who may be: a mentor once a coordinator has accepted her."""
        return self.filter(left_at=None, accepted_at__isnull=False)

    def visible_to(self, user: Any) -> "MentoringPartQuerySet":
        """One's own."""
        return self.filter(person__user=user) if user.is_authenticated else self.none()


class MentoringPart(Stamped):
    """That somebody wants to be paired in a cohort, on which side, and what the search for pairs may know of her.

    Nobody is paired, or written to, without one. `held` follows her live pairs by trigger; a CHECK refuses one
    too many.
    """

    cohort = models.ForeignKey(
        Cohort, verbose_name=_("cohort"), on_delete=models.PROTECT, related_name="mentoring_parts"
    )
    person = models.ForeignKey(
        Stakeholder, verbose_name=_("person"), on_delete=models.PROTECT, related_name="mentoring_parts"
    )
    side = models.CharField(_("side"), max_length=6, choices=MentoringSide.choices)
    most = models.PositiveSmallIntegerField(
        _("pairs at most"), default=1, validators=[MinValueValidator(1), MaxValueValidator(MOST_PAIRS)]
    )
    held = models.PositiveSmallIntegerField(_("pairs now"), default=0, editable=False)
    capacities = models.ManyToManyField(
        Capacity, verbose_name=_("capacities"), blank=True, related_name="mentoring_parts"
    )  # that she offers, or wants
    languages = models.ManyToManyField(
        Language, verbose_name=_("languages"), blank=True, related_name="mentoring_parts"
    )
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC")
    about = models.TextField(_("about you and what you look for"), blank=True, max_length=2000)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    left_at = models.DateTimeField(_("left at"), null=True, blank=True)
    is_demo = models.BooleanField(_("demo"), default=False)

    objects = MentoringPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("part in mentoring")
        verbose_name_plural = _("parts in mentoring")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "person", "side"], name="one_mentoring_part_each"),
            models.CheckConstraint(name="mentoring_known_side", condition=Q(side__in=MentoringSide.values)),
            models.CheckConstraint(
                name="mentoring_load_is_possible", condition=Q(most__gte=1, most__lte=MOST_PAIRS)
            ),
            models.CheckConstraint(name="mentees_have_one_mentor", condition=~Q(side="mentee") | Q(most=1)),
            models.CheckConstraint(name="mentoring_load_is_kept", condition=Q(held__lte=F("most"))),
            models.CheckConstraint(
                name="who_left_mentoring_has_no_pair", condition=Q(left_at=None) | Q(held=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.side} {self.person_id}"

    @property
    def is_mentor(self) -> bool:
        return self.side == MentoringSide.MENTOR

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def free(self) -> int:
        return self.most - self.held
