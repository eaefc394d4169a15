"""What must hold of an instrument's document before it is written, and what more before it is published."""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from decimal import Decimal
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.logic import relevance
from assessments.logic.documents import (
    ORIGINAL,
    Bridge,
    Document,
    Item,
    Place,
    Problem,
    Scale,
    Texts,
    plain,
    written_place,
)

SLUG = re.compile(r"[-a-zA-Z0-9_]+")
LONGEST_CODE = 80
LONGEST_SCALE_CODE = 60
MOST_SCALES, MOST_ANCHORS, MOST_DIMENSIONS, MOST_ITEMS = 100, 100, 100, 500
LARGEST = Decimal(10) ** 6  # what the columns hold: nine digits, three of them after the point
LONGEST = {"title": 200, "name": 200, "label": 200}
LONGEST_TEXT = 5000
BRIDGED, STALE = "bridged", "stale"
LEAST_POINTS, MOST_POINTS, MOST_PEOPLE = 2, 100, 10**9
RATED, CHOSEN, DESCRIBED = {"scale", "rubric", "frequency"}, {"single", "multiple"}, "rubric"


def faults(document: Document, *, capacities: Collection[str], languages: Collection[str]) -> list[Problem]:
    """What cannot be written. `capacities` and `languages` are the codes the portal knows."""
    return [
        *_of_codes(document),
        *_of_texts(document, languages),
        *(fault for scale in document.scales for fault in _of_scale(scale)),
        *_of_dimensions(document, capacities),
        *_of_items(document),
        *_of_conditions(document),
        *_of_reviews(document),
        *_of_bridges(document),
    ]


def tidy(document: Document) -> None:
    """What can be written in two ways is written in one, so that it comes out of every file as it went in."""
    for item in document.items:
        if item.relevance:
            item.relevance = relevance.write(relevance.parse(item.relevance))
    for _place, texts in document.texts():
        for language, text in texts.items():
            texts[language] = text.replace("\r\n", "\n").replace("\r", "\n")
    document.reviews.sort(key=lambda review: (review.language, review.place))
    document.bridges.sort(key=lambda bridge: bridge.dimension)


def gaps(document: Document) -> list[Problem]:
    """What is missing before it can be reviewed and published."""
    found = [] if document.items else [Problem(("version",), _("It asks nothing yet: add questions."))]
    found += [*_unbridged(document), *_stale(document)]
    used = {item.scale for item in document.items}
    proven = {item.scale for item in document.items if item.kind == DESCRIBED}
    offering = {item.scale for item in document.items if item.kind in CHOSEN}
    found += [
        Problem(("dimension", dimension.code), _("This part has no questions."))
        for dimension in document.dimensions
        if not dimension.items
    ]
    for scale in document.scales:
        at = ("scale", scale.code)
        if scale.code not in used:
            found.append(Problem(at, _("No question uses this scale.")))
        if scale.code in offering and len(scale.anchors) < 2:
            found.append(Problem(at, _("A choice needs at least two answers.")))
        if scale.code in proven and not _is_described(scale):
            found.append(Problem(at, _("A maturity rubric needs each of its levels described.")))
    return found


def _is_described(scale: Scale) -> bool:
    described = {anchor.value for anchor in scale.anchors if anchor.descriptor.get(ORIGINAL)}
    return len(described) == int((scale.maximum - scale.minimum) / scale.step) + 1


def _unbridged(document: Document) -> Iterator[Problem]:
    is_bridged = document.version.comparability == BRIDGED
    if is_bridged and not document.bridges:
        yield Problem(("version", "comparability"), _("A bridged version needs at least one bridge."))
    if document.bridges and not is_bridged:
        yield Problem(
            ("version", "comparability"), _("It has bridges: then its comparability is “bridged by a table”.")
        )


def _stale(document: Document) -> Iterator[Problem]:
    """In one language nobody is asked something else than in the original."""
    for language, n in sorted(
        Counter(each.language for each in document.reviews if each.state == STALE).items()
    ):
        yield Problem(
            ("translations", language),
            ngettext(
                "%(n)s text in this language translates an English text that has changed: translate it anew, or"
                " empty it.",
                "%(n)s texts in this language translate English texts that have changed: translate them anew, or"
                " empty them.",
                n,
            )
            % {"n": n},
        )


# --- Codes and texts ---


