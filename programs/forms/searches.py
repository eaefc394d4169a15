"""A search that is saved: its name, and how often one hears of it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.models import Alert, SavedSearch

LONGEST = SavedSearch._meta.get_field("query").max_length


class SearchForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=120,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=gettext_lazy("By this you find it again: it stands in the letters, too."),
    )
    alert = forms.ChoiceField(
        label=gettext_lazy("Letters about new programs that fit"),
        choices=Alert.choices,
        initial=Alert.WEEKLY,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "A letter comes only when something was published or opened since the last one."
        ),
    )


class NewSearchForm(SearchForm):
    """With what is asked, which the view has read already."""

    def __init__(self, *args: Any, query: str, problems: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.query, self.problems = query, problems

    def clean(self) -> dict[str, Any]:
        if self.problems:
            raise ValidationError(self.problems)
        if len(self.query) > (LONGEST or 0):
            raise ValidationError(_("This asks for too much at once to be saved."))
        return self.cleaned_data
