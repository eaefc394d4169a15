"""An instrument's version as one canonical text: the same content always gives the same bytes."""

import json
import unicodedata
from decimal import Decimal
from typing import Any

from assessments.models import Aspect, Bridge, Dimension, InstrumentVersion, Item, Scale
from assessments.queries.questionnaires import original


def canonical(version: InstrumentVersion) -> bytes:
    """What is asked and how it is scored, in the original language: keys sorted, NFC, numbers as plain decimals.

    Translations stand outside, because a language may be added to a published version.
    """
    content: dict[str, Any] = {
        "instrument": version.instrument.code,
        "version": [version.major, version.minor],
        "scoring_rule": version.scoring_rule,
        "min_answered_share": plain(Decimal(version.min_answered_share)),
        "scales": [
            scale_content(scale) for scale in version.scales.order_by("code").prefetch_related("anchors")
        ],
        "dimensions": [
            dimension_content(dimension)
            for dimension in version.dimensions.order_by("position", "code").select_related("capacity")
        ],
        "items": [
            item_content(item)
            for item in version.items.order_by("position", "code").select_related("dimension", "scale")
        ],
    }
    bridges = [
        bridge_content(each)
        for each in version.bridges.order_by("dimension__code").select_related("dimension")
    ]
    if bridges:
        content["bridges"] = bridges
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return unicodedata.normalize("NFC", text).encode()


def scale_content(scale: Scale) -> dict[str, Any]:
    return {
        "code": scale.code,
        "kind": scale.kind,
        "minimum": plain(scale.minimum),
        "maximum": plain(scale.maximum),
        "step": plain(scale.step),
        "higher_is_better": scale.higher_is_better,
        "anchors": [
            {
                "value": plain(anchor.value),
                "label": original(anchor, "label"),
                "descriptor": original(anchor, "descriptor"),
                "evidence_required": anchor.evidence_required,
            }
            for anchor in scale.anchors.all()
        ],
    }


def dimension_content(dimension: Dimension) -> dict[str, Any]:
    return {
        "code": dimension.code,
        "name": original(dimension, "name"),
        "capacity": dimension.capacity.code if dimension.capacity else None,
        "weight": plain(dimension.weight),
    }


def item_content(item: Item) -> dict[str, Any]:
    return {
        "code": item.code,
        "dimension": item.dimension.code,
        "kind": item.kind,
        "stem": original(item, "stem"),
        "help_text": original(item, "help_text"),
        "scale": item.scale.code if item.scale else None,
        "is_reversed": item.is_reversed,
        "is_required": item.is_required,
        "relevance": item.relevance,
        **({"aspect": item.aspect} if item.aspect != Aspect.LEVEL else {}),
    }


def bridge_content(bridge: Bridge) -> dict[str, Any]:
    return {
        "dimension": bridge.dimension.code,
        "method": bridge.method,
        "people": bridge.people,
        "source": bridge.source,
        "points": [[plain(old), plain(new)] for old, new in zip(bridge.old, bridge.new, strict=True)],
    }


def plain(value: Decimal) -> str:
    """1, 1.0 and 1.000 are the same number, and are written the same."""
    return f"{Decimal(value).normalize():f}"
