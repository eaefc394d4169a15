"""Forms about one's own account."""

from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from capacity.models import Theme, User


class SignupForm(forms.Form):
    """What allauth's sign-up asks beside e-mail and password; the adapter makes the person of it."""

    name = forms.CharField(
        label=_("Name"), max_length=200, help_text=_("As others will see it. It need not be your legal name.")
    )
    field_order = ["name", "email", "password1", "password2"]

    def signup(self, request: HttpRequest, user: User) -> None:
        """allauth asks for this method; the adapter has already saved everything."""


class SettingsForm(forms.Form):
    """Name, language, time zone and theme."""

    name = forms.CharField(label=_("Name"), max_length=200)
    language = forms.ChoiceField(label=_("Language of pages and letters"), choices=lambda: languages())
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=lambda: time_zones(), help_text=_("Times are shown in this zone.")
    )
    theme = forms.ChoiceField(label=_("Theme"), choices=Theme.choices)


def languages() -> list[tuple[str, str]]:
    names = dict(settings.LANGUAGES)
    return [(code, names[code]) for code in settings.COMPLETE_LANGUAGES]


def time_zones() -> list[tuple[str, str]]:
    zones = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
    return [("UTC", "UTC"), *((zone, zone.replace("_", " ")) for zone in zones)]
