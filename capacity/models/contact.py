from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from capacity.models.stakeholder import Stakeholder


class ContactKind(models.TextChoices):
    EMAIL = "email", pgettext_lazy("contact", "E-mail")
    WIKI = "wiki", pgettext_lazy("contact", "Page on a wiki")
    WEB = "web", pgettext_lazy("contact", "Page on the web")
    CHAT = "chat", pgettext_lazy("contact", "Chat or mailing list")


class Contact(models.Model):
    """How a person or an organization wants to be reached. Not the address of an account: that is shown nowhere."""

    stakeholder = models.ForeignKey(
        Stakeholder, verbose_name=_("stakeholder"), on_delete=models.CASCADE, related_name="contacts"
    )
    kind = models.CharField(_("kind"), max_length=5, choices=ContactKind.choices)
    address = models.CharField(_("address"), max_length=300)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["kind"]
        constraints = [
            models.UniqueConstraint(fields=["stakeholder", "kind"], name="one_contact_of_a_kind"),
            models.CheckConstraint(name="contact_known_kind", condition=Q(kind__in=ContactKind.values)),
            models.CheckConstraint(
                name="contact_is_an_address",
                condition=Q(kind="email", address__contains="@")
                | (~Q(kind="email") & (Q(address__startswith="https://") | Q(address__startswith="http://"))),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def href(self) -> str:
        return f"mailto:{self.address}" if self.kind == ContactKind.EMAIL else self.address
