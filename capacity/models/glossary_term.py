from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from capacity.models.capacity import Capacity
from capacity.models.source import Source
from common.models import Stamped


class GlossaryTerm(Stamped):
    """A word of the shared language, and what it means here."""

    slug = models.SlugField(_("id"), max_length=80, unique=True)
    term = models.CharField(_("term"), max_length=120)
    definition = models.TextField(_("definition"))
    topic = models.PositiveSmallIntegerField(_("founding topic (1 to 7)"), null=True, blank=True)
    capacity = models.ForeignKey(
        Capacity,
        verbose_name=_("capacity"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="terms",
    )
    source = models.ForeignKey(
        Source, verbose_name=_("source"), on_delete=models.PROTECT, null=True, blank=True
    )

    class Meta:
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary terms")
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                name="topic_is_one_of_seven", condition=Q(topic=None) | Q(topic__range=(1, 7))
            )
        ]

    def __str__(self) -> str:
        return self.term

    def get_absolute_url(self) -> str:
        return f"{reverse('capacity:glossary')}#{self.slug}"
