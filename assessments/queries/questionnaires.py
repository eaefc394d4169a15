"""A version's questions, read once: dimensions, items, scales and anchors in three queries."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.utils import translation
from modeltranslation.utils import build_localized_fieldname

from assessments.logic.answering import Asked
from assessments.models import Dimension, InstrumentVersion, Item, ScaleAnchor


@dataclass(frozen=True, kw_only=True)
class Questionnaire:
    """`language` is the one it is asked in: the reader's if all of it is translated, else the original's."""

    version: InstrumentVersion
    language: str
    dimensions: list[Dimension]

    @property
    def items(self) -> list[Item]:
        return [item for dimension in self.dimensions for item in dimension.items.all()]

    def text(self, row: Any, field: str) -> str:
        """In the questionnaire's language; in the original's where that has nothing to say."""
        with translation.override(self.language):
            return getattr(row, field) or ""


def questionnaire(version: InstrumentVersion, *, language: str) -> Questionnaire:
    asked = asked_parts(version)
    spoken = language if is_translated(asked, language) else settings.MODELTRANSLATION_DEFAULT_LANGUAGE
    return Questionnaire(version=version, language=spoken, dimensions=asked)


def questionnaire_in(version: InstrumentVersion, *, language: str) -> Questionnaire:
    """In this language, whatever of it is there."""
    return Questionnaire(version=version, language=language, dimensions=asked_parts(version))


def asked_parts(version: InstrumentVersion) -> list[Dimension]:
    items = Item.objects.select_related("scale").prefetch_related("scale__anchors").order_by("position", "id")
    dimensions = list(
        version.dimensions.select_related("capacity")
        .prefetch_related(Prefetch("items", queryset=items))
        .order_by("position", "id")
    )
    return [dimension for dimension in dimensions if dimension.items.all()]


def is_translated(dimensions: list[Dimension], language: str) -> bool:
    """Whether all that the original says is there in this language too: nobody is asked in two languages at once."""
    if language not in settings.MODELTRANSLATION_LANGUAGES:
        return False
    items = [item for dimension in dimensions for item in dimension.items.all()]
    anchors = [anchor for item in items for anchor in anchors_of(item)]
    told: list[tuple[Any, str]] = [
        *((dimension, "name") for dimension in dimensions),
        *((item, field) for item in items for field in ("stem", "help_text")),
        *((anchor, field) for anchor in anchors for field in ("label", "descriptor")),
    ]
    return all(in_language(row, field, language) or not original(row, field) for row, field in told)


def original(row: Any, field: str) -> str:
    return in_language(row, field, settings.MODELTRANSLATION_DEFAULT_LANGUAGE)


def in_language(row: Any, field: str, language: str) -> str:
    return getattr(row, build_localized_fieldname(field, language)) or ""


def anchors_of(item: Item) -> list[ScaleAnchor]:
    return sorted(item.scale.anchors.all(), key=lambda anchor: anchor.value) if item.scale else []


def asked(item: Item) -> Asked:
    scale = item.scale
    offered = frozenset(Decimal(anchor.value) for anchor in anchors_of(item))
    return Asked(
        code=item.code,
        kind=item.kind,
        minimum=scale.minimum if scale else None,
        maximum=scale.maximum if scale else None,
        step=scale.step if scale else None,
        offered=offered,
        to_prove=frozenset(anchor.value for anchor in anchors_of(item) if anchor.evidence_required),
        relevance=item.relevance,
    )
