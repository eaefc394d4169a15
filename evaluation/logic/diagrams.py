"""Where the boxes and arrows of a logic model stand: one column per kind of result, mirrored where text runs from right
to left. Numbers only; the template draws.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap

BOX_WIDTH, GAP_X, GAP_Y, MARGIN = 168, 44, 18, 12
LINE, PADDING, HEAD = 18, 12, 34
LETTERS = 21  # of a line in a box
LANE = 12  # below the boxes, one for each link that goes around them


@dataclass(frozen=True, kw_only=True)
class Node:
    key: int
    column: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Box:
    key: int
    x: int
    y: int
    width: int
    height: int
    lines: list[tuple[int, int, str]]  # x, y, text
    text: str


@dataclass(frozen=True, kw_only=True)
class Arrow:
    key: int
    path: str
    is_firm: bool


@dataclass(frozen=True, kw_only=True)
class Head:
    x: int
    y: int
    text: str


@dataclass(frozen=True, kw_only=True)
class Drawing:
    width: int
    height: int
    heads: list[Head]
    boxes: list[Box]
    arrows: list[Arrow]


def draw(
    nodes: Iterable[Node],
    links: Iterable[tuple[int, int, int, bool]],
    columns: Sequence[tuple[str, str]],
    *,
    rtl: bool = False,
) -> Drawing:
    """`links` are (key, cause, effect, firm); `columns` (code, label) in their order, of which empty ones fall away."""
    by_column: dict[str, list[Node]] = {}
    for node in nodes:
        by_column.setdefault(node.column, []).append(node)
    used = [(code, label) for code, label in columns if code in by_column]
    width = 2 * MARGIN + len(used) * BOX_WIDTH + max(0, len(used) - 1) * GAP_X
    boxes: dict[int, Box] = {}
    heads = []
    for place, (code, label) in enumerate(used):
        x = MARGIN + place * (BOX_WIDTH + GAP_X)
        x = width - x - BOX_WIDTH if rtl else x
        heads.append(Head(x=x + BOX_WIDTH // 2, y=MARGIN + LINE, text=label))
        y = MARGIN + HEAD
        for node in by_column[code]:
            box = _box(node, x, y)
            boxes[node.key] = box
            y += box.height + GAP_Y
    height = max((box.y + box.height for box in boxes.values()), default=0) + MARGIN
    arrows = []
    for key, cause, effect, firm in links:
        if cause not in boxes or effect not in boxes:
            continue
        if _is_blocked(boxes[cause], boxes[effect], boxes.values()):
            path = _way_below(boxes[cause], boxes[effect], height)
            height += LANE
        else:
            path = _path(boxes[cause], boxes[effect], rtl=rtl)
        arrows.append(Arrow(key=key, path=path, is_firm=firm))
    return Drawing(width=width, height=height, heads=heads, boxes=list(boxes.values()), arrows=arrows)


def in_words(
    nodes: Mapping[int, str], links: Iterable[tuple[int, int, int, bool]]
) -> list[tuple[str, list[str]]]:
    """Each result with those it leads to: the same for who does not see the drawing."""
    leads: dict[int, list[str]] = {key: [] for key in nodes}
    for _key, cause, effect, _firm in links:
        if cause in leads and effect in nodes:
            leads[cause].append(nodes[effect])
    return [(nodes[key], found) for key, found in leads.items()]


def _box(node: Node, x: int, y: int) -> Box:
    lines = wrap(node.text, LETTERS, break_long_words=True) or [""]
    middle = x + BOX_WIDTH // 2
    placed = [(middle, y + PADDING + LINE * (place + 1) - 5, line) for place, line in enumerate(lines)]
    return Box(
        key=node.key,
        x=x,
        y=y,
        width=BOX_WIDTH,
        height=2 * PADDING + LINE * len(lines),
        lines=placed,
        text=node.text,
    )


def _is_blocked(cause: Box, effect: Box, boxes: Iterable[Box]) -> bool:
    """Whether a box of a column between stands in the way: a line behind it would look like two links."""
    left, right = sorted((cause, effect), key=lambda box: box.x)
    return any(left.x < box.x < right.x and _meets(box, left, right) for box in boxes)


def _meets(box: Box, left: Box, right: Box) -> bool:
    """The curve is taken for the straight line between both, with some room."""
    start, end = left.y + left.height / 2, right.y + right.height / 2
    at = (box.x + BOX_WIDTH / 2 - left.x - BOX_WIDTH) / (right.x - left.x - BOX_WIDTH)
    y = start + (end - start) * at
    return box.y - GAP_Y / 2 <= y <= box.y + box.height + GAP_Y / 2


def _way_below(cause: Box, effect: Box, y: int) -> str:
    """Down in the gap behind the one, along below all boxes, and up in the gap before the other."""
    ahead = 1 if (effect.x > cause.x) else -1
    start_x = cause.x + cause.width if ahead == 1 else cause.x
    end_x = effect.x if ahead == 1 else effect.x + effect.width
    down, up = start_x + ahead * GAP_X // 2, end_x - ahead * GAP_X // 2
    start_y, end_y = cause.y + cause.height // 2, effect.y + effect.height // 2
    below = f"{down + ahead * GAP_X} {y} L{up - ahead * GAP_X} {y}"
    return f"M{start_x} {start_y} C{down} {start_y} {down} {y} {below} C{up} {y} {up} {end_y} {end_x} {end_y}"


def _path(cause: Box, effect: Box, *, rtl: bool) -> str:
    """A curve from the side of one box to the near side of the other; within a column it goes around outside."""
    ahead = -1 if rtl else 1
    start_x = cause.x if rtl else cause.x + cause.width
    start_y, end_y = cause.y + cause.height // 2, effect.y + effect.height // 2
    if cause.x == effect.x:
        bend = start_x + ahead * (GAP_X - 10)
        return f"M{start_x} {start_y} C{bend} {start_y} {bend} {end_y} {start_x} {end_y}"
    end_x = effect.x + effect.width if rtl else effect.x
    if (end_x - start_x) * ahead < 0:  # a link back to an earlier kind
        start_x = cause.x + cause.width if rtl else cause.x
        end_x = effect.x if rtl else effect.x + effect.width
    bend = (start_x + end_x) // 2
    return f"M{start_x} {start_y} C{bend} {start_y} {bend} {end_y} {end_x} {end_y}"
