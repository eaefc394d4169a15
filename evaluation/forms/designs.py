"""The form in which a cohort's design is declared."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluation.models import Design, DesignKind
from programs.models import Cohort

COHORTS_OFFERED = 200


class DesignForm(forms.ModelForm):
    """Cohorts to compare with are those of the same program, newest first."""

    class Meta:
        model = Design
        fields = ["kind", "comparison", "admitted_below", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 4, "dir": "auto"})}
        help_texts = {
            "note": _("Whoever reads the figures needs to know how people came into one group or the other."),
        }

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cohort = cohort
        others = Cohort.objects.filter(program=cohort.program_id).exclude(pk=cohort.pk).order_by("-starts_on")
        self.fields["comparison"].queryset = others  # type: ignore[attr-defined]
        self.fields["comparison"].label_from_instance = lambda each: each.name  # type: ignore[attr-defined]
        self.fields["admitted_below"].widget = forms.NumberInput(
            attrs={"min": "0.01", "max": "1", "step": "0.01"}
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        kind, comparison = cleaned.get("kind"), cleaned.get("comparison")
        if kind == DesignKind.SINGLE_GROUP:
            cleaned["comparison"] = None
        elif kind and comparison is None and "comparison" not in self.errors:
            self.add_error("comparison", _("Say which cohort it is compared with."))
        below = cleaned.get("admitted_below")
        if below is not None and not 0 < below <= 1:
            self.add_error("admitted_below", _("Write a number above 0 and up to 1."))
        return cleaned
