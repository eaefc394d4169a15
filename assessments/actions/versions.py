"""An instrument's version on its way: draft, in review, published, retired."""

import hashlib

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.formats.versions import canonical
from assessments.models import InstrumentVersion
from assessments.states import VERSION_MOVES, VersionState
from capacity.models import User
from common.log import record
from common.moves import check_move


@transaction.atomic
def submit_for_review(version: InstrumentVersion, *, by: User | None) -> InstrumentVersion:
    """Refuses (ValidationError) a version that asks nothing."""
    return _move(version, VersionState.IN_REVIEW, by=by)


@transaction.atomic
def return_to_draft(version: InstrumentVersion, *, by: User | None) -> InstrumentVersion:
    return _move(version, VersionState.DRAFT, by=by)


@transaction.atomic
def publish(version: InstrumentVersion, *, by: User | None) -> InstrumentVersion:
    """Fixes the content and its hash for ever, and retires the published version of the same major number."""
    for before in InstrumentVersion.objects.filter(
        instrument=version.instrument_id, major=version.major, state=VersionState.PUBLISHED
    ):
        retire(before, by=by)
    return _move(version, VersionState.PUBLISHED, by=by)


@transaction.atomic
def retire(version: InstrumentVersion, *, by: User | None) -> InstrumentVersion:
    """Waves that ask it go on; no new wave can be planned with it."""
    return _move(version, VersionState.RETIRED, by=by)


def content_hash(version: InstrumentVersion) -> str:
    return hashlib.sha256(canonical(version)).hexdigest()


def _move(version: InstrumentVersion, wanted: VersionState, *, by: User | None) -> InstrumentVersion:
    locked = InstrumentVersion.objects.select_for_update(of=["self"]).select_related("instrument")
    version = locked.get(pk=version.pk)
    before = version.state
    check_move(VERSION_MOVES, before, wanted)
    if wanted == VersionState.IN_REVIEW and not version.items.exists():
        raise ValidationError(_("This version asks nothing yet: add questions first."))
    version.state = wanted
    fields = ["state", "updated_at"]
    if wanted == VersionState.PUBLISHED:
        version.content_hash, version.published_at = content_hash(version), timezone.now()
        fields += ["content_hash", "published_at"]
    version.save(update_fields=fields)
    record(
        f"assessments.versions.{wanted}", version, by=by, before={"state": before}, after={"state": wanted}
    )
    return version
