"""What staff fill in on the admin pages: what the database would refuse is said here, beside its field."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from capacity.forms.accounts import TimeZoneField
from programs.models import RULE_FIELDS, AccessProvision, ProgramRoleKind


class ProgramCapacityForm(forms.ModelForm):
    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        before, target = given.get("level_before"), given.get("target_level")
        if before and target and target.level < before.level:
            self.add_error("target_level", _("The target is under the level before."))
        return given


class CohortForm(forms.ModelForm):
    time_zone = TimeZoneField(initial="UTC")
    access_provisions = forms.MultipleChoiceField(
        label=gettext_lazy("Access provisions"),
        choices=AccessProvision.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if all(given.get(name) == 0 for name in RULE_FIELDS):
            self.add_error(
                RULE_FIELDS[0], _("Something has to be asked: sessions, hours, meetings or a result.")
            )
        for first, last in [("starts_on", "ends_on"), ("enrollment_opens_at", "enrollment_closes_at")]:
            if given.get(first) and given.get(last) and given[last] < given[first]:
                self.add_error(last, _("It ends before it begins."))
        if given.get("enrollment_opens_at") and given.get("enrollment_opens_at") == given.get(
            "enrollment_closes_at"
        ):
            self.add_error("enrollment_closes_at", _("It ends when it begins."))
        if (given.get("seats") or self.instance.held_seats) < self.instance.held_seats:
            held = _("%(seats)s seats are held already.") % {"seats": self.instance.held_seats}
            self.add_error("seats", held)
        elif given.get("seats") and given["seats"] < self.instance.seats_bound:
            self.add_error("seats", _("So few seats do not hold the reserved ones and those held."))
        return given


class SessionForm(forms.ModelForm):
    time_zone = TimeZoneField(initial="UTC")
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes"), min_value=1, max_value=7 * 24 * 60, initial=60
    )


class ProgramRoleForm(forms.ModelForm):
    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        chosen = [name for name in ("program", "cohort") if given.get(name)]
        if len(chosen) == 2:
            self.add_error("cohort", _("Please choose a program or one of its cohorts, not both."))
        if not chosen and given.get("role") != ProgramRoleKind.EVALUATOR:
            self.add_error("program", _("Only an evaluator has a role without a program or cohort."))
        if given.get("ends_on") and given.get("starts_on") and given["ends_on"] < given["starts_on"]:
            self.add_error("ends_on", _("It ends before it begins."))
        return given
