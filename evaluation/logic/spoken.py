"""What the invented say, in the reader's words (decision 120); what others write stays as they wrote it."""

from dataclasses import dataclass

from django.utils.translation import get_language, gettext


@dataclass(frozen=True)
class Spoken:
    text: str
    language: str


def spoken(text: str, language: str, *, is_demo: bool) -> Spoken:
    """The words and the language in which they are shown."""
    if not text or not is_demo:
        return Spoken(text, language)
    text = text.replace(
        "\r\n", "\n"
    )  # as forms send it: messages have none, and what differs by it is no translation
    found = gettext(text)
    return Spoken(found, get_language() or language if found != text else language)
