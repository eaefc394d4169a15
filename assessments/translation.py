"""Which texts of `assessments` are curated in every language of the interface."""

from modeltranslation.translator import TranslationOptions, register

from assessments.models import Dimension, Instrument, Item, ScaleAnchor


@register(Instrument)
class InstrumentTranslation(TranslationOptions):
    fields = ("title", "introduction")


@register(Dimension)
class DimensionTranslation(TranslationOptions):
    fields = ("name",)


@register(Item)
class ItemTranslation(TranslationOptions):
    fields = ("stem", "help_text")


@register(ScaleAnchor)
class ScaleAnchorTranslation(TranslationOptions):
    fields = ("label", "descriptor")