def _of_codes(document: Document) -> Iterator[Problem]:
    for kind, things, longest, most in (
        ("scale", document.scales, LONGEST_SCALE_CODE, MOST_SCALES),
        ("dimension", document.dimensions, LONGEST_CODE, MOST_DIMENSIONS),
        ("item", document.items, LONGEST_CODE, MOST_ITEMS),
    ):
        codes = [thing.code for thing in things]
        if len(codes) > most:
            yield Problem((kind,), _("There are more than %(most)s of them.") % {"most": most})
        for code, times in Counter(codes).items():
            if times > 1:
                yield Problem((kind, code, "code"), _("This code stands here twice."))
            if not SLUG.fullmatch(code) or len(code) > longest:
                yield Problem(
                    (kind, code, "code"),
                    _("A code is of at most %(most)s letters a to z, digits, - and _.") % {"most": longest},
                )
    if not SLUG.fullmatch(document.instrument.code) or len(document.instrument.code) > LONGEST_CODE:
        yield Problem(
            ("instrument", "code"),
            _("A code is of at most %(most)s letters a to z, digits, - and _.") % {"most": LONGEST_CODE},
        )


def _of_texts(document: Document, languages: Collection[str]) -> Iterator[Problem]:
    about = document.instrument
    yield from _of_text(("instrument", "title"), about.title, languages, needed=True)
    yield from _of_text(("instrument", "introduction"), about.introduction, languages)
    for place, texts in document.texts():
        needed = place[-1] in {"label", "name", "stem"}
        yield from _of_text(place, texts, languages, needed=needed)
    for language in document.translations:
        if language not in languages or language == ORIGINAL:
            yield Problem(
                ("translations", language), _("The portal has no such language.") + f" ({language})"
            )


def _of_text(
    place: Place, texts: Texts, languages: Collection[str], *, needed: bool = False
) -> Iterator[Problem]:
    longest = LONGEST.get(place[-1], LONGEST_TEXT)
    if not texts.get(ORIGINAL) and (needed or any(texts.values())):
        yield Problem(place, _("There is no English text; the others are translations of it."))
    for language, text in texts.items():
        if language not in languages:
            yield Problem(place, _("The portal has no such language.") + f" ({language})")
        if len(text) > longest:
            yield Problem(place, _("This text is longer than %(most)s characters.") % {"most": longest})
        if any(ord(sign) < 32 and sign not in "\n\r\t" for sign in text):
            yield Problem(place, _("This text has a character that cannot be kept."))


# --- Scales ---


def _of_scale(scale: Scale) -> Iterator[Problem]:
    at = ("scale", scale.code)
    numbers = {"minimum": scale.minimum, "maximum": scale.maximum, "step": scale.step}
    bad = [name for name, number in numbers.items() if not _fits(number)]
    yield from (Problem((*at, name), _("At most six digits, and three after the point.")) for name in bad)
    if bad:
        return
    if scale.maximum <= scale.minimum:
        yield Problem((*at, "maximum"), _("The highest value must lie above the lowest."))
    if scale.step <= 0:
        yield Problem((*at, "step"), _("A step must be larger than zero."))
        return
    if len(scale.anchors) > MOST_ANCHORS:
        yield Problem((*at, "anchors"), _("There are more than %(most)s of them.") % {"most": MOST_ANCHORS})
    values = Counter(anchor.value for anchor in scale.anchors)
    for value, times in values.items():
        place = (*at, "anchor", plain(value), "value")
        if times > 1:
            yield Problem(place, _("This value stands here twice."))
        if not _fits(value) or not scale.minimum <= value <= scale.maximum:
            yield Problem(place, _("This value lies outside the scale."))
        elif (value - scale.minimum) % scale.step:
            yield Problem(place, _("This value lies between two steps of the scale."))


def _fits(number: Decimal) -> bool:
    return number.is_finite() and abs(number) < LARGEST and number == round(number, 3)


# --- Dimensions and items ---


def _of_dimensions(document: Document, capacities: Collection[str]) -> Iterator[Problem]:
    for dimension in document.dimensions:
        at = ("dimension", dimension.code)
        if dimension.capacity and dimension.capacity not in capacities:
            yield Problem((*at, "capacity"), _("There is no such capacity.") + f" ({dimension.capacity})")
        weight = dimension.weight
        if not weight.is_finite() or not 0 <= weight < 1000 or weight != round(weight, 2):
            yield Problem((*at, "weight"), _("A weight is from 0 to 999, with two digits after the point."))
    version = document.version
    if not 0 <= version.min_answered_share <= 1 or version.min_answered_share != round(
        version.min_answered_share, 2
    ):
        yield Problem(
            ("version", "min_answered_share"), _("A share is from 0 to 1, with two digits after the point.")
        )
    if not (1 <= version.major <= 999 and 0 <= version.minor <= 999):
        yield Problem(("version", "major"), _("A version is from 1.0 to 999.999."))


