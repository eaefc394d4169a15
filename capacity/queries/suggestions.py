"""Suggestions for the taxonomy as pages show them: what stands there, and what would."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from capacity.models import CapacitySuggestion, SuggestionKind
from capacity.queries.taxonomy import NameRow, in_language

TEXTS = {SuggestionKind.NEW, SuggestionKind.NAME, SuggestionKind.DESCRIPTION}


@dataclass(frozen=True)
class SuggestionRow:
    """`language` is that of the texts, where there are texts. `then` is what stood there when it was suggested, where
    that has changed since.
    """

    suggestion: CapacitySuggestion
    language: NameRow | None
    before: str
    after: str
    about: str


def with_all(suggestions: QuerySet[CapacitySuggestion]) -> QuerySet[CapacitySuggestion]:
    return suggestions.select_related("capacity__parent", "target", "language")


def shown(suggestions: QuerySet[CapacitySuggestion]) -> list[SuggestionRow]:
    return rows_of(with_all(suggestions))


def rows_of(suggestions: Iterable[CapacitySuggestion]) -> list[SuggestionRow]:
    return [row(suggestion) for suggestion in suggestions]


def row(suggestion: CapacitySuggestion) -> SuggestionRow:
    """Before and after as names, not as codes."""
    capacity, target = suggestion.capacity, suggestion.target
    about = str(capacity or suggestion.text)
    language = in_language(suggestion.language, "") if suggestion.language else None
    if suggestion.kind in TEXTS:
        return SuggestionRow(suggestion, language, suggestion.before, suggestion.text, about)
    if suggestion.kind == SuggestionKind.MOVE and capacity:
        return SuggestionRow(suggestion, None, str(capacity.parent or ""), str(target or ""), about)
    if suggestion.kind == SuggestionKind.MERGE:
        return SuggestionRow(suggestion, None, about, str(target), about)
    return SuggestionRow(suggestion, None, about, "", about)
