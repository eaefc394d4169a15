"""What mentors and mentees say: of themselves, of their goals and meetings, and at the end."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from capacity.forms.accounts import TimeZoneField
from capacity.forms.stakeholders import LanguagesField
from capacity.models import Capacity, ClaimKind
from common.forms import DayField
from programs.models import Cohort, MentoringMeeting, MentoringPart, MentoringSide
from programs.models.mentoring_part import MOST_PAIRS
from programs.states import PairReason

CHOSEN_REASONS = [reason for reason in PairReason if reason != PairReason.LEFT]


class PartForm(forms.Form):
    """Filled at first with what her profile says; changing it here changes it here only."""

    most = forms.IntegerField(
        label=gettext_lazy("How many mentees can you accompany at most?"),
        min_value=1,
        max_value=MOST_PAIRS,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    capacities: forms.ModelMultipleChoiceField = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Capacities"),
        queryset=Capacity.objects.none(),
        to_field_name="code",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    languages = LanguagesField(
        label=gettext_lazy("Languages you can work in"),
        help_text=gettext_lazy(
            "Names or codes, with commas between. Only people who share a language are paired."
        ),
    )
    time_zone = TimeZoneField(
        help_text=gettext_lazy("The more hours it is day for both, the better two people fit."),
    )
    about = forms.CharField(
        label=gettext_lazy("About you, and what you look for"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        help_text=gettext_lazy("Read by those who run the cohort, and by the person who is proposed to you."),
    )

    def __init__(self, *args: Any, cohort: Cohort, person: Any, side: str, **kwargs: Any) -> None:
        part = MentoringPart.objects.filter(cohort=cohort, person=person, side=side).first()
        kwargs["initial"] = self.said(part) if part else self.usual(cohort, person, side)
        super().__init__(*args, **kwargs)
        aimed = Capacity.objects.filter(aims__program=cohort.program_id).order_by("path").distinct()
        self.fields["capacities"].queryset = aimed  # type: ignore[attr-defined]
        if side == MentoringSide.MENTEE:
            del self.fields["most"]
            label = gettext_lazy("What would you like to learn?")
        else:
            label = gettext_lazy("What can you accompany others in?")
        self.fields["capacities"].label = label
        if not aimed.exists():
            del self.fields["capacities"]

    def said(self, part: MentoringPart) -> dict[str, Any]:
        return {
            "most": part.most,
            "capacities": list(part.capacities.values_list("code", flat=True)),
            "languages": part.languages.all(),
            "time_zone": part.time_zone,
            "about": part.about,
        }

    def usual(self, cohort: Cohort, person: Any, side: str) -> dict[str, Any]:
        kind = ClaimKind.OFFERS if side == MentoringSide.MENTOR else ClaimKind.WANTS
        claims = person.claims.filter(is_current=True, kind=kind)
        return {
            "most": 1,
            "capacities": list(claims.values_list("capacity__code", flat=True)),
            "languages": person.languages.all(),
            "time_zone": person.user.time_zone or "UTC",
        }


class ReasonForm(forms.Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("Why?"),
        choices=[(reason.value, reason.label) for reason in CHOSEN_REASONS],
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Those who run the cohort read it; the other person does not."),
    )


class GoalForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("What do you want to reach together?"),
        max_length=300,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=gettext_lazy("Best something of which both can say later whether it was reached."),
    )


class MeetingForm(forms.ModelForm):
    class Meta:
        model = MentoringMeeting
        fields = ["held_on", "minutes", "summary"]
        field_classes = {"held_on": DayField}
        widgets = {
            "held_on": forms.DateInput(attrs={"type": "date"}),
            "summary": forms.TextInput(attrs={"dir": "auto"}),
        }

    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes"),
        min_value=1,
        max_value=24 * 60,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )

    def clean_held_on(self) -> Any:
        day = self.cleaned_data["held_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."))
        return day


class ViewForm(forms.Form):
    """How one of the two looks back."""

    reached = forms.TypedChoiceField(
        label=gettext_lazy("How far were your goals reached?"),
        coerce=int,
        choices=[
            (4, gettext_lazy("wholly")),
            (3, gettext_lazy("mostly")),
            (2, gettext_lazy("in part")),
            (1, gettext_lazy("hardly")),
            (0, gettext_lazy("not at all")),
        ],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=gettext_lazy("What was it worth, and what was missing?"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        help_text=gettext_lazy(
            "The other reads it once both of you have written; so do those who run the cohort."
        ),
    )


class SuggestForm(forms.Form):
    """One mentee, one mentor, chosen by hand; both of the cohort."""

    mentor = forms.UUIDField()
    mentee = forms.UUIDField()

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cohort = cohort

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        present = MentoringPart.objects.present().filter(cohort=self.cohort, public_id__in=given.values())
        found = {part.side: part for part in present}
        for side in MentoringSide:
            if side not in found or found[side].public_id != given.get(side):
                self.add_error(side, _("Please choose a mentor of this cohort who is free."))
        return found
