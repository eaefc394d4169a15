"""Follow-ups, stories and outcome statements."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.models import Instrument
from assessments.states import VersionState
from capacity.models import RoleAssignment, Stakeholder
from common.forms import DayField
from evaluation.forms.fields import (
    DAY,
    NameChoice,
    NamesChoice,
    address,
    ask_language,
    line,
    not_over,
    words,
)
from evaluation.logic.following_up import OFFSETS
from evaluation.models import (
    Evidence,
    EvidenceKind,
    FollowUpOutcome,
    FollowUpTask,
    OutcomeKind,
    OutcomeStatement,
    SelectionRound,
    Story,
    Substantiation,
)
from programs.models import Program
from programs.states import PARTICIPANT_STATES

SAYS_SOMETHING = ("person", "organization", "role", "people_taught", "description")


class FollowUpPlanForm(forms.Form):
    offsets = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Months after the end"),
        coerce=int,
        choices=[(months, str(months)) for months in OFFSETS],
        initial=list(OFFSETS),
        widget=forms.CheckboxSelectMultiple,
    )
    window_days = forms.IntegerField(
        label=gettext_lazy("Days to collect"), min_value=7, max_value=90, initial=30
    )
    instrument: forms.ModelChoiceField = forms.ModelChoiceField(
        label=gettext_lazy("Questionnaire"),
        queryset=Instrument.objects.none(),
        required=False,
        help_text=gettext_lazy("It is asked of the cohort's people again at each of these times."),
    )
    starts_on = DayField(
        label=gettext_lazy("For cohorts that end from"),
        widget=forms.DateInput(attrs=DAY),
        initial=timezone.localdate,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["instrument"].queryset = (
            Instrument.objects.filter(versions__state=VersionState.PUBLISHED).distinct().order_by("code")
        )


class OutcomeForm(forms.ModelForm):
    evidence = address(gettext_lazy("Address of the evidence"))
    person = NameChoice(
        label=gettext_lazy("Person"),
        queryset=Stakeholder.objects.none(),
        required=False,
        to_field_name="slug",
    )
    organization = NameChoice(
        label=gettext_lazy("Organization"),
        queryset=Stakeholder.objects.none(),
        required=False,
        to_field_name="slug",
    )

    class Meta:
        model = FollowUpOutcome
        fields = [
            "kind", "person", "organization", "role", "people_taught", "happened_on", "description", "language",
            "evidence",
        ]  # fmt: skip
        field_classes = {"happened_on": DayField}
        widgets = {
            "kind": forms.RadioSelect,
            "description": words(),
            "happened_on": forms.DateInput(attrs=DAY),
        }
        help_texts = {
            "role": gettext_lazy("Empty where it is not listed: then say below which role it is."),
            "description": gettext_lazy(
                "Of a role taken on: which role, and where. Name nobody: evaluators read it, too."
            ),
        }

    def __init__(self, *args: Any, task: FollowUpTask, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        taking_part = Q(enrollments__cohort=task.cohort_id, enrollments__state__in=PARTICIPANT_STATES)
        people = Stakeholder.objects.filter(taking_part).distinct().order_by("name", "pk")
        sent = task.cohort.enrollments.exclude(organization=None).values("organization")
        fields["person"].queryset = people
        fields["organization"].queryset = Stakeholder.objects.filter(pk__in=sent).order_by("name", "pk")
        fields["role"].to_field_name = "public_id"
        fields["role"].queryset = RoleAssignment.objects.current().filter(holder__in=people)
        ask_language(self)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        kind = given.get("kind")
        if kind == OutcomeKind.ORGANIZATION_CHANGED and not given.get("organization"):
            self.add_error("organization", _("Say which organization has changed."))
        if kind == OutcomeKind.ROLE_TAKEN and not (given.get("role") or given.get("description")):
            self.add_error("description", _("Say which role was taken on."))
        if kind == OutcomeKind.OTHERS_TAUGHT and not given.get("people_taught"):
            self.add_error("people_taught", _("Say how many people were taught."))
        if kind != OutcomeKind.OTHERS_TAUGHT:
            given["people_taught"] = None
        if not self.errors and not any(given.get(name) for name in SAYS_SOMETHING):
            self.add_error("description", _("Say whom it concerns, or in a few words what came of it."))
        day = given.get("happened_on")
        if day and day > timezone.localdate():
            self.add_error("happened_on", _("This day is still to come."))
        return given


class StoryForm(forms.ModelForm):
    class Meta:
        model = Story
        fields = ["title", "domain", "text", "language", "consent", "consent_expires_on"]
        field_classes = {"consent_expires_on": DayField}
        widgets = {
            "title": line(),
            "domain": forms.RadioSelect,
            "text": words(10),
            "consent": forms.RadioSelect,
            "consent_expires_on": forms.DateInput(attrs=DAY),
        }
        help_texts = {
            "text": gettext_lazy("What has changed most for you or around you? Name nobody else."),
            "consent": gettext_lazy("You can change this at any time."),
            "consent_expires_on": gettext_lazy("Empty: until you change it."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_language(self)
        fields: Any = self.fields
        for name in ("domain", "consent"):
            fields[name].choices = [pair for pair in fields[name].choices if pair[0]]

    def clean_consent_expires_on(self) -> Any:
        return not_over(self.cleaned_data["consent_expires_on"])


class ConsentForm(forms.ModelForm):
    class Meta:
        model = Story
        fields = ["consent", "consent_expires_on"]
        field_classes = {"consent_expires_on": DayField}
        widgets = {"consent": forms.RadioSelect, "consent_expires_on": forms.DateInput(attrs=DAY)}

    def clean_consent_expires_on(self) -> Any:
        return not_over(self.cleaned_data["consent_expires_on"])


class RoundForm(forms.Form):
    question = forms.CharField(label=gettext_lazy("Question"), max_length=300, widget=line())
    panel = NamesChoice(
        label=gettext_lazy("Panel"),
        queryset=Stakeholder.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Who reads the stories and chooses."),
    )

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        inside = Q(program_roles__program=program) | Q(program_roles__cohort__program=program)
        movement = Q(program_roles__program=None, program_roles__cohort=None, program_roles__role="evaluator")
        fields: Any = self.fields
        people = Stakeholder.objects.filter(inside | movement)
        fields["panel"].queryset = people.distinct().order_by("name", "pk")


class DecisionForm(forms.Form):
    chosen: forms.ModelChoiceField = forms.ModelChoiceField(
        label=gettext_lazy("The most significant story"),
        queryset=Story.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    reason = forms.CharField(label=gettext_lazy("Why this one"), max_length=2000, widget=words())

    def __init__(self, *args: Any, selection: SelectionRound, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["chosen"].queryset = Story.objects.filter(program=selection.program_id)


class StatementForm(forms.ModelForm):
    class Meta:
        model = OutcomeStatement
        fields = ["level", "who", "change", "happened", "place", "significance", "contribution", "language"]
        widgets = {
            "who": line(),
            "change": words(2),
            "happened": line(),
            "place": line(),
            "significance": words(),
            "contribution": words(),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_language(self)


class SubstantiationForm(forms.ModelForm):
    class Meta:
        model = Substantiation
        fields = ["source", "independence", "verdict", "note"]
        widgets = {"source": line(), "note": words()}


class EvidenceForm(forms.ModelForm):
    url = address(gettext_lazy("Address"))

    class Meta:
        model = Evidence
        fields = ["role", "kind", "title", "url", "revision_id", "captured_on", "reliability"]
        field_classes = {"captured_on": DayField}
        widgets = {"title": line(), "captured_on": forms.DateInput(attrs=DAY), "role": forms.RadioSelect}
        help_texts = {"revision_id": gettext_lazy("“oldid” in the permanent link of a wiki page.")}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        kind = given.get("kind")
        if kind == EvidenceKind.WIKI and not given.get("revision_id"):
            self.add_error("revision_id", _("A wiki page changes: say which revision was seen."))
        if kind and kind != EvidenceKind.STATEMENT and not given.get("url") and "url" not in self.errors:
            self.add_error("url", _("Give the address where it can be seen."))
        return given
