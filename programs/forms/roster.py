"""What a coordinator does with people of a cohort, and who was there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from programs.models import Attendance, AttendanceStatus, Cohort, Enrollment, Session
from programs.states import DECLINE_REASONS, MoveReason

DEEDS = {
    "accept": pgettext_lazy("deed", "Accept"),
    "decline": pgettext_lazy("deed", "Decline"),
    "offer": pgettext_lazy("deed", "Offer a place"),
    "complete": pgettext_lazy("deed", "Mark as completed"),
    "not_complete": pgettext_lazy("deed", "Mark as not completed"),
    "withdraw": pgettext_lazy("deed", "Withdraw"),
}
# These end something, so they are asked about first, with a reason from the list.
REASONS = {
    "decline": DECLINE_REASONS,
    "not_complete": [MoveReason.COORDINATOR, MoveReason.RULE, MoveReason.OTHER],
    "withdraw": [MoveReason.OWN_WISH, MoveReason.REPRESENTATIVE, MoveReason.COORDINATOR, MoveReason.OTHER],
}
THERE = {AttendanceStatus.PRESENT, AttendanceStatus.PARTLY}


class DeedForm(forms.Form):
    """Which deed, with whom."""

    deed = forms.ChoiceField(
        choices=list(DEEDS.items()), error_messages={"required": gettext_lazy("Please choose what to do.")}
    )
    enrollment = forms.ModelMultipleChoiceField(
        queryset=Enrollment.objects.none(),
        to_field_name="public_id",
        error_messages={
            "required": gettext_lazy("Please select at least one person."),
            "invalid_choice": gettext_lazy("One of those selected is not in this cohort."),
        },
    )

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: Any = self.fields["enrollment"]
        people.queryset = cohort.enrollments.select_related("person", "cohort__program").order_by("pk")


class ReasonForm(forms.Form):
    """Why, for a deed that ends something."""

    reason = forms.ChoiceField(label=gettext_lazy("Reason"))
    note = forms.CharField(
        label=gettext_lazy("Note to the person"),
        help_text=gettext_lazy("The person reads it in the letter and on the page of the enrollment."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, deed: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reason: Any = self.fields["reason"]
        reason.choices = [("", ""), *((code, code.label) for code in REASONS[deed])]


@dataclass(frozen=True)
class Row:
    enrollment: Enrollment
    status: BoundField
    minutes: BoundField


class AttendanceForm(forms.Form):
    """A mark and its minutes for each person of the roster; who has no mark yet may be left without."""

    def __init__(
        self,
        *args: Any,
        session: Session,
        enrollments: Iterable[Enrollment],
        recorded: Mapping[int, Attendance],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.enrollments = list(enrollments)
        for enrollment in self.enrollments:
            known = recorded.get(enrollment.pk)
            self.fields[f"status-{enrollment.public_id}"] = forms.ChoiceField(
                label=enrollment.person.name,
                choices=AttendanceStatus.choices,
                widget=forms.RadioSelect,
                required=False,
                initial=known.status if known else None,
            )
            self.fields[f"minutes-{enrollment.public_id}"] = forms.IntegerField(
                label=_("Minutes (%(name)s)") % {"name": enrollment.person.name},
                min_value=0,
                max_value=session.minutes,
                required=False,
                initial=known.minutes if known else None,
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )

    @cached_property
    def rows(self) -> list[Row]:
        return [
            Row(enrollment, self[f"status-{enrollment.public_id}"], self[f"minutes-{enrollment.public_id}"])
            for enrollment in self.enrollments
        ]

    def clean(self) -> dict[str, Any]:
        """Minutes say how long somebody was there, so they need a mark that says so."""
        for enrollment in self.enrollments:
            status, minutes = self._given(enrollment)
            if minutes and status not in THERE:
                self.add_error(
                    f"minutes-{enrollment.public_id}",
                    ValidationError(_("Minutes are only for those who were there.")),
                )
        return self.cleaned_data

    @property
    def marks(self) -> dict[int, tuple[str, int | None]]:
        """Status and minutes by enrollment id."""
        given = {enrollment.pk: self._given(enrollment) for enrollment in self.enrollments}
        return {
            pk: (status, minutes if status in THERE else None)
            for pk, (status, minutes) in given.items()
            if status
        }

    def _given(self, enrollment: Enrollment) -> tuple[str, int | None]:
        cleaned = self.cleaned_data
        return (
            cleaned.get(f"status-{enrollment.public_id}") or "",
            cleaned.get(f"minutes-{enrollment.public_id}"),
        )
