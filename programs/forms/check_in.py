from django import forms
from django.utils.translation import gettext_lazy as _

from programs.logic.check_in import LENGTH, tidy


class CodeForm(forms.Form):
    """What stands on the screen, or is read out."""

    code = forms.CharField(
        label=_("Code of the session"),
        max_length=20,
        help_text=_(
            "Those who run the session show it, or read it out. Small letters and spaces do not matter."
        ),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "dir": "ltr"}
        ),
    )

    def clean_code(self) -> str:
        code = tidy(self.cleaned_data["code"])
        if len(code) != LENGTH:
            raise forms.ValidationError(_("A code has %(length)d letters and digits.") % {"length": LENGTH})
        return code
