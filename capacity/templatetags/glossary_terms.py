"""Words of the glossary, explained where they stand: a button opens the meaning, without any script."""

from typing import Any

from django import template

from capacity.queries.glossary import Piece, meanings

register = template.Library()


@register.inclusion_tag("capacity/_explain.html")
def explain(*, slug: str) -> dict[str, Any]:
    """A word beside a heading or a label. Nothing at all where the glossary has no such term."""
    return {"meaning": meanings().get(slug), "place": "word"}


@register.inclusion_tag("capacity/_explained.html")
def explained(*, pieces: list[Piece]) -> dict[str, Any]:
    """A curated text in which the terms themselves are the buttons; one such text a page."""
    known = meanings()
    return {"pieces": [(piece, known.get(piece.slug)) for piece in pieces], "place": "text"}
