"""Which texts of `capacity` are curated in every language of the interface."""

from modeltranslation.translator import TranslationOptions, register

from capacity.models import (
    Capacity,
    Category,
    ConsentText,
    DemographicDimension,
    DemographicOption,
    GlossaryTerm,
    ProficiencyLevel,
    Region,
)


@register(Category)
class CategoryTranslation(TranslationOptions):
    fields = ("name", "description")


@register(Capacity)
class CapacityTranslation(TranslationOptions):
    fields = ("name", "description")


@register(GlossaryTerm)
class GlossaryTermTranslation(TranslationOptions):
    fields = ("term", "definition")


@register(ProficiencyLevel)
class ProficiencyLevelTranslation(TranslationOptions):
    fields = ("name", "description")


@register(Region)
class RegionTranslation(TranslationOptions):
    fields = ("name",)


@register(ConsentText)
class ConsentTextTranslation(TranslationOptions):
    fields = ("text",)


@register(DemographicDimension)
class DemographicDimensionTranslation(TranslationOptions):
    fields = ("name", "help_text", "basis")


@register(DemographicOption)
class DemographicOptionTranslation(TranslationOptions):
    fields = ("label",)
