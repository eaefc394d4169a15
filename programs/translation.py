"""Which texts of `programs` are curated in every language of the interface."""

from modeltranslation.translator import TranslationOptions, register

from programs.models import Method, Program


@register(Method)
class MethodTranslation(TranslationOptions):
    fields = ("name", "description")


@register(Program)
class ProgramTranslation(TranslationOptions):
    fields = ("title", "summary", "description", "prerequisites")
