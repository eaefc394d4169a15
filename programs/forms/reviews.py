"""Setting up a review, declaring conflicts of interest, scoring."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from capacity.models import Stakeholder
from common import formats
from programs.forms.seats import values_field
from programs.models import ConflictReason, Review, ReviewConflict, ReviewCriterion
from programs.models.review import POINTS_AT_MOST, SCORE_AT_MOST, WEIGHT_AT_MOST

NONE = "none"


class CriterionForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Criterion"), max_length=120, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    description = forms.CharField(
        label=gettext_lazy("What a high score means"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    weight = forms.IntegerField(
        label=gettext_lazy("Weight"), min_value=1, max_value=WEIGHT_AT_MOST, initial=1
    )


class WeightForm(forms.Form):
    points = forms.IntegerField(
        label=gettext_lazy("Points added to the result out of 100"), min_value=1, max_value=POINTS_AT_MOST
    )
    field_order = ["values", "points"]

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = values_field(kind)
        if field is not None:
            self.fields["values"] = field
            self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        return {**given, "values": sorted(given.get("values", []))}


class ReviewersForm(forms.Form):
    people = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Reviewers"),
        queryset=Stakeholder.objects.none(),
        to_field_name="slug",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("People who have a role in this program or cohort."),
    )

    def __init__(self, *args: Any, team: Any, chosen: Any = (), **kwargs: Any) -> None:
        kwargs["initial"] = {"people": [person.slug for person in chosen]}
        super().__init__(*args, **kwargs)
        people: Any = self.fields["people"]
        people.queryset = team


class DeclarationForm(forms.Form):
    conflict = forms.ChoiceField(
        label=gettext_lazy("Do you have a conflict of interest with this person?"),
        choices=[
            (NONE, pgettext_lazy("conflict of interest", "no, I have none")),
            *((reason.value, reason.label) for reason in ConflictReason),
        ],
        widget=forms.RadioSelect,
    )


class ConflictForm(forms.Form):
    """Said later, of what she reads already."""

    conflict = forms.ChoiceField(
        label=gettext_lazy("What is your conflict of interest?"),
        choices=ConflictReason.choices,
        widget=forms.RadioSelect,
    )


class TakeBackForm(forms.Form):
    """Whose declaration was a mistake."""

    reviewer = forms.ChoiceField(label=gettext_lazy("Declared by"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, conflicts: Iterable[ReviewConflict], **kwargs: Any) -> None:
        self.conflicts = {str(each.reviewer.person.slug): each for each in conflicts}
        kwargs.setdefault("initial", {"reviewer": next(iter(self.conflicts), None)})
        super().__init__(*args, **kwargs)
        field: Any = self.fields["reviewer"]
        field.choices = [
            (slug, f"{each.reviewer.person.name}: {each.get_reason_display()}")
            for slug, each in self.conflicts.items()
        ]

    @property
    def conflict(self) -> ReviewConflict:
        return self.conflicts[self.cleaned_data["reviewer"]]


class ScoreForm(forms.Form):
    """One field for each criterion."""

    def __init__(
        self, *args: Any, criteria: Iterable[ReviewCriterion], review: Review | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = list(criteria)
        known = dict(review.scores.values_list("criterion_id", "score")) if review else {}
        for criterion in self.criteria:
            self.fields[self.name_of(criterion)] = forms.TypedChoiceField(
                label=_("%(criterion)s (weight %(weight)d)")
                % {
                    "criterion": formats.told(criterion.name, criterion.cohort),
                    "weight": criterion.weight,
                },
                help_text=escape(criterion.description) if criterion.description else "",
                choices=[(score, score) for score in range(SCORE_AT_MOST + 1)],
                coerce=int,
                widget=forms.RadioSelect,
                initial=known.get(criterion.pk),
            )
        self.fields["comment"] = forms.CharField(
            label=_("Comment for the others who decide"),
            required=False,
            max_length=2000,
            initial=review.comment if review else "",
            widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        )

    def name_of(self, criterion: ReviewCriterion) -> str:
        return f"score-{criterion.public_id.hex}"

    @property
    def scores(self) -> dict[int, int]:
        return {each.pk: self.cleaned_data[self.name_of(each)] for each in self.criteria}
