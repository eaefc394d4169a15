"""Widgets and fields that forms of evaluation share."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from capacity.models import Language
from common import formats
from programs.models import Program

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


def ask_language(form: forms.ModelForm) -> None:
    """What somebody writes in: for something new, at first the language in which she reads the page."""
    field: Any = form.fields["language"]
    field.queryset = interface_languages()
    if form.instance._state.adding:
        form.initial["language"] = get_language() or settings.LANGUAGE_CODE


def without_zeros(form: forms.ModelForm, *names: str) -> None:
    """What is kept with four decimals is asked for with as many as it has."""
    for name in names:
        if form.initial.get(name) is not None:
            form.initial[name] = f"{form.initial[name].normalize():f}"


def not_over(day: date | None) -> date | None:
    if day is not None and day < timezone.localdate():
        raise forms.ValidationError(_("This day is over."))
    return day


def statement_of(result: Any) -> str:
    """A result of a logic model among others to choose from."""
    return formats.isolated(formats.told(result.statement, result))


class NameChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return formats.isolated(obj.name)


class ProgramChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return formats.isolated(obj.title)


class ProgramsChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return formats.isolated(obj.title)


def _last_part(address: str) -> str:
    return address.strip().strip("/").rpartition("/")[2]


class ByAddress(forms.CharField):
    """One of many things with a slug: its address or the last part of it; None where nothing was asked for."""

    def __init__(self, *args: Any, queryset: Any, refusal: Any, **kwargs: Any) -> None:
        super().__init__(*args, required=False, **kwargs)
        self.queryset, self.refusal = queryset, refusal

    def clean(self, value: Any) -> Any:
        slug = _last_part(super().clean(value))
        if not slug:
            return None
        found = self.queryset.filter(slug=slug).first()
        if found is None:
            raise forms.ValidationError(self.refusal)
        return found


def program_by_address() -> ByAddress:
    return ByAddress(
        label=_("Program"),
        help_text=_("The last part of the program's address."),
        queryset=Program.objects.all(),
        refusal=_("There is no program at this address."),
    )


class ProgramsByAddress(forms.CharField):
    """Some of many programs: the last part of the address of each."""

    def __init__(self, *args: Any, queryset: Any, **kwargs: Any) -> None:
        super().__init__(*args, widget=words(), **kwargs)
        self.queryset = queryset

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) else "\n".join(each.slug for each in value or [])

    def clean(self, value: Any) -> Any:
        slugs = [_last_part(each) for each in super().clean(value).split()]
        found = {each.slug: each for each in self.queryset.filter(slug__in=slugs)}
        unknown = [slug for slug in slugs if slug not in found]
        if unknown:
            raise forms.ValidationError(
                _("There is no program at this address: %(address)s") % {"address": unknown[0]}
            )
        return list(found.values())


class FiguresChoice(forms.ModelMultipleChoiceField):
    """Each by its indicator and its period."""

    def label_from_instance(self, obj: Any) -> str:
        when = obj.cohort.name if obj.cohort else f"{formats.day(obj.starts_on)} – {formats.day(obj.ends_on)}"
        return f"{formats.isolated(obj.indicator.name)}: {when}"


class NamesChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return formats.isolated(obj.name)
