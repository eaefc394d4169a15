from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from capacity.models import User
from common.models import Stamped
from evaluation.models.evaluation import Finding
from evaluation.models.story import OutcomeStatement


class EvidenceKind(models.TextChoices):
    URL = "url", pgettext_lazy("evidence", "web page")
    WIKI = "wiki_revision", pgettext_lazy("evidence", "revision of a wiki page")
    DATASET = "dataset", pgettext_lazy("evidence", "data set")
    STATEMENT = "statement", pgettext_lazy("evidence", "what somebody said")


class EvidenceReliability(models.TextChoices):
    SELF_REPORT = "self_report", pgettext_lazy("reliability", "told by those concerned")
    DOCUMENTED = "documented", pgettext_lazy("reliability", "documented")
    INDEPENDENT = "independent", pgettext_lazy("reliability", "independent")


class EvidenceRole(models.TextChoices):
    SUPPORTS = "supports", pgettext_lazy("evidence", "speaks for it")
    CONTRADICTS = "contradicts", pgettext_lazy("evidence", "speaks against it")


class Evidence(Stamped):
    """What a finding or an outcome statement rests on, or what speaks against it."""

    finding = models.ForeignKey(
        Finding, verbose_name=_("finding"), on_delete=models.CASCADE, null=True, related_name="evidence"
    )
    statement = models.ForeignKey(
        OutcomeStatement,
        verbose_name=_("outcome statement"),
        on_delete=models.CASCADE,
        null=True,
        related_name="evidence",
    )
    role = models.CharField(_("for or against"), max_length=12, choices=EvidenceRole.choices)
    kind = models.CharField(_("kind"), max_length=14, choices=EvidenceKind.choices)
    title = models.CharField(_("title"), max_length=200)
    url = models.URLField(_("address"), max_length=500, blank=True)
    revision_id = models.PositiveBigIntegerField(_("number of the revision"), null=True, blank=True)
    captured_on = models.DateField(_("seen on"))
    reliability = models.CharField(_("reliability"), max_length=12, choices=EvidenceReliability.choices)
    added_by = models.ForeignKey(
        User, verbose_name=_("added by"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    is_demo = models.BooleanField(_("demo"), default=False)

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="evidence_for_one_thing",
                condition=Q(finding__isnull=False, statement=None) | Q(finding=None, statement__isnull=False),
            ),
            models.CheckConstraint(
                name="wiki_evidence_is_a_revision",
                condition=~Q(kind="wiki_revision") | Q(revision_id__isnull=False),
            ),
            models.CheckConstraint(
                name="evidence_has_an_address", condition=Q(kind="statement") | ~Q(url="")
            ),
        ]

    def __str__(self) -> str:
        return self.title
