import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from capacity.models.language import Language
from capacity.models.source import Source
from capacity.models.stakeholder import Stakeholder
from common.models import Stamped
from common.triggers import tells_of


class Category(Stamped):
    """One of the broad categories of capacities that topic 5 of the founding document names; the list is open."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("description"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    source = models.ForeignKey(
        Source, verbose_name=_("source"), on_delete=models.PROTECT, null=True, blank=True
    )

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name


# Looked at when the transaction ends, because a whole branch moves in several steps. The parent is held meanwhile, so
# that two moves at once cannot make a circle: in one, every path would be longer than itself.
STANDS_IN_THE_TREE = """
    PERFORM 1 FROM capacity_capacity WHERE id IN (
        SELECT parent_id FROM capacity_capacity WHERE id = NEW.id
    ) FOR SHARE;
    IF EXISTS (
        SELECT 1 FROM capacity_capacity AS part LEFT JOIN capacity_capacity AS whole ON whole.id = part.parent_id
        WHERE (part.id = NEW.id OR part.parent_id = NEW.id) AND (
            part.path <> coalesce(whole.path || '/', '') || part.code OR part.depth <> coalesce(whole.depth, 0) + 1
        )
    ) THEN
        RAISE EXCEPTION 'the path of capacity % does not follow the tree', NEW.code USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
"""


class CapacityScope(models.TextChoices):
    INDIVIDUAL = "individual", pgettext_lazy("capacity of", "a person")
    ORGANIZATIONAL = "organizational", pgettext_lazy("capacity of", "an organization")
    BOTH = "both", pgettext_lazy("capacity of", "a person or an organization")


SCOPES_OF_PERSONS = [CapacityScope.INDIVIDUAL, CapacityScope.BOTH]
SCOPES_OF_ORGANIZATIONS = [CapacityScope.ORGANIZATIONAL, CapacityScope.BOTH]


class CapacityQuerySet(models.QuerySet["Capacity"]):
    def fitting(self, stakeholder: Stakeholder) -> "CapacityQuerySet":
        """Those that such a stakeholder can have."""
        return self.filter(scope__in=scopes_of(stakeholder))

    def shown(self) -> "CapacityQuerySet":
        return self.filter(is_hidden=False)

    def subtree(self, capacity: "Capacity") -> "CapacityQuerySet":
        return self.filter(Q(pk=capacity.pk) | Q(path__startswith=f"{capacity.path}/"))


class Capacity(Stamped):
    """A node of the shared taxonomy of skills, structures and resources; `path` is the codes from the root to it."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    path = models.CharField(_("path"), max_length=200, unique=True)
    depth = models.PositiveSmallIntegerField(_("depth"), default=1)
    scope = models.CharField(
        _("capacity of"), max_length=16, choices=CapacityScope.choices, default=CapacityScope.BOTH
    )
    name = models.CharField(_("name"), max_length=160, blank=True)
    description = models.TextField(_("description"), blank=True)
    wikidata_qid = models.CharField(_("Wikidata item"), max_length=12, blank=True)
    metabase_qid = models.CharField(_("Metabase item"), max_length=12, blank=True)
    is_hidden = models.BooleanField(_("hidden"), default=False)
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("merged into"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
    )
    search_text = models.TextField(editable=False, blank=True)
    categories = models.ManyToManyField(
        Category, verbose_name=_("categories"), through="CapacityCategory", related_name="capacities"
    )
    source = models.ForeignKey(
        Source, verbose_name=_("source"), on_delete=models.PROTECT, null=True, blank=True
    )

    objects = CapacityQuerySet.as_manager()

    class Meta:
        verbose_name = _("capacity")
        verbose_name_plural = _("capacities")
        ordering = ["path"]
        indexes = [
            models.Index(fields=["path"], opclasses=["varchar_pattern_ops"], name="capacity_path_prefix"),
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="capacity_search"),
        ]
        constraints = [
            models.CheckConstraint(name="capacity_known_scope", condition=Q(scope__in=CapacityScope.values)),
            models.CheckConstraint(
                name="capacity_not_its_own_parent", condition=Q(parent=None) | ~Q(parent=F("id"))
            ),
            models.CheckConstraint(
                name="nameless_capacity_is_hidden", condition=~Q(name="") | Q(is_hidden=True)
            ),
            models.CheckConstraint(
                name="roots_have_depth_one",
                condition=Q(parent=None, depth=1) | (Q(parent__isnull=False) & Q(depth__gt=1)),
            ),
            models.CheckConstraint(
                name="merged_capacity_is_hidden",
                condition=Q(merged_into=None) | (Q(is_hidden=True) & ~Q(merged_into=F("id"))),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="stands_in_the_tree",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("parent_id", "path", "depth", "code"),
                timing=pgtrigger.Deferred,
                func=STANDS_IN_THE_TREE,
            ),
            *tells_of("words", subject="NULL"),
        ]

    def __str__(self) -> str:
        return self.name or self.code

    def get_absolute_url(self) -> str:
        return reverse("capacity:capacity-detail", kwargs={"code": self.code})

    def is_of(self, stakeholder: Stakeholder) -> bool:
        return self.scope in scopes_of(stakeholder)


def scopes_of(stakeholder: Stakeholder) -> list[CapacityScope]:
    return SCOPES_OF_PERSONS if stakeholder.is_person else SCOPES_OF_ORGANIZATIONS


class CategoryRelation(models.TextChoices):
    PRIMARY = "primary", pgettext_lazy("category of a capacity", "primary")
    SECONDARY = "secondary", pgettext_lazy("category of a capacity", "secondary")


class CapacityCategory(models.Model):
    """An editorial link of a capacity to a category of topic 5; at most one is primary."""

    capacity = models.ForeignKey(Capacity, verbose_name=_("capacity"), on_delete=models.CASCADE)
    category = models.ForeignKey(Category, verbose_name=_("category"), on_delete=models.PROTECT)
    relation = models.CharField(_("relation"), max_length=10, choices=CategoryRelation.choices)

    class Meta:
        verbose_name = _("category of a capacity")
        verbose_name_plural = _("categories of capacities")
        constraints = [
            models.UniqueConstraint(fields=["capacity", "category"], name="each_category_once"),
            models.UniqueConstraint(
                fields=["capacity"], condition=Q(relation="primary"), name="one_primary_category"
            ),
            models.CheckConstraint(
                name="category_known_relation", condition=Q(relation__in=CategoryRelation.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.capacity_id}: {self.category_id} ({self.relation})"


class CapacityLabel(models.Model):
    """A capacity's name in any language; those of the interface are also `Capacity.name_xx`."""

    capacity = models.ForeignKey(
        Capacity, verbose_name=_("capacity"), on_delete=models.CASCADE, related_name="labels"
    )
    language = models.ForeignKey(
        Language, verbose_name=_("language"), on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(_("name"), max_length=160)
    source = models.ForeignKey(
        Source, verbose_name=_("source"), on_delete=models.PROTECT, null=True, blank=True
    )

    class Meta:
        verbose_name = _("label of a capacity")
        verbose_name_plural = _("labels of capacities")
        constraints = [
            models.UniqueConstraint(fields=["capacity", "language"], name="one_label_per_language")
        ]

    def __str__(self) -> str:
        return self.name
