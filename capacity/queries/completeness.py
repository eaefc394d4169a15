"""In which languages capacities and glossary terms are named, and what is missing in each."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Q
from modeltranslation.utils import build_localized_fieldname

from capacity.models import Capacity, CapacityLabel, GlossaryTerm, Language
from common.cldr import language_name
from common.search import normalize


@dataclass(frozen=True, kw_only=True)
class Completeness:
    """`terms` is None for a language in which the glossary is not kept."""

    code: str
    name: str
    autonym: str
    direction: str
    capacities: int
    all_capacities: int
    terms: int | None
    all_terms: int

    @property
    def share(self) -> float:
        return self.capacities / self.all_capacities if self.all_capacities else 0.0

    @property
    def terms_share(self) -> float | None:
        if self.terms is None:
            return None
        return self.terms / self.all_terms if self.all_terms else 0.0


@dataclass(frozen=True)
class Missing:
    capacities: list[Capacity]
    terms: list[GlossaryTerm]


def completeness() -> list[Completeness]:
    """Every language that has a name, and every language of the interface; most complete first."""
    labels = CapacityLabel.objects.filter(capacity__is_hidden=False).order_by().values_list("language")
    named: dict[str, int] = dict(labels.annotate(Count("pk")))
    terms = _terms_named()
    total, all_terms = Capacity.objects.shown().count(), GlossaryTerm.objects.count()
    languages = Language.objects.filter(code__in={*named, *settings.MODELTRANSLATION_LANGUAGES})
    rows = [
        Completeness(
            code=language.code,
            name=language_name(language.code, language.name_en),
            autonym=language.autonym or language.name_en,
            direction=language.direction,
            capacities=named.get(language.code, 0),
            all_capacities=total,
            terms=terms.get(language.code),
            all_terms=all_terms,
        )
        for language in languages
    ]
    return sorted(rows, key=lambda row: (-row.capacities, -(row.terms or 0), normalize(row.name)))


def missing(language: Language) -> Missing:
    """What has no name in it."""
    unnamed = Capacity.objects.shown().exclude(labels__language=language)
    terms = GlossaryTerm.objects.none()
    if language.code in settings.MODELTRANSLATION_LANGUAGES:
        column = build_localized_fieldname("term", language.code)
        terms = GlossaryTerm.objects.filter(Q(**{column: None}) | Q(**{column: ""}))
    return Missing(
        sorted(unnamed, key=lambda capacity: normalize(capacity.name)),
        sorted(terms, key=lambda term: normalize(term.term)),
    )


def _terms_named() -> dict[str, int]:
    columns = {code: build_localized_fieldname("term", code) for code in settings.MODELTRANSLATION_LANGUAGES}
    counts = {
        column: Count("pk", filter=Q(**{f"{column}__isnull": False}) & ~Q(**{column: ""}))
        for column in columns.values()
    }
    found = GlossaryTerm.objects.aggregate(**{f"n_{column}": count for column, count in counts.items()})
    return {code: found[f"n_{column}"] for code, column in columns.items()}
