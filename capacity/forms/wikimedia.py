"""Unlinking a Wikimedia account. (Apart from `accounts`, which allauth's own forms import.)"""

from typing import Any

from allauth.socialaccount.forms import DisconnectForm
from django import forms
from django.utils.translation import gettext_lazy as _

from capacity.queries.accounts import ways_of


class UnlinkForm(DisconnectForm):
    """allauth's, which knows of passwords only, told of passkeys too."""

    def clean(self) -> dict[str, Any]:
        if ways_of(self.request.user).count < 2:
            raise forms.ValidationError(
                _(
                    "This is the only way in which you can sign in. Add a passkey, or an e-mail address and a "
                    "password, before you unlink it."
                )
            )
        return self.cleaned_data
