"""What a coordinator does with people of a cohort."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.models import Cohort, Deed, Enrollment, Session
from programs.states import DECLINE_REASONS, EnrollmentState, MoveReason

# These end something, so they are asked about first, with a reason from the list.
REASONS = {
    "decline": DECLINE_REASONS,
    "not_complete": [MoveReason.COORDINATOR, MoveReason.RULE, MoveReason.OTHER],
    "withdraw": [MoveReason.OWN_WISH, MoveReason.REPRESENTATIVE, MoveReason.COORDINATOR, MoveReason.OTHER],
}

ENDS_IN = {
    "decline": EnrollmentState.DECLINED,
    "not_complete": EnrollmentState.NOT_COMPLETED,
    "withdraw": EnrollmentState.WITHDRAWN,
}


class DeedForm(forms.Form):
    """Which deed, with whom."""

    deed = forms.ChoiceField(
        choices=Deed.choices, error_messages={"required": gettext_lazy("Please choose what to do.")}
    )
    enrollment = forms.ModelMultipleChoiceField(
        queryset=Enrollment.objects.none(),
        to_field_name="public_id",
        error_messages={
            "required": gettext_lazy("Please select at least one person."),
            "invalid_choice": gettext_lazy("One of those selected is not in this cohort."),
        },
    )

    session = forms.ModelChoiceField(
        queryset=Session.objects.none(),
        to_field_name="public_id",
        required=False,
        error_messages={"invalid_choice": gettext_lazy("This session is not one of this cohort.")},
    )

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: Any = self.fields["enrollment"]
        people.queryset = cohort.enrollments.select_related("person", "cohort__program").order_by("pk")
        session: Any = self.fields["session"]
        session.queryset = cohort.sessions.filter(cancelled_at=None)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("deed") == Deed.PRESENT and not given.get("session") and "session" not in self.errors:
            self.add_error("session", _("Please choose the session at which they were present."))
        return given


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
        reason.choices = [("", _("Choose one")), *((code, code.label) for code in REASONS[deed])]
