from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from capacity.models import ConsentText, DemographicDimension, DemographicOption


class DemographicsForm(forms.Form):
    """Every question may stay without an answer; answers are kept for the purposes that are ticked, no others."""

    consents = forms.MultipleChoiceField(
        label=gettext_lazy("My answers may be counted"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Nothing is kept unless you agree to a purpose."),
    )

    def __init__(
        self,
        *args: Any,
        dimensions: Iterable[DemographicDimension],
        texts: Iterable[ConsentText],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.texts = {str(text.pk): text for text in texts}
        self.options: dict[str, DemographicOption] = {}
        self.dimensions = {f"dimension-{dimension.pk}": dimension.pk for dimension in dimensions}
        for dimension in dimensions:
            offered = {str(option.pk): option for option in dimension.options.all() if option.is_active}
            self.options |= offered
            self.fields[f"dimension-{dimension.pk}"] = forms.ChoiceField(
                label=dimension.name,
                help_text=" ".join(filter(None, [dimension.help_text, dimension.basis])),
                required=False,
                widget=forms.RadioSelect,
                choices=[
                    ("", pgettext("demographic answer", "I would rather not say")),
                    *((pk, option.label) for pk, option in offered.items()),
                ],
            )
        self.fields["consents"].choices = [(pk, text.text) for pk, text in self.texts.items()]  # type: ignore[attr-defined]
        self.order_fields([*self.dimensions, "consents"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "consents" in given and not given["consents"] and any(given.get(name) for name in self.dimensions):
            self.add_error("consents", _("Say for what your answers may be used, or take your answers back."))
        return given

    def answers(self) -> dict[int, DemographicOption]:
        given = {name: self.cleaned_data.get(name) for name in self.dimensions}
        return {self.dimensions[name]: self.options[pk] for name, pk in given.items() if pk}

    def agreed(self) -> list[ConsentText]:
        return [self.texts[pk] for pk in self.cleaned_data["consents"]]
