"""What those who write questionnaires need to see."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Case, Count, IntegerField, QuerySet, Value, When

from assessments.logic.comparison import Difference, differences, needs_major
from assessments.logic.document_checks import ORIGINAL, gaps
from assessments.logic.documents import Document, Problem
from assessments.models import Instrument, InstrumentVersion
from assessments.queries.documents import document_of
from assessments.states import VersionState
from common import formats

DESK_ROWS = 200
FIRST = [VersionState.IN_REVIEW, VersionState.DRAFT, VersionState.PUBLISHED, VersionState.RETIRED]


@dataclass(frozen=True, kw_only=True)
class VersionSheet:
    document: Document
    gaps: list[Problem]
    differences: list[Difference]
    needs_major: bool


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """How far a version is in a language."""

    code: str
    autonym: str
    state: str
    label: str
    done: int
    texts: int


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
        needs_major=needs_major(found),
    )


def versions_of(instrument: Instrument) -> QuerySet[InstrumentVersion]:
    return instrument.versions.order_by("-major", "-minor")


def languages_of(version: InstrumentVersion) -> list[Spoken]:
    texts = [each for _place, each in document_of(version).texts() if each.get(ORIGINAL)]
    known = {each.language: each for each in version.translations.all()}
    return [
        Spoken(
            code=code,
            autonym=formats.autonym(code),
            state=known[code].state if code in known else "",
            label=str(known[code].get_state_display()) if code in known else "",
            done=sum(bool(each.get(code)) for each in texts),
            texts=len(texts),
        )
        for code in settings.MODELTRANSLATION_LANGUAGES
        if code != ORIGINAL
    ]


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


def lists_in(document: Document, kind: str) -> list[list[Any]]:
    if kind == "scale":
        return [document.scales]
    if kind == "dimension":
        return [document.dimensions]
    return [part.items for part in document.dimensions] if kind == "item" else []
