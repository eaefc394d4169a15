"""One form for a delegation: members who are known, and e-mail addresses, one a row."""

from typing import Any

from django import forms
from django.conf import settings
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from capacity.models import Affiliation, Stakeholder
from programs.models import Cohort, DelegationPlace
from programs.states import OVER_STATES, EnrollmentState

ROWS, MORE = 5, 5

LONGEST = DelegationPlace._meta.get_field("email").max_length


class DelegationForm(forms.Form):
    members = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Members"),
        queryset=Stakeholder.objects.none(),
        to_field_name="slug",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    rows = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Any = None, *, cohort: Cohort, organization: Stakeholder, more: bool = False
    ) -> None:
        """Who takes part or has applied for the organization already is not asked again. Who does so for herself or for
        another is: the organization does not see it.
        """
        super().__init__(data)
        current = Affiliation.objects.current().filter(organization=organization)
        sent = cohort.enrollments.filter(organization=organization)
        there = sent.exclude(state__in=[EnrollmentState.DRAFT, *OVER_STATES])
        members = Stakeholder.objects.filter(pk__in=current.values("person"))
        people: Any = self.fields["members"]
        people.queryset = members.exclude(pk__in=there.values("person")).order_by("name", "pk")
        self.number = self._number(data, more=more)
        self.initial["rows"] = self.number
        for row in range(1, self.number + 1):
            self.fields[f"email-{row}"] = forms.EmailField(
                max_length=LONGEST,
                label=_("E-mail %(row)d") % {"row": row},
                required=False,
                widget=forms.EmailInput(attrs={"autocomplete": "off"}),
            )

    def _number(self, data: Any, *, more: bool) -> int:
        try:
            asked = int((data or {}).get("rows", ROWS))
        except ValueError:
            asked = ROWS
        return max(ROWS, min(asked + (MORE if more else 0), settings.DELEGATION_PEOPLE))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        seen: dict[str, int] = {}
        for row in range(1, self.number + 1):
            address = (given.get(f"email-{row}") or "").casefold()
            if address and address in seen:
                self.add_error(
                    f"email-{row}", _("This is the address of row %(row)d.") % {"row": seen[address]}
                )
            elif address:
                seen[address] = row
        people = len(given.get("members") or []) + len(seen)
        if not people and not self.errors:
            self.add_error(None, _("Please name at least one person."))
        if people > settings.DELEGATION_PEOPLE:
            most = settings.DELEGATION_PEOPLE
            self.add_error(None, _("A delegation is of at most %(people)d people.") % {"people": most})
        return given

    @property
    def email_rows(self) -> list[BoundField]:
        return [self[f"email-{row}"] for row in range(1, self.number + 1)]

    @property
    def emails(self) -> list[str]:
        given = [self.cleaned_data[f"email-{row}"] for row in range(1, self.number + 1)]
        return [address for address in given if address]
