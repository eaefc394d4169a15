"""Instruments as everybody may read them."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from assessments.models import Bridge, Comparability, Instrument, InstrumentVersion, UnitOfAnalysis
from assessments.queries.efforts import minutes_of
from assessments.queries.profiles import bridges_of
from assessments.queries.questionnaires import Questionnaire, questionnaire
from assessments.states import VersionState
from capacity.models import Capacity

PUBLIC_VERSION_STATES = [VersionState.PUBLISHED, VersionState.RETIRED]


@dataclass(frozen=True, kw_only=True)
class InstrumentSheet:
    """`asked` is what the newest published version asks; None where none is published here."""

    instrument: Instrument
    versions: list[InstrumentVersion]
    asked: Questionnaire | None
    minutes: int | None
    bridges: list[Bridge]


def instruments() -> QuerySet[Instrument]:
    published = Q(versions__state=VersionState.PUBLISHED)
    counted = Count("versions__items", filter=published, distinct=True)
    return Instrument.objects.annotate(question_count=counted).order_by("code")


def instrument_sheet(instrument: Instrument, *, language: str) -> InstrumentSheet:
    versions = list(instrument.versions.filter(state__in=PUBLIC_VERSION_STATES).order_by("-major", "-minor"))
    current = next((one for one in versions if one.state == VersionState.PUBLISHED), None)
    if current is None:
        return InstrumentSheet(instrument=instrument, versions=versions, asked=None, minutes=None, bridges=[])
    return InstrumentSheet(
        instrument=instrument,
        versions=versions,
        asked=questionnaire(current, language=language),
        minutes=minutes_of([current.pk])[current.pk],
        bridges=list(bridges_of(current.pk).values())
        if current.comparability == Comparability.BRIDGED
        else [],
    )


def instruments_measuring(capacity: Capacity) -> list[Instrument]:
    """Those whose published version has a dimension of the capacity, or of what is part of it."""
    parts = Capacity.objects.subtree(capacity).values("pk")
    published = InstrumentVersion.objects.filter(state=VersionState.PUBLISHED, dimensions__capacity__in=parts)
    return list(Instrument.objects.filter(pk__in=published.values("instrument")).order_by("code"))


def askable_versions() -> QuerySet[InstrumentVersion]:
    """The newest published one of each questionnaire that persons answer."""
    published = InstrumentVersion.objects.filter(
        state=VersionState.PUBLISHED, instrument__unit=UnitOfAnalysis.PERSON
    )
    newest = published.order_by("instrument__code", "-major", "-minor").distinct("instrument__code")
    return newest.select_related("instrument")


def askable_of_organizations() -> QuerySet[InstrumentVersion]:
    """The newest published one of each questionnaire about organizations and communities."""
    published = InstrumentVersion.objects.filter(
        state=VersionState.PUBLISHED,
        instrument__unit__in=[UnitOfAnalysis.AFFILIATE, UnitOfAnalysis.COMMUNITY],
    )
    newest = published.order_by("instrument__code", "-major", "-minor").distinct("instrument__code")
    return newest.select_related("instrument")
