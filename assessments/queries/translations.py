"""How far each text of a version is in one language, and all published ones are in each."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from modeltranslation.utils import build_localized_fieldname

from assessments.logic.documents import ORIGINAL, Place, Texts, written_place
from assessments.logic.staleness import STALE
from assessments.models import (
    Dimension,
    Instrument,
    InstrumentVersion,
    Item,
    ScaleAnchor,
    TranslationState,
    VersionTranslation,
)
from assessments.queries.documents import document_of
from assessments.states import VersionState
from capacity.models import User
from common.cldr import language_name
from common.search import normalize


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


@dataclass(frozen=True, kw_only=True)
class Shared:
    """How many of the texts of the published questionnaires are there in one language."""

    code: str
    name: str
    autonym: str
    done: int
    texts: int

    @property
    def share(self) -> float:
        return self.done / self.texts if self.texts else 0.0


def shared_by_language() -> list[Shared]:
    """Of all questionnaires but those of the demonstration; most complete first. Four queries."""
    published = InstrumentVersion.objects.filter(state=VersionState.PUBLISHED, instrument__is_demo=False)
    of_version = {"version__in": published}
    parts: list[tuple[QuerySet[Any], list[str]]] = [
        (Instrument.objects.filter(pk__in=published.values("instrument")), ["title", "introduction"]),
        (Dimension.objects.filter(**of_version), ["name"]),
        (Item.objects.filter(**of_version), ["stem", "help_text"]),
        (ScaleAnchor.objects.filter(scale__version__in=published), ["label", "descriptor"]),
    ]
    counts: Counter[str] = Counter()
    for rows, fields in parts:
        asked = {
            f"{code}-{field}": Count("pk", filter=written(field, ORIGINAL) & written(field, code))
            for code, _autonym in settings.LANGUAGES
            for field in fields
        }
        for name, number in rows.aggregate(**asked).items():
            counts[name.rpartition("-")[0]] += number
    found = [
        Shared(
            code=code,
            name=language_name(code, code),
            autonym=autonym,
            done=counts[code],
            texts=counts[ORIGINAL],
        )
        for code, autonym in settings.LANGUAGES
    ]
    return sorted(found, key=lambda each: (-each.done, normalize(each.name)))


def written(field: str, language: str) -> Q:
    column = build_localized_fieldname(field, language)
    return Q(**{f"{column}__isnull": False}) & ~Q(**{column: ""})
