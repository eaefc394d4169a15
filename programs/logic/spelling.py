"""Which words somebody may have meant: letters left out, doubled, exchanged or swapped; and words of the same stem."""

from collections.abc import Collection

SHORTEST = 4  # letters of a word that is worth guessing
MOST = 8  # words taken for one that was typed
STEM = 5  # letters that words of one family share at least
LONG, VERY_LONG = 7, 12


def mistakes_allowed(word: str) -> int:
    if len(word) < SHORTEST or not word.isalpha():
        return 0
    return 1 + (len(word) >= LONG) + (len(word) >= VERY_LONG)


def meant(word: str, known: Collection[str]) -> list[str]:
    """Of the words at hand those with the fewest mistakes; none where even these have too many."""
    allowed = mistakes_allowed(word)
    found: dict[int, list[str]] = {}
    for other in known:
        mistakes = distance_to_its_beginning(word, other, allowed)
        if mistakes <= allowed:
            found.setdefault(mistakes, []).append(other)
    nearest = found[min(found)] if found else []
    return sorted(nearest, key=lambda other: (abs(len(other) - len(word)), other))[:MOST]


def family(word: str, known: Collection[str]) -> list[str]:
    """Words that begin as this one does: “organizer” for “organizing”."""
    least = max(STEM, 0.7 * len(word))
    kin = [other for other in known if word not in other and shared(word, other) >= least]
    return sorted(kin, key=lambda other: (-shared(word, other), len(other), other))[:MOST]


def shared(word: str, other: str) -> int:
    """How many letters both begin with."""
    for place, (mine, its) in enumerate(zip(word, other, strict=False)):
        if mine != its:
            return place
    return min(len(word), len(other))


def distance_to_its_beginning(word: str, other: str, allowed: int) -> int:
    """From the whole word, or, for who has not typed it to its end, from what it begins with."""
    if len(word) - len(other) > allowed:
        return allowed + 1
    if len(other) - len(word) <= allowed:
        return distance(word, other)
    return 1 + distance(word, other[: len(word)]) if len(word) >= LONG else allowed + 1


def distance(word: str, other: str) -> int:
    """Letters to add, drop, exchange, or swap with their neighbor (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(word, start=1):
        earlier, before, row = before, row, [place]
        for turn, its in enumerate(other, start=1):
            cost = min(before[turn] + 1, row[turn - 1] + 1, before[turn - 1] + (letter != its))
            swapped = place > 1 and turn > 1 and letter == other[turn - 2] and word[place - 2] == its
            row.append(min(cost, earlier[turn - 2] + 1) if swapped else cost)
    return row[-1]
