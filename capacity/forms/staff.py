"""What staff fill in on the admin pages: what the database would refuse is said here, beside its field."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from capacity.models import StakeholderKind, User
from capacity.states import AFFILIATION_MOVES
from common.moves import MoveError, check_move

NOT_POSSIBLE = gettext_lazy("This step is not possible from the present state.")


class StakeholderForm(forms.ModelForm):
    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        kind = given.get("kind", self.instance.kind)
        if (
            kind == StakeholderKind.AFFILIATE
            and "affiliate_type" in self.fields
            and not given.get("affiliate_type")
        ):
            self.add_error("affiliate_type", _("An affiliate has a type."))
        if kind != StakeholderKind.AFFILIATE and given.get("affiliate_type"):
            self.add_error("affiliate_type", _("Only affiliates have a type."))
        if given.get("maturity", "unknown") != "unknown" and not given.get("maturity_reason"):
            self.add_error("maturity_reason", _("Please say where this comes from."))
        return given


class AffiliationForm(forms.ModelForm):
    """`asks` is the account that fills it in."""

    asks: User

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("person") and given["person"].user_id == self.asks.pk:
            self.add_error("person", _("Nobody decides about herself or himself."))
        if given.get("ends_on") and given.get("starts_on") and given["ends_on"] < given["starts_on"]:
            self.add_error("ends_on", _("It ends before it begins."))
        if self.instance.pk and "state" in self.changed_data and given.get("state"):
            try:
                check_move(AFFILIATION_MOVES, self.initial["state"], given["state"])
            except MoveError:
                self.add_error("state", NOT_POSSIBLE)
        return given


class CapacityForm(forms.ModelForm):
    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("name_en") and not given.get("is_hidden"):
            self.add_error("name_en", _("Without an English name a capacity stays hidden."))
        return given
