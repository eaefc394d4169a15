"""What people hand in, and the meetings and hours they note."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.forms import DayField
from programs.models import Activity, Deliverable


class DeliverableForm(forms.ModelForm):
    class Meta:
        model = Deliverable
        fields = ["title", "link", "text"]
        widgets = {
            "title": forms.TextInput(attrs={"dir": "auto"}),
            "text": forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        }
        help_texts = {"text": gettext_lazy("The result itself, or what one should know about it.")}

    link = forms.URLField(
        label=gettext_lazy("Address of the result"),
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"dir": "ltr"}),
        help_text=gettext_lazy(
            "A wiki page, a document or a recording that those who run the cohort can open."
        ),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("text") and not given.get("link") and "link" not in self.errors:
            self.add_error("link", _("Please give the address of the result, or write it below."))
        return given


class NoteForm(forms.Form):
    """A word with a decision."""

    note = forms.CharField(
        label=gettext_lazy("What you say to the person"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=gettext_lazy("Returning it needs a reason: what is to be changed?"),
    )


class ActivityForm(forms.ModelForm):
    class Meta:
        model = Activity
        fields = ["kind", "held_on", "minutes", "note"]
        field_classes = {"held_on": DayField}
        widgets = {
            "kind": forms.RadioSelect,
            "held_on": forms.DateInput(attrs={"type": "date"}),
            "note": forms.TextInput(attrs={"dir": "auto"}),
        }

    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes"),
        min_value=1,
        max_value=24 * 60,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )

    def clean_held_on(self) -> Any:
        day = self.cleaned_data["held_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."))
        return day
