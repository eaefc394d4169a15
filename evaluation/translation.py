"""Which texts of `evaluation` are curated in every language of the interface."""

from modeltranslation.translator import TranslationOptions, register

from evaluation.models import Indicator


@register(Indicator)
class IndicatorTranslation(TranslationOptions):
    fields = ("name", "definition")
