import re

from django.db import models
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from common.triggers import tells_of

# As the reference data write dates that are not known to the day or the year.
DATES = {
    r"about (?P<year>\d{4})": gettext_noop("about %(year)s"),
    r"(?P<year>\d{4}) or later": gettext_noop("%(year)s or later"),
    r"various": gettext_noop("various dates"),
}


class Source(models.Model):
    """Where a fact of the reference data comes from; `as_of` is the date of the content and may be a year only."""

    code = models.CharField(_("code"), max_length=80, primary_key=True)
    title = models.CharField(_("title"), max_length=300)
    url = models.URLField(_("address"), max_length=500, blank=True)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=80, blank=True)
    as_of = models.CharField(_("as of"), max_length=40, blank=True)
    license = models.CharField(_("license"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("source")
        triggers = tells_of("words", subject="NULL")
        verbose_name_plural = _("sources")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title

    @property
    def as_of_in_words(self) -> str:
        for pattern, words in DATES.items():
            found = re.fullmatch(pattern, self.as_of)
            if found:
                return gettext(words) % found.groupdict()
        return self.as_of
