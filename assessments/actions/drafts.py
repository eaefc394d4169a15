"""Drafts of instruments: begun, edited, taken from a file, made anew from a published version, thrown away.

A draft is changed as a whole: read as a document, changed, checked, written again.
"""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from assessments.actions import text_reviews
from assessments.logic import documents
from assessments.logic.document_checks import faults, tidy
from assessments.logic.documents import BadDocumentError, Document
from assessments.logic.staleness import mark_stale, words_in
from assessments.models import (
    Bridge,
    Comparability,
    Dimension,
    Instrument,
    InstrumentVersion,
    Item,
    Scale,
    ScaleAnchor,
    VersionTranslation,
)
from assessments.queries.documents import columns, document_of
from assessments.states import VersionState
from capacity.models import Capacity, User
from common.log import record
from common.moves import MoveError

UNFINISHED = [VersionState.DRAFT, VersionState.IN_REVIEW]
MINOR, MAJOR = "minor", "major"


@transaction.atomic
def begin(document: Document, *, by: User | None, is_demo: bool = False) -> InstrumentVersion:
    """A new instrument with its first draft. Refuses a code that is taken (ValidationError)."""
    if Instrument.objects.filter(code=document.instrument.code).exists():
        raise ValidationError({"code": _("There is a questionnaire with this code already.")})
    check(document)
    instrument = Instrument.objects.create(**_facts(document.instrument), begun_by=by, is_demo=is_demo)
    return _new_version(instrument, document, by=by)


@transaction.atomic
def begin_next(
    version: InstrumentVersion, *, step: str, by: User | None, document: Document | None = None
) -> InstrumentVersion:
    """A draft of the next minor or major version, as a copy or as the document says.

    Refuses (ValidationError) while another draft of the instrument is unfinished.
    """
    instrument = Instrument.objects.select_for_update().get(pk=version.instrument_id)
    if instrument.versions.filter(state__in=UNFINISHED).exists():
        raise ValidationError(_("There is an unfinished draft of this questionnaire already."))
    document = _next_document(version, document)
    check(document)
    last = instrument.versions.order_by("-major", "-minor").first() or version
    if step == MINOR:
        series = instrument.versions.filter(major=version.major).order_by("-minor").first() or version
        major, minor = version.major, series.minor + 1
    else:
        major, minor = last.major + 1, 0
    document.version.major, document.version.minor = major, minor
    usual = Comparability.MINOR_WORDING if step == MINOR else Comparability.NOT_COMPARABLE
    document.version.comparability = Comparability.BRIDGED if document.bridges else usual
    draft = _new_version(instrument, document, by=by, supersedes=version)
    text_reviews.keep_people(text_reviews.people_of(version), draft)
    return draft


def _next_document(version: InstrumentVersion, given: Document | None) -> Document:
    """What the next version begins with. Bridges lead to the version they were made for: only those of a version that
    is not here yet are kept. Out of date is a translation that a file leaves as it is beside another English."""
    here = document_of(version)
    if given is None:
        here.bridges = []
        return here
    is_known = {"major": given.version.major, "minor": given.version.minor}
    if InstrumentVersion.objects.filter(instrument=version.instrument_id, **is_known).exists():
        given.bridges = []
    mark_stale(words_in(here), given, by_place=True)
    return given


@transaction.atomic
def take_in(document: Document, *, step: str, by: User | None) -> InstrumentVersion:
    """What a file says, as a draft: of a new instrument, or as the next version of the one with its code.

    Nothing of a published version, and nothing of what the instrument says of itself, is changed.
    """
    instrument = Instrument.objects.filter(code=document.instrument.code).first()
    if instrument is None:
        return begin(document, by=by)
    latest = instrument.versions.exclude(state__in=UNFINISHED).order_by("-major", "-minor").first()
    if latest is None:
        raise ValidationError(_("There is an unfinished draft of this questionnaire already."))
    return begin_next(latest, step=step, by=by, document=document)


@transaction.atomic
def edit(
    version: InstrumentVersion, change: Callable[[Document], None], *, by: User | None
) -> InstrumentVersion:
    """Refuses what is not a draft (MoveError), and a change after which it could not be written (BadDocumentError)."""
    version = _locked_draft(version)
    document = document_of(version)
    words, people = words_in(document), text_reviews.people_of(version)
    change(document)
    mark_stale(words, document)
    check(document)
    instrument = version.instrument
    facts = _facts(document.instrument)
    Instrument.objects.filter(pk=instrument.pk).update(**facts)
    version.scoring_rule = document.version.scoring_rule
    version.min_answered_share = document.version.min_answered_share
    version.comparability = document.version.comparability
    version.save(update_fields=["scoring_rule", "min_answered_share", "comparability", "updated_at"])
    _empty(version)
    write(version, document)
    text_reviews.keep_people(people, version)
    record("assessments.drafts.edited", version, by=by)
    return version


@transaction.atomic
def discard(version: InstrumentVersion, *, by: User | None) -> None:
    """Throws a draft away, and its instrument where that has no other version and no source."""
    version = _locked_draft(version)
    instrument = version.instrument
    record(
        "assessments.drafts.discarded",
        version,
        by=by,
        before={"instrument": instrument.code, "version": [version.major, version.minor]},
    )
    _empty(version)
    version.delete()
    if not instrument.versions.exists() and not instrument.sources.exists() and instrument.begun_by_id:
        instrument.delete()


