"""What the catalog can be asked, by its page and by the API alike."""

from collections.abc import Collection
from typing import Any
from urllib.parse import urlencode

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.filters import CodesField, CodesFilter
from common.middleware import zone_names
from programs.models import AccessProvision, AudienceGroup, Cohort, Delivery, Program
from programs.models.cohort import CohortQuerySet
from programs.queries import catalog
from programs.queries.spelling import spellings
from programs.queries.vocabulary import Vocabulary, vocabulary

STARTS = {
    "running": pgettext_lazy("cohort", "Running now"),
    "soon": pgettext_lazy("cohort", "Starts within 30 days"),
    "season": pgettext_lazy("cohort", "Starts in one to three months"),
    "later": pgettext_lazy("cohort", "Starts later"),
    "past": pgettext_lazy("cohort", "Is over"),
}
SORTS = {
    "newest": pgettext_lazy("sort", "Newest"),
    "starting": pgettext_lazy("sort", "Starting soon"),
    "title": pgettext_lazy("sort", "Title"),
    "match": pgettext_lazy("sort", "Best match"),
}

SHOWN = {"sort", "compare"}  # says nothing of which programs fit


class ZoneField(forms.CharField):
    def clean(self, value: Any) -> str:
        zone = super().clean(value)
        if zone and zone not in zone_names():
            raise ValidationError(_("“%(code)s” is not known."), params={"code": zone[:40]})
        return zone


class ZoneFilter(django_filters.CharFilter):
    field_class = ZoneField


def one(label: Any, says: Any) -> django_filters.ChoiceFilter:
    """A facet that is asked or not."""
    return django_filters.ChoiceFilter(label=label, choices=[("1", says)])


class ProgramFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Search"), max_length=200)
    capacity = CodesFilter(label=_("Capacity"), known=lambda words: words.capacities)
    language = CodesFilter(label=_("Language"))
    region = CodesFilter(label=_("Region"), known=lambda words: words.regions)
    method = CodesFilter(label=_("Method"), known=lambda words: words.methods)
    format = CodesFilter(label=_("Format"), known=lambda _words: Delivery.values)
    starts = django_filters.ChoiceFilter(label=_("Start"), choices=list(STARTS.items()))
    open = one(_("Enrollment"), _("Open for enrollment"))
    interpretation = CodesFilter(label=_("Interpretation"))
    access = CodesFilter(label=_("Access provisions"), known=lambda _words: AccessProvision.values)
    free = one(pgettext_lazy("of a program", "Cost"), pgettext_lazy("of a program", "Free of charge"))
    zone = ZoneFilter(label=_("Waking hours in the time zone"), max_length=60)
    starts_from = django_filters.DateFilter(label=_("Starts on or after"))
    starts_to = django_filters.DateFilter(label=_("Starts on or before"))
    audience = CodesFilter(label=_("Who it is for"), known=lambda _words: AudienceGroup.values)
    level = CodesFilter(label=_("Level you begin with"), known=lambda words: words.levels)
    provider = CodesFilter(label=_("Provided by"), slugs=True)
    sort = django_filters.ChoiceFilter(label=_("Sort by"), choices=list(SORTS.items()))

    class Meta:
        model = Program
        fields: list[str] = []

    def __init__(self, *args: Any, words: Vocabulary | None = None, **kwargs: Any) -> None:
        """`words` are those the page already has at hand."""
        super().__init__(*args, **kwargs)
        self.given_words = words

    @cached_property
    def words(self) -> Vocabulary:
        return self.given_words or vocabulary()

    def get_form_class(self) -> Any:
        """Its fields know the same words as the page."""
        made = super().get_form_class()
        for field in made.base_fields.values():
            if isinstance(field, CodesField):
                field.words = lambda: self.words
        return made

    @cached_property
    def criteria(self) -> catalog.Criteria:
        """What was asked and is understood; what is not stands in `form.errors`."""
        self.form.is_valid()
        asked = self.form.cleaned_data
        return catalog.Criteria(
            q=asked.get("q") or "",
            spellings=spellings(catalog.words_of(asked.get("q") or "")),
            capacities=subtrees(self.words, asked.get("capacity") or ()),
            capacity_codes=asked.get("capacity") or (),
            languages=asked.get("language") or (),
            regions=asked.get("region") or (),
            methods=asked.get("method") or (),
            formats=asked.get("format") or (),
            starts=asked.get("starts") or "",
            open_only=bool(asked.get("open")),
            interpretation=asked.get("interpretation") or (),
            access=asked.get("access") or (),
            free_only=bool(asked.get("free")),
            zone=asked.get("zone") or "",
            starts_from=asked.get("starts_from"),
            starts_to=asked.get("starts_to"),
            audiences=asked.get("audience") or (),
            levels=asked.get("level") or (),
            providers=asked.get("provider") or (),
        )

    @cached_property
    def pairs(self) -> list[tuple[str, str]]:
        """What was understood, as it stands in a link."""
        self.form.is_valid()
        pairs: list[tuple[str, str]] = []
        for name, value in self.form.cleaned_data.items():
            values = value if isinstance(value, tuple) else (value,)
            pairs += [(name, str(one)) for one in values if one]
        return pairs

    @cached_property
    def wishes(self) -> list[tuple[str, str]]:
        """The same without what says how it is shown."""
        return [pair for pair in self.pairs if pair[0] not in SHOWN]

    @cached_property
    def query(self) -> str:
        """The wishes as an address has them."""
        return urlencode(self.wishes)

    @cached_property
    def sorted_by(self) -> str:
        self.form.is_valid()
        default = "match" if self.criteria.q else "newest"
        chosen = self.form.cleaned_data.get("sort") or default
        return "newest" if chosen == "match" and not self.criteria.q else chosen

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        return catalog.in_order(catalog.narrow(queryset, self.criteria), self.criteria, self.sorted_by)


class CatalogFilter(ProgramFilter):
    """With what the page carries from link to link: programs chosen for comparison."""

    compare = CodesFilter(label=_("Chosen for comparison"), slugs=True)


def read(query: str) -> ProgramFilter:
    """What an address of the catalog asks, as it stands behind its question mark."""
    return ProgramFilter(QueryDict(query), queryset=Program.objects.public())


def criteria_of(query: str) -> catalog.Criteria | None:
    """None where not all of it is understood (any more)."""
    asked = read(query)
    return None if asked.form.errors else asked.criteria


def subtrees(words: Vocabulary, codes: Collection[str]) -> tuple[int, ...] | None:
    if not codes:
        return None
    return tuple(sorted({pk for code in codes for pk in words.subtree(code)}))


class CohortFilter(django_filters.FilterSet):
    """Cohorts in the API: of a program, by their days, open for enrollment."""

    program = django_filters.CharFilter(field_name="program__slug", label=_("Program"), max_length=120)
    open = django_filters.ChoiceFilter(
        label=_("Open for enrollment"), choices=[("1", _("Open now"))], method="only_open"
    )
    starts_from = django_filters.DateFilter(
        field_name="starts_on", lookup_expr="gte", label=_("Starts on or after")
    )
    starts_to = django_filters.DateFilter(
        field_name="starts_on", lookup_expr="lte", label=_("Starts on or before")
    )

    class Meta:
        model = Cohort
        fields = ()

    def only_open(self, queryset: CohortQuerySet, name: str, value: str) -> QuerySet:
        return queryset.open_for_enrollment()
