"""A second version of the demo organizations' questionnaire, as a draft: with a bridge, and with texts that English has
left behind."""

from decimal import Decimal
from typing import Any, Protocol, TypeVar

from django.db.models import Model

from assessments.logic import demo_organizations as said
from assessments.logic.documents import written_place
from assessments.models import (
    Bridge,
    BridgeMethod,
    Comparability,
    InstrumentVersion,
    TextReview,
    TranslationState,
    VersionTranslation,
)
from assessments.queries.documents import document_of, source_hash

AnyModel = TypeVar("AnyModel", bound=Model)
OWN = {"id", "public_id", "created_at", "updated_at", "is_demo"}


class Writes(Protocol):
    def make(self, model: type[AnyModel], **fields: Any) -> AnyModel: ...


def write_next(write: Writes, version: InstrumentVersion) -> InstrumentVersion:
    """All that the published one asks, one question in other words."""
    draft = write.make(
        InstrumentVersion,
        instrument=version.instrument,
        major=2,
        supersedes=version,
        comparability=Comparability.BRIDGED,
    )
    scales = {scale.pk: _copy(write, scale, version=draft) for scale in version.scales.all()}
    for scale in version.scales.all():
        for anchor in scale.anchors.all():
            _copy(write, anchor, scale=scales[scale.pk])
    parts = {part.pk: _copy(write, part, version=draft) for part in version.dimensions.all()}
    for item in version.items.select_related("scale", "dimension"):
        assert item.scale is not None  # noqa: S101 - the demo questionnaire has a scale for each
        _copy(write, item, version=draft, dimension=parts[item.dimension_id], scale=scales[item.scale.pk])
    old, new = zip(*said.BRIDGE, strict=True)
    write.make(
        Bridge,
        version=draft,
        dimension=next(iter(parts.values())),
        method=BridgeMethod.LINEAR,
        people=said.BRIDGE_PEOPLE,
        source=said.BRIDGE_SOURCE,
        old=[Decimal(each) for each in old],
        new=[Decimal(each) for each in new],
    )
    _write_reviews(write, draft)
    return draft


def _write_reviews(write: Writes, draft: InstrumentVersion) -> None:
    """Of the Arabic one text is out of date, one is reviewed, the rest is a draft."""
    arabic = write.make(VersionTranslation, version=draft, language="ar", state=TranslationState.DRAFT)
    first, second = list(draft.items.order_by("position", "pk")[:2])
    first.stem_en = f"{first.stem_en} {said.REWORDED}"  # type: ignore[attr-defined]
    first.save()
    texts = dict(document_of(draft).texts())
    for item, state, is_current in (
        (first, TranslationState.DRAFT, False),
        (second, TranslationState.REVIEWED, True),
    ):
        place = ("item", item.code, "stem")
        TextReview.objects.create(
            translation=arabic,
            place=written_place(place),
            state=state,
            source_hash=source_hash(texts[place]) if is_current else "",
        )


def _copy(write: Writes, row: AnyModel, **changed: Any) -> AnyModel:
    """Texts by their columns for each language, because the plain one is whatever language is spoken."""
    names = {each.name for each in row._meta.concrete_fields} - OWN
    kept = {name: getattr(row, name) for name in names if f"{name}_en" not in names}
    return write.make(type(row), **{**kept, **changed})
