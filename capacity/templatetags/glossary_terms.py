"""Words of the glossary, explained where they stand: a button opens the meaning, without any script."""

import re
from typing import Any

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from capacity.logic import wording
from capacity.queries.glossary import Piece, meanings, vocabulary
from common import anonymous

WORDS_OF_A_PAGE = 6
EXPLAINED = re.compile(r'id="meaning-\w+?-([-\w]+)"')
DEFINED = re.compile(r'class="glossary__entry" id="([-\w]+)"')
BUTTON = '<button type="button" class="explain__word" popovertarget="meaning-page-{}">{}</button>'

register = template.Library()


@register.simple_block_tag(takes_context=True)
def words_explained(context: Context, content: str) -> SafeString:
    """A page, in which buttons open the meaning of six terms, each where it is first mentioned."""
    words = vocabulary().words
    if "request" in context:
        anonymous.depends_on(context["request"], stamp=read_at(), ask=read_at)
    explained = {*EXPLAINED.findall(content), *DEFINED.findall(content)}
    known = set(explained)
    page = wording.mark(content, words, most=WORDS_OF_A_PAGE, known=known, button=BUTTON.format)
    return mark_safe(page + "".join(meaning_of(slug) for slug in sorted(known - explained)))  # noqa: S308 - rendered


def read_at() -> float:
    return vocabulary().read_at


def meaning_of(slug: str) -> SafeString:
    context = {"meaning": meanings()[slug], "place": "page"}
    return mark_safe(render_to_string("capacity/_meaning.html", context))  # noqa: S308 - rendered


@register.inclusion_tag("capacity/_explain.html")
def explain(*, slug: str) -> dict[str, Any]:
    """A word beside a heading or a label. Nothing at all where the glossary has no such term."""
    return {"meaning": meanings().get(slug), "place": "word"}


@register.inclusion_tag("capacity/_explained.html")
def explained(*, pieces: list[Piece]) -> dict[str, Any]:
    """A curated text in which the terms themselves are the buttons; one such text a page."""
    known = meanings()
    return {"pieces": [(piece, known.get(piece.slug)) for piece in pieces], "place": "text"}
