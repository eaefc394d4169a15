"""Writing evaluations, findings, claims, recommendations and learnings."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from capacity.models import Capacity, Language, Region, Stakeholder
from evaluation.forms.fields import DAY, NameChoice, interface_languages, line, words
from evaluation.models import (
    Claim,
    ClaimKind,
    Evaluation,
    Finding,
    Learning,
    LearningVerdict,
    Recommendation,
    ResponseKind,
)
from evaluation.states import CLAIM_MOVES, ClaimState
from programs.models import Method

EVERYTHING = [("", gettext_lazy("all"))]


class EvaluationForm(forms.ModelForm):
    class Meta:
        model = Evaluation
        fields = ["title", "kind", "design", "standing", "conflict_note", "purpose", "language"]
        widgets = {"title": line(), "conflict_note": line(), "purpose": words()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["language"].queryset = interface_languages()


class FindingForm(forms.ModelForm):
    class Meta:
        model = Finding
        fields = ["question", "statement", "confidence", "rationale"]
        widgets = {"question": line(), "statement": words(), "rationale": words()}


class ClaimForm(forms.ModelForm):
    class Meta:
        model = Claim
        fields = ["kind", "statement", "rival_explanations", "confidence"]
        widgets = {"statement": words(), "rival_explanations": words()}

    def __init__(self, *args: Any, evaluation: Evaluation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.evaluation = evaluation

    def clean_kind(self) -> str:
        kind: str = self.cleaned_data["kind"]
        if kind == ClaimKind.ATTRIBUTION and not self.evaluation.can_attribute:
            raise forms.ValidationError(
                _("The design of this evaluation cannot show that the program alone caused a change.")
            )
        return kind


class ClaimVerdictForm(forms.Form):
    state = forms.ChoiceField(label=gettext_lazy("Verdict"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, claim: Claim, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        possible = CLAIM_MOVES[ClaimState(claim.state)]
        fields["state"].choices = [pair for pair in ClaimState.choices if pair[0] in possible]


class RecommendationForm(forms.ModelForm):
    class Meta:
        model = Recommendation
        fields = ["finding", "text", "respond_by"]
        widgets = {"text": words(), "respond_by": forms.DateInput(attrs=DAY)}

    def __init__(self, *args: Any, evaluation: Evaluation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["finding"].queryset = evaluation.findings.all()


class ActionForm(forms.Form):
    action = forms.CharField(label=gettext_lazy("What is done"), max_length=300, widget=line())
    owner = NameChoice(label=gettext_lazy("Who does it"), queryset=Stakeholder.objects.none())
    due_on = forms.DateField(label=gettext_lazy("Until"), widget=forms.DateInput(attrs=DAY))

    def __init__(self, *args: Any, recommendation: Recommendation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        program = recommendation.evaluation.program_id
        inside = Q(program_roles__program=program) | Q(program_roles__cohort__program=program)
        fields: Any = self.fields
        fields["owner"].queryset = Stakeholder.objects.filter(inside).distinct().order_by("name", "pk")


class ResponseForm(ActionForm):
    response = forms.ChoiceField(
        label=gettext_lazy("Answer"), choices=ResponseKind.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=2000, widget=words())
    field_order = ["response", "reason", "action", "owner", "due_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("action", "owner", "due_on"):
            self.fields[name].required = False
            self.fields[name].help_text = _("Not needed for a rejection.") if name == "action" else ""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("response") in {ResponseKind.ACCEPTED, ResponseKind.PARTLY}:
            for name in ("action", "owner", "due_on"):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, _("What is accepted begins with an action: what, who, until when?"))
        due = given.get("due_on")
        if due and due < timezone.localdate():
            self.add_error("due_on", _("This day is over."))
        return given


class LearningForm(forms.ModelForm):
    class Meta:
        model = Learning
        fields = [
            "title", "expected", "observed", "why", "so_what", "now_what", "verdict", "strength", "capacity", "method",
            "region", "work_language", "affiliate_type", "language",
        ]  # fmt: skip
        widgets = {
            "title": line(),
            **{name: words() for name in ("expected", "observed", "why", "so_what", "now_what")},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["capacity"].queryset = named_capacities()
        fields["region"].queryset = Region.objects.wikimedia()
        fields["language"].queryset = interface_languages()
        fields["work_language"].queryset = interface_languages()


def named_capacities() -> Any:
    return Capacity.objects.exclude(name="").order_by("path")


class LearningSearch(forms.Form):
    """What works for X in context Y. What is malformed does not narrow."""

    q = forms.CharField(label=gettext_lazy("Words"), required=False, max_length=100)
    capacity: forms.ModelChoiceField = forms.ModelChoiceField(
        label=gettext_lazy("Capacity"), queryset=Capacity.objects.none(), required=False
    )
    method: forms.ModelChoiceField = forms.ModelChoiceField(
        label=gettext_lazy("Method"), queryset=Method.objects.none(), required=False
    )
    region: forms.ModelChoiceField = forms.ModelChoiceField(
        label=gettext_lazy("Region"), queryset=Region.objects.none(), required=False
    )
    language: forms.ModelChoiceField = forms.ModelChoiceField(
        label=gettext_lazy("Language of the program"), queryset=Language.objects.none(), required=False
    )
    verdict = forms.ChoiceField(
        label=gettext_lazy("Verdict"), choices=[*EVERYTHING, *LearningVerdict.choices], required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["capacity"].queryset = named_capacities()
        fields["method"].queryset = Method.objects.order_by("position", "code")
        fields["region"].queryset = Region.objects.wikimedia()
        fields["language"].queryset = interface_languages()

    @property
    def asked(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if value} if self.is_bound else {}
