"""What those who write questionnaires need to see."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Case, Count, IntegerField, QuerySet, Value, When
from django.utils.translation import gettext as _

from assessments.logic.comparison import Difference, differences, needs_major
from assessments.logic.document_checks import gaps
from assessments.logic.documents import ORIGINAL, BadDocumentError, Document, Problem, Texts, written_place
from assessments.logic.staleness import mark_stale, words_in
from assessments.models import Bridge, Instrument, InstrumentVersion, TextState
from assessments.queries.documents import document_of
from assessments.queries.profiles import bridges_of
from assessments.states import VersionState
from common import formats

DESK_ROWS = 200
LEAST_FIRST = [TextState.STALE, TextState.MACHINE, TextState.DRAFT, TextState.REVIEWED]
FIRST = [VersionState.IN_REVIEW, VersionState.DRAFT, VersionState.PUBLISHED, VersionState.RETIRED]


@dataclass(frozen=True, kw_only=True)
class VersionSheet:
    document: Document
    gaps: list[Problem]
    differences: list[Difference]
    bridges: list[Bridge]
    needs_major: bool


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """How far a version is in a language."""

    code: str
    autonym: str
    state: str
    label: str
    done: int
    stale: int
    reviewed: int
    texts: int


@dataclass(frozen=True, kw_only=True)
class Words:
    """Of a version's questions and parts, by code, in the reader's language where they are translated."""

    questions: dict[str, str]
    parts: dict[str, str]


def words_of(version: InstrumentVersion) -> Words:
    """Two queries."""
    return Words(
        questions={item.code: item.stem for item in version.items.all()},
        parts={part.code: part.name for part in version.dimensions.all()},
    )


def desk() -> QuerySet[InstrumentVersion]:
    """What waits for a review first, then drafts, then what is in use."""
    order = Case(
        *(When(state=state, then=Value(place)) for place, state in enumerate(FIRST)),
        output_field=IntegerField(),
    )
    rows = InstrumentVersion.objects.select_related("instrument").annotate(
        order=order, questions=Count("items")
    )
    return rows.order_by("order", "instrument__code", "-major", "-minor")[:DESK_ROWS]


def sheet_of(version: InstrumentVersion) -> VersionSheet:
    document = document_of(version)
    before = version.supersedes
    found = differences(document_of(before), document) if before is not None else []
    return VersionSheet(
        document=document,
        gaps=gaps(document) if version.state == VersionState.DRAFT else [],
        differences=found,
        bridges=list(bridges_of(version.pk).values()),
        needs_major=needs_major(found),
    )


def versions_of(instrument: Instrument) -> QuerySet[InstrumentVersion]:
    return instrument.versions.order_by("-major", "-minor")


def languages_of(version: InstrumentVersion) -> list[Spoken]:
    document = document_of(version)
    texts = [(written_place(place), each) for place, each in document.texts() if each.get(ORIGINAL)]
    return [
        _spoken(code, texts, document) for code in settings.MODELTRANSLATION_LANGUAGES if code != ORIGINAL
    ]


def _spoken(code: str, texts: list[tuple[str, Texts]], document: Document) -> Spoken:
    base = document.translations.get(code, "")
    own = {each.place: each.state for each in document.reviews if each.language == code}
    states = [own.get(place, base) for place, each in texts if each.get(code)]
    state = next((one for one in LEAST_FIRST if one in states), "")
    return Spoken(
        code=code,
        autonym=formats.autonym(code),
        state=state,
        label=str(TextState(state).label) if state else "",
        done=len(states),
        stale=states.count(TextState.STALE),
        reviewed=states.count(TextState.REVIEWED),
        texts=len(texts),
    )


def spoken(version: InstrumentVersion) -> list[tuple[str, str]]:
    """English, and the languages in which all of it is there."""
    whole = [each for each in languages_of(version) if each.texts and each.done == each.texts]
    return [(ORIGINAL, formats.autonym(ORIGINAL)), *((each.code, each.autonym) for each in whole)]


def rearranging(deed: str, kind: str, code: str) -> Callable[[Document], None]:
    """What moves a part up or down, or removes it."""

    def change(document: Document) -> None:
        for things in lists_in(document, kind):
            place = next((number for number, one in enumerate(things) if one.code == code), None)
            if place is None:
                continue
            if deed == "remove":
                del things[place]
            else:
                other = place + (1 if deed == "down" else -1)
                if 0 <= other < len(things):
                    things[place], things[other] = things[other], things[place]

    return change


def replacing(given: Document) -> Callable[[Document], None]:
    """What puts another whole in a draft's place; its number stays. The code is the name of the questionnaire, not of a
    draft: it stays too."""

    def change(document: Document) -> None:
        if given.instrument.code != document.instrument.code:
            problem = _("This is the draft of %(code)s.") % {"code": document.instrument.code}
            raise BadDocumentError([Problem(("instrument", "code"), problem)])
        given.version.major, given.version.minor = document.version.major, document.version.minor
        mark_stale(words_in(document), given, by_place=True)
        vars(document).update(vars(given))

    return change


def lists_in(document: Document, kind: str) -> list[list[Any]]:
    if kind == "scale":
        return [document.scales]
    if kind == "dimension":
        return [document.dimensions]
    return [part.items for part in document.dimensions] if kind == "item" else []
