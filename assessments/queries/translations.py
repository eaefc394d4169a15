"""How far each text of a version is in one language."""

from dataclasses import dataclass

from assessments.logic.documents import ORIGINAL, Place, Texts, written_place
from assessments.logic.staleness import STALE
from assessments.models import InstrumentVersion, TranslationState, VersionTranslation
from assessments.queries.documents import document_of
from assessments.states import VersionState
from capacity.models import User


@dataclass(frozen=True, kw_only=True)
class Known:
    """A text as it stands: its words in all languages, and its state in this one ("" where it says nothing)."""

    texts: Texts
    state: str
    translator: int | None


def known_texts(version: InstrumentVersion, translation: VersionTranslation) -> dict[Place, Known]:
    """All that the original says, by place."""
    document = document_of(version)
    states = {each.place: each.state for each in document.reviews if each.language == translation.language}
    translators = dict(translation.texts.values_list("place", "translated_by"))
    found = {}
    for place, texts in document.texts():
        if not texts.get(ORIGINAL):
            continue
        at = written_place(place)
        state = states.get(at, translation.state) if texts.get(translation.language) else ""
        translator = translators.get(at, translation.translated_by_id)
        found[place] = Known(texts=texts, state=state, translator=translator)
    return found


def reviewable(version: InstrumentVersion, language: str, *, by: User) -> set[Place]:
    """The texts that she may close: others translated them, and they are up to date."""
    translation = VersionTranslation.objects.filter(version=version, language=language).first()
    if translation is None or version.state == VersionState.RETIRED:
        return set()
    closed = {"", TranslationState.REVIEWED, STALE}
    return {
        place
        for place, known in known_texts(version, translation).items()
        if known.state not in closed and known.translator != by.pk
    }
