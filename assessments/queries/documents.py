"""A version as a document: for its file, for a copy, for a comparison."""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from modeltranslation.utils import build_localized_fieldname

from assessments.logic import documents
from assessments.logic.documents import ORIGINAL, Document, Texts, written_place
from assessments.models import (
    Bridge,
    Dimension,
    Instrument,
    InstrumentVersion,
    Item,
    Scale,
    TextReview,
    TextState,
    VersionTranslation,
)
from capacity.models import Capacity


def document_of(version: InstrumentVersion) -> Document:
    """In seven queries."""
    scales = Scale.objects.filter(version=version).order_by("code").prefetch_related("anchors")
    dimensions = (
        Dimension.objects.filter(version=version).order_by("position", "id").select_related("capacity")
    )
    spoken = list(VersionTranslation.objects.filter(version=version).order_by("language"))
    bridges = Bridge.objects.filter(version=version).select_related("dimension").order_by("dimension__code")
    items: dict[int, list[Item]] = {}
    for item in Item.objects.filter(version=version).order_by("position", "id").select_related("scale"):
        items.setdefault(item.dimension_id, []).append(item)
    document = Document(
        instrument=about(version.instrument),
        version=documents.Version(
            major=version.major,
            minor=version.minor,
            comparability=version.comparability,
            scoring_rule=version.scoring_rule,
            min_answered_share=version.min_answered_share,
        ),
        translations={each.language: each.state for each in spoken},
        scales=[scale_of(scale) for scale in scales],
        bridges=[bridge_of(bridge) for bridge in bridges],
        dimensions=[dimension_of(dimension, items.get(dimension.pk, [])) for dimension in dimensions],
    )
    texts = TextReview.objects.filter(translation__in=spoken).select_related("translation")
    document.reviews = [*reviews_of(document, texts)]
    return document


def capacity_codes() -> set[str]:
    """What a part of a file may name."""
    return set(Capacity.objects.values_list("code", flat=True))


def reviews_of(document: Document, texts: Iterable[TextReview]) -> Iterator[documents.Review]:
    """Those that are in another state than their language, by language and place."""
    said = {written_place(place): each for place, each in document.texts()}
    for text in sorted(texts, key=lambda text: (text.translation.language, text.place)):
        language = text.translation.language
        if not said.get(text.place, {}).get(language):
            continue
        is_fresh = text.source_hash == source_hash(said[text.place])
        state = text.state if is_fresh else TextState.STALE
        if state != text.translation.state:
            yield documents.Review(language=language, place=text.place, state=str(state))


def source_hash(texts: Texts) -> str:
    return hashlib.sha256(texts.get(ORIGINAL, "").encode()).hexdigest()


def bridge_of(bridge: Bridge) -> documents.Bridge:
    return documents.Bridge(
        dimension=bridge.dimension.code,
        method=bridge.method,
        people=bridge.people,
        source=bridge.source,
        points=[documents.Point(old=old, new=new) for old, new in zip(bridge.old, bridge.new, strict=True)],
    )


def about(instrument: Instrument) -> documents.About:
    return documents.About(
        code=instrument.code,
        title=texts_of(instrument, "title"),
        introduction=texts_of(instrument, "introduction"),
        family=instrument.family,
        unit=instrument.unit,
        publisher=instrument.publisher,
        edition=instrument.edition,
        license=instrument.license,
        completeness=instrument.completeness,
        principles=list(instrument.principles),
    )


def scale_of(scale: Scale) -> documents.Scale:
    return documents.Scale(
        code=scale.code,
        kind=scale.kind,
        minimum=scale.minimum,
        maximum=scale.maximum,
        step=scale.step,
        higher_is_better=scale.higher_is_better,
        anchors=[
            documents.Anchor(
                value=anchor.value,
                label=texts_of(anchor, "label"),
                descriptor=texts_of(anchor, "descriptor"),
                evidence_required=anchor.evidence_required,
            )
            for anchor in sorted(scale.anchors.all(), key=lambda anchor: anchor.value)
        ],
    )


def dimension_of(dimension: Dimension, items: list[Item]) -> documents.Dimension:
    return documents.Dimension(
        code=dimension.code,
        name=texts_of(dimension, "name"),
        capacity=dimension.capacity.code if dimension.capacity else "",
        weight=dimension.weight,
        items=[item_of(item) for item in items],
    )


def item_of(item: Item) -> documents.Item:
    return documents.Item(
        code=item.code,
        kind=item.kind,
        stem=texts_of(item, "stem"),
        help_text=texts_of(item, "help_text"),
        aspect=item.aspect,
        scale=item.scale.code if item.scale else "",
        is_reversed=item.is_reversed,
        is_required=item.is_required,
        relevance=item.relevance,
    )


def texts_of(row: Any, field: str) -> Texts:
    found = {
        language: getattr(row, build_localized_fieldname(field, language))
        for language in settings.MODELTRANSLATION_LANGUAGES
    }
    return {language: text for language, text in found.items() if text}


def columns(field: str, texts: Texts) -> dict[str, str | None]:
    """The other way round: what the columns of a translated text hold."""
    return {
        build_localized_fieldname(field, language): texts.get(language)
        for language in settings.MODELTRANSLATION_LANGUAGES
        if language in texts
    }
