"""Reserved seats: for whom, how many, until when."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from capacity.models import AffiliateType, Language, Territory
from common import cldr
from common.forms import DayField
from programs.models import Cohort, CriterionKind
from programs.queries.vocabulary import vocabulary


class SeatsForm(forms.Form):
    seats = forms.IntegerField(label=_("Number of seats"), min_value=1, max_value=10_000)


class PoolForm(SeatsForm):
    """The field of values is that of the kind; a newcomer needs none."""

    field_order = ["values", "seats"]

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = values_field(kind)
        if field is not None:
            self.fields["values"] = field
            self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        return {**given, "values": sorted(given.get("values", []))}


def values_field(kind: str) -> forms.Field | None:
    if kind == CriterionKind.NEWCOMER:
        return None
    if kind == CriterionKind.REGION:
        return checkboxes(_("Regions"), sorted(vocabulary().regions.items(), key=lambda each: each[1]))
    if kind == CriterionKind.AFFILIATE_TYPE:
        return checkboxes(
            _("Types of affiliates"), [(str(code), str(label)) for code, label in AffiliateType.choices]
        )
    if kind == CriterionKind.TERRITORY:
        names = [
            (code, cldr.territory_name(code, name))
            for code, name in Territory.objects.values_list("code", "name_en")
        ]
        return several(_("Countries or territories"), sorted(names, key=lambda each: each[1]))
    languages = [(each.code, str(each)) for each in Language.objects.all()]
    return several(_("Languages"), sorted(languages, key=lambda each: each[1].casefold()))


def checkboxes(label: Any, choices: list[tuple[str, str]]) -> forms.Field:
    return forms.MultipleChoiceField(label=label, choices=choices, widget=forms.CheckboxSelectMultiple)


def several(label: Any, choices: list[tuple[str, str]]) -> forms.Field:
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        widget=forms.SelectMultiple(attrs={"size": 12}),
        help_text=_("Hold Ctrl (or Command) to choose several."),
    )


class ReleaseForm(forms.Form):
    """The moment is written in the cohort's zone, and read there."""

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        self.zone = ZoneInfo(cohort.time_zone)
        moment = cohort.reserves_release_at or cohort.enrollment_closes_at
        local = moment.astimezone(self.zone)
        kwargs["initial"] = {"date": local.date(), "time": local.time()}
        super().__init__(*args, **kwargs)
        self.fields["date"] = DayField(
            label=_("Day"),
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        )
        self.fields["time"] = forms.TimeField(
            label=_("Time"),
            widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            help_text=_("In the time zone of the cohort: %(zone)s")
            % {"zone": cldr.zone_name(cohort.time_zone)},
        )

    @property
    def moment(self) -> datetime:
        given = self.cleaned_data
        return timezone.make_aware(datetime.combine(given["date"], given["time"]), self.zone)
