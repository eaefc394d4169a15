"""One choice per kind of message."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.models.notification import EmailChoice


class PreferenceForm(forms.Form):
    """For one kind of message; its legend is the kind's label."""

    email = forms.ChoiceField(label=_("By e-mail"), choices=EmailChoice.choices)
    on_page = forms.BooleanField(label=_("On my notifications page"), required=False)


class QuietForm(forms.Form):
    """Both or neither."""

    starts = forms.TimeField(
        label=_("No e-mail from"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    ends = forms.TimeField(
        label=_("until"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_(
            "In your time zone. What would be sent meanwhile is sent when they end; leave both empty for none."
        ),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        starts, ends = given.get("starts"), given.get("ends")
        if not self.errors and (starts is None) != (ends is None):
            self.add_error("ends" if ends is None else "starts", _("Please give both, or neither."))
        elif starts is not None and starts == ends:
            self.add_error("ends", _("These would be all the hours of a day. Please choose fewer."))
        return given
