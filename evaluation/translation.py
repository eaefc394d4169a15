"""Which texts of `evaluation` are curated in every language of the interface."""

from modeltranslation.translator import TranslationOptions, register

from evaluation.models import Disaggregation, DisaggregationValue, Indicator


@register(Indicator)
class IndicatorTranslation(TranslationOptions):
    fields = ("name", "definition")


@register(Disaggregation)
class DisaggregationTranslation(TranslationOptions):
    fields = ("name",)


@register(DisaggregationValue)
class DisaggregationValueTranslation(TranslationOptions):
    fields = ("name",)
