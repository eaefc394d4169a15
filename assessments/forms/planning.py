"""Which questionnaire a cohort is asked, and when."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from assessments.models import InstrumentVersion, Timepoint
from assessments.queries.instruments import askable_versions

# What is planned from a cohort's dates; the others are planned by hand.
PLANNED = [
    Timepoint.BASELINE,
    Timepoint.ENDLINE,
    Timepoint.RETROSPECTIVE,
    Timepoint.M3,
    Timepoint.M6,
    Timepoint.M12,
    Timepoint.M24,
]


class VersionChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.instrument.title)


class PlanForm(forms.Form):
    version: Any = VersionChoice(
        label=gettext_lazy("Questionnaire"),
        queryset=InstrumentVersion.objects.none(),
        to_field_name="public_id",
    )
    timepoints = forms.MultipleChoiceField(
        label=gettext_lazy("When it is asked"),
        choices=[(timepoint.value, timepoint.label) for timepoint in PLANNED],
        initial=[Timepoint.BASELINE.value, Timepoint.ENDLINE.value],
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("The days follow from the cohort's dates. What is planned already stays."),
    )
    is_anonymous = forms.BooleanField(
        label=gettext_lazy("Answers are anonymous"),
        required=False,
        help_text=gettext_lazy("Then nobody's change can be shown to herself."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        version: Any = self.fields["version"]
        version.queryset = askable_versions()
