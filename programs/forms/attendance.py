"""Who was there: for each person on the roster a status and, if wished, the minutes."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from programs.models import Attendance, AttendanceStatus, Enrollment, Session


class AttendanceForm(forms.Form):
    """Whom nothing is said of stays as she is."""

    def __init__(
        self,
        *args: Any,
        session: Session,
        roster: Iterable[Enrollment],
        known: Mapping[int, Attendance],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.roster = list(roster)
        for enrollment in self.roster:
            was = known.get(enrollment.pk)
            self.fields[status_of(enrollment)] = forms.ChoiceField(
                label=enrollment.person.name,
                choices=AttendanceStatus.choices,
                required=False,
                widget=forms.RadioSelect,
                initial=was.status if was else None,
            )
            self.fields[minutes_of(enrollment)] = forms.IntegerField(
                label=_("Minutes"),
                required=False,
                min_value=0,
                max_value=session.minutes,
                initial=was.minutes if was else None,
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for enrollment in self.roster:
            minutes = cleaned.get(minutes_of(enrollment))
            if minutes is not None and not cleaned.get(status_of(enrollment)):
                self.add_error(minutes_of(enrollment), _("Say also whether this person was there."))
        return cleaned

    def rows(self) -> Iterator[tuple[Enrollment, BoundField, BoundField]]:
        for enrollment in self.roster:
            yield enrollment, self[status_of(enrollment)], self[minutes_of(enrollment)]

    def marks(self) -> dict[int, dict[str, Any]]:
        """By enrollment id, for those of whom something is said."""
        return {
            enrollment.pk: {
                "status": self.cleaned_data[status_of(enrollment)],
                "minutes": self.cleaned_data[minutes_of(enrollment)],
            }
            for enrollment in self.roster
            if self.cleaned_data[status_of(enrollment)]
        }


def status_of(enrollment: Enrollment) -> str:
    return f"status-{enrollment.public_id}"


def minutes_of(enrollment: Enrollment) -> str:
    return f"minutes-{enrollment.public_id}"
