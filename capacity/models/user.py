from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.models import Stamped


class Theme(models.TextChoices):
    AUTO = "auto", pgettext_lazy("theme", "as my device")
    LIGHT = "light", pgettext_lazy("theme", "light")
    DARK = "dark", pgettext_lazy("theme", "dark")


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email) or None, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin, Stamped):
    """An account. Who the person is stands in her `Stakeholder`; how she signs in belongs to allauth."""

    email = models.EmailField(_("e-mail"), unique=True, null=True, blank=True)
    wikimedia_username = models.CharField(_("Wikimedia user name"), max_length=255, blank=True)
    wikimedia_sub = models.CharField(_("Wikimedia account number"), max_length=40, blank=True)
    language = models.CharField(_("language of pages and letters"), max_length=12, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=60, blank=True)
    theme = models.CharField(_("theme"), max_length=5, choices=Theme.choices, default=Theme.AUTO)
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("staff"), default=False)
    is_demo = models.BooleanField(_("demo"), default=False)
    date_joined = models.DateTimeField(_("joined at"), default=timezone.now)
    erased_at = models.DateTimeField(_("erased at"), null=True, blank=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_account_per_email"),
            models.UniqueConstraint(
                fields=["wikimedia_sub"],
                name="one_account_per_wikimedia_sub",
                condition=~models.Q(wikimedia_sub=""),
            ),
            models.CheckConstraint(name="user_known_theme", condition=models.Q(theme__in=Theme.values)),
            models.CheckConstraint(
                name="erased_account_is_empty",
                condition=models.Q(erased_at=None)
                | models.Q(email=None, wikimedia_username="", is_active=False),
            ),
        ]

    def __str__(self) -> str:
        return f"account {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """allauth says "" where an account has no address; two of those would be the same one."""
        self.email = self.email or None
        super().save(*args, **kwargs)

    @cached_property
    def numbers(self) -> list[int]:
        """Of this account, and of those that became part of it: what cannot change stands under them on."""
        found = latest = [self.pk]
        while latest:
            latest = list(User.objects.filter(merge__kept__in=latest).values_list("pk", flat=True))
            found = [*found, *latest]
        return found

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone or "UTC")
