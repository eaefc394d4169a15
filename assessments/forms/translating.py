"""What translators and reviewers of a questionnaire fill in."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from assessments.logic import documents
from assessments.logic.document_checks import LONGEST_TEXT
from assessments.logic.documents import ORIGINAL, Document, Place, written_place
from assessments.models import TextState, TranslationState

FIELDS = {
    "name": pgettext_lazy("text of a questionnaire", "name of the part"),
    "stem": pgettext_lazy("text of a questionnaire", "question"),
    "help_text": pgettext_lazy("text of a questionnaire", "explanation"),
    "label": pgettext_lazy("text of a questionnaire", "answer"),
    "descriptor": pgettext_lazy("text of a questionnaire", "description of the level"),
}


@dataclass(frozen=True, kw_only=True)
class Row:
    """A text, its state in the language ("" where it says nothing), and the field that confirms what is out of date."""

    number: int
    place: Place
    source: str
    state: str
    confirm: str | None

    @property
    def label(self) -> str:
        return str(TextState(self.state).label) if self.state else ""


@dataclass(frozen=True, kw_only=True)
class Shown:
    row: Row
    field: BoundField
    confirm: BoundField | None


class TranslationForm(forms.Form):
    """Every text of a version beside a field for it in one language, and how far the translation is."""

    state: Any = forms.ChoiceField(
        label=gettext_lazy("This translation is"),
        choices=[
            (state.value, state.label) for state in TranslationState if state != TranslationState.REVIEWED
        ],
    )

    def __init__(self, *args: Any, document: Document, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language = language
        base = document.translations.get(language, TranslationState.DRAFT)
        self.fields["state"].initial = base if base != TranslationState.REVIEWED else TranslationState.DRAFT
        states = {each.place: each.state for each in document.reviews if each.language == language}
        self.rows: list[Row] = []
        self.places: dict[str, Place] = {}
        for number, (place, texts) in enumerate(document.texts()):
            if texts.get(ORIGINAL):
                usual = states.get(written_place(place), base) if texts.get(language) else ""
                self.add(number, place, texts, usual)

    def add(self, number: int, place: Place, texts: documents.Texts, state: str) -> None:
        name = f"text-{number}"
        short = place[-1] in {"name", "label"}
        attrs = {"lang": self.language, "dir": "auto"}
        widget: forms.Widget = (
            forms.TextInput(attrs=attrs) if short else forms.Textarea(attrs={"rows": 3, **attrs})
        )
        self.fields[name] = forms.CharField(
            label=f"{' · '.join(place[1:-1])} · {FIELDS[place[-1]]}",
            required=False,
            max_length=200 if short else LONGEST_TEXT,
            initial=texts.get(self.language, ""),
            widget=widget,
        )
        self.places[name] = place
        confirm = None
        if state == TextState.STALE:
            confirm = f"confirm-{number}"
            label = _("These words are still right")
            self.fields[confirm] = forms.BooleanField(label=label, required=False)
        self.rows.append(
            Row(number=number, place=place, source=texts[ORIGINAL], state=state, confirm=confirm)
        )

    def pairs(self) -> list["Shown"]:
        return [
            Shown(
                row=row, field=self[f"text-{row.number}"], confirm=self[row.confirm] if row.confirm else None
            )
            for row in self.rows
        ]

    def texts(self) -> dict[Place, str]:
        return {place: self.cleaned_data[name] for name, place in self.places.items()}

    def confirmed(self) -> set[Place]:
        return {row.place for row in self.rows if row.confirm and self.cleaned_data[row.confirm]}

    def counts(self) -> list[tuple[TextState, int]]:
        """How many texts are how far."""
        found = Counter(row.state for row in self.rows if row.state)
        return [(state, found[state]) for state in TextState if found[state]]

    def chosen(self, numbers: Iterable[str]) -> list[Place]:
        """Those that a reviewer ticked; a number that is none is passed over."""
        wanted = set(numbers)
        return [row.place for row in self.rows if str(row.number) in wanted]
