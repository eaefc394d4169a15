"""Passkeys and security keys: allauth's forms in our words."""

from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm, SignupWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _


class NamedForm(forms.Form):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["name"].label = _("Name of the key")


class AddKeyForm(NamedForm, AddWebAuthnForm):
    passwordless = forms.BooleanField(
        label=_("Sign in with it alone, without a password"),
        required=False,
        help_text=_("The key then asks for your finger, your face or its PIN."),
    )


class SignupKeyForm(NamedForm, SignupWebAuthnForm):
    pass


class EditKeyForm(NamedForm, EditWebAuthnForm):
    pass
