"""Which language a curated text is shown in: the reader's, or the one it falls back to."""

from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from modeltranslation.utils import build_localized_fieldname


def foreign_language(row: Any, field: str) -> str:
    """The language the text is in where it is not the reader's, else nothing."""
    language = get_language() or settings.LANGUAGE_CODE
    if language == settings.LANGUAGE_CODE or getattr(row, build_localized_fieldname(field, language)):
        return ""
    return settings.LANGUAGE_CODE
