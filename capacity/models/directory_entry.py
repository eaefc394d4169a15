"""What the directory searches and counts: one row for all who see the same of a stakeholder.

An organization has one row. A person has none where she is not listed, and two where members see more of her than
everybody does. What is hidden from a reader is in no row she reads, so neither search nor counts can betray it. The
database keeps the rows (migration `directory`): `capacity_directory_live` says what they must be.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from capacity.models.person_visibility import Audience
from capacity.models.stakeholder import CommunityMaturity, Stakeholder, StakeholderKind
from capacity.models.territory import Region, Territory
from common.triggers import after_each_statement

# The first row of each is the version: whoever changes the directory waits there, so that nobody waits in a circle.
COUNTED = """
    INSERT INTO capacity_directorycount AS kept (audience, token, n)
    SELECT audience, token, sum(change) FROM (
        SELECT 'all' AS audience, 'version' AS token, 1 AS change WHERE EXISTS (SELECT FROM {rows})
        UNION ALL {changes}
    ) AS changes GROUP BY audience, token HAVING sum(change) <> 0 ORDER BY audience, token
    ON CONFLICT (audience, token) DO UPDATE SET n = kept.n + EXCLUDED.n;
    DELETE FROM capacity_directorycount WHERE n = 0 AND audience <> 'all';
"""
CHANGES = """
    SELECT audience, token, {change} FROM {rows}
    CROSS JOIN LATERAL (VALUES ('public', for_public), ('members', for_members)) AS seen (audience, yes)
    CROSS JOIN LATERAL unnest(tokens || 'total'::text) AS token WHERE yes
"""
ADDED = CHANGES.format(change=1, rows="new_rows")
TAKEN = CHANGES.format(change=-1, rows="old_rows")


class DirectoryQuerySet(models.QuerySet["DirectoryEntry"]):
    def visible_to(self, audience: Audience) -> "DirectoryQuerySet":
        return self.filter(for_public=True) if audience == Audience.PUBLIC else self.filter(for_members=True)


class DirectoryEntry(models.Model):
    stakeholder = models.ForeignKey(
        Stakeholder, verbose_name=_("stakeholder"), on_delete=models.CASCADE, related_name="entries"
    )
    for_public = models.BooleanField(_("for everybody"))
    for_members = models.BooleanField(_("for members"))
    kind = models.CharField(_("kind"), max_length=12, choices=StakeholderKind.choices)
    maturity = models.CharField(_("community"), max_length=12, choices=CommunityMaturity.choices)
    sort_name = models.CharField(_("name in the order of the list"), max_length=200)
    search_text = models.TextField(_("searched names"))
    territory = models.ForeignKey(
        Territory, verbose_name=_("territory"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    region = models.ForeignKey(
        Region, verbose_name=_("region"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    tokens = ArrayField(models.TextField(), verbose_name=_("what it is found by"))

    objects = DirectoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of the directory")
        verbose_name_plural = _("entries of the directory")
        indexes = [
            models.Index(fields=["sort_name", "id"], name="directory_public", condition=Q(for_public=True)),
            models.Index(fields=["sort_name", "id"], name="directory_members", condition=Q(for_members=True)),
            GinIndex(fields=["tokens"], name="directory_tokens"),
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="directory_search"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["stakeholder"], condition=Q(for_public=True), name="one_entry_for_everybody"
            ),
            models.UniqueConstraint(
                fields=["stakeholder"], condition=Q(for_members=True), name="one_entry_for_members"
            ),
            models.CheckConstraint(
                name="entry_is_for_somebody", condition=Q(for_public=True) | Q(for_members=True)
            ),
        ]
        triggers = after_each_statement(
            "counted",
            insert=COUNTED.format(rows="new_rows", changes=ADDED),
            update=COUNTED.format(rows="new_rows", changes=f"{ADDED} UNION ALL {TAKEN}"),
            delete=COUNTED.format(rows="old_rows", changes=TAKEN),
        )

    def __str__(self) -> str:
        return f"entry of {self.stakeholder_id}"

    def codes(self, facet: str) -> list[str]:
        """The values of one facet that stand in this entry."""
        return [
            code for name, _colon, code in (token.partition(":") for token in self.tokens) if name == facet
        ]


class DirectoryCount(models.Model):
    """How many entries have a token, for each audience: kept by triggers, read by the page nothing is asked of."""

    audience = models.CharField(_("who looks"), max_length=8)
    token = models.TextField(_("what it is found by"))
    n = models.BigIntegerField(_("entries"))

    class Meta:
        verbose_name = _("count of the directory")
        verbose_name_plural = _("counts of the directory")
        constraints = [
            models.UniqueConstraint(fields=["audience", "token"], name="one_count_per_audience_and_token"),
        ]

    def __str__(self) -> str:
        return f"{self.audience} {self.token}: {self.n}"
