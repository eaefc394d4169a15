"""Recordings, slides and notes of sessions."""

from django.db import transaction
from django.utils import timezone

from capacity.models import User
from common.log import record
from programs.logic import refusals
from programs.models import SessionMaterial


@transaction.atomic
def save(material: SessionMaterial, *, by: User) -> SessionMaterial:
    """Adds it, or changes it. Refuses: a session that is cancelled, or has not begun."""
    created = material.pk is None
    if material.session.cancelled_at is not None:
        raise refusals.SessionCancelledError
    if material.session.starts_at > timezone.now():
        raise refusals.MaterialTooEarlyError
    if created:
        material.added_by, material.is_demo = by, material.session.is_demo
    material.save()
    told = {"kind": material.kind, "audience": material.audience}
    record(f"programs.materials.{'add' if created else 'change'}", material, by=by, after=told)
    return material


@transaction.atomic
def remove(material: SessionMaterial, *, by: User) -> None:
    """The link goes; what it led to lies elsewhere, and stays."""
    record("programs.materials.remove", material, by=by, before={"kind": material.kind})
    material.delete()
