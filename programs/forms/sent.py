"""Narrowing the list of those whom an organization sent."""

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.states import EnrollmentState

SHOWN = [state for state in EnrollmentState if state != EnrollmentState.DRAFT]


class SentForm(forms.Form):
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All")), *((state.value, state.label) for state in SHOWN)],
    )
