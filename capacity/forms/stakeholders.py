"""What persons and organizations say of themselves."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from django.forms import BaseFormSet, formset_factory
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy as _

from capacity.models import (
    CommunityMaturity,
    Contact,
    ContactKind,
    Language,
    NameKind,
    PersonVisibility,
    SeenBy,
    Stakeholder,
    Territory,
)
from capacity.queries.vocabulary import language_words
from common.cldr import language_name, territory_name
from common.search import normalize

MOST_LANGUAGES = 30
EMPTY_NAMES = 3  # rows to fill in
MOST_NAMES = 60


class LanguagesField(forms.CharField):
    """Languages by name or code, with commas between: cleaned to their codes. Begins with words or with languages."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Names or codes, with commas between."))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else as_words(value)

    def to_python(self, value: Any) -> Any:
        words = [word.strip() for word in (super().to_python(value) or "").replace("،", ",").split(",")]
        wanted = [word for word in dict.fromkeys(words) if word]
        if len(wanted) > MOST_LANGUAGES:
            raise ValidationError(_("Please name fewer languages."))
        known = language_words() if wanted else {}
        unknown = [word for word in wanted if normalize(word) not in known]
        if unknown:
            raise ValidationError(
                [
                    ValidationError(
                        _("“%(word)s” is not the name or the code of a language."), params={"word": word[:40]}
                    )
                    for word in unknown
                ]
            )
        return [known[normalize(word)] for word in wanted]

    def validate(self, value: Any) -> None:
        if self.required and not value:
            raise ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        """Each is known already."""


def as_words(languages: Iterable[Language]) -> str:
    return ", ".join(language_name(each.code, each.name_en) for each in languages)


class ByName(ModelChoiceIterator):
    """In the order of the reader's alphabet."""

    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        yield from sorted((self.choice(each) for each in self.queryset), key=lambda made: normalize(made[1]))


class TerritoryField(forms.ModelChoiceField):
    """Named and ordered in the reader's language."""

    iterator = ByName

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"queryset": Territory.objects.all(), **kwargs})

    def label_from_instance(self, obj: Any) -> str:
        return territory_name(obj.code, obj.name_en)


class ContactsForm(forms.Form):
    """One address of each kind; none is needed."""

    email = forms.CharField(
        label=_("E-mail for others"),
        required=False,
        max_length=254,
        validators=[EmailValidator()],
        help_text=_("Not the address you sign in with, unless you write it here."),
        widget=forms.EmailInput,
    )
    wiki = forms.CharField(
        label=_("Page on a wiki"),
        required=False,
        max_length=300,
        validators=[URLValidator(["http", "https"])],
    )
    web = forms.CharField(
        label=_("Page on the web"),
        required=False,
        max_length=300,
        validators=[URLValidator(["http", "https"])],
    )
    chat = forms.CharField(
        label=_("Chat or mailing list"),
        required=False,
        max_length=300,
        validators=[URLValidator(["http", "https"])],
    )

    @property
    def addresses(self) -> dict[str, str]:
        return {kind: self.cleaned_data[kind] for kind in ContactKind.values if kind in self.fields}


def contacts_of(stakeholder: Stakeholder) -> dict[str, str]:
    return {each.kind: each.address for each in Contact.objects.filter(stakeholder=stakeholder)}


SEEN_BY_LABELS = {
    "listed": _("Who sees your name in the directory"),
    "description": _("Who sees what you say about yourself"),
    "languages": _("Who sees your languages"),
    "territory": _("Who sees your territory and region"),
    "contact": _("Who sees how to reach you"),
    "affiliations": _("Who sees the organizations you belong to"),
    "capacities": _("Who sees the capacities you have, offer or want"),
}


class ProfileForm(ContactsForm):
    """Beside each part of a profile stands who sees it."""

    description = forms.CharField(
        label=_("About you"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    languages = LanguagesField(label=_("Languages"), required=False)
    territory = TerritoryField(label=_("Territory"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in SEEN_BY_LABELS.items():
            self.fields[f"{name}_seen_by"] = forms.ChoiceField(
                label=label, choices=SeenBy.choices, initial=SeenBy.NOBODY
            )
        self.fields["listed_seen_by"].help_text = _("Nothing else is seen by those who do not see your name.")
        self.order_fields(
            [
                "listed_seen_by", "description", "description_seen_by", "languages", "languages_seen_by",
                "territory", "territory_seen_by", "email", "wiki", "web", "chat", "contact_seen_by",
                "affiliations_seen_by", "capacities_seen_by",
            ]
        )  # fmt: skip

    @property
    def seen_by(self) -> dict[str, str]:
        return {name: self.cleaned_data[f"{name}_seen_by"] for name in SEEN_BY_LABELS}


def profile_of(person: Stakeholder) -> dict[str, Any]:
    """What the form begins with."""
    visibility = PersonVisibility.objects.filter(person=person).first() or PersonVisibility(person=person)
    return {
        "description": person.description,
        "languages": person.languages.all(),
        "territory": person.territory_id,
        **contacts_of(person),
        **{f"{name}_seen_by": getattr(visibility, name) for name in SEEN_BY_LABELS},
    }


class OrganizationForm(ContactsForm):
    description = forms.CharField(
        label=_("What it is and does"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )
    languages = LanguagesField(label=_("Languages it works in"), required=False)
    website = forms.URLField(label=_("Website"), required=False, max_length=300, assume_scheme="https")

    field_order = ["description", "languages", "website", "email", "wiki", "web", "chat"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["web"]  # it has its website
        self.fields["email"].help_text = _("Anybody can read it.")


class NameForm(forms.Form):
    """An official name in one language; a row without a name is left out."""

    language = LanguagesField(label=_("Language"), required=False, max_length=80)
    name = forms.CharField(
        label=_("Name in that language"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )

    def clean_language(self) -> str:
        named: list[str] = self.cleaned_data["language"]
        if len(named) > 1:
            raise ValidationError(_("Please name one language."))
        return named[0] if named else ""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("name") and not given.get("language") and "language" not in self.errors:
            self.add_error("language", _("Please say which language this name is in."))
        return given


NameFormSet = formset_factory(NameForm, extra=EMPTY_NAMES, max_num=MOST_NAMES, absolute_max=MOST_NAMES)


def names_given(formset: BaseFormSet) -> list[tuple[str, str]]:
    return [
        (given["language"], given["name"])
        for given in (form.cleaned_data for form in formset.forms)
        if given.get("name")
    ]


def names_of(organization: Stakeholder) -> list[dict[str, str]]:
    """What the formset begins with."""
    official = organization.names.filter(kind=NameKind.OFFICIAL, language__isnull=False)
    return [
        {"language": as_words([each.language]), "name": each.name}
        for each in official.select_related("language").order_by("language", "name")
        if each.language
    ]


def facts_of(organization: Stakeholder) -> dict[str, Any]:
    return {
        "description": organization.description,
        "languages": organization.languages.all(),
        "website": organization.website,
        **contacts_of(organization),
    }


class MaturityForm(forms.Form):
    maturity = forms.ChoiceField(label=_("Community"), choices=CommunityMaturity.choices)
    year = forms.IntegerField(
        label=_("Year of that statement"), required=False, min_value=2001, max_value=2100
    )
    reason = forms.CharField(
        label=_("Source or reason"),
        required=False,
        max_length=200,
        help_text=_("Everybody can read it on the organization's page."),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("maturity") != CommunityMaturity.UNKNOWN and not given.get("reason"):
            self.add_error("reason", _("Please say where this comes from."))
        return given
