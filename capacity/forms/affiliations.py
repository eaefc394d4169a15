"""Asking to belong, deciding on it, ending it, and appointing who speaks for an organization."""

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from capacity.models import Affiliation, AffiliationRole, Stakeholder
from common.forms import DayField

ASKED_ROLES = [role for role in AffiliationRole if role != AffiliationRole.REPRESENTATIVE]


def day_input() -> forms.DateInput:
    """The browser's own; it sends and takes ISO dates, whatever the language."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def days_from_now(days: int) -> Any:
    return timezone.localdate() + timedelta(days=days)


class JoinForm(forms.Form):
    role = forms.ChoiceField(
        label=gettext_lazy("Role"), choices=[(role.value, role.label) for role in ASKED_ROLES]
    )
    starts_on = DayField(
        label=gettext_lazy("Since"),
        widget=day_input(),
        help_text=gettext_lazy("The first day, as well as you know it."),
    )
    note = forms.CharField(
        label=gettext_lazy("A word to the representatives"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=gettext_lazy("How they know you. They see your name, and what you write here."),
    )

    def clean_starts_on(self) -> Any:
        day = self.cleaned_data["starts_on"]
        if day > timezone.localdate():
            raise ValidationError(_("This day is still to come."))
        return day


class NoDetailsForm(forms.Form):
    """A deed that needs no words."""

    def __init__(self, *args: Any, affiliation: Affiliation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.affiliation = affiliation


class RefuseForm(NoDetailsForm):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=gettext_lazy("The person reads it."),
    )


class EndForm(NoDetailsForm):
    ends_on = DayField(label=gettext_lazy("Last day"), widget=day_input())
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=gettext_lazy("The other side reads it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ends_on"].initial = timezone.localdate

    def clean_ends_on(self) -> Any:
        day, standing = self.cleaned_data["ends_on"], self.affiliation.ends_on
        if day < self.affiliation.starts_on:
            raise ValidationError(_("It ends before it begins."))
        if standing and standing < day:
            raise ValidationError(_("It ends earlier already."))
        return day


class AppointForm(forms.Form):
    person = forms.ModelChoiceField(
        label=gettext_lazy("Representative"),
        queryset=Stakeholder.objects.none(),
        to_field_name="public_id",
        help_text=gettext_lazy(
            "Somebody whose affiliation is confirmed. Who represents it already gets a new term."
        ),
    )
    until = DayField(label=gettext_lazy("Term until"), widget=day_input())

    def __init__(self, *args: Any, candidates: QuerySet[Stakeholder], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = candidates  # type: ignore[attr-defined]
        self.fields["until"].initial = days_from_now(settings.REPRESENTATIVE_TERM_DAYS // 2)

    def clean_until(self) -> Any:
        day, last = self.cleaned_data["until"], days_from_now(settings.REPRESENTATIVE_TERM_DAYS)
        if not timezone.localdate() < day <= last:
            raise ValidationError(_("A term ends after today, and within the longest term."))
        return day
