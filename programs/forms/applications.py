"""Composing a cohort's application form, and what came of access needs."""

from typing import Any

from babel.numbers import list_currencies
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.models import BlockKind, NeedState
from programs.models.application import CHOOSING, ONCE_A_FORM

OPTIONS_AT_MOST, OPTION_LENGTH = 30, 200


class BlockForm(forms.Form):
    label = forms.CharField(
        label=gettext_lazy("Question or text"), max_length=300, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    help_text = forms.CharField(
        label=gettext_lazy("Explanation"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    options = forms.CharField(
        label=gettext_lazy("Answers to choose from"),
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        help_text=gettext_lazy("One on each line."),
    )
    required = forms.BooleanField(label=gettext_lazy("Must be answered"), required=False)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind in ONCE_A_FORM:
            self.fields["label"].required = False
            self.fields["label"].help_text = _("Left empty, it is asked in the reader's language.")
        if kind not in CHOOSING:
            del self.fields["options"]
        if kind == BlockKind.ACCESS_NEEDS:
            del self.fields["required"], self.fields["help_text"]

    def clean_options(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["options"].splitlines()]
        options = list(dict.fromkeys(line for line in lines if line))
        if len(options) < 2:
            raise forms.ValidationError(_("Please give at least two answers."))
        if len(options) > OPTIONS_AT_MOST or max(map(len, options)) > OPTION_LENGTH:
            raise forms.ValidationError(
                _("At most %(number)d answers, each of at most %(length)d characters.")
                % {"number": OPTIONS_AT_MOST, "length": OPTION_LENGTH}
            )
        return options


class NeedForm(forms.Form):
    state = forms.ChoiceField(
        label=gettext_lazy("What came of it"), choices=NeedState.choices, widget=forms.RadioSelect
    )
    cost = forms.DecimalField(
        label=gettext_lazy("Cost"), required=False, min_value=0, max_digits=12, decimal_places=2
    )
    currency = forms.CharField(
        label=gettext_lazy("Currency"),
        required=False,
        max_length=3,
        help_text=gettext_lazy("Its three letters: USD, EUR, GHS…"),
    )

    def clean_currency(self) -> str:
        code = self.cleaned_data["currency"].upper()
        if code and code not in list_currencies("en"):
            raise forms.ValidationError(_("This currency is not known."))
        return code

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("cost") is None:
            given["currency"] = ""
        elif not given.get("currency"):
            self.add_error("currency", _("Please name the currency of the cost."))
        return given
