from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from capacity.models import Language, User
from common.models import Stamped
from programs.models.cohort import Cohort
from programs.models.enrollment import Enrollment
from programs.models.program_role import ProgramRole
from programs.models.session import Session
from programs.states import PARTICIPANT_STATES


class MaterialKind(models.TextChoices):
    RECORDING = "recording", pgettext_lazy("material", "recording")
    SLIDES = "slides", pgettext_lazy("material", "slides")
    NOTES = "notes", pgettext_lazy("material", "notes")
    EXERCISE = "exercise", pgettext_lazy("material", "exercise")
    OTHER = "other", pgettext_lazy("material", "other")


class MaterialAudience(models.TextChoices):
    ENROLLED = "enrolled", pgettext_lazy("material is for", "people who take part")
    PUBLIC = "public", pgettext_lazy("material is for", "everybody")


class SessionMaterialQuerySet(models.QuerySet["SessionMaterial"]):
    def of_cohorts_joined_by(self, user: Any) -> "SessionMaterialQuerySet":
        """Of the cohorts in which she takes part, or did; she may see all of it."""
        return self.filter(_joined_by(user))

    def visible_to(self, user: Any) -> "SessionMaterialQuerySet":
        """What is public, of cohorts one may see; all of the cohorts in which one takes part or has a role."""
        public = Q(audience=MaterialAudience.PUBLIC, session__cohort__in=Cohort.objects.visible_to(user))
        if not user.is_authenticated:
            return self.filter(public)
        if user.is_staff:
            return self
        roles = ProgramRole.objects.current().filter(person__user=user)
        return self.filter(
            public
            | _joined_by(user)
            | Q(session__cohort__in=roles.exclude(cohort=None).values("cohort"))
            | Q(session__cohort__program__in=roles.exclude(program=None).values("program"))
        )


def _joined_by(user: Any) -> Q:
    taking_part = Enrollment.objects.filter(person__user=user, state__in=PARTICIPANT_STATES)
    return Q(session__cohort__in=taking_part.values("cohort"))


class SessionMaterial(Stamped):
    """What stays of a session: a link to a recording, slides, notes; in which language, and for whom."""

    session = models.ForeignKey(
        Session, verbose_name=_("session"), on_delete=models.CASCADE, related_name="materials"
    )
    kind = models.CharField(
        _("kind"), max_length=10, choices=MaterialKind.choices, default=MaterialKind.RECORDING
    )
    title = models.CharField(_("title"), max_length=200)
    link = models.URLField(_("address"), max_length=500)
    language = models.ForeignKey(
        Language, verbose_name=_("language"), on_delete=models.PROTECT, related_name="+"
    )
    transcript = models.URLField(_("address of the transcript"), max_length=500, blank=True)
    audience = models.CharField(
        _("for whom"), max_length=8, choices=MaterialAudience.choices, default=MaterialAudience.ENROLLED
    )
    added_by = models.ForeignKey(User, verbose_name=_("added by"), on_delete=models.PROTECT, related_name="+")
    is_demo = models.BooleanField(_("demo"), default=False)

    objects = SessionMaterialQuerySet.as_manager()

    class Meta:
        verbose_name = _("material of a session")
        verbose_name_plural = _("materials of sessions")
        ordering = ["session__starts_at", "id"]
        constraints = [
            models.CheckConstraint(name="material_known_kind", condition=Q(kind__in=MaterialKind.values)),
            models.CheckConstraint(
                name="material_known_audience", condition=Q(audience__in=MaterialAudience.values)
            ),
            models.UniqueConstraint(fields=["session", "link"], name="one_material_per_link"),
        ]

    def __str__(self) -> str:
        return self.title
