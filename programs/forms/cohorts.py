"""What those who run a cohort fill in: the cohort, its sessions one by one or by a rule."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from capacity.forms.accounts import TimeZoneField
from capacity.forms.stakeholders import LanguagesField, TerritoryField
from common import cldr
from common.forms import DayField
from programs.forms import staff
from programs.forms.authoring import LinkFields
from programs.logic.reach import LAST_YEAR, within_reach
from programs.logic.recurrence import DAY, MONTH, MOST, WEEK, Recurrence, occurrences
from programs.models import RULE_FIELDS, Cohort, Program, Session

LINKS = ["event_page", "course", "dashboard"]


def moment_input() -> forms.DateTimeInput:
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def time_input() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class CohortForm(LinkFields, staff.CohortForm):
    class Meta:
        model = Cohort
        fields = [
            "name", "delivery", "place", "territory", "time_zone", "starts_on", "ends_on", "enrollment_opens_at",
            "enrollment_closes_at", "seats", "confirmation", "offer_hours", *RULE_FIELDS, "languages",
            "interpretation", "access_provisions", "fee",
        ]  # fmt: skip
        field_classes = {"territory": TerritoryField}
        widgets = {
            "name": forms.TextInput(attrs={"dir": "auto"}),
            "place": forms.TextInput(attrs={"dir": "auto"}),
            "fee": forms.TextInput(attrs={"dir": "auto"}),
            "starts_on": day_input(),
            "ends_on": day_input(),
            "enrollment_opens_at": moment_input(),
            "enrollment_closes_at": moment_input(),
        }

    languages = LanguagesField(label=gettext_lazy("Languages"), required=False)
    interpretation = LanguagesField(label=gettext_lazy("Interpretation into"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_links(LINKS, self.instance.external_ids)
        zone = _("In your time zone: %(zone)s.") % {
            "zone": cldr.zone_name(timezone.get_current_timezone_name())
        }
        for name in ("enrollment_opens_at", "enrollment_closes_at"):
            self.fields[name].help_text = zone
        self.fields["sessions_needed"].help_text = _(
            "To complete, people reach everything here that is above 0."
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        self.found = self.read_links()
        return given

    @property
    def fields_given(self) -> dict[str, Any]:
        plain = {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in {"languages", "interpretation"} and not name.startswith("link_")
        }
        return {**plain, "external_ids": self.found}


def usual(program: Program) -> dict[str, Any]:
    """What a new cohort begins with: the rule of its program's method."""
    return {**{name: getattr(program.method, name) for name in RULE_FIELDS}, "seats": 20}


class CloneCohortForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name of the new cohort"), max_length=120)
    starts_on = DayField(
        label=gettext_lazy("Starts on"),
        widget=day_input(),
        help_text=gettext_lazy("Every date and session moves by as many days."),
    )


class CancelForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("What you say to the people"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )


class SessionForm(staff.SessionForm):
    class Meta:
        model = Session
        fields = ["title", "local_date", "local_time", "time_zone", "minutes", "room", "link"]
        widgets = {
            "title": forms.TextInput(attrs={"dir": "auto"}),
            "room": forms.TextInput(attrs={"dir": "auto"}),
            "local_date": day_input(),
            "local_time": time_input(),
        }

    link = forms.URLField(
        label=gettext_lazy("Link to join, shown to enrolled people only"),
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"dir": "ltr"}),
    )


EVERY = {
    DAY: pgettext_lazy("every so many", "days"),
    WEEK: pgettext_lazy("every so many", "weeks"),
    MONTH: pgettext_lazy("every so many", "months"),
}
WEEKDAYS = [
    (0, gettext_lazy("Monday")),
    (1, gettext_lazy("Tuesday")),
    (2, gettext_lazy("Wednesday")),
    (3, gettext_lazy("Thursday")),
    (4, gettext_lazy("Friday")),
    (5, gettext_lazy("Saturday")),
    (6, gettext_lazy("Sunday")),
]
LONGEST = timedelta(days=3 * 366)


class RuleForm(forms.Form):
    """Sessions by a rule. Days and times are those on the clocks of the zone, also where they change in between."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=190,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=gettext_lazy("Several sessions get a number behind it."),
    )
    first = DayField(label=gettext_lazy("First day"), widget=day_input())
    at = forms.TimeField(label=gettext_lazy("Time"), widget=time_input())
    zone = TimeZoneField()
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes"), min_value=1, max_value=7 * 24 * 60, initial=60
    )
    interval = forms.IntegerField(label=gettext_lazy("Every so many"), min_value=1, max_value=52, initial=1)
    every = forms.ChoiceField(
        label=gettext_lazy("Days, weeks or months"), choices=list(EVERY.items()), initial=WEEK
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("On these days of the week"),
        choices=WEEKDAYS,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Only for weeks; without any it is the weekday of the first day."),
    )
    count = forms.IntegerField(
        label=gettext_lazy("How many sessions"), min_value=1, max_value=MOST, required=False
    )
    until = DayField(label=gettext_lazy("Or until this day"), widget=day_input(), required=False)
    room = forms.CharField(label=gettext_lazy("Room"), max_length=200, required=False)
    link = forms.URLField(
        label=gettext_lazy("Link to join, shown to enrolled people only"),
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"dir": "ltr"}),
    )

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        count, until, first = given.get("count"), given.get("until"), given.get("first")
        named = "count" in self.errors or "until" in self.errors
        if not named and (count is None) == (until is None):
            self.add_error("count", _("Please say either how many sessions, or until which day."))
        if until and first and not first <= until <= first + LONGEST:
            self.add_error("until", _("This is before the first day, or more than three years after it."))
        if not self.errors:
            self._check_reach("until" if until else "count")
        return given

    def _check_reach(self, field: str) -> None:
        for last in occurrences(self.rule)[-1:]:
            try:
                within_reach(last.local_date)
            except ValidationError:
                self.add_error(
                    field, _("The last session would be after the year %(year)s.") % {"year": LAST_YEAR}
                )

    @property
    def rule(self) -> Recurrence:
        given = self.cleaned_data
        return Recurrence(
            first=given["first"],
            at=given["at"],
            zone=given["zone"],
            minutes=given["minutes"],
            every=given["every"],
            interval=given["interval"],
            weekdays=tuple(given["weekdays"]),
            count=given["count"],
            until=given["until"],
        )
