"""The glossary in the reader's order."""

from dataclasses import dataclass

from capacity.models import GlossaryTerm
from capacity.queries.texts import foreign_language
from common.search import normalize


@dataclass(frozen=True)
class TermRow:
    term: GlossaryTerm
    language: str  # of the text, where it is not the reader's


def glossary() -> list[TermRow]:
    terms = GlossaryTerm.objects.select_related("capacity", "source")
    ordered = sorted(terms, key=lambda term: normalize(term.term))
    return [TermRow(term, foreign_language(term, "definition")) for term in ordered]
