"""Saying what one has, offers and wants: a search in the taxonomy, and a form for each capacity chosen."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from capacity.forms.affiliations import day_input
from capacity.models import Capacity, CapacityClaim, ClaimKind, EvidenceKind, ProficiencyLevel
from common import formats
from common.forms import DayField

KINDS = [
    (ClaimKind.HAS.value, pgettext_lazy("claim", "has it")),
    (ClaimKind.OFFERS.value, pgettext_lazy("claim", "offers it to others")),
    (ClaimKind.WANTS.value, pgettext_lazy("claim", "wants it, or more of it")),
]


class SearchForm(forms.Form):
    q = forms.CharField(
        label=gettext_lazy("Search capacities in any language"),
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "dir": "auto"}),
    )


class StatementForm(forms.Form):
    """About one capacity. `statements` are what it says, one for each kind."""

    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("What you say"), choices=KINDS, widget=forms.CheckboxSelectMultiple
    )
    level = forms.TypedChoiceField(
        label=gettext_lazy("Level now"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=[],
        help_text=gettext_lazy("Needed for what one has."),
    )
    wanted_level = forms.TypedChoiceField(
        label=gettext_lazy("Level wanted"), coerce=int, empty_value=None, required=False, choices=[]
    )
    evidence_kind = forms.ChoiceField(
        label=gettext_lazy("Evidence"), choices=EvidenceKind.choices, initial=EvidenceKind.SELF_DECLARED
    )
    evidence_link = forms.URLField(
        label=gettext_lazy("Link to the evidence"),
        required=False,
        max_length=500,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
    )
    stated_on = DayField(label=gettext_lazy("As of"), widget=day_input())

    def __init__(
        self,
        data: Any = None,
        *,
        capacity: Capacity,
        levels: Sequence[ProficiencyLevel],
        said: Iterable[CapacityClaim] = (),
    ) -> None:
        super().__init__(data, prefix=f"c{capacity.code}", initial=initial(said))
        self.capacity, self.levels = capacity, {level.level: level for level in levels}
        choices = [
            ("", _("– choose –")),
            *((each.level, f"{formats.number(each.level)} – {each}") for each in levels),
        ]
        for name in ("level", "wanted_level"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_stated_on(self) -> Any:
        day = self.cleaned_data["stated_on"]
        if day > timezone.localdate():
            raise ValidationError(_("This day is still to come."))
        return day

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        kinds = given.get("kinds", [])
        if ClaimKind.HAS in kinds and given.get("level") is None and "level" not in self.errors:
            self.add_error("level", _("Choose the level that fits best."))
        needs_link = given.get("evidence_kind") == EvidenceKind.CREDENTIAL and set(kinds) != {ClaimKind.WANTS}
        if needs_link and not given.get("evidence_link") and "evidence_link" not in self.errors:
            self.add_error("evidence_link", _("A credential has an address where it can be seen."))
        return given

    def statements(self) -> Iterator[dict[str, Any]]:
        given = self.cleaned_data
        for kind in given["kinds"]:
            level = given["wanted_level"] if kind == ClaimKind.WANTS else given["level"]
            yield {
                "capacity": self.capacity,
                "kind": kind,
                "level": self.levels.get(level),
                "evidence_kind": given["evidence_kind"],
                "evidence_link": given["evidence_link"],
                "stated_on": given["stated_on"],
            }


def initial(said: Iterable[CapacityClaim]) -> dict[str, Any]:
    """What is said now, to be said anew; the day is today."""
    by_kind = {claim.kind: claim for claim in said}
    found: dict[str, Any] = {"stated_on": timezone.localdate, "kinds": list(by_kind)}
    if ClaimKind.WANTS in by_kind:
        found["wanted_level"] = by_kind[ClaimKind.WANTS].level_id
    standing = by_kind.get(ClaimKind.HAS) or by_kind.get(ClaimKind.OFFERS)
    if standing:
        found |= {
            "level": standing.level_id,
            "evidence_kind": standing.evidence_kind,
            "evidence_link": standing.evidence_link,
        }
    return found
