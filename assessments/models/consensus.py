from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments.models.item import Item
from assessments.models.response import Response
from assessments.models.wave import Wave
from assessments.states import ConsensusState
from capacity.models import Affiliation, Stakeholder
from common.models import Stamped


class VisibleTo(models.TextChoices):
    PRIVATE = "private", pgettext_lazy("who sees a self-assessment", "those who represent us or took part")
    MEMBERS = "members", pgettext_lazy("who sees a self-assessment", "our members")
    STAFF = "staff", pgettext_lazy("who sees a self-assessment", "our members and the portal's staff")
    PUBLIC = "public", pgettext_lazy("who sees a self-assessment", "everybody")


class ConsensusSessionQuerySet(models.QuerySet["ConsensusSession"]):
    def recorded(self) -> "ConsensusSessionQuerySet":
        return self.filter(state=ConsensusState.RECORDED)

    def visible_to(self, user: Any) -> "ConsensusSessionQuerySet":
        """Its representatives and participants; once it is recorded, those to whom the organization shows it."""
        shown = Q(visibility=VisibleTo.PUBLIC)
        if not (user.is_authenticated and user.is_active):
            return self.filter(shown, state=ConsensusState.RECORDED)
        represented = Affiliation.objects.representing(user).values("organization")
        current = Affiliation.objects.current().filter(person__user=user).values("organization")
        shown |= ~Q(visibility=VisibleTo.PRIVATE) & Q(organization__in=current)
        if user.is_staff:
            shown |= Q(visibility=VisibleTo.STAFF)
        took_part = ConsensusParticipant.objects.filter(person__user=user).values("session")
        return self.filter(
            Q(organization__in=represented) | Q(pk__in=took_part) | (shown & Q(state=ConsensusState.RECORDED))
        )


class ConsensusSession(Stamped):
    """An organization's self-assessment: colleagues rate on their own, meet, and record what they agree on.

    The ratings stay beside the consensus, as responses of their own. The organization alone says who sees the result.
    """

    wave = models.OneToOneField(
        Wave, verbose_name=_("wave"), on_delete=models.PROTECT, related_name="consensus"
    )
    organization = models.ForeignKey(
        Stakeholder, verbose_name=_("organization"), on_delete=models.PROTECT, related_name="self_assessments"
    )
    facilitator = models.ForeignKey(
        Stakeholder,
        verbose_name=_("facilitator"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    response = models.OneToOneField(
        Response,
        verbose_name=_("consensus"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="session",
    )
    minutes = models.TextField(_("minutes of the meeting"), blank=True)
    visibility = models.CharField(
        _("who sees the result"), max_length=8, choices=VisibleTo.choices, default=VisibleTo.PRIVATE
    )
    state = models.CharField(
        _("state"), max_length=10, choices=ConsensusState.choices, default=ConsensusState.RATING
    )
    recorded_at = models.DateTimeField(_("recorded at"), null=True, blank=True)
    is_demo = models.BooleanField(_("demo"), default=False)

    objects = ConsensusSessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("self-assessment of an organization")
        verbose_name_plural = _("self-assessments of organizations")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="consensus_known_state", condition=Q(state__in=ConsensusState.values)
            ),
            models.CheckConstraint(
                name="consensus_known_visibility", condition=Q(visibility__in=VisibleTo.values)
            ),
            models.CheckConstraint(
                name="recorded_consensus_is_dated_and_answered",
                condition=Q(state="recorded", recorded_at__isnull=False, response__isnull=False)
                | (~Q(state="recorded") & Q(recorded_at=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"self-assessment {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("assessments:self-assessment-detail", kwargs={"public_id": self.public_id})

    @property
    def day(self) -> Any:
        """The day it tells of: when it was recorded, else when it opens."""
        return timezone.localtime(self.recorded_at or self.wave.opens_at).date()


class ConsensusParticipant(Stamped):
    """Somebody who is asked to rate for her organization, and to come to the meeting."""

    session = models.ForeignKey(
        ConsensusSession,
        verbose_name=_("self-assessment"),
        on_delete=models.CASCADE,
        related_name="participants",
    )
    person = models.ForeignKey(
        Stakeholder, verbose_name=_("person"), on_delete=models.PROTECT, related_name="+"
    )
    was_there = models.BooleanField(_("was at the meeting"), default=False)
    is_demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        verbose_name = _("participant of a self-assessment")
        verbose_name_plural = _("participants of self-assessments")
        constraints = [
            models.UniqueConstraint(fields=["session", "person"], name="each_participant_once"),
        ]

    def __str__(self) -> str:
        return f"{self.session_id}: {self.person_id}"


class EvidenceLink(Stamped):
    """What shows that an organization has the level it says it has."""

    session = models.ForeignKey(
        ConsensusSession,
        verbose_name=_("self-assessment"),
        on_delete=models.CASCADE,
        related_name="evidence",
    )
    item = models.ForeignKey(Item, verbose_name=_("question"), on_delete=models.PROTECT, related_name="+")
    url = models.URLField(_("link to the evidence"), max_length=500)
    is_demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        verbose_name = _("link to evidence")
        verbose_name_plural = _("links to evidence")
        constraints = [
            models.UniqueConstraint(fields=["session", "item"], name="one_evidence_per_question"),
            models.CheckConstraint(name="evidence_has_a_link", condition=~Q(url="")),
        ]

    def __str__(self) -> str:
        return f"{self.session_id}: {self.item_id}"
