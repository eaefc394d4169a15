"""What is suggested for the tree of capacities, and what staff change in it."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from capacity.logic.taxonomy import is_within
from capacity.models import Capacity, CapacityScope, Language, SuggestionKind
from capacity.queries.texts import description_in, label_in
from common import formats
from common.cldr import language_name

NAME_LENGTH, REASON_LENGTH = 160, 500
WIKIBASE_ITEM = r"^Q[1-9][0-9]*$"


class CapacityChoice(forms.ModelChoiceField):
    """The tree as one list, each level a step further in."""

    def label_from_instance(self, obj: Any) -> str:
        return "\u2003" * (obj.depth - 1) + str(obj)

    def to_python(self, value: Any) -> Capacity | None:
        """By one question that several fields of a form may ask."""
        if value in self.empty_values:
            return None
        offered = Capacity.objects.none() if self.queryset is None else self.queryset
        found = offered.filter(pk=value).first() if str(value).isdecimal() else None
        if found is None:
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return found


class LanguageChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        named = language_name(obj.code, obj.name_en)
        return named if named == obj.autonym or not obj.autonym else f"{named} ({obj.autonym})"


def likely_languages() -> Any:
    """Those of the interface, those that name a capacity already, and those with a wiki."""
    ours = Q(code__in=settings.MODELTRANSLATION_LANGUAGES)
    named = Q(code__in=Capacity.objects.values("labels__language"))
    return Language.objects.filter(ours | named | Q(open_wikis__gt=0)).order_by("name_en")


def reason_field(help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=help_text,
    )


def capacity_field(
    label: Any, *, required: bool = True, help_text: Any = "", none: Any = None
) -> CapacityChoice:
    return CapacityChoice(
        label=label,
        queryset=Capacity.objects.shown().order_by("path"),
        required=required,
        help_text=help_text,
        empty_label=none,
    )


class SuggestionForm(forms.Form):
    """Asks only what its kind needs."""

    NEEDS = {
        SuggestionKind.NEW: ["language", "text", "target"],
        SuggestionKind.NAME: ["capacity", "language", "text"],
        SuggestionKind.DESCRIPTION: ["capacity", "language", "text"],
        SuggestionKind.MOVE: ["capacity", "target"],
        SuggestionKind.MERGE: ["capacity", "target"],
        SuggestionKind.HIDE: ["capacity"],
    }

    capacity = capacity_field(gettext_lazy("Capacity"))
    language = LanguageChoice(label=gettext_lazy("Language"), queryset=Language.objects.none())
    text = forms.CharField(label=gettext_lazy("Name"), max_length=NAME_LENGTH)
    target = capacity_field(
        gettext_lazy("Part of"), required=False, none=gettext_lazy("nothing: a root of the tree")
    )
    reason = reason_field(gettext_lazy("Why would this be better? Staff read it and answer."))

    def __init__(self, *args: Any, kind: SuggestionKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        for field in set(self.fields) - {*self.NEEDS[kind], "reason"}:
            del self.fields[field]
        if "language" in self.fields:
            languages = likely_languages()
            if kind == SuggestionKind.DESCRIPTION:
                languages = languages.filter(code__in=settings.MODELTRANSLATION_LANGUAGES)
            self.fields["language"].queryset = languages  # type: ignore[attr-defined]
        if kind == SuggestionKind.DESCRIPTION:
            self.fields["text"] = forms.CharField(
                label=_("Description"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5})
            )
        if kind == SuggestionKind.MERGE:
            self.fields["target"] = capacity_field(
                _("Merged into"), help_text=_("This one stays; the other one leads to it from then on.")
            )
        self.order_fields(["capacity", "language", "text", "target", "reason"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        capacity, target, language = given.get("capacity"), given.get("target"), given.get("language")
        if capacity and language and given.get("text") == present_text(self.kind, capacity, language):
            self.add_error("text", _("That is what it is already."))
        if capacity and target and is_within(target.path, capacity.path):
            self.add_error("target", _("This is the capacity itself, or a part of it."))
        if self.kind == SuggestionKind.MOVE and capacity and capacity.parent == target:
            self.add_error("target", _("That is what it is already."))
        return given


def present_text(kind: SuggestionKind, capacity: Capacity, language: Language) -> str:
    if kind == SuggestionKind.DESCRIPTION:
        return description_in(capacity, language.code)
    return label_in(capacity, language.code)


class AnswerForm(forms.Form):
    """Staff's answer to a suggestion: no without a reason is not an answer."""

    answer = forms.CharField(
        label=gettext_lazy("Your answer"),
        max_length=REASON_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("It goes to the person who suggested it. Declining needs a reason."),
    )

    def __init__(self, *args: Any, declines: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.declines = declines

    def clean_answer(self) -> str:
        answer = str(self.cleaned_data["answer"])
        if self.declines and not answer:
            raise forms.ValidationError(_("Please say why."))
        return answer


class NewCapacityForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("English name"), max_length=NAME_LENGTH)
    description = forms.CharField(
        label=gettext_lazy("English description"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    under = capacity_field(
        gettext_lazy("Part of"), required=False, none=gettext_lazy("nothing: a root of the tree")
    )
    scope = forms.ChoiceField(label=gettext_lazy("Capacity of"), choices=CapacityScope.choices)
    reason = reason_field()


class PlaceForm(forms.Form):
    under = capacity_field(
        gettext_lazy("Part of"), required=False, none=gettext_lazy("nothing: a root of the tree")
    )
    reason = reason_field()


class MergeForm(forms.Form):
    into = capacity_field(gettext_lazy("Merged into"))
    reason = reason_field()


class ReasonForm(forms.Form):
    reason = reason_field()


class NameForm(forms.Form):
    """A name in any language; without a text the name is taken away."""

    language = LanguageChoice(label=gettext_lazy("Language"), queryset=Language.objects.none())
    text = forms.CharField(label=gettext_lazy("Name"), max_length=NAME_LENGTH, required=False)
    reason = reason_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].queryset = likely_languages()  # type: ignore[attr-defined]


class CapacityTextsForm(forms.Form):
    """Names and descriptions in all languages of content side by side, and the facts."""

    scope = forms.ChoiceField(label=gettext_lazy("Capacity of"), choices=CapacityScope.choices)
    wikidata_qid = forms.RegexField(
        WIKIBASE_ITEM, label=gettext_lazy("Wikidata item"), max_length=12, required=False
    )
    metabase_qid = forms.RegexField(
        WIKIBASE_ITEM, label=gettext_lazy("Metabase item"), max_length=12, required=False
    )
    reason = reason_field()

    def __init__(self, *args: Any, capacity: Capacity, **kwargs: Any) -> None:
        kwargs["initial"] = {
            field: getattr(capacity, field) for field in ("scope", "wikidata_qid", "metabase_qid")
        }
        super().__init__(*args, **kwargs)
        for code, _autonym in settings.LANGUAGES:
            attrs = {"lang": code, "dir": formats.direction(code)}
            self.fields[f"name-{code}"] = forms.CharField(
                label=_("Name"),
                max_length=NAME_LENGTH,
                required=code == settings.LANGUAGE_CODE and not capacity.is_hidden,
                initial=label_in(capacity, code),
                widget=forms.TextInput(attrs=attrs),
            )
            self.fields[f"description-{code}"] = forms.CharField(
                label=_("Description"),
                max_length=2000,
                required=False,
                initial=description_in(capacity, code),
                widget=forms.Textarea(attrs={**attrs, "rows": 3}),
            )

    def by_language(self) -> Iterator[tuple[str, str, Any, Any]]:
        """Code, name, and the two fields of each."""
        for code, autonym in settings.LANGUAGES:
            yield code, autonym, self[f"name-{code}"], self[f"description-{code}"]

    def facts(self) -> list[Any]:
        return [self[name] for name in ("scope", "wikidata_qid", "metabase_qid", "reason")]

    def texts(self) -> dict[str, dict[str, str]]:
        """As the action wants them: by field and language."""
        return {
            field: {code: self.cleaned_data[f"{field}-{code}"] for code, _autonym in settings.LANGUAGES}
            for field in ("name", "description")
        }
