"""A version as plain values, in a fixed order: what its hash is taken of."""

from typing import Any

from django.db.models import QuerySet

from assessments.models import Dimension, InstrumentVersion, Item, Scale, ScaleAnchor

SCALES = ["code", "kind", "minimum", "maximum", "step", "higher_is_better"]
ANCHORS = ["scale__code", "value", "label_en", "descriptor_en", "evidence_required"]
DIMENSIONS = ["code", "capacity__code", "weight", "name_en"]
ITEMS = [
    "position", "code", "dimension__code", "kind", "scale__code", "is_reversed", "is_required", "relevance", "stem_en",
    "help_text_en",
]  # fmt: skip


def content_of(version: InstrumentVersion) -> dict[str, Any]:
    """The texts are those of the original language: a translation added later changes nothing that is asked."""
    return {
        "scoring": [version.scoring_rule, version.min_answered_share],
        "scales": rows(Scale.objects.filter(version=version), SCALES),
        "anchors": rows(ScaleAnchor.objects.filter(scale__version=version), ANCHORS),
        "dimensions": rows(Dimension.objects.filter(version=version), DIMENSIONS),
        "items": rows(Item.objects.filter(version=version), ITEMS),
    }


def rows(of: QuerySet, columns: list[str]) -> list[tuple[Any, ...]]:
    return list(of.order_by(*columns[:2]).values_list(*columns))
