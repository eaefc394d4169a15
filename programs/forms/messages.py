"""A message to groups of a cohort, in more than one language if one likes."""

import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.queries.authoring import reader_language
from programs.states import EnrollmentState

GROUPS = [
    EnrollmentState.ENROLLED,
    EnrollmentState.WAITLISTED,
    EnrollmentState.OFFERED,
    EnrollmentState.APPLIED,
    EnrollmentState.COMPLETED,
    EnrollmentState.NOT_COMPLETED,
]


class MessageForm(forms.Form):
    """Subject and text for each complete language; the one of the page is needed, the others are for their readers."""

    states = forms.MultipleChoiceField(
        label=gettext_lazy("To those who are"),
        choices=[(state.value, state.label) for state in GROUPS],
        initial=[EnrollmentState.ENROLLED.value],
        widget=forms.CheckboxSelectMultiple,
    )
    mark = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.first = reader_language()
        names = dict(settings.LANGUAGES)
        others = [code for code in settings.COMPLETE_LANGUAGES if code != self.first]
        self.codes = [self.first, *others]
        for code in self.codes:
            shown = {"language": names[code]}
            direction = {"dir": "auto", "lang": code}
            self.fields[f"subject_{code}"] = forms.CharField(
                label=_("Subject (%(language)s)") % shown,
                max_length=150,
                required=code == self.first,
                widget=forms.TextInput(attrs=direction),
            )
            self.fields[f"text_{code}"] = forms.CharField(
                label=_("Text (%(language)s)") % shown,
                max_length=5000,
                required=code == self.first,
                widget=forms.Textarea(attrs={"rows": 8, **direction}),
            )

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        for code in self.codes[1:]:
            if bool(given.get(f"subject_{code}")) != bool(given.get(f"text_{code}")):
                self.add_error(f"subject_{code}", _("Please give both a subject and a text, or neither."))
        for code in self.codes:
            if "\n" in given.get(f"subject_{code}", ""):
                self.add_error(f"subject_{code}", _("A subject is one line."))
        return given

    @property
    def words(self) -> dict[str, tuple[str, str]]:
        given = self.cleaned_data
        return {
            code: (given[f"subject_{code}"], given[f"text_{code}"])
            for code in self.codes
            if given[f"subject_{code}"]
        }
