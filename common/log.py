"""The one way to write the action log."""

from typing import Any

from django.db.models import Model

from common.models import ActionLog


def record(
    verb: str,
    obj: Model,
    *,
    by: Any,  # an account, or None where the portal itself acts
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> ActionLog:
    """Write who did what, in the caller's transaction. Values are ids and codes, never personal text."""
    return ActionLog.objects.create(
        verb=verb,
        by=by,
        object_type=obj._meta.label_lower,
        object_id=obj.pk,
        before=before or {},
        after=after or {},
        reason=reason,
        is_demo=bool(getattr(obj, "is_demo", False) or getattr(by, "is_demo", False)),
    )
