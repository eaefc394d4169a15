"""What dashboards and published figures look at; read from the address."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from capacity.models import Region
from common.forms import DayField
from evaluation.forms.fields import program_by_address
from evaluation.logic import periods
from evaluation.logic.timepoints import PAIRS
from evaluation.models import Period
from evaluation.queries.figures import pair_title
from evaluation.stats.slices import Slice
from programs.models import Program


class TimesForm(forms.Form):
    """A pair of timepoints."""

    times = forms.ChoiceField(label=_("Change"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["times"].choices = [(f"{a}-{b}", pair_title(a, b)) for a, b in PAIRS]  # type: ignore[attr-defined]

    def pair(self) -> tuple[str, str]:
        self.is_valid()
        earlier, _dash, later = (self.cleaned_data.get("times") or "baseline-endline").partition("-")
        return earlier, later


class CountedForm(forms.Form):
    """Days and a program; what is wrong in them is told and passed over."""

    since = DayField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = DayField(label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    program = program_by_address()

    def narrowed(self) -> dict[str, Any]:
        self.is_valid()
        program = self.cleaned_data.get("program")
        days = {name: self.cleaned_data.get(name) for name in ("since", "until")}
        return {**days, "program": program.pk if program else None}


class DashboardForm(CountedForm, TimesForm):
    """What the dashboard looks at."""

    region = forms.ChoiceField(label=_("Region"), required=False)
    field_order = ["since", "until", "region", "program", "times"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regions = [(region.code, region.name) for region in self.regions()]
        self.fields["region"].choices = [("", _("All")), *regions]  # type: ignore[attr-defined]

    def regions(self) -> list[Region]:
        if not hasattr(self, "_regions"):
            self._regions = list(Region.objects.wikimedia())
        return self._regions

    def part(self) -> Slice:
        self.is_valid()
        asked = self.cleaned_data
        region = next((each.pk for each in self.regions() if each.code == asked.get("region")), None)
        program = asked.get("program")
        since = asked.get("since")
        return Slice(
            starts_on=periods.span_of("quarter", since).starts_on if since else None,
            ends_on=asked.get("until"),
            region=region,
            program=program.pk if program else None,
        )


class ProgramDashboardForm(TimesForm):
    since = DayField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = DayField(label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    field_order = ["since", "until", "times"]

    def days(self) -> tuple[date | None, date | None]:
        """Quarters count by their first day."""
        self.is_valid()
        since = self.cleaned_data.get("since")
        return (
            periods.span_of("quarter", since).starts_on if since else None,
            self.cleaned_data.get("until"),
        )


class CompareForm(TimesForm):
    """Two programs; one that is not offered is told, and nothing is compared."""

    a = forms.ChoiceField(label=_("One program"), required=False)
    b = forms.ChoiceField(label=_("Another program"), required=False)
    field_order = ["a", "b", "times"]

    def __init__(self, *args: Any, offered: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Choose one")), *offered]
        for name in ("a", "b"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("a") and cleaned.get("a") == cleaned.get("b"):
            self.add_error("b", _("Choose a program other than the first."))
        return cleaned

    def programs(self) -> list[Program]:
        self.is_valid()
        slugs = [self.cleaned_data.get("a"), self.cleaned_data.get("b")]
        if not all(slugs):
            return []
        found = {program.slug: program for program in Program.objects.public().filter(slug__in=slugs)}
        return [found[slug] for slug in slugs if slug in found]


class HistoryForm(TimesForm):
    period = forms.ChoiceField(label=_("Reports of each"), required=False, choices=Period.choices)
    capacity = forms.ChoiceField(label=_("Capacity"), required=False)
    field_order = ["period", "capacity", "times"]

    def offer(self, capacities: Iterable[tuple[str, str]]) -> None:
        self.fields["capacity"].choices = list(capacities)  # type: ignore[attr-defined]

    @property
    def asked_period(self) -> str:
        """Asked before it is known which capacities there are."""
        asked = str(self.data.get("period", ""))
        return asked if asked in Period.values else Period.YEAR