def _of_items(document: Document) -> Iterator[Problem]:
    scales = {scale.code for scale in document.scales}
    for item in document.items:
        at = ("item", item.code)
        if item.scale and item.scale not in scales:
            yield Problem((*at, "scale"), _("There is no such scale.") + f" ({item.scale})")
        if not item.scale and item.kind in RATED | CHOSEN:
            yield Problem((*at, "scale"), _("This kind of question needs a scale."))
        if item.scale and item.kind == "open":
            yield Problem((*at, "scale"), _("An open question has no scale."))
        if item.aspect != "level" and item.kind not in RATED:
            yield Problem((*at, "aspect"), _("Only questions that are scored can ask for robustness."))
        if item.is_reversed and item.kind not in RATED:
            yield Problem((*at, "is_reversed"), _("Only questions that are scored can be reverse-scored."))


# --- Reviews and bridges ---


def _of_reviews(document: Document) -> Iterator[Problem]:
    known = {
        (language, written_place(place))
        for place, texts in document.texts()
        for language in texts
        if language != ORIGINAL
    }
    twice = Counter((each.language, each.place) for each in document.reviews)
    for pair, times in twice.items():
        at = ("review", *pair)
        if pair not in known:
            yield Problem(at, _("There is no such text in this language."))
        if times > 1:
            yield Problem(at, _("This text stands here twice."))


def _of_bridges(document: Document) -> Iterator[Problem]:
    dimensions = {dimension.code: dimension for dimension in document.dimensions}
    capacities = Counter(dimension.capacity for dimension in document.dimensions if dimension.capacity)
    for code, times in Counter(bridge.dimension for bridge in document.bridges).items():
        at = ("bridge", code, "dimension")
        if code not in dimensions:
            yield Problem(at, _("There is no such part.") + f" ({code[:50]})")
        elif capacities[dimensions[code].capacity] > 1:
            yield Problem(
                at, _("Two parts tell of this capacity: their scores cannot be bridged part by part.")
            )
        if times > 1:
            yield Problem(at, _("This part stands here twice."))
    for bridge in document.bridges:
        yield from _of_bridge(bridge)


def _of_bridge(bridge: Bridge) -> Iterator[Problem]:
    at = ("bridge", bridge.dimension)
    if not bridge.source.strip() or len(bridge.source) > LONGEST_TEXT:
        yield Problem((*at, "source"), _("Please say where this bridge comes from."))
    if not 0 <= bridge.people < MOST_PEOPLE or (bridge.people == 0 and bridge.method != "judgment"):
        yield Problem((*at, "people"), _("How many people answered both? Only a judgment needs none."))
    points = bridge.points
    if not LEAST_POINTS <= len(points) <= MOST_POINTS:
        yield Problem((*at, "points"), _("A bridge has from 2 to 100 points."))
        return
    numbers = [number for point in points for number in (point.old, point.new)]
    if any(not n.is_finite() or not 0 <= n <= 1 or n != round(n, 6) for n in numbers):
        yield Problem(
            (*at, "points"), _("Scores are from 0 to 100, with at most four digits after the point.")
        )
        return
    if points[0].old != 0 or points[-1].old != 1:
        yield Problem((*at, "points"), _("It must reach from the lowest old score, 0, to the highest, 100."))
    if any(b.old <= a.old or b.new < a.new for a, b in pairwise(points)):
        yield Problem((*at, "points"), _("The old scores must rise, and the new ones must not fall."))


def _of_conditions(document: Document) -> Iterator[Problem]:
    """A question may look back only: so no two can wait for each other, and a page can be answered from the top."""
    before: dict[str, Item] = {}
    for item in document.items:
        if item.relevance:
            yield from _of_condition(item, before)
        before[item.code] = item


def _of_condition(item: Item, before: dict[str, Item]) -> Iterator[Problem]:
    at = ("item", item.code, "relevance")
    try:
        expression = relevance.parse(item.relevance)
    except relevance.RelevanceError as error:
        where = {"place": error.place, "found": error.found or "…"}
        yield Problem(at, _("Not understood at character %(place)s: %(found)s") % where)
        return
    unknown = sorted(relevance.names_in(expression) - set(before))
    if unknown:
        yield Problem(
            at,
            _("It may only ask about questions that come before it; these do not: %(codes)s")
            % {"codes": ", ".join(unknown)},
        )
        return
    for part in relevance.comparisons_in(expression):
        yield from (Problem(at, what) for what in _misuse(part, before))


def _misuse(part: relevance.Comparison | relevance.Selected, before: dict[str, Item]) -> Iterator[str]:
    if isinstance(part, relevance.Selected):
        if before[part.name.code].kind != "multiple" and before[part.name.code].kind != "single":
            yield _("selected() is for questions with a choice.")
        return
    sides = [side for side in (part.left, part.right) if isinstance(side, relevance.Name)]
    empties = [side for side in (part.left, part.right) if side == relevance.Value(None)]
    for side in sides:
        kind = before[side.code].kind
        if kind == "multiple" and not empties:
            yield _("Ask with selected() for one of several choices.")
        if kind == "open" and not empties:
            yield _("Words can only be compared with '': whether something was written.")
