from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from capacity.models import Language, Territory
from common.models import Stamped
from common.triggers import tells_of
from programs.logic.reach import KEPT_FROM, KEPT_MOMENTS, KEPT_TO, within_reach
from programs.logic.windows import Window
from programs.models.completion import ASKS_SOMETHING, CompletionRule
from programs.models.program import Program
from programs.states import PUBLIC_PROGRAM_STATES, ProgramState


class Delivery(models.TextChoices):
    ONLINE = "online", pgettext_lazy("delivery", "online")
    IN_PERSON = "in_person", pgettext_lazy("delivery", "in person")
    HYBRID = "hybrid", pgettext_lazy("delivery", "online and in person")


class Confirmation(models.TextChoices):
    AT_ONCE = "at_once", pgettext_lazy("confirmation", "at once, while there are seats")
    REVIEW = "review", pgettext_lazy("confirmation", "after a review")


class AccessProvision(models.TextChoices):
    INTERPRETATION = "interpretation", pgettext_lazy("access provision", "interpretation")
    CAPTIONS = "captions", pgettext_lazy("access provision", "captions")
    SIGN_LANGUAGE = "sign_language", pgettext_lazy("access provision", "sign language")
    DATA_BUNDLE = "data_bundle", pgettext_lazy("access provision", "data bundle")
    CHILD_CARE = "child_care", pgettext_lazy("access provision", "child care")
    TRAVEL = "travel", pgettext_lazy("access provision", "travel support")
    STEP_FREE = "step_free", pgettext_lazy("access provision", "step-free access")
    QUIET_ROOM = "quiet_room", pgettext_lazy("access provision", "quiet room or quiet hours")


class CohortQuerySet(models.QuerySet["Cohort"]):
    def open_for_enrollment(self) -> "CohortQuerySet":
        now = timezone.now()
        return self.filter(
            program__state=ProgramState.PUBLISHED,
            cancelled_at=None,
            enrollment_opens_at__lte=now,
            enrollment_closes_at__gt=now,
        )

    def visible_to(self, user: Any) -> "CohortQuerySet":
        """Cohorts of a program one may see."""
        if user.is_authenticated and user.is_staff:
            return self
        public = Q(program__state__in=PUBLIC_PROGRAM_STATES)
        if not user.is_authenticated:
            return self.filter(public)
        return self.filter(public | Q(program__in=Program.objects.visible_to(user)))


