"""The forms of an organization's self-assessment: whom to ask and when, what was agreed on, and who sees it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.forms.answering import Question, QuestionnaireForm
from assessments.forms.answering import evidence_of as words_of
from assessments.forms.planning import VersionChoice
from assessments.logic.answering import Given
from assessments.models import ConsensusSession, InstrumentVersion, Timepoint, VisibleTo
from assessments.queries.consensus import Ratings, members_of
from assessments.queries.instruments import askable_of_organizations
from assessments.queries.questionnaires import Questionnaire, anchors_of
from capacity.models import Stakeholder
from common.forms import DayField

RATING_DAYS = 14  # in which colleagues rate, if nothing else is said
LONGEST_MINUTES = 20_000  # characters
REPEATS = [Timepoint.M3, Timepoint.M6, Timepoint.M12, Timepoint.M24]


class MembersField(forms.ModelMultipleChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queryset=Stakeholder.objects.none(),
            to_field_name="slug",
            widget=forms.CheckboxSelectMultiple,
            **kwargs,
        )


class BeginForm(forms.Form):
    version: Any = VersionChoice(
        label=gettext_lazy("Questionnaire"), queryset=InstrumentVersion.objects.none()
    )
    participants: Any = MembersField(
        label=gettext_lazy("Who rates"),
        help_text=gettext_lazy(
            "Three or more who see different sides of the organization. More can join later."
        ),
    )
    opens_on = DayField(label=gettext_lazy("Ratings from"), widget=forms.DateInput(attrs={"type": "date"}))
    closes_on = DayField(
        label=gettext_lazy("Ratings until (included)"), widget=forms.DateInput(attrs={"type": "date"})
    )
    repeats = forms.MultipleChoiceField(
        label=gettext_lazy("Repeat it"),
        choices=[(each.value, each.label) for each in REPEATS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("The same people are asked again; you can change that until then."),
    )

    def __init__(self, data: Any = None, *, organization: Stakeholder) -> None:
        today = timezone.localdate()
        dates = {"opens_on": today, "closes_on": today + timedelta(days=RATING_DAYS)}
        super().__init__(data, initial=dates)
        self.fields["version"].queryset = askable_of_organizations()  # type: ignore[attr-defined]
        self.fields["participants"].queryset = members_of(organization)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        opens, closes = given.get("opens_on"), given.get("closes_on")
        if opens and opens < timezone.localdate():
            self.add_error("opens_on", _("This day is over."))
        if opens and closes and closes < opens:
            self.add_error("closes_on", _("The last day comes before the first."))
        return given

    @property
    def window(self) -> tuple[datetime, datetime]:
        """From now or the first day's beginning to the last day's end, in the reader's zone."""
        opens = max(_begin_of(self.cleaned_data["opens_on"]), timezone.now())
        if self.cleaned_data["opens_on"] > timezone.localdate():
            opens = _begin_of(self.cleaned_data["opens_on"])
        return opens, _begin_of(self.cleaned_data["closes_on"] + timedelta(days=1))


def _begin_of(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone())


class InviteForm(forms.Form):
    """Members who are not asked yet."""

    people: Any = MembersField(label=gettext_lazy("Members who are not asked yet"))

    def __init__(self, data: Any = None, *, session: ConsensusSession) -> None:
        super().__init__(data)
        known = session.participants.values("person")
        members: Any = self.fields["people"]
        members.queryset = members_of(session.organization).exclude(pk__in=known)


class VisibilityForm(forms.Form):
    visibility = forms.ChoiceField(
        label=gettext_lazy("Who sees the result"), choices=VisibleTo.choices, widget=forms.RadioSelect
    )


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """One question of the meeting: what colleagues said, what is agreed on, and what shows it."""

    question: Question
    ratings: Ratings | None
    evidence: BoundField | None
    needs_evidence: list[str]  # the levels that do


class ConsensusForm(QuestionnaireForm):
    """The questionnaire again, with what the meeting adds."""

    def __init__(
        self,
        data: Any = None,
        *,
        session: ConsensusSession,
        questionnaire: Questionnaire,
        given: Mapping[str, Given] | None = None,
        ratings: Mapping[str, Ratings] | None = None,
    ) -> None:
        super().__init__(data, questionnaire=questionnaire, given=given)
        self.ratings = ratings or {}
        links = dict(session.evidence.values_list("item__code", "url"))
        for item in questionnaire.items:
            self.fields.pop(words_of(item.code), None)  # the meeting gives a link instead of words
            if item.scale is not None and item.is_scored:
                self.fields[evidence_of(item.code)] = forms.URLField(
                    label=_("Link to evidence"), required=False, max_length=500, assume_scheme="https"
                )
                self.initial[evidence_of(item.code)] = links.get(item.code, "")
        self._add_meeting(session)

    def _add_meeting(self, session: ConsensusSession) -> None:
        people = session.participants.values_list("person", flat=True)
        there = session.participants.filter(was_there=True).values_list("person__slug", flat=True)
        present: Any = MembersField(label=_("Who was at the meeting"), required=False)
        present.queryset = Stakeholder.objects.filter(pk__in=people).order_by("name", "pk")
        self.fields["present"] = present
        self.fields["minutes"] = forms.CharField(
            label=_("Minutes: what was said where you differed, and what follows"),
            required=False,
            max_length=LONGEST_MINUTES,
            widget=forms.Textarea(attrs={"rows": 8}),
        )
        self.initial["present"], self.initial["minutes"] = list(there), session.minutes

    def parts(self) -> list[tuple[str, list[Agreed]]]:
        """By dimension, for the page."""
        return [
            (section.name, [self._agreed(question) for question in section.questions])
            for section in self.sections()
        ]

    def _agreed(self, question: Question) -> Agreed:
        code = question.item.code
        name = evidence_of(code)
        with_evidence = [anchor for anchor in anchors_of(question.item) if anchor.evidence_required]
        return Agreed(
            question=question,
            ratings=self.ratings.get(code),
            evidence=self[name] if name in self.fields else None,
            needs_evidence=[self.questionnaire.text(anchor, "label") for anchor in with_evidence],
        )

    def evidence(self) -> dict[str, str]:
        """Addresses by item code; empty where there is none."""
        names = {item.code: evidence_of(item.code) for item in self.questionnaire.items}
        return {code: self.cleaned_data[name] for code, name in names.items() if name in self.cleaned_data}


def evidence_of(code: str) -> str:
    return f"evidence-{code}"
