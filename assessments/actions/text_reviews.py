"""How far each text of a version is in each language, and who made it so."""

from collections.abc import Mapping

from assessments.logic.documents import Document, written_place
from assessments.logic.staleness import STALE
from assessments.models import InstrumentVersion, TextReview, TranslationState, VersionTranslation
from assessments.queries.documents import source_hash

Person = int | None
People = dict[tuple[str, str], tuple[Person, Person]]  # by language and place ("" is the language itself)


def write(document: Document, spoken: Mapping[str, VersionTranslation]) -> None:
    """The states that a document names, into a version that has none."""
    hashes = {written_place(place): source_hash(texts) for place, texts in document.texts()}
    TextReview.objects.bulk_create(
        TextReview(
            translation=spoken[each.language],
            place=each.place,
            state=TranslationState.DRAFT if each.state == STALE else each.state,
            source_hash="" if each.state == STALE else hashes[each.place],
        )
        for each in document.reviews
    )


def people_of(version: InstrumentVersion) -> People:
    """Who translated and who reviewed, before a version is written anew or copied."""
    spoken = VersionTranslation.objects.filter(version=version)
    found: People = {
        (language, ""): (translator, reviewer)
        for language, translator, reviewer in spoken.values_list("language", "translated_by", "reviewed_by")
    }
    texts = TextReview.objects.filter(translation__version=version)
    rows = texts.values_list("translation__language", "place", "translated_by", "reviewed_by")
    return found | {(language, place): (one, two) for language, place, one, two in rows}


def keep_people(people: People, version: InstrumentVersion) -> None:
    """Whoever translated does not review, also after the version was written anew."""
    spoken = list(VersionTranslation.objects.filter(version=version))
    for each in spoken:
        each.translated_by_id, each.reviewed_by_id = people.get((each.language, ""), (None, None))
    VersionTranslation.objects.bulk_update(spoken, ["translated_by", "reviewed_by"])
    texts = list(TextReview.objects.filter(translation__in=spoken).select_related("translation"))
    for text in texts:
        language = text.translation.language
        usual = people.get((language, ""), (None, None))
        text.translated_by_id, text.reviewed_by_id = people.get((language, text.place), usual)
    TextReview.objects.bulk_update(texts, ["translated_by", "reviewed_by"])
