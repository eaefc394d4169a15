"""A questionnaire as a form: one field for each question, its answers offered, and ways of not answering."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils import translation
from django.utils.translation import gettext as _

from assessments.formats.versions import plain
from assessments.logic import relevance
from assessments.logic.answering import LONGEST_EVIDENCE, LONGEST_TEXT, Given, not_asked
from assessments.models import Item, ItemKind, MissingCode
from assessments.queries.questionnaires import Questionnaire, anchors_of, asked

# What a person may say instead of answering; "not asked" and "skipped" are ours to say.
WAYS_OUT = [MissingCode.DONT_KNOW, MissingCode.NOT_APPLICABLE, MissingCode.REFUSED]
SHOWN = "shown"  # the name under which a page says which questions stand on it
MOST_STEPS = 11  # a scale without anchors and with more steps is answered with a number


@dataclass(frozen=True, kw_only=True)
class Option:
    value: str
    label: str
    descriptor: str = ""
    is_way_out: bool = False
    is_chosen: bool = False


@dataclass(frozen=True, kw_only=True)
class Question:
    item: Item
    field: BoundField
    stem: str
    help_text: str
    options: list[Option]
    evidence: BoundField | None = None
    leads_on: bool = False  # other questions are asked or not by its answer

    @property
    def is_several(self) -> bool:
        return self.item.kind == ItemKind.MULTIPLE

    @property
    def describers(self) -> str:
        """Ids of what tells more about the question, for aria-describedby."""
        told = [f"{self.field.auto_id}-help"] if self.help_text else []
        return " ".join([*told, f"{self.field.auto_id}-error"] if self.field.errors else told)


@dataclass(frozen=True, kw_only=True)
class Section:
    name: str
    code: str
    questions: list[Question] = field(default_factory=list)


class QuestionnaireForm(forms.Form):
    """Reads answers. Whether enough is answered is for the action to say, so that a draft may have gaps."""

    def __init__(
        self, data: Any = None, *, questionnaire: Questionnaire, given: Mapping[str, Given] | None = None
    ) -> None:
        given = given or {}
        super().__init__(
            data,
            initial={name_of(code): initial_of(one) for code, one in given.items()}
            | {evidence_of(code): one.evidence for code, one in given.items()},
        )
        self.questionnaire = questionnaire
        self.passed_over = not_asked(map(asked, questionnaire.items), given)
        self._options: dict[str, list[Option]] = {}
        for item in questionnaire.items:
            options = self._options[item.code] = options_of(questionnaire, item)
            self.fields[name_of(item.code)] = field_for(item, options, questionnaire.text(item, "stem"))
            if asked(item).to_prove:
                self.fields[evidence_of(item.code)] = evidence_field()

    def sections(self) -> list[Section]:
        """Without the questions that are not asked as the answers stand."""
        leading = names_of_conditions(self.questionnaire.items)
        found = [
            Section(
                name=self.questionnaire.text(dimension, "name"),
                code=dimension.code,
                questions=[
                    self._question(item, leads_on=item.code in leading)
                    for item in dimension.items.all()
                    if item.code not in self.passed_over
                ],
            )
            for dimension in self.questionnaire.dimensions
        ]
        return [section for section in found if section.questions]

    def shown(self) -> set[str]:
        """What stood on the page that was sent; all, where it does not say."""
        codes = {item.code for item in self.questionnaire.items}
        told = set(self.data.getlist(SHOWN)) if hasattr(self.data, "getlist") else set()
        return codes & told or codes

    def further(self, given: Mapping[str, Given]) -> list[str]:
        """Questions to which these answers lead, and that did not stand on the page; none while something is wrong."""
        items = self.questionnaire.items
        still = not_asked(map(asked, items), given) | self.shown()
        return [] if self.errors else [item.code for item in items if item.code not in still]

    def clean(self) -> dict[str, Any]:
        """What shows a level stands beside a level."""
        for item in self.questionnaire.items:
            evidence, name = evidence_of(item.code), name_of(item.code)
            if (
                self.cleaned_data.get(evidence)
                and not self.cleaned_data.get(name)
                and name not in self.errors
            ):
                self.add_error(name, _("Please choose the level that this shows."))
        return self.cleaned_data

    def _question(self, item: Item, *, leads_on: bool) -> Question:
        bound = self[name_of(item.code)]
        value = bound.value()
        chosen = {str(one) for one in value} if isinstance(value, list) else {str(value)}
        evidence = evidence_of(item.code)
        return Question(
            item=item,
            field=bound,
            evidence=self[evidence] if evidence in self.fields else None,
            leads_on=leads_on,
            stem=self.questionnaire.text(item, "stem"),
            help_text=self.questionnaire.text(item, "help_text"),
            options=[
                Option(**{**vars(option), "is_chosen": option.value in chosen})
                for option in self._options[item.code]
            ],
        )

    def answers(self) -> dict[str, Given | None]:
        """What was given, by item code; None where it was emptied. A group of radios left alone is not named."""
        found = {}
        shown = self.shown()
        for item in self.questionnaire.items:
            name = name_of(item.code)
            if name not in self.cleaned_data or item.code not in shown:
                continue
            if self._is_radios(item) and name not in self.data:
                continue
            evidence = self.cleaned_data.get(evidence_of(item.code), "")
            found[item.code] = given_from(item, self.cleaned_data[name], evidence)
        return found

    def _is_radios(self, item: Item) -> bool:
        return bool(self._options[item.code]) and item.kind != ItemKind.MULTIPLE

    def refuse(self, faults: Mapping[str, list[str]]) -> None:
        """Puts what the action says of an item beside its question."""
        for code, messages in faults.items():
            name = name_of(code)
            for message in messages:
                self.add_error(name if name in self.fields else None, message)


def name_of(code: str) -> str:
    return f"q-{code}"


def evidence_of(code: str) -> str:
    """No code has a full stop, so that no question has this name."""
    return f"q-{code}.evidence"


def evidence_field() -> forms.Field:
    return forms.CharField(
        label=_("What shows it"),
        required=False,
        max_length=LONGEST_EVIDENCE,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("A link or a sentence. Some of the levels need it."),
    )


def names_of_conditions(items: list[Item]) -> set[str]:
    """Codes of the questions on whose answers others depend."""
    conditions = [relevance.parse(item.relevance) for item in items if item.relevance]
    return set[str]().union(*map(relevance.names_in, conditions))


def options_of(questionnaire: Questionnaire, item: Item) -> list[Option]:
    """The scale's answers from low to high, and the ways out; none where something is typed."""
    if item.kind in {ItemKind.OPEN, ItemKind.NUMBER} or item.scale is None:
        return []
    with translation.override(questionnaire.language):
        offered = [
            Option(value=plain(anchor.value), label=anchor.label, descriptor=anchor.descriptor or "")
            for anchor in anchors_of(item)
        ] or [Option(value=plain(value), label=plain(value)) for value in steps_of(item)]
        ways_out = [Option(value=code.value, label=str(code.label), is_way_out=True) for code in WAYS_OUT]
    return [*offered, *ways_out] if offered else []


