"""The glossary in the reader's order, and where a text uses its words."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.conf import settings
from django.utils.translation import get_language
from modeltranslation.utils import build_localized_fieldname

from capacity.logic.wording import Words
from capacity.models import GlossaryTerm
from capacity.queries.texts import foreign_language
from common.kept import Kept
from common.search import normalize

SECONDS = 60  # for which a process keeps the words
LINKS_IN_A_TEXT = 4
ALIKE = 0.8  # of two words, from 0 to 1: "afiliate" is "affiliate"


@dataclass(frozen=True)
class Piece:
    """Of a text: words, and the term they are where they are one."""

    text: str
    slug: str = ""


@dataclass(frozen=True)
class TermRow:
    term: GlossaryTerm
    language: str  # of the text, where it is not the reader's
    pieces: list[Piece]


@dataclass(frozen=True)
class Meaning:
    """A term as it is explained on a page."""

    slug: str
    term: str
    definition: str
    language: str


def glossary(words: str = "") -> list[TermRow]:
    """All of it, or what has the words in it in any language."""
    everything = list(GlossaryTerm.objects.select_related("capacity", "source"))
    known = Words({term.slug: term.term for term in everything})
    asked = normalize(words).split()
    terms = [term for term in everything if all(says(term, word) for word in asked)]
    return [
        TermRow(
            term, foreign_language(term, "definition"), list(pieces(term.definition, known, but=term.slug))
        )
        for term in sorted(terms, key=lambda term: normalize(term.term))
    ]


def says(term: GlossaryTerm, word: str) -> bool:
    """The word itself in any of its texts, or one like it in one of its names."""
    names = normalize(" ".join(texts(term, "term")))
    return (
        word in names
        or word in normalize(" ".join(texts(term, "definition")))
        or any(SequenceMatcher(None, word, name).ratio() >= ALIKE for name in names.split())
    )


def texts(term: GlossaryTerm, field: str) -> list[str]:
    columns = [build_localized_fieldname(field, code) for code in settings.MODELTRANSLATION_LANGUAGES]
    return [text for column in columns if (text := getattr(term, column))]


@dataclass(frozen=True)
class Vocabulary:
    """The glossary as one reader's language has it, and when it was read."""

    meanings: dict[str, Meaning]
    words: Words
    read_at: float


KEPT: Kept[Vocabulary] = Kept(len(settings.LANGUAGES))


def vocabulary() -> Vocabulary:
    """One statement, kept for a minute by each process."""
    language = get_language() or settings.LANGUAGE_CODE
    kept = KEPT.get(language)
    if kept is None or time.monotonic() - kept.read_at > SECONDS:
        kept = KEPT.put(language, vocabulary_of(GlossaryTerm.objects.all()))
    return kept


def vocabulary_of(terms: Iterable[GlossaryTerm]) -> Vocabulary:
    found = {
        term.slug: Meaning(term.slug, term.term, term.definition, foreign_language(term, "definition"))
        for term in terms
    }
    words = Words({slug: meaning.term for slug, meaning in found.items()})
    return Vocabulary(found, words, time.monotonic())


def meanings() -> dict[str, Meaning]:
    """Every term in the reader's language, by slug."""
    return vocabulary().meanings


def explained(text: str) -> list[Piece]:
    """A curated text with the first mention of each term marked."""
    return list(pieces(text, vocabulary().words))


def pieces(text: str, words: Words, *, but: str = "") -> Iterator[Piece]:
    at, seen = 0, {but}
    for start, end, slug in words.mentions(text):
        if slug in seen or len(seen) > LINKS_IN_A_TEXT:
            continue
        seen.add(slug)
        if start > at:
            yield Piece(text[at:start])
        yield Piece(text[start:end], slug)
        at = end
    if at < len(text):
        yield Piece(text[at:])
