"""Forms about one's own account."""

from typing import Any
from unicodedata import category

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from capacity.models import Theme, User
from common import cldr
from common.middleware import zone_names

JOINERS = "\u200c\u200d"


class NameField(forms.CharField):
    """Without what nobody sees: marks that turn the text around them, or that are all there is. Joiners stay, which
    Persian and Hindi need.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("Name"), max_length=200, **kwargs)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        seen = "".join(letter for letter in text if letter in JOINERS or category(letter) != "Cf")
        return " ".join(seen.split()) if seen.strip(JOINERS + " ") else ""


class SignupForm(forms.Form):
    """What allauth's sign-up asks beside e-mail and password; the adapter makes the person of it."""

    name = NameField(help_text=_("As others will see it. It need not be your legal name."))
    field_order = ["name", "email", "password1", "password2"]

    def signup(self, request: HttpRequest, user: User) -> None:
        """allauth asks for this method; the adapter has already saved everything."""


class TimeZoneField(forms.ChoiceField):
    """Shows each zone once, by its name in the reader's language; takes it by any of its names among computers."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("Time zone"), choices=lambda: time_zones(), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        shown = {cldr.one_name(zone): zone for zone, _name in time_zones()}
        return shown.get(cldr.one_name(str(value)), value)

    def valid_value(self, value: Any) -> bool:
        return str(value) in zone_names()


class SettingsForm(forms.Form):
    """Name, language, time zone and theme."""

    name = NameField()
    language = forms.ChoiceField(label=_("Language of pages and letters"), choices=lambda: languages())
    time_zone = TimeZoneField(help_text=_("Times are shown in this zone."))
    theme = forms.ChoiceField(label=_("Theme"), choices=Theme.choices)


def languages() -> list[tuple[str, str]]:
    names = dict(settings.LANGUAGES)
    return [(code, names[code]) for code in settings.COMPLETE_LANGUAGES]


def time_zones() -> list[tuple[str, str]]:
    return [("UTC", "UTC"), *cldr.zones_by_name()]
