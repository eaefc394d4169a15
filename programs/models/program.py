from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from capacity.models import Capacity, Language, ProficiencyLevel, Region, Stakeholder, User
from common.models import Stamped, in_all_languages
from common.triggers import after_each_statement, tells_of
from programs.models.catalog_word import CHANGED, KNOW_WORDS
from programs.models.method import MENTORING, Method
from programs.states import PUBLIC_PROGRAM_STATES, ProgramState


class ProgramScope(models.TextChoices):
    LOCAL = "local", pgettext_lazy("program scope", "local")
    REGIONAL = "regional", pgettext_lazy("program scope", "regional")
    GLOBAL = "global", pgettext_lazy("program scope", "global")
    THEMATIC = "thematic", pgettext_lazy("program scope", "thematic")


class AudienceGroup(models.TextChoices):
    NEWCOMERS = "newcomers", pgettext_lazy("for whom", "newcomers")
    EDITORS = "editors", pgettext_lazy("for whom", "experienced editors")
    ORGANIZERS = "organizers", pgettext_lazy("for whom", "organizers of events and campaigns")
    AFFILIATES = "affiliates", pgettext_lazy("for whom", "staff and volunteers of affiliates")
    BOARDS = "boards", pgettext_lazy("for whom", "board members")
    FUNCTIONARIES = "functionaries", pgettext_lazy("for whom", "administrators and other functionaries")
    DEVELOPERS = "developers", pgettext_lazy("for whom", "technical contributors")
    TRAINERS = "trainers", pgettext_lazy("for whom", "trainers and mentors")
    EDUCATORS = "educators", pgettext_lazy("for whom", "teachers and students")
    HERITAGE = "heritage", pgettext_lazy("for whom", "libraries, archives and museums")
    YOUTH = "youth", pgettext_lazy("for whom", "young people")


def link_to(program: str = "program") -> list[str]:
    """What `only` has to read of a program for a link to it."""
    return [f"{program}__slug", *in_all_languages(f"{program}__title")]


def long_texts(program: str = "program") -> list[str]:
    """What to defer where a program is only named, by the way to it (`cohort__program`)."""
    texts = [f"{program}__{text}" for text in ("summary", "description", "prerequisites")]
    return [*in_all_languages(*texts), f"{program}__audience", f"{program}__search_text"]


class ProgramQuerySet(models.QuerySet["Program"]):
    def public(self) -> "ProgramQuerySet":
        return self.filter(state__in=PUBLIC_PROGRAM_STATES)

    def visible_to(self, user: Any) -> "ProgramQuerySet":
        """Published and archived ones are public; drafts are seen by those with a role in them and by staff."""
        if not user.is_authenticated:
            return self.public()
        if user.is_staff:
            return self
        mine = Program.objects.filter(roles__person__user=user).values("pk")
        return self.filter(Q(state__in=PUBLIC_PROGRAM_STATES) | Q(pk__in=mine))


