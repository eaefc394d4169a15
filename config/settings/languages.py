"""The ten languages of the interface, and of curated content: fixed in code, because each is a set of columns."""

LANGUAGE_CODE = "en"

LANGUAGES = [
    ("en", "English"),
    ("ar", "العربية"),
    ("es", "español"),
    ("fr", "français"),
    ("hi", "हिन्दी"),
    ("id", "Bahasa Indonesia"),
    ("pt-br", "português do Brasil"),
    ("ru", "русский"),
    ("sw", "Kiswahili"),
    ("zh-hans", "中文（简体）"),
]

# A language is offered to readers once its catalog is complete (house test); the others come with the interface issue.
COMPLETE_LANGUAGES = ["en", "ar"]

MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
MODELTRANSLATION_LANGUAGES = tuple(code for code, _ in LANGUAGES)
MODELTRANSLATION_FALLBACK_LANGUAGES = (
    MODELTRANSLATION_LANGUAGES  # what is written in one language alone is read in it
)
