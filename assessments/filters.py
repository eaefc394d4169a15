"""What part of demand and supply is looked at: all of it, a region, or a language."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from assessments.queries.demand import Part, parts


class DemandForm(forms.Form):
    region = forms.ChoiceField(label=gettext_lazy("Region"), required=False)
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        required=False,
        help_text=gettext_lazy("One of the two: both together would tell of too few people."),
    )

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        for name, choices in parts().items():
            self.fields[name].choices = [("", gettext_lazy("all")), *choices]  # type: ignore[attr-defined]

    @property
    def part(self) -> Part:
        """What is not known is passed over; the region comes first."""
        self.is_valid()
        for name in ("region", "language"):
            code = self.cleaned_data.get(name)
            if code:
                return Part(by=name, code=code)
        return Part()