class Cohort(Stamped, CompletionRule):
    """One run of a program: dates, seats, sessions, people."""

    program = models.ForeignKey(
        Program, verbose_name=_("program"), on_delete=models.PROTECT, related_name="cohorts"
    )
    name = models.CharField(_("name"), max_length=120)
    delivery = models.CharField(_("format"), max_length=10, choices=Delivery.choices, default=Delivery.ONLINE)
    place = models.CharField(_("place"), max_length=200, blank=True)
    territory = models.ForeignKey(
        Territory,
        verbose_name=_("territory"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC")
    starts_on = models.DateField(_("starts on"), validators=[within_reach])
    ends_on = models.DateField(_("ends on"), validators=[within_reach])
    enrollment_opens_at = models.DateTimeField(_("enrollment opens"), validators=[within_reach])
    enrollment_closes_at = models.DateTimeField(_("enrollment closes"), validators=[within_reach])
    seats = models.PositiveIntegerField(_("seats"), validators=[MinValueValidator(1)])
    held_seats = models.PositiveIntegerField(
        _("seats held"), default=0, editable=False
    )  # kept by the database
    reserved_seats = models.PositiveIntegerField(
        _("seats reserved"), default=0, editable=False
    )  # the same: of its pools, until these are released
    reserved_held = models.PositiveIntegerField(
        _("reserved seats held"), default=0, editable=False
    )  # the same
    reserves_release_at = models.DateTimeField(
        _("unused reserved seats are open to all from"), null=True, blank=True
    )
    reserves_released_at = models.DateTimeField(
        _("reserved seats released at"), null=True, blank=True, editable=False
    )
    confirmation = models.CharField(
        _("confirmation"), max_length=8, choices=Confirmation.choices, default=Confirmation.AT_ONCE
    )
    offer_hours = models.PositiveSmallIntegerField(
        _("hours to take an offered place"), default=settings.OFFER_HOURS
    )
    languages = models.ManyToManyField(
        Language, verbose_name=_("languages"), blank=True, related_name="cohorts"
    )
    interpretation = models.ManyToManyField(
        Language, verbose_name=_("interpretation into"), blank=True, related_name="interpreted_cohorts"
    )
    access_provisions = ArrayField(
        models.CharField(max_length=20, choices=AccessProvision.choices),
        verbose_name=_("access provisions"),
        default=list,
        blank=True,
    )
    fee = models.CharField(
        _("what it costs those who take part (nothing written: it is free)"), max_length=200, blank=True
    )
    external_ids = models.JSONField(_("ids and addresses elsewhere"), default=dict, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)
    cancellation_note = models.CharField(_("why it is cancelled"), max_length=500, blank=True)
    is_demo = models.BooleanField(_("demo"), default=False)

    objects = CohortQuerySet.as_manager()

    class Meta:
        verbose_name = _("cohort")
        triggers = tells_of("programs_program", subject="program_id")
        verbose_name_plural = _("cohorts")
        ordering = ["-starts_on", "-id"]
        indexes = [models.Index(fields=["enrollment_closes_at"]), models.Index(fields=["starts_on"])]
        constraints = [
            models.CheckConstraint(name="seats_are_not_oversold", condition=Q(held_seats__lte=F("seats"))),
            models.CheckConstraint(
                name="open_seats_are_not_oversold",
                condition=Q(held_seats__lte=F("seats") - F("reserved_seats") + F("reserved_held")),
            ),
            models.CheckConstraint(
                name="released_reserves_are_no_more",
                condition=Q(reserves_released_at=None) | Q(reserved_seats=0),
            ),
            models.CheckConstraint(
                name="reserves_have_a_release",
                condition=Q(reserved_seats=0) | Q(reserves_release_at__isnull=False),
            ),
            models.CheckConstraint(name="cohort_has_a_seat", condition=Q(seats__gte=1)),
            models.CheckConstraint(name="cohort_ends_after_start", condition=Q(ends_on__gte=F("starts_on"))),
            models.CheckConstraint(
                name="enrollment_closes_after_opening",
                condition=Q(enrollment_closes_at__gt=F("enrollment_opens_at")),
            ),
            models.CheckConstraint(
                name="cohort_is_within_reach",
                condition=Q(
                    starts_on__range=(KEPT_FROM, KEPT_TO),
                    ends_on__range=(KEPT_FROM, KEPT_TO),
                    enrollment_opens_at__range=KEPT_MOMENTS,
                    enrollment_closes_at__range=KEPT_MOMENTS,
                ),
            ),
            models.CheckConstraint(
                name="release_is_within_reach",
                condition=Q(reserves_release_at=None) | Q(reserves_release_at__range=KEPT_MOMENTS),
            ),
            models.CheckConstraint(name="cohort_known_delivery", condition=Q(delivery__in=Delivery.values)),
            models.CheckConstraint(
                name="cohort_known_confirmation", condition=Q(confirmation__in=Confirmation.values)
            ),
            models.CheckConstraint(name="cohort_rule_asks_something", condition=ASKS_SOMETHING),
            models.CheckConstraint(name="offers_have_time", condition=Q(offer_hours__gte=1)),
            models.CheckConstraint(
                name="cohort_known_provisions",
                condition=Q(access_provisions__contained_by=AccessProvision.values),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse(
            "programs:cohort-detail", kwargs={"slug": self.program.slug, "public_id": self.public_id}
        )

    @property
    def free_seats(self) -> int:
        return self.seats - self.held_seats

    @property
    def is_enrollment_over(self) -> bool:
        """Then nobody outside is told how many seats are free: it says how many people there are, also of few."""
        return timezone.now() >= self.enrollment_closes_at

    @property
    def free_open_seats(self) -> int:
        """Those that anybody may take."""
        return max(self.seats - self.seats_bound, 0)

    @property
    def seats_bound(self) -> int:
        """Held or reserved: fewer seats than these a cohort cannot have."""
        return self.held_seats + max(self.reserved_seats - self.reserved_held, 0)

    @property
    def window(self) -> Window:
        """When one can enroll in it, and why not."""
        return Window(
            program_state=self.program.state,
            cancelled_at=self.cancelled_at,
            ends_on=self.ends_on,
            opens_at=self.enrollment_opens_at,
            closes_at=self.enrollment_closes_at,
        )

    @property
    def is_open_for_enrollment(self) -> bool:
        return self.window.refusal(timezone.now()) is None
