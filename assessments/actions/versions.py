"""An instrument's version on its way: draft, in review, published, retired."""

import hashlib

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.actions.version_links import AS_IT_IS, link
from assessments.formats.versions import canonical
from assessments.logic.comparison import differences, needs_major
from assessments.logic.document_checks import gaps
from assessments.logic.documents import Document
from assessments.models import InstrumentVersion
from assessments.queries.documents import document_of
from assessments.states import VERSION_MOVES, VersionState
from capacity.models import User
from common.log import record
from common.moves import check_move


@transaction.atomic
def submit_for_review(version: InstrumentVersion, *, by: User | None) -> InstrumentVersion:
    """Refuses (ValidationError) what is not whole, and a minor version that measures something else than before."""
    return _move(version, VersionState.IN_REVIEW, by=by)


@transaction.atomic
def return_to_draft(version: InstrumentVersion, *, by: User | None) -> InstrumentVersion:
    return _move(version, VersionState.DRAFT, by=by)


@transaction.atomic
def publish(version: InstrumentVersion, *, by: User | None) -> InstrumentVersion:
    """Fixes the content and its hash for ever, and retires the published version of the same major number.

    Refuses (ValidationError) the person who asked for the review.
    """
    if by is not None and InstrumentVersion.objects.filter(pk=version.pk, submitted_by=by).exists():
        raise ValidationError(_("Who asked for the review does not publish it: a second person does."))
    for before in InstrumentVersion.objects.filter(
        instrument=version.instrument_id, major=version.major, state=VersionState.PUBLISHED
    ):
        retire(before, by=by)
    return _move(version, VersionState.PUBLISHED, by=by)


@transaction.atomic
def retire(version: InstrumentVersion, *, by: User | None) -> InstrumentVersion:
    """Waves that ask it go on; no new wave can be planned with it."""
    return _move(version, VersionState.RETIRED, by=by)


def check_ready(version: InstrumentVersion) -> None:
    """Raises ValidationError with all that stands between a draft and its review."""
    document = document_of(version)
    found = [each.what for each in gaps(document)]
    before = version.supersedes
    if before is None:
        found += [_("There is no version before: nothing can be bridged.")] if document.bridges else []
    else:
        found += _faults_beside(document_of(before), document)
    if found:
        raise ValidationError(found)


def _faults_beside(before: Document, document: Document) -> list[str]:
    changed = differences(before, document)
    found = []
    if before.version.major == document.version.major:
        if not changed and dict(before.texts()) == dict(document.texts()):
            found.append(_("Nothing differs from the version before."))
        if needs_major(changed):
            found.append(
                _("It asks or scores something else than the version before: that needs a major version.")
            )
    elif needs_major(changed) and document.version.comparability in AS_IT_IS:
        found.append(
            _(
                "It asks or scores something else than the version before: say that it is bridged, or not comparable."
            )
        )
    return found + unbridgeable(before, document)


def unbridgeable(before: Document, document: Document) -> list[str]:
    """Bridges of parts that the version before did not have, or that told of another capacity."""
    old = {dimension.code: dimension.capacity for dimension in before.dimensions}
    now = {dimension.code: dimension.capacity for dimension in document.dimensions}
    return [
        _("%(part)s: the version before has no such part for this capacity; it cannot be bridged.")
        % {"part": bridge.dimension}
        for bridge in document.bridges
        if bridge.dimension not in old or old[bridge.dimension] != now[bridge.dimension]
    ]


def content_hash(version: InstrumentVersion) -> str:
    return hashlib.sha256(canonical(version)).hexdigest()


def _move(version: InstrumentVersion, wanted: VersionState, *, by: User | None) -> InstrumentVersion:
    locked = InstrumentVersion.objects.select_for_update(of=["self"]).select_related("instrument")
    version = locked.get(pk=version.pk)
    before = version.state
    check_move(VERSION_MOVES, before, wanted)
    if wanted == VersionState.IN_REVIEW:
        check_ready(version)
    version.state = wanted
    fields = ["state", "updated_at"]
    if wanted in {VersionState.IN_REVIEW, VersionState.DRAFT}:
        version.submitted_by = by if wanted == VersionState.IN_REVIEW else None
        fields.append("submitted_by")
    if wanted == VersionState.PUBLISHED:
        version.content_hash, version.published_at = content_hash(version), timezone.now()
        fields += ["content_hash", "published_at"]
    version.save(update_fields=fields)
    if wanted == VersionState.PUBLISHED:
        link(version)
    record(
        f"assessments.versions.{wanted}", version, by=by, before={"state": before}, after={"state": wanted}
    )
    return version
