"""Applications as they are read: what was asked, what was answered, what somebody needs."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from programs.models import (
    AccessNeed,
    BlockAnswer,
    BlockKind,
    Cohort,
    Enrollment,
    FormBlock,
    NeedState,
    ReviewConflict,
)
from programs.states import OVER_STATES


@dataclass(frozen=True, kw_only=True)
class AnswerRow:
    label: str
    words: list[str]


def answers_of(enrollment: Enrollment) -> list[AnswerRow]:
    """In the order of the form, each with the question as it was when she answered."""
    answers = BlockAnswer.objects.filter(enrollment=enrollment).select_related("block")
    rows = answers.order_by("block__position", "block_id")
    return [AnswerRow(label=str(each.block), words=words_of(each.block, each.value)) for each in rows]


def words_of(block: FormBlock, value: Any) -> list[str]:
    if block.kind == BlockKind.CONSENT:
        return [_("agreed")]
    return [str(each) for each in value] if isinstance(value, list) else [str(value)]


def blocks_of(cohort: Cohort) -> QuerySet[FormBlock]:
    return cohort.form_blocks.asked().annotate(answered=Count("answers"))


def live_needs() -> QuerySet[AccessNeed]:
    """Of people who are not out of their cohort, open ones first."""
    needs = AccessNeed.objects.exclude(enrollment__state__in=[*OVER_STATES, "draft"])
    return needs.select_related("enrollment__person", "enrollment__cohort__program").order_by("-state", "pk")


def needs_of(cohort: Cohort, reader: Any) -> QuerySet[AccessNeed]:
    """Without those of people with whom she has a conflict of interest: others see to them."""
    conflicts = ReviewConflict.objects.filter(enrollment=OuterRef("enrollment"), reviewer=reader)
    return live_needs().filter(~Exists(conflicts), enrollment__cohort=cohort)


def unmet_needs() -> QuerySet[AccessNeed]:
    """For staff: which needs were not met or are still open where the cohort has begun; without names."""
    return live_needs().filter(Q(state=NeedState.UNMET) | Q(state=NeedState.OPEN))
