"""What the equity page looks at, and the targets that are set on it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.forms import DayField
from evaluation.logic import periods
from evaluation.models import EquityDimension, EquityTarget, Part
from evaluation.queries.equity import Span

REFERENCES = {
    "affiliates": _("listed affiliates"),
    "population": _("the population (Unicode CLDR 48.2, 2026)"),
    "online": _("people online (ITU and World Bank, through Our World in Data, 2025)"),
    "speakers": _("people who use the language (Unicode CLDR 48.2, 2026)"),
}
# What a group can be compared with; the first is taken where nothing is asked.
REFERENCES_OF = {
    EquityDimension.REGION: ["population", "online", "affiliates"],
    EquityDimension.MATURITY: ["affiliates"],
    EquityDimension.AFFILIATE_TYPE: ["affiliates"],
    EquityDimension.LANGUAGE: ["speakers", "affiliates"],
}
MEASURES = {"people": pgettext_lazy("equity", "seats taken"), "hours": pgettext_lazy("equity", "hours")}


class EquityForm(forms.Form):
    """From the address: what is malformed there is told, and does not narrow."""

    since = DayField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = DayField(label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    by = forms.ChoiceField(label=_("By"), required=False, choices=EquityDimension.choices)
    against = forms.ChoiceField(
        label=_("Compared with"), required=False, choices=[("", _("The usual")), *REFERENCES.items()]
    )
    part = forms.ChoiceField(
        label=pgettext_lazy("equity", "Of those who"), required=False, choices=Part.choices
    )
    measure = forms.ChoiceField(label=_("Shared among communities"), required=False, choices=MEASURES.items())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        against = cleaned.get("against")
        if against and against not in REFERENCES_OF[self._dimension(cleaned)]:
            self.add_error("against", _("There are no such figures for these groups."))
        return cleaned

    def asked(self, name: str, usual: str) -> str:
        self.is_valid()
        return self.cleaned_data.get(name) or usual

    @property
    def dimension(self) -> EquityDimension:
        self.is_valid()
        return self._dimension(self.cleaned_data)

    @property
    def reference(self) -> str:
        return self.asked("against", REFERENCES_OF[self.dimension][0])

    def span(self) -> Span:
        self.is_valid()
        days = {name: self.cleaned_data.get(name) for name in ("since", "until")}
        if days["since"]:
            days["since"] = periods.span_of("quarter", days["since"]).starts_on
        return Span(**{name: day for name, day in days.items() if day})

    def _dimension(self, cleaned: dict[str, Any]) -> EquityDimension:
        return EquityDimension(cleaned.get("by") or EquityDimension.REGION)


class EquityTargetForm(forms.Form):
    """A target for one group of the dimension that the page shows."""

    group = forms.ChoiceField(label=_("Group"))
    part = forms.ChoiceField(label=pgettext_lazy("equity", "Of those who"), choices=Part.choices)
    share = forms.DecimalField(
        label=_("Share that is wanted (percent)"), min_value=0, max_value=100, max_digits=5, decimal_places=2
    )
    starts_on = DayField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(label=_("Why this share, and who agreed on it"), max_length=500)

    def __init__(self, *args: Any, dimension: str, groups: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dimension = dimension
        self.fields["group"].choices = list(groups)  # type: ignore[attr-defined]
        self.fields["starts_on"].initial = timezone.localdate

    def clean_share(self) -> Any:
        if not self.cleaned_data["share"]:
            raise forms.ValidationError(_("A target is above zero."))
        return self.cleaned_data["share"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if {"group", "part", "starts_on"} <= cleaned.keys():
            stands = EquityTarget.objects.filter(
                dimension=self.dimension, group=cleaned["group"], part=cleaned["part"], ends_on=None
            ).first()
            if stands and stands.starts_on >= cleaned["starts_on"]:
                self.add_error("starts_on", _("The target that stands begins on this day or later."))
        return cleaned
