"""Writing evaluations, findings, claims, recommendations and learnings."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from capacity.models import Capacity, Language, Region, Stakeholder
from common.forms import DayField
from evaluation.forms.fields import (
    DAY,
    FiguresChoice,
    NameChoice,
    ProgramChoice,
    ProgramsByAddress,
    ProgramsChoice,
    ask_language,
    interface_languages,
    line,
    not_over,
    words,
)
from evaluation.models import (
    Claim,
    ClaimKind,
    Evaluation,
    EvaluationKind,
    Finding,
    Learning,
    LearningVerdict,
    Measurement,
    Recommendation,
    ResponseKind,
)
from evaluation.queries.learnings import citable_figures
from evaluation.states import ClaimState, EvaluationState
from programs.models import Method, Program

EVERYTHING = [("", gettext_lazy("all"))]
PROGRAMS_TO_TICK = 30  # of more than these, their addresses are asked for
BY_ADDRESS = gettext_lazy(
    "Programs that are looked at together with this one: the last part of the address of each, one a line."
)


class EvaluationForm(forms.ModelForm):
    also = ProgramsChoice(
        label=gettext_lazy("Further programs"),
        queryset=Program.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Programs that are looked at together with this one."),
    )

    class Meta:
        model = Evaluation
        fields = [
            "title", "also", "kind", "design", "standing", "conflict_note", "purpose", "questions", "plan", "language",
        ]  # fmt: skip
        widgets = {
            "title": line(), "conflict_note": line(), "purpose": words(), "questions": words(), "plan": words(5),
        }  # fmt: skip
        help_texts = {
            "questions": gettext_lazy("One question a line."),
            "plan": gettext_lazy(
                "Whom you ask and when, with what, what is compared with what, and what would count as a change."
                " It is kept as it stands once somebody else approves it."
            ),
        }

    def __init__(self, *args: Any, programs: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_language(self)
        fields: Any = self.fields
        if programs[: PROGRAMS_TO_TICK + 1].count() <= PROGRAMS_TO_TICK:
            fields["also"].queryset = programs
        else:
            fields["also"] = ProgramsByAddress(
                label=fields["also"].label, required=False, queryset=programs, help_text=BY_ADDRESS
            )


class EvaluationSearch(forms.Form):
    """What is malformed does not narrow."""

    program = ProgramChoice(label=gettext_lazy("Program"), queryset=Program.objects.none(), required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=[*EVERYTHING, *EvaluationKind.choices], required=False
    )
    state = forms.ChoiceField(
        label=gettext_lazy("State"), choices=[*EVERYTHING, *EvaluationState.choices], required=False
    )

    def __init__(self, *args: Any, programs: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["program"].queryset = programs

    @property
    def asked(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if value} if self.is_bound else {}


class FindingForm(forms.ModelForm):
    figures = FiguresChoice(
        label=gettext_lazy("Figures it rests on"),
        queryset=Measurement.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Verified figures of what is evaluated."),
    )

    class Meta:
        model = Finding
        fields = ["question", "statement", "confidence", "rationale", "figures"]
        widgets = {"question": line(), "statement": words(), "rationale": words()}

    def __init__(self, *args: Any, evaluation: Evaluation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["figures"].queryset = citable_figures(evaluation)


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

    def __init__(self, *args: Any, possible: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["state"].choices = [pair for pair in ClaimState.choices if pair[0] in possible]


class RecommendationForm(forms.ModelForm):
    class Meta:
        model = Recommendation
        fields = ["finding", "program", "text", "respond_by"]
        field_classes = {"program": ProgramChoice, "respond_by": DayField}
        widgets = {"text": words(), "respond_by": forms.DateInput(attrs=DAY)}

    def __init__(self, *args: Any, evaluation: Evaluation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["finding"].queryset = evaluation.findings.all()
        programs = evaluation.programs
        if len(programs) == 1:
            del fields["program"]
        else:
            fields["program"].queryset = Program.objects.filter(pk__in=[each.pk for each in programs])
            fields["program"].initial = evaluation.program_id

    def clean_respond_by(self) -> Any:
        return not_over(self.cleaned_data["respond_by"])


class ActionForm(forms.Form):
    action = forms.CharField(label=gettext_lazy("What is done"), max_length=300, widget=line())
    owner = NameChoice(label=gettext_lazy("Who does it"), queryset=Stakeholder.objects.none())
    due_on = DayField(label=gettext_lazy("Until"), widget=forms.DateInput(attrs=DAY))

    def __init__(self, *args: Any, recommendation: Recommendation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        program = recommendation.program_id
        inside = Q(program_roles__program=program) | Q(program_roles__cohort__program=program)
        fields: Any = self.fields
        fields["owner"].queryset = Stakeholder.objects.filter(inside).distinct().order_by("name", "pk")

    def clean_due_on(self) -> Any:
        return not_over(self.cleaned_data["due_on"])


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
        ask_language(self)
        fields["work_language"].queryset = interface_languages()


def named_capacities() -> Any:
    return Capacity.objects.exclude(name="").order_by("path")


class LearningSearch(forms.Form):
    """What works for X in context Y. What is malformed does not narrow."""

    q = forms.CharField(label=gettext_lazy("Words"), required=False, max_length=100)
    capacity: forms.ModelChoiceField = forms.ModelChoiceField(
        label=gettext_lazy("Capacity"),
        queryset=Capacity.objects.none(),
        required=False,
        to_field_name="code",
        empty_label=gettext_lazy("All"),
    )
    method: forms.ModelChoiceField = forms.ModelChoiceField(
        label=gettext_lazy("Method"),
        queryset=Method.objects.none(),
        required=False,
        to_field_name="code",
        empty_label=gettext_lazy("All"),
    )
    region: forms.ModelChoiceField = forms.ModelChoiceField(
        label=gettext_lazy("Region"),
        queryset=Region.objects.none(),
        required=False,
        to_field_name="code",
        empty_label=gettext_lazy("All"),
    )
    language: forms.ModelChoiceField = forms.ModelChoiceField(
        label=gettext_lazy("Language of the program"),
        queryset=Language.objects.none(),
        required=False,
        to_field_name="code",
        empty_label=gettext_lazy("All"),
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
