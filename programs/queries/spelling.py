"""What somebody who typed a word may have meant, among the words that public programs say: one statement for a whole
search, which never looks at more than a bounded number of words.
"""

from collections.abc import Sequence

from django.db import connection

from programs.logic import spelling

IS_SAID, IS_NEAR = 1, 2
LOOK_UP = """
    (SELECT %(number)s::int, 1, word FROM programs_catalogword WHERE word LIKE %(inside)s LIMIT 1)
    UNION ALL
    (SELECT %(number)s::int, 2, word FROM programs_catalogword WHERE near && programs_near(%(word)s) LIMIT 60)
    UNION ALL
    (SELECT %(number)s::int, 2, word FROM programs_catalogword
    WHERE word %%%% %(word)s ORDER BY similarity(word, %(word)s) DESC, word LIMIT 60)
"""

Spellings = tuple[tuple[str, ...], ...]  # for each word that was typed: what is looked for


def spellings(words: Sequence[str]) -> Spellings:
    """A word that is said somewhere stands with others of its family; instead of one that is said nowhere stands what
    it is taken for, if anything.
    """
    asked = [word for word in words if spelling.mistakes_allowed(word)]
    if not asked:
        return tuple((word,) for word in words)
    said, near = _looked_up(asked)
    return tuple(_spelled(word, word in said, near.get(word, set())) for word in words)


def _spelled(word: str, is_said: bool, near: set[str]) -> tuple[str, ...]:
    if is_said:
        return (word, *spelling.family(word, near))
    return tuple(spelling.meant(word, near)) or (word,)


def _looked_up(words: Sequence[str]) -> tuple[set[str], dict[str, set[str]]]:
    names = ("number", "inside", "word")
    parts, values = list[str](), dict[str, str | int]()
    for number, word in enumerate(words):
        parts.append(LOOK_UP % {name: f"%({name}_{number})s" for name in names})
        values |= {f"number_{number}": number, f"inside_{number}": f"%{word}%", f"word_{number}": word}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        rows = cursor.fetchall()
    said = {words[number] for number, kind, _word in rows if kind == IS_SAID}
    near: dict[str, set[str]] = {}
    for number, kind, word in rows:
        if kind == IS_NEAR:
            near.setdefault(words[number], set()).add(word)
    return said, near
