"""Enrolling, and deciding on enrollments."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from capacity.models import Stakeholder
from programs.models import Confirmation
from programs.queries.details import organizations_of
from programs.states import DECLINE_REASONS


class EnrollForm(forms.Form):
    organization = forms.ModelChoiceField(
        label=_("On behalf of"),
        queryset=Stakeholder.objects.none(),
        required=False,
        to_field_name="slug",
        empty_label=_("Myself only"),
        help_text=_("The representatives of an organization see who takes part for it."),
        error_messages={
            "invalid_choice": _("Choose an organization in which your affiliation is confirmed.")
        },
    )
    motivation = forms.CharField(
        label=_("Why you would like to take part"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        help_text=_("Read by the people who run this cohort."),
    )

    def __init__(self, *args: Any, person: Stakeholder, confirmation: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organizations = organizations_of(person)
        self.fields["organization"].queryset = organizations  # type: ignore[attr-defined]
        if not organizations:
            del self.fields["organization"]
        self.fields["motivation"].required = confirmation == Confirmation.REVIEW


class NoDetailsForm(forms.Form):
    """A deed that needs no words."""


class AcceptForm(forms.Form):
    note = forms.CharField(
        label=_("A word to the person"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )


class DeclineForm(AcceptForm):
    reason = forms.ChoiceField(
        label=_("Reason"), choices=[(reason.value, reason.label) for reason in DECLINE_REASONS]
    )
    field_order = ["reason", "note"]
