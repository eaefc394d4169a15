"""Which language a curated text is shown in: the reader's, or the one it falls back to."""

from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from modeltranslation.utils import build_localized_fieldname

from capacity.logic.taxonomy import UnknownLanguageError
from capacity.models import Capacity, CapacityLabel


def foreign_language(row: Any, field: str) -> str:
    """The language the text is in where it is not the reader's, else nothing."""
    language = get_language() or settings.LANGUAGE_CODE
    if language == settings.LANGUAGE_CODE or getattr(row, build_localized_fieldname(field, language)):
        return ""
    return settings.LANGUAGE_CODE


def label_in(capacity: Capacity, language: str) -> str:
    """Its own name in that language and no other, or nothing."""
    if language in settings.MODELTRANSLATION_LANGUAGES:
        return getattr(capacity, build_localized_fieldname("name", language)) or ""
    label = CapacityLabel.objects.filter(capacity=capacity, language=language).first()
    return label.name if label else ""


def description_in(capacity: Capacity, language: str) -> str:
    """The same for its description. Refuses a language that the interface does not have."""
    if language not in settings.MODELTRANSLATION_LANGUAGES:
        raise UnknownLanguageError
    return getattr(capacity, build_localized_fieldname("description", language)) or ""
