"""Applications: what a cohort's form asks, what is answered, and what somebody needs to take part."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from capacity.models import Stakeholder, User
from common.log import record
from programs.actions import enrollments, moves
from programs.logic import refusals
from programs.logic.applications import Content
from programs.models import AccessNeed, BlockAnswer, BlockKind, Cohort, Enrollment, FormBlock, NeedState
from programs.models.application import ONCE_A_FORM

# --- Applying ---


@transaction.atomic
def submit(
    cohort: Cohort,
    *,
    person: Stakeholder,
    by: User,
    content: Content,
    named_by: Stakeholder | None = None,
) -> Enrollment:
    """Sends the application, also one that was a draft: see `enrollments.apply`. Refuses the same, and needs without
    consent. An organization that has named her speaks for her, whether or not she is affiliated.
    """
    if (content.needs or content.needs_details) and not content.consented:
        raise refusals.NoConsentError
    enrollment = enrollments.apply(
        cohort,
        person=person,
        by=by,
        organization=content.organization,
        motivation=content.motivation,
        named_by=named_by,
    )
    _keep(enrollment, content)
    return enrollment


@transaction.atomic
def keep_draft(cohort: Cohort, *, person: Stakeholder, by: User, content: Content) -> Enrollment:
    """Keeps what is written so far, complete or not. Refuses as `enrollments.keep_draft` does."""
    draft = enrollments.keep_draft(
        cohort, person=person, by=by, organization=content.organization, motivation=content.motivation
    )
    _keep(draft, content)
    return draft


def _keep(enrollment: Enrollment, content: Content) -> None:
    BlockAnswer.objects.filter(enrollment=enrollment).delete()
    BlockAnswer.objects.bulk_create(
        BlockAnswer(enrollment=enrollment, block=block, value=value)
        for block, value in content.answers.items()
        if value not in (None, "", [], False)
    )
    _keep_needs(enrollment, content)


def _keep_needs(enrollment: Enrollment, content: Content) -> None:
    AccessNeed.objects.filter(enrollment=enrollment).delete()
    if not content.consented:
        return
    kinds = list(content.needs) or ([""] if content.needs_details else [])
    AccessNeed.objects.bulk_create(
        AccessNeed(
            enrollment=enrollment,
            kind=kind,
            details=content.needs_details if place == 0 else "",
            consented_at=timezone.now(),
        )
        for place, kind in enumerate(kinds)
    )


# --- The form ---


@transaction.atomic
def add_block(cohort: Cohort, *, kind: str, by: User, **words: Any) -> FormBlock:
    """Puts a block at the end of the form. Refuses a second block of motivation or access needs."""
    cohort = moves.lock(cohort.pk)
    _begin_with_what_is_usual(cohort)
    asked = cohort.form_blocks.asked()
    if kind in ONCE_A_FORM and asked.filter(kind=kind).exists():
        raise refusals.BlockTwiceError
    block = FormBlock.objects.create(cohort=cohort, kind=kind, position=asked.count(), **words)
    record("programs.applications.add_block", block, by=by, after={"kind": kind})
    return block


@transaction.atomic
def change_block(block: FormBlock, *, by: User, seen: str = "", **words: Any) -> FormBlock:
    """Changes a block; where it was answered, those answers stay with the old version and a new one is asked. Refuses
    what is not any more as she has seen it: what another person wrote meanwhile is not lost unread.
    """
    moves.lock(block.cohort_id)
    seen = seen or block.revision
    kept = FormBlock.objects.select_for_update().asked().filter(pk=block.pk).first()
    if kept is None or kept.revision != seen:
        raise refusals.BlockChangedError
    block = kept
    if block.answers.exists():
        block.retired_at = timezone.now()
        block.save(update_fields=["retired_at", "updated_at"])
        block = FormBlock(
            cohort_id=block.cohort_id,
            key=block.key,
            version=block.version + 1,
            kind=block.kind,
            position=block.position,
        )
    for name, value in words.items():
        setattr(block, name, value)
    block.save()
    record("programs.applications.change_block", block, by=by, after={"version": block.version})
    return block


@transaction.atomic
def retire_block(block: FormBlock, *, by: User) -> None:
    """Asks this no more; what was answered stays."""
    moves.lock(block.cohort_id)
    if block.answers.exists():
        FormBlock.objects.filter(pk=block.pk).update(retired_at=timezone.now())
    else:
        FormBlock.objects.filter(pk=block.pk).delete()
    record("programs.applications.retire_block", block, by=by)


@transaction.atomic
def move_block(block: FormBlock, *, up: bool, by: User) -> None:
    """Changes places with its neighbor; nothing happens at the end of the form, and to what is asked no more."""
    moves.lock(block.cohort_id)
    order = list(FormBlock.objects.filter(cohort=block.cohort_id).asked())
    if block not in order:
        return
    place = order.index(block) + (-1 if up else 1)
    if 0 <= place < len(order):
        order.remove(block)
        order.insert(place, block)
        for position, each in enumerate(order):
            each.position = position
        FormBlock.objects.bulk_update(order, ["position"])
        record("programs.applications.move_block", block, by=by, after={"position": place})


def _begin_with_what_is_usual(cohort: Cohort) -> None:
    """A form that nobody has composed asks for motivation and needs: the first block added joins these two."""
    if cohort.form_blocks.exists():
        return
    FormBlock.objects.create(cohort=cohort, kind=BlockKind.MOTIVATION, required=True, position=0)
    FormBlock.objects.create(cohort=cohort, kind=BlockKind.ACCESS_NEEDS, position=1)


# --- Needs ---


@transaction.atomic
def decide_need(
    need: AccessNeed, *, state: str, by: User, cost: Decimal | None = None, currency: str = ""
) -> AccessNeed:
    """Marks a need as met or not, with what it cost; it may be decided anew."""
    need = AccessNeed.objects.select_for_update().get(pk=need.pk)
    before, need.state = need.state, NeedState(state)
    need.cost, need.currency = cost, currency if cost is not None else ""
    need.decided_by, need.decided_at = (by, timezone.now()) if state != NeedState.OPEN else (None, None)
    need.save(update_fields=["state", "cost", "currency", "decided_by", "decided_at", "updated_at"])
    record(
        "programs.applications.decide_need",
        need.enrollment,
        by=by,
        before={"state": before},
        after={"state": state},
    )
    return need


def forget_needs() -> int:
    """Deletes what people needed in cohorts long over; returns how many rows."""
    limit = timezone.now().date() - timedelta(days=settings.ACCESS_NEED_DAYS)
    deleted, _by_model = AccessNeed.objects.filter(enrollment__cohort__ends_on__lt=limit).delete()
    return deleted
