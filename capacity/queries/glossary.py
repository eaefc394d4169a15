"""The glossary in the reader's order, and where a text uses its words."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import get_language
from modeltranslation.utils import build_localized_fieldname

from capacity.models import GlossaryTerm
from capacity.queries.texts import foreign_language
from common.search import CJK, normalize

SECONDS = 60
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
    known = {term.slug: term.term for term in everything}
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


def meanings() -> dict[str, Meaning]:
    """Every term in the reader's language, by slug: one statement, kept for a minute."""
    key = f"capacity.meanings.{get_language() or settings.LANGUAGE_CODE}"
    found = cache.get(key)
    if found is None:
        found = {
            term.slug: Meaning(term.slug, term.term, term.definition, foreign_language(term, "definition"))
            for term in GlossaryTerm.objects.all()
        }
        cache.set(key, found, SECONDS)
    return found


def explained(text: str) -> list[Piece]:
    """A curated text with the first mention of each term marked."""
    return list(pieces(text, {slug: meaning.term for slug, meaning in meanings().items()}))


def pieces(text: str, terms: dict[str, str], *, but: str = "") -> Iterator[Piece]:
    slugs = {plain(term): slug for slug, term in terms.items() if slug != but and plain(term)}
    at, seen = 0, set[str]()
    for found in pattern(slugs).finditer(text) if slugs else ():
        slug = slugs[singular(found[0].casefold(), slugs)]
        if slug in seen or len(seen) == LINKS_IN_A_TEXT:
            continue
        seen.add(slug)
        if found.start() > at:
            yield Piece(text[at : found.start()])
        yield Piece(found[0], slug)
        at = found.end()
    if at < len(text):
        yield Piece(text[at:])


def plain(term: str) -> str:
    """As it stands in a sentence: without what is in brackets."""
    return re.sub(r"\s*[(（].*?[)）]", "", term).strip().casefold()


def pattern(words: Iterable[str]) -> re.Pattern[str]:
    """The longest first; whole words, with the plural of English, where a script has spaces between words."""
    longest = sorted(words, key=len, reverse=True)
    bounded = [re.escape(word) for word in longest if not CJK.search(word)]
    signs = [re.escape(word) for word in longest if CJK.search(word)]
    choices = [rf"(?<!\w)(?:{'|'.join(bounded)})s?(?!\w)"] if bounded else []
    return re.compile("|".join([*choices, *signs]), re.IGNORECASE)


def singular(word: str, known: dict[str, str]) -> str:
    return word if word in known else word.removesuffix("s")
