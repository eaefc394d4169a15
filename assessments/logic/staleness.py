"""Which translations are out of date, because the original they translate has changed since."""

from dataclasses import dataclass

from assessments.logic.documents import ORIGINAL, Document, Review, Texts, written_place

STALE = "stale"


@dataclass(frozen=True, kw_only=True)
class Words:
    """What a text said, in all languages, and where it stood."""

    place: str
    texts: Texts


@dataclass(frozen=True, kw_only=True)
class WordsBefore:
    """All texts of a document before it is changed: each by its object, which stays when its place changes."""

    by_object: dict[int, Words]
    by_place: dict[str, Words]
    kept: list[Texts]  # so that no other object gets the same identity


def words_in(document: Document) -> WordsBefore:
    found = [
        (texts, Words(place=written_place(place), texts=dict(texts))) for place, texts in document.texts()
    ]
    return WordsBefore(
        by_object={id(texts): words for texts, words in found},
        by_place={words.place: words for _texts, words in found},
        kept=[texts for texts, _words in found],
    )


def mark_stale(before: WordsBefore, document: Document, *, by_place: bool = False) -> None:
    """Reviews move with their texts. Where the original says something else and the translation does not, that text of
    that language is out of date, and no other."""
    states = {(each.language, each.place): each.state for each in document.reviews}
    found = []
    for place, texts in document.texts():
        here = written_place(place)
        words = before.by_place.get(here) if by_place else before.by_object.get(id(texts))
        for language, text in texts.items():
            if language == ORIGINAL or not text:
                continue
            state = states.get((language, words.place if words and not by_place else here), "")
            if words is not None and _is_left_behind(words.texts, texts, language):
                state = STALE
            if state:
                found.append(Review(language=language, place=here, state=state))
    document.reviews = found


def _is_left_behind(before: Texts, now: Texts, language: str) -> bool:
    return before.get(ORIGINAL) != now.get(ORIGINAL) and before.get(language) == now[language]
