"""A sheet of results: uploaded first, then, looked at, sent once more as text."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.formats.completions import MOST_CHARACTERS


class ImportForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("CSV file"),
        error_messages={"required": gettext_lazy("Please choose a file.")},
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
        help_text=gettext_lazy(
            "With the columns enrollment and result. A result is completed or not_completed."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].required = not self.data.get("text")

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        file = given.get("file")
        if file is not None and file.size > 4 * MOST_CHARACTERS:
            self.add_error("file", _("The file is too large."))
        elif file is not None:
            try:
                given["text"] = file.read().decode("utf-8")
            except UnicodeDecodeError:
                self.add_error("file", _("This is not UTF-8 text."))
        elif self.data.get("text"):
            given["text"] = self.data["text"]
        return given