class Program(Stamped):
    """What is offered, by whichever method; it takes place in cohorts."""

    slug = models.SlugField(_("address name"), max_length=120, unique=True)
    title = models.CharField(_("title"), max_length=200)
    summary = models.CharField(_("summary"), max_length=500, blank=True)
    description = models.TextField(_("description"), blank=True)
    prerequisites = models.TextField(_("what is expected"), blank=True)
    audience = models.CharField(_("who it is for"), max_length=300, blank=True)
    audience_groups = ArrayField(
        models.CharField(max_length=20, choices=AudienceGroup.choices),
        verbose_name=_("groups it is for"),
        default=list,
        blank=True,
    )
    method = models.ForeignKey(
        Method, verbose_name=_("method"), on_delete=models.PROTECT, related_name="programs"
    )
    scope = models.CharField(
        _("scope"), max_length=10, choices=ProgramScope.choices, default=ProgramScope.GLOBAL
    )
    state = models.CharField(
        _("state"), max_length=10, choices=ProgramState.choices, default=ProgramState.DRAFT
    )
    original_language = models.ForeignKey(
        Language,
        verbose_name=_("language it was written in"),
        on_delete=models.PROTECT,
        related_name="+",
        default="en",
    )
    languages = models.ManyToManyField(
        Language, verbose_name=_("languages of delivery"), blank=True, related_name="programs"
    )
    regions = models.ManyToManyField(
        Region, verbose_name=_("regions it is for (none: all)"), blank=True, related_name="programs"
    )
    capacities = models.ManyToManyField(
        Capacity, verbose_name=_("capacities"), through="ProgramCapacity", related_name="programs"
    )
    providers = models.ManyToManyField(
        Stakeholder, verbose_name=_("providers"), through="ProgramProvider", related_name="provided_programs"
    )
    external_ids = models.JSONField(_("ids and addresses elsewhere"), default=dict, blank=True)
    created_by = models.ForeignKey(
        User, verbose_name=_("created by"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    submitted_by = models.ForeignKey(
        User,
        verbose_name=_("review asked for by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    archived_at = models.DateTimeField(_("archived at"), null=True, blank=True)
    search_text = models.TextField(editable=False, blank=True)
    is_demo = models.BooleanField(_("demo"), default=False)

    objects = ProgramQuerySet.as_manager()

    class Meta:
        verbose_name = _("program")
        triggers = [
            *tells_of("programs_program"),
            *after_each_statement(
                "words",
                insert=KNOW_WORDS.format(rows="SELECT search_text, state FROM new_rows"),
                update=KNOW_WORDS.format(rows=CHANGED),
            ),
        ]
        verbose_name_plural = _("programs")
        ordering = ["-published_at", "-id"]
        indexes = [
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="program_search"),
            models.Index(
                fields=["-published_at", "-id"],
                name="program_public_newest",
                condition=Q(state__in=["published", "archived"]),
            ),
            models.Index(fields=["title", "id"], name="program_by_title"),
        ]
        constraints = [
            models.CheckConstraint(name="program_known_state", condition=Q(state__in=ProgramState.values)),
            models.CheckConstraint(name="program_known_scope", condition=Q(scope__in=ProgramScope.values)),
            models.CheckConstraint(
                name="program_known_audience_groups",
                condition=Q(audience_groups__contained_by=AudienceGroup.values),
            ),
            models.CheckConstraint(
                name="public_program_has_published_at",
                condition=Q(state__in=["draft", "in_review"]) | Q(published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="archived_program_has_archived_at",
                condition=Q(state="archived", archived_at__isnull=False)
                | (~Q(state="archived") & Q(archived_at=None)),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("programs:program-detail", kwargs={"slug": self.slug})

    @property
    def is_public(self) -> bool:
        return self.state in PUBLIC_PROGRAM_STATES

    @property
    def is_mentoring(self) -> bool:
        """Its cohorts put mentors and mentees together."""
        return self.method.code == MENTORING


class ProgramCapacity(models.Model):
    """A capacity the program builds, and from which level to which."""

    program = models.ForeignKey(
        Program, verbose_name=_("program"), on_delete=models.CASCADE, related_name="aims"
    )
    capacity = models.ForeignKey(
        Capacity, verbose_name=_("capacity"), on_delete=models.PROTECT, related_name="aims"
    )
    level_before = models.ForeignKey(
        ProficiencyLevel,
        verbose_name=_("level before"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    target_level = models.ForeignKey(
        ProficiencyLevel,
        verbose_name=_("target level"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("capacity of a program")
        triggers = tells_of("programs_program", subject="program_id")
        verbose_name_plural = _("capacities of programs")
        constraints = [
            models.UniqueConstraint(fields=["program", "capacity"], name="each_capacity_once_per_program"),
            models.CheckConstraint(
                name="target_not_under_start",
                condition=Q(level_before=None)
                | Q(target_level=None)
                | Q(target_level__gte=models.F("level_before")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.program_id}: {self.capacity_id}"


class ProgramProvider(models.Model):
    """An organization that provides the program."""

    program = models.ForeignKey(
        Program, verbose_name=_("program"), on_delete=models.CASCADE, related_name="provisions"
    )
    organization = models.ForeignKey(
        Stakeholder, verbose_name=_("organization"), on_delete=models.PROTECT, related_name="provisions"
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("provider")
        triggers = tells_of("programs_program", subject="program_id")
        verbose_name_plural = _("providers")
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["program", "organization"], name="each_provider_once")]

    def __str__(self) -> str:
        return f"{self.program_id}: {self.organization_id}"
