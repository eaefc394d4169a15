"""Whom to ask how they see others."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from capacity.models import Stakeholder


class ObserversForm(forms.Form):
    people: Any = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Whom to ask"),
        queryset=Stakeholder.objects.none(),
        to_field_name="slug",
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any = None, *, people: QuerySet[Stakeholder]) -> None:
        super().__init__(data)
        self.fields["people"].queryset = people  # type: ignore[attr-defined]
