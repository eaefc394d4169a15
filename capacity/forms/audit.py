"""What staff fill in: why they look, and which part of the log they want to read."""

from django import forms
from django.apps import apps
from django.utils.translation import gettext_lazy as _

from capacity.states import LookReason
from common.forms import DayField
from common.models import ActionLog


class ReasonForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why do you look?"), choices=LookReason.choices, widget=forms.RadioSelect
    )


class AuditForm(forms.Form):
    """Every field may stay empty."""

    who = forms.IntegerField(label=_("Account (its number)"), required=False, min_value=1, max_value=2**62)
    verb = forms.CharField(
        label=_("Deed"),
        required=False,
        max_length=60,
        help_text=_("As it is logged, or its beginning: “programs.enrollments”."),
    )
    object_type = forms.ChoiceField(label=_("Kind of object"), required=False, choices=lambda: kinds())
    object_id = forms.IntegerField(
        label=_("Object (its number)"), required=False, min_value=1, max_value=2**62
    )
    since = DayField(label=_("From"), required=False, widget=forms.DateInput({"type": "date"}))
    until = DayField(label=_("To (included)"), required=False, widget=forms.DateInput({"type": "date"}))


def kinds() -> list[tuple[str, object]]:
    ours = {config.label for config in apps.get_app_configs() if config.path.startswith(HOME)}
    models = [model._meta for model in apps.get_models() if model._meta.app_label in ours]
    return [("", _("all")), *((meta.label_lower, meta.verbose_name) for meta in models)]


HOME = apps.get_app_config(ActionLog._meta.app_label).path.removesuffix("common")
