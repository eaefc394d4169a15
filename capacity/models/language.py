from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.triggers import tells_of


class Direction(models.TextChoices):
    LTR = "ltr", pgettext_lazy("writing direction", "left to right")
    RTL = "rtl", pgettext_lazy("writing direction", "right to left")


class Language(models.Model):
    """A language of the Wikimedia universe; its code is MediaWiki's."""

    code = models.CharField(_("code"), max_length=20, primary_key=True)
    name_en = models.CharField(_("English name"), max_length=120)
    autonym = models.CharField(_("name in itself"), max_length=120, blank=True)
    script = models.CharField(_("script (ISO 15924)"), max_length=4, blank=True)
    direction = models.CharField(
        _("direction"), max_length=3, choices=Direction.choices, default=Direction.LTR
    )
    iso639_3 = models.CharField(_("ISO 639-3"), max_length=3, blank=True)
    redirect_to = models.ForeignKey(
        "self",
        verbose_name=_("use instead"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    in_mediawiki = models.BooleanField(_("MediaWiki has it"), default=False)
    open_wikis = models.PositiveSmallIntegerField(_("open content wikis"), default=0)

    class Meta:
        verbose_name = _("language")
        triggers = tells_of("words", subject="NULL")
        verbose_name_plural = _("languages")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.autonym or self.name_en
