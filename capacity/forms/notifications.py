"""One choice per kind of message."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.models.notification import EmailChoice


class PreferenceForm(forms.Form):
    """For one kind of message; its legend is the kind's label."""

    email = forms.ChoiceField(label=_("By e-mail"), choices=EmailChoice.choices)
    on_page = forms.BooleanField(label=_("On my notifications page"), required=False)
