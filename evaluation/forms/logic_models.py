"""Writing a logic model: the situation, results, and what leads to what."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evaluation.forms.fields import ask_language, statement_of, words
from evaluation.models import LogicModel, Result, ResultLink


class LogicModelForm(forms.ModelForm):
    class Meta:
        model = LogicModel
        fields = ["situation", "language"]
        widgets = {"situation": words(4)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_language(self)


class ResultForm(forms.ModelForm):
    class Meta:
        model = Result
        fields = ["kind", "statement", "position"]
        widgets = {"statement": words(2)}
        help_texts = {
            "statement": gettext_lazy("One sentence: who does or can do what then?"),
            "position": gettext_lazy("Its place among results of its kind, from 0."),
        }


class LinkForm(forms.ModelForm):
    class Meta:
        model = ResultLink
        fields = ["cause", "effect", "assumption", "strength"]
        widgets = {"assumption": words(2)}
        help_texts = {"assumption": gettext_lazy("What has to be true for this to happen.")}

    def __init__(self, *args: Any, logic_model: LogicModel, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.logic_model = logic_model
        for name in ("cause", "effect"):
            fields: Any = self.fields
            fields[name].queryset = logic_model.results.all()
            fields[name].label_from_instance = statement_of

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        cause, effect = given.get("cause"), given.get("effect")
        if cause and cause == effect:
            self.add_error("effect", _("A result does not lead to itself."))
        same = ResultLink.objects.filter(cause=cause, effect=effect).exclude(pk=self.instance.pk)
        if cause and effect and same.exists():
            self.add_error("effect", _("This link is there already."))
        return given
