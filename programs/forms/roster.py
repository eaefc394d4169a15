"""What a coordinator does with people of a cohort."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from programs.models import Cohort, Enrollment
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
