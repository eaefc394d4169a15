from datetime import datetime, timedelta
from secrets import token_bytes
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments.models.instrument import Instrument, InstrumentVersion
from assessments.states import ANSWERABLE_WAVE_STATES, PENDING_INVITATIONS, InvitationState, WaveState
from capacity.models import Region, Stakeholder, Territory
from common.models import Stamped
from programs.models import Cohort, Enrollment
from programs.states import PARTICIPANT_STATES


class Timepoint(models.TextChoices):
    BASELINE = "baseline", pgettext_lazy("timepoint", "baseline")
    ENDLINE = "endline", pgettext_lazy("timepoint", "endline")
    RETROSPECTIVE = "retrospective", pgettext_lazy("timepoint", "retrospective baseline")
    M3 = "m3", pgettext_lazy("timepoint", "3 months after")
    M6 = "m6", pgettext_lazy("timepoint", "6 months after")
    M12 = "m12", pgettext_lazy("timepoint", "12 months after")
    M24 = "m24", pgettext_lazy("timepoint", "24 months after")
    ADHOC = "adhoc", pgettext_lazy("timepoint", "other")


def new_secret() -> bytes:
    return token_bytes(32)


class AssessmentPlan(Stamped):
    """Which instrument is asked of whom: of a cohort's people, or of an organization."""

    cohort = models.ForeignKey(
        Cohort,
        verbose_name=_("cohort"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assessment_plans",
    )
    organization = models.ForeignKey(
        Stakeholder,
        verbose_name=_("organization"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assessment_plans",
    )
    instrument = models.ForeignKey(
        Instrument, verbose_name=_("instrument"), on_delete=models.PROTECT, related_name="plans"
    )
    is_anonymous = models.BooleanField(_("anonymous"), default=False)
    secret = models.BinaryField(_("secret that links anonymous answers"), null=True, default=new_secret)
    unlinked_at = models.DateTimeField(_("secret destroyed at"), null=True, blank=True)
    is_demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        verbose_name = _("assessment plan")
        verbose_name_plural = _("assessment plans")
        constraints = [
            models.CheckConstraint(
                name="plan_for_cohort_or_organization",
                condition=Q(cohort__isnull=False, organization=None)
                | Q(cohort=None, organization__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["cohort", "organization", "instrument"],
                name="one_plan_per_instrument",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="destroyed_secret_is_gone", condition=Q(unlinked_at=None) | Q(secret=None)
            ),
        ]

    def __str__(self) -> str:
        return f"plan {self.pk}"


class Wave(Stamped):
    """One time at which a plan's instrument is asked."""

    plan = models.ForeignKey(
        AssessmentPlan, verbose_name=_("plan"), on_delete=models.PROTECT, related_name="waves"
    )
    timepoint = models.CharField(_("timepoint"), max_length=14, choices=Timepoint.choices)
    version = models.ForeignKey(
        InstrumentVersion, verbose_name=_("version"), on_delete=models.PROTECT, related_name="waves"
    )
    opens_at = models.DateTimeField(_("opens at"))
    closes_at = models.DateTimeField(_("closes at"))
    state = models.CharField(_("state"), max_length=10, choices=WaveState.choices, default=WaveState.PLANNED)
    is_demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        verbose_name = _("wave")
        verbose_name_plural = _("waves")
        ordering = ["opens_at", "id"]
        indexes = [models.Index(fields=["state", "opens_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "timepoint"],
                name="one_wave_per_timepoint",
                condition=~Q(timepoint=Timepoint.ADHOC),
            ),
            models.CheckConstraint(
                name="wave_closes_after_opening", condition=Q(closes_at__gt=F("opens_at"))
            ),
            models.CheckConstraint(name="wave_known_state", condition=Q(state__in=WaveState.values)),
            models.CheckConstraint(name="wave_known_timepoint", condition=Q(timepoint__in=Timepoint.values)),
        ]

    def __str__(self) -> str:
        return f"wave {self.pk} ({self.timepoint})"

    def get_absolute_url(self) -> str:
        return reverse("assessments:wave-detail", kwargs={"public_id": self.public_id})

    @property
    def is_answerable(self) -> bool:
        return self.state in ANSWERABLE_WAVE_STATES


class WaveTarget(models.Model):
    """Somebody of whom a wave asks: the denominator, frozen with its strata when the wave opened."""

    wave = models.ForeignKey(Wave, verbose_name=_("wave"), on_delete=models.PROTECT, related_name="targets")
    subject = models.ForeignKey(
        Stakeholder, verbose_name=_("about"), on_delete=models.PROTECT, related_name="+"
    )
    enrollment = models.ForeignKey(
        Enrollment,
        verbose_name=_("enrollment"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="targets",
    )
    organization = models.ForeignKey(
        Stakeholder,
        verbose_name=_("organization"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    territory = models.ForeignKey(
        Territory,
        verbose_name=_("territory"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    region = models.ForeignKey(
        Region, verbose_name=_("region"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        verbose_name = _("target of a wave")
        verbose_name_plural = _("targets of waves")
        constraints = [models.UniqueConstraint(fields=["wave", "subject"], name="each_target_once")]

    def __str__(self) -> str:
        return f"{self.wave_id}: {self.subject_id}"


class Perspective(models.TextChoices):
    SELF = "self", pgettext_lazy("perspective", "self")
    OBSERVER = "observer", pgettext_lazy("perspective", "observer")
    CONSENSUS = "consensus", pgettext_lazy("perspective", "consensus")


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def pending(self) -> "InvitationQuerySet":
        """Those that may still be answered."""
        return self.filter(state__in=PENDING_INVITATIONS, target__wave__state__in=ANSWERABLE_WAVE_STATES)

    def due_for_reminder(self, now: datetime | None = None) -> "InvitationQuerySet":
        """Of people who take part, as the policy allows: so many times at most, so many days apart."""
        now = now or timezone.now()
        takes_part = Q(target__enrollment=None) | Q(target__enrollment__state__in=PARTICIPANT_STATES)
        asked = Q(
            state__in=PENDING_INVITATIONS,
            target__wave__state=WaveState.OPEN,
            target__wave__closes_at__gt=now,
            reminders__lt=settings.INVITATION_REMINDERS,
        )
        last = Value(now) - Value(timedelta(days=settings.INVITATION_REMINDER_DAYS))
        long_ago = Q(reminded_at__lte=last) | Q(reminded_at=None, sent_at__lte=last)
        return self.filter(takes_part, asked, long_ago)

    def visible_to(self, user: Any) -> "InvitationQuerySet":
        return self.filter(respondent__user=user) if user.is_authenticated else self.none()


class Invitation(Stamped):
    """A person's request to answer for a target; at most three reminders, none after she opted out."""

    target = models.ForeignKey(
        WaveTarget, verbose_name=_("target"), on_delete=models.PROTECT, related_name="invitations"
    )
    respondent = models.ForeignKey(
        Stakeholder, verbose_name=_("respondent"), on_delete=models.PROTECT, related_name="invitations"
    )
    perspective = models.CharField(
        _("perspective"), max_length=10, choices=Perspective.choices, default=Perspective.SELF
    )
    state = models.CharField(
        _("state"), max_length=10, choices=InvitationState.choices, default=InvitationState.PLANNED
    )
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(_("reminders sent"), default=0)
    reminded_at = models.DateTimeField(_("last reminded at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    is_demo = models.BooleanField(_("demo"), default=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "respondent", "perspective"], name="each_invitation_once"
            ),
            models.CheckConstraint(
                name="invitation_known_state", condition=Q(state__in=InvitationState.values)
            ),
            models.CheckConstraint(name="at_most_three_reminders", condition=Q(reminders__lte=3)),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("assessments:answer", kwargs={"public_id": self.public_id})
