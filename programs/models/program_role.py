from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from capacity.models import Stakeholder
from common.models import Stamped
from programs.models.cohort import Cohort
from programs.models.program import Program


class ProgramRoleKind(models.TextChoices):
    COORDINATOR = "coordinator", pgettext_lazy("program role", "coordinator")
    FACILITATOR = "facilitator", pgettext_lazy("program role", "facilitator")
    MENTOR = "mentor", pgettext_lazy("program role", "mentor")
    EVALUATOR = "evaluator", pgettext_lazy("program role", "evaluator")
    REVIEWER = "reviewer", pgettext_lazy("program role", "reviewer of applications")


class ProgramRoleQuerySet(models.QuerySet["ProgramRole"]):
    def current(self) -> "ProgramRoleQuerySet":
        return self.on_day(timezone.now().date())

    def on_day(self, day: date) -> "ProgramRoleQuerySet":
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)

    def on(self, cohort: Cohort) -> "ProgramRoleQuerySet":
        """Roles that reach this cohort, directly or through its program."""
        return self.filter(Q(cohort=cohort) | Q(program=cohort.program_id))


class ProgramRole(Stamped):
    """Who does what for a program, or for one cohort of it. An evaluator without either judges the whole movement's."""

    program = models.ForeignKey(
        Program,
        verbose_name=_("program"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="roles",
    )
    cohort = models.ForeignKey(
        Cohort,
        verbose_name=_("cohort"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="roles",
    )
    person = models.ForeignKey(
        Stakeholder, verbose_name=_("person"), on_delete=models.PROTECT, related_name="program_roles"
    )
    role = models.CharField(_("role"), max_length=12, choices=ProgramRoleKind.choices)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to (included)"), null=True, blank=True)
    is_demo = models.BooleanField(_("demo"), default=False)

    objects = ProgramRoleQuerySet.as_manager()

    class Meta:
        verbose_name = _("role in a program")
        verbose_name_plural = _("roles in programs")
        constraints = [
            models.CheckConstraint(
                name="role_in_program_or_cohort",
                condition=Q(program__isnull=False, cohort=None)
                | Q(program=None, cohort__isnull=False)
                | Q(program=None, cohort=None, role="evaluator"),
            ),
            models.CheckConstraint(name="program_role_known", condition=Q(role__in=ProgramRoleKind.values)),
            models.CheckConstraint(
                name="program_role_ends_after_start",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
            models.UniqueConstraint(
                fields=["program", "cohort", "person", "role", "starts_on"],
                name="each_program_role_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.role}"
