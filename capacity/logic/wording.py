"""Where a text mentions the words of a glossary; and where a page may explain them."""

import re
from collections.abc import Callable, Iterator

CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
WORD = re.compile(r"\w+")
# Of a page: what is passed over whole (where a button may not stand, or would be in the way), and the beginning of
# a paragraph, an item or a definition in the reader's own language.
PROSE = re.compile(
    r"<(a|article|button|code|form|h[1-6]|label|nav|script|select|style|summary|svg|table|textarea)\b"
    r"|<(?:p|li|dd|figcaption)\b(?![^>]*\blang=)[^>]*>([^<]{4,})",
)


class Words:
    """The terms of a glossary in one language, made ready to be found."""

    def __init__(self, terms: dict[str, str]) -> None:
        self.slugs = {plain(term): slug for slug, term in terms.items() if plain(term)}
        self.pattern = pattern(self.slugs)
        self.openings = {WORD.findall(word)[0] for word in self.slugs if WORD.search(word)}
        self.has_signs = any(CJK.search(word) for word in self.slugs)

    def mentions(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Beginning, end and slug."""
        if self.slugs and self.may_stand_in(text):
            for found in self.pattern.finditer(text):
                word = found[0].casefold()
                slug = self.slugs.get(word) or self.slugs.get(word.removesuffix("s"))
                if slug:
                    yield found.start(), found.end(), slug

    def may_stand_in(self, text: str) -> bool:
        """Quickly: most texts mention none."""
        openings = self.openings
        said = WORD.findall(text.casefold())
        return self.has_signs or any(word in openings or word.removesuffix("s") in openings for word in said)


def mark(page: str, words: Words, *, most: int, known: set[str], button: Callable[[str, str], str]) -> str:
    """The page with a button for the first mention of `most` terms that are not known; then they are."""
    parts, at, left = [], 0, most
    for begin, text in prose(page):
        if not left:
            break
        for start, end, slug in words.mentions(text):
            if slug in known or not left:
                continue
            known.add(slug)
            left -= 1
            parts += [page[at : begin + start], button(slug, text[start:end])]
            at = begin + end
    return "".join([*parts, page[at:]])


def prose(page: str) -> Iterator[tuple[int, str]]:
    """The beginnings of paragraphs, and where they stand."""
    at = 0
    while found := PROSE.search(page, at):
        at = found.end()
        if found[2]:
            yield found.start(2), found[2]
        else:
            at = max(at, page.find(f"</{found[1]}>", at))


def plain(term: str) -> str:
    """As it stands in a sentence: without what is in brackets."""
    return re.sub(r"\s*[(（].*?[)）]", "", term).strip().casefold()


def pattern(words: dict[str, str]) -> re.Pattern[str]:
    """The longest first; whole words, with the plural of English, where a script has spaces between words."""
    longest = sorted(words, key=len, reverse=True)
    bounded = [re.escape(word) for word in longest if not CJK.search(word)]
    signs = [re.escape(word) for word in longest if CJK.search(word)]
    choices = [rf"(?<!\w)(?:{'|'.join(bounded)})s?(?!\w)"] if bounded else []
    return re.compile("|".join([*choices, *signs]), re.IGNORECASE)
