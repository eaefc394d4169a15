import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stamped(models.Model):
    """A row that knows when it was made and last changed (UTC), and its public id."""

    public_id = models.UUIDField(_("public id"), default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    class Meta:
        abstract = True
