"""Widgets and fields that forms of evaluation share."""

from typing import Any

from django import forms
from django.conf import settings

from capacity.models import Language
from common import formats

DAY = {"type": "date"}


def words(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "dir": "auto"})


def line() -> forms.TextInput:
    return forms.TextInput(attrs={"dir": "auto"})


def address(label: Any) -> forms.URLField:
    return forms.URLField(
        label=label,
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"dir": "ltr"}),
    )


def interface_languages() -> Any:
    codes = [code for code, _autonym in settings.LANGUAGES]
    return Language.objects.filter(code__in=codes).order_by("code")


class NameChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class ProgramChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.title)


class ProgramsChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.title)


class FiguresChoice(forms.ModelMultipleChoiceField):
    """Each by its indicator and its period."""

    def label_from_instance(self, obj: Any) -> str:
        when = obj.cohort.name if obj.cohort else f"{formats.day(obj.starts_on)} – {formats.day(obj.ends_on)}"
        return f"{obj.indicator.name}: {when}"


class NamesChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)
