"""Forms in the look of Codex: `{{ form }}` is a summary of errors and each field with its label, help and errors."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext as _

FIRST_YEAR, LAST_YEAR = 2000, 2100

# What a widget is in Codex, and the class its own element carries; the first that fits counts.
KINDS: list[tuple[type[forms.Widget], str, str]] = [
    (forms.CheckboxSelectMultiple, "checkboxes", "cdx-checkbox__input"),
    (forms.RadioSelect, "radio", "cdx-radio__input"),
    (forms.CheckboxInput, "checkbox", "cdx-checkbox__input"),
    (forms.Select, "select", "cdx-select"),
    (forms.Textarea, "area", "cdx-text-area__textarea"),
    (forms.ClearableFileInput, "file", "file-input"),
    (forms.widgets.Input, "text", "cdx-text-input__input"),
]


class CodexBoundField(BoundField):
    @property
    def kind(self) -> str:
        return self._kind[0]

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        attrs = super().build_widget_attrs(attrs, widget)
        own = (widget or self.field.widget).attrs.get("class", "")
        attrs["class"] = " ".join(filter(None, [str(own), str(attrs.get("class") or ""), self._kind[1]]))
        return attrs

    @property
    def _kind(self) -> tuple[str, str]:
        widget = self.field.widget
        return next(((kind, name) for of, kind, name in KINDS if isinstance(widget, of)), ("other", ""))


class CodexRenderer(TemplatesSetting):
    form_template_name = "components/form_fields.html"
    field_template_name = "components/form_field.html"
    bound_field_class = CodexBoundField


def within_reach(day: date) -> None:
    """Farther days are slips of the hand (the year 26), and no clock of another zone tells them."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(
            _("Please give a year from %(first)s to %(last)s.") % {"first": FIRST_YEAR, "last": LAST_YEAR}
        )


class DayField(forms.DateField):
    """A day that may be meant."""

    default_validators = [within_reach]
