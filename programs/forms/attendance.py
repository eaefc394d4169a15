"""Who was there: the list of a session, and what a device sends of it later."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from common.forms import FIRST_YEAR, LAST_YEAR
from programs.logic.attendance import in_words
from programs.logic.refusals import TooManyMinutesError
from programs.models import Attendance, AttendanceStatus, Enrollment, Session

THERE = {AttendanceStatus.PRESENT, AttendanceStatus.PARTLY}


@dataclass(frozen=True)
class Said:
    """`seen` is what the page had shown; a page that did not say what it shows knows what holds."""

    status: str
    minutes: int | None
    seen: str | None

    @property
    def in_words(self) -> str:
        return in_words(self.status, self.minutes)


@dataclass(frozen=True)
class Row:
    enrollment: Enrollment
    status: BoundField
    minutes: BoundField
    seen: BoundField


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
            self.fields[f"seen-{enrollment.public_id}"] = forms.CharField(
                required=False,
                max_length=16,
                initial=in_words(known.status, known.minutes) if known else "",
                widget=forms.HiddenInput,
            )

    @cached_property
    def rows(self) -> list[Row]:
        return [
            Row(each, *(self[f"{name}-{each.public_id}"] for name in ("status", "minutes", "seen")))
            for each in self.enrollments
        ]

    def clean(self) -> dict[str, Any]:
        """Minutes say how long somebody was there, so they need a mark that says so. Those that stood there before go
        with the mark they belonged to.
        """
        for enrollment in self.enrollments:
            status, minutes = self._given(enrollment)
            name = f"minutes-{enrollment.public_id}"
            if minutes and status not in THERE and minutes != self.fields[name].initial:
                self.add_error(name, ValidationError(_("Minutes are only for those who were there.")))
        return self.cleaned_data

    @property
    def marks(self) -> dict[int, Said]:
        """By enrollment id: what is said of those for whom something else is said than the page had shown."""
        said = {enrollment.pk: self._said(enrollment) for enrollment in self.enrollments}
        return {pk: each for pk, each in said.items() if each.status and each.in_words != each.seen}

    def _said(self, enrollment: Enrollment) -> Said:
        status, minutes = self._given(enrollment)
        name = f"seen-{enrollment.public_id}"
        seen = self.cleaned_data.get(name) if self.add_prefix(name) in self.data else None
        return Said(status, minutes if status in THERE else None, seen)

    def _given(self, enrollment: Enrollment) -> tuple[str, int | None]:
        cleaned = self.cleaned_data
        return (
            cleaned.get(f"status-{enrollment.public_id}") or "",
            cleaned.get(f"minutes-{enrollment.public_id}"),
        )


class SyncedMarkForm(forms.Form):
    """One mark that a device has kept while it had no connection."""

    id = forms.UUIDField()
    person = forms.UUIDField()
    status = forms.ChoiceField(choices=AttendanceStatus.choices)
    minutes = forms.IntegerField(required=False, min_value=0)
    seen = forms.CharField(required=False, max_length=16)
    at = forms.DateTimeField()

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.session = session

    def clean_minutes(self) -> int | None:
        minutes = self.cleaned_data["minutes"]
        if minutes is not None and minutes > self.session.minutes:
            raise ValidationError(str(TooManyMinutesError.message))
        return minutes

    def clean_at(self) -> datetime:
        """A device that has lost its clock begins anew in 1970: its mark counts, as of now."""
        at: datetime = self.cleaned_data["at"]
        return at if FIRST_YEAR <= at.year <= LAST_YEAR else timezone.now()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("status") not in THERE:
            given["minutes"] = None
        return given