def steps_of(item: Item) -> list[Decimal]:
    scale = item.scale
    if scale is None or (scale.maximum - scale.minimum) / scale.step >= MOST_STEPS:
        return []
    return [
        scale.minimum + scale.step * n for n in range(int((scale.maximum - scale.minimum) / scale.step) + 1)
    ]


def field_for(item: Item, options: list[Option], label: str) -> forms.Field:
    choices = [(option.value, option.label) for option in options]
    if item.kind == ItemKind.OPEN:
        area = forms.Textarea(attrs={"rows": 4})
        return forms.CharField(label=label, required=False, max_length=LONGEST_TEXT, widget=area)
    if not options:
        scale = item.scale
        return forms.DecimalField(
            label=label,
            required=False,
            min_value=scale.minimum if scale else None,
            max_value=scale.maximum if scale else None,
            max_digits=9,
            decimal_places=3,
        )
    if item.kind == ItemKind.MULTIPLE:
        return SeveralField(label=label, required=False, choices=choices, widget=forms.CheckboxSelectMultiple)
    return forms.ChoiceField(label=label, required=False, choices=choices, widget=forms.RadioSelect)


class SeveralField(forms.MultipleChoiceField):
    def validate(self, value: list[str]) -> None:
        super().validate(value)
        ways_out = set(value) & set(WAYS_OUT)
        if ways_out and len(value) > 1:
            raise forms.ValidationError(_("Choose answers, or say why there is none; not both."))


def given_from(item: Item, cleaned: Any, evidence: str = "") -> Given | None:
    if cleaned in (None, "", []):
        return None
    if item.kind == ItemKind.OPEN:
        return Given(text=cleaned)
    if isinstance(cleaned, list):
        if cleaned[0] in WAYS_OUT:
            return Given(missing_code=cleaned[0])
        return Given(choices=tuple(map(Decimal, cleaned)))
    if cleaned in WAYS_OUT:
        return Given(missing_code=cleaned)
    return Given(value=Decimal(cleaned), evidence=evidence)


def initial_of(given: Given) -> Any:
    if given.missing_code is not None:
        return given.missing_code
    if given.choices is not None:
        return [plain(choice) for choice in given.choices]
    return plain(given.value) if given.value is not None else given.text