def check(document: Document) -> None:
    """Raises BadDocumentError."""
    known = set(Capacity.objects.values_list("code", flat=True))
    found = faults(document, capacities=known, languages=settings.MODELTRANSLATION_LANGUAGES)
    if found:
        raise BadDocumentError(found)
    tidy(document)


# --- Writing ---


def write(version: InstrumentVersion, document: Document) -> None:
    """The document's content into an empty version."""
    scales = {scale.code: _scale(version, scale) for scale in document.scales}
    Scale.objects.bulk_create(scales.values())
    ScaleAnchor.objects.bulk_create(
        _anchor(scales[scale.code], anchor) for scale in document.scales for anchor in scale.anchors
    )
    codes = [dimension.capacity for dimension in document.dimensions if dimension.capacity]
    capacities = dict(Capacity.objects.filter(code__in=codes).values_list("code", "pk"))
    dimensions = Dimension.objects.bulk_create(
        Dimension(
            version=version,
            code=part.code,
            capacity_id=capacities.get(part.capacity),
            weight=part.weight,
            position=place,
            **columns("name", part.name),
        )
        for place, part in enumerate(document.dimensions, start=1)
    )
    _write_bridges(version, document, dimensions)
    lines = [
        (dimension, item)
        for dimension, part in zip(dimensions, document.dimensions, strict=True)
        for item in part.items
    ]
    Item.objects.bulk_create(
        _item(dimension, item, scales.get(item.scale), place)
        for place, (dimension, item) in enumerate(lines, start=1)
    )
    states = {language: "draft" for language in document.languages() if language != "en"}
    spoken = VersionTranslation.objects.bulk_create(
        VersionTranslation(version=version, language=language, state=state, is_demo=version.is_demo)
        for language, state in sorted((states | document.translations).items())
    )
    text_reviews.write(document, {each.language: each for each in spoken})


def _write_bridges(version: InstrumentVersion, document: Document, dimensions: list[Dimension]) -> None:
    by_code = {dimension.code: dimension for dimension in dimensions}
    Bridge.objects.bulk_create(
        Bridge(
            version=version,
            dimension=by_code[bridge.dimension],
            method=bridge.method,
            people=bridge.people,
            source=bridge.source,
            old=[point.old for point in bridge.points],
            new=[point.new for point in bridge.points],
        )
        for bridge in document.bridges
    )


def _scale(version: InstrumentVersion, scale: documents.Scale) -> Scale:
    return Scale(
        version=version,
        code=scale.code,
        kind=scale.kind,
        minimum=scale.minimum,
        maximum=scale.maximum,
        step=scale.step,
        higher_is_better=scale.higher_is_better,
    )


def _anchor(scale: Scale, anchor: documents.Anchor) -> ScaleAnchor:
    return ScaleAnchor(
        scale=scale,
        value=anchor.value,
        evidence_required=anchor.evidence_required,
        **columns("label", anchor.label),
        **columns("descriptor", anchor.descriptor),
    )


def _item(dimension: Dimension, item: documents.Item, scale: Scale | None, place: int) -> Item:
    return Item(
        version=dimension.version,
        dimension=dimension,
        code=item.code,
        kind=item.kind,
        aspect=item.aspect,
        scale=scale,
        is_reversed=item.is_reversed,
        is_required=item.is_required,
        relevance=item.relevance,
        position=place,
        **columns("stem", item.stem),
        **columns("help_text", item.help_text),
    )


def _new_version(
    instrument: Instrument,
    document: Document,
    *,
    by: User | None,
    supersedes: InstrumentVersion | None = None,
) -> InstrumentVersion:
    version = InstrumentVersion.objects.create(
        instrument=instrument,
        major=document.version.major,
        minor=document.version.minor,
        comparability=document.version.comparability,
        scoring_rule=document.version.scoring_rule,
        min_answered_share=document.version.min_answered_share,
        supersedes=supersedes,
        is_demo=instrument.is_demo,
    )
    write(version, document)
    record(
        "assessments.drafts.begun",
        version,
        by=by,
        after={"instrument": instrument.code, "version": [version.major, version.minor]},
    )
    return version


def _facts(part: documents.About) -> dict[str, object]:
    return {
        "code": part.code,
        "family": part.family,
        "unit": part.unit,
        "publisher": part.publisher,
        "edition": part.edition,
        "license": part.license,
        "completeness": part.completeness,
        "principles": part.principles,
        **columns("title", part.title),
        **columns("introduction", part.introduction),
    }


def _empty(version: InstrumentVersion) -> None:
    version.dimensions.all().delete()
    version.scales.all().delete()
    version.translations.all().delete()


def _locked_draft(version: InstrumentVersion) -> InstrumentVersion:
    locked = InstrumentVersion.objects.select_for_update(of=["self"]).select_related("instrument")
    version = locked.get(pk=version.pk)
    if version.state != VersionState.DRAFT:
        raise MoveError(version.state, VersionState.DRAFT)
    return version
