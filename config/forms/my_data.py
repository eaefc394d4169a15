from django import forms
from django.utils.translation import gettext_lazy as _


class ErasureForm(forms.Form):
    agreed = forms.BooleanField(
        label=_("I have read what happens, and I want to be forgotten. This cannot be taken back."),
        error_messages={"required": _("Please say that you want this.")},
    )
