"""The columns of texts that are curated in every language."""

from django.conf import settings
from modeltranslation.utils import build_localized_fieldname


def in_all_languages(*texts: str) -> list[str]:
    """Of `cohort__program__description`, say: what to defer where long texts are not read. To defer the text itself
    leaves those of the languages.
    """
    languages = settings.MODELTRANSLATION_LANGUAGES
    return [*texts, *(build_localized_fieldname(text, code) for text in texts for code in languages)]
