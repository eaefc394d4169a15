"""One spelling for every script: what is searched and what is typed are brought to the same form."""

import re
import unicodedata

ARABIC_FORMS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ـ": None})
LATIN_FORMS = str.maketrans(
    {"ı": "i", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"}
)
CJK = re.compile(r"[぀-ヿ㐀-䶿一-鿿가-힯]+")


def normalize(text: str) -> str:
    """Fold case, accents, Arabic marks and letter forms, and white space; "Açık" -> "acik"."""
    folded = unicodedata.normalize("NFKD", text.translate(ARABIC_FORMS)).casefold()
    bare = "".join(letter for letter in folded if not unicodedata.category(letter).startswith("M"))
    return " ".join(unicodedata.normalize("NFC", bare.translate(LATIN_FORMS).translate(ARABIC_FORMS)).split())


def searchable(*texts: str) -> str:
    """What is stored beside a row: its texts normalized, and runs of CJK also as pairs, so that two signs are found."""
    whole = normalize(" ".join(text for text in texts if text))
    pairs = {run[i : i + 2] for run in CJK.findall(whole) for i in range(len(run) - 1)}
    return " ".join([whole, *sorted(pairs)])
