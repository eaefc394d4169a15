"""What the directory can be asked, by its page and by the API alike."""

from typing import Any

import django_filters
from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from capacity.models import Audience, CommunityMaturity, DirectoryEntry, StakeholderKind, audience_of
from capacity.queries import directory
from capacity.queries.vocabulary import vocabulary
from common.filters import CodesFilter

CLAIMS = [
    ("has", pgettext_lazy("capacities", "Has")),
    ("offers", pgettext_lazy("capacities", "Offers")),
    ("wants", pgettext_lazy("capacities", "Wants")),
]


class WordsFilter(forms.Form):
    """What a reader looks for in the tree of capacities or in the glossary, in whatever language."""

    q = forms.CharField(
        label=_("Search in any language"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )


class StakeholderFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Name"), max_length=100)
    kind = CodesFilter(label=_("Kind"), known=lambda _words: StakeholderKind.values)
    claim = django_filters.ChoiceFilter(label=_("What they have, offer or want"), choices=CLAIMS)
    capacity = CodesFilter(label=_("Capacity"), known=lambda _words: vocabulary().capacities)
    region = CodesFilter(label=_("Region"), known=lambda _words: vocabulary().regions)
    community = CodesFilter(label=_("Community"), known=lambda _words: CommunityMaturity.values)
    territory = CodesFilter(label=_("Territory"), known=lambda _words: vocabulary().territories)
    language = CodesFilter(label=_("Language"), known=lambda _words: vocabulary().languages)

    class Meta:
        model = DirectoryEntry
        fields: list[str] = []

    @cached_property
    def criteria(self) -> directory.Criteria:
        """What was asked and is understood; what is not stands in `form.errors`."""
        self.form.is_valid()
        asked = {name: value for name, value in self.form.cleaned_data.items() if value}
        return directory.Criteria(audience=self.audience, **asked)

    @property
    def audience(self) -> Audience:
        return audience_of(self.request.user) if self.request else Audience.PUBLIC

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
    def version(self) -> int:
        return directory.version()

    @cached_property
    def found(self) -> directory.Found:
        return directory.search(self.criteria, self.version)

    @cached_property
    def counts(self) -> directory.Counts:
        return directory.facet_counts(self.criteria, self.found, self.version)

    def filter_queryset(self, queryset: Any) -> Any:
        entries = directory.narrow(queryset.visible_to(self.audience), self.criteria, self.found)
        return directory.in_order(entries, self.found)[0]
