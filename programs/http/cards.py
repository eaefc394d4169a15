"""Cards of programs as they are drawn, for the catalog and the first page."""

from collections.abc import Sequence

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from common.kept import Kept
from programs.queries import cards
from programs.queries.cards import Card
from programs.queries.kept_catalog import KeptCatalog
from programs.queries.vocabulary import Vocabulary

CARDS: "Kept[tuple[Card, SafeString]]" = Kept(5000)


def drawn_cards(
    programs: Sequence[int], words: Vocabulary, kept: KeptCatalog | None
) -> list[tuple[Card, SafeString]]:
    """Cards as they are drawn, made anew only where a program has changed since."""
    of = {key: (key, *kept.stamp_of(key), get_language()) for key in programs} if kept else {}
    found = {key: drawn for key in of if (drawn := CARDS.get(of[key]))}
    missing = [key for key in programs if key not in found]
    for row in cards.shown(missing) if missing else ():
        card = cards.card_of(row, words)
        made = (card, render_to_string("programs/_card.html", {"card": card}))
        found[row.pk] = CARDS.put(of[row.pk], made) if kept else made
    return [found[key] for key in programs if key in found]
