"""How the change in a cohort can be judged."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from capacity.models import User
from common.log import record
from evaluation.models import Design, DesignKind
from programs.models import Cohort


@dataclass(frozen=True, kw_only=True)
class Declared:
    kind: str
    comparison: Cohort | None = None
    admitted_below: Decimal | None = None
    note: str = ""


class ComparedInCircleError(Exception):
    """Who is compared with others cannot serve for comparison, and the other way round."""


@transaction.atomic
def declare(cohort: Cohort, declared: Declared, *, by: User) -> Design:
    """Says whom the cohort is compared with and whether a low baseline let people in; figures follow at once.

    Refuses a comparison cohort that is itself compared with others, and a cohort that serves for comparison.
    """
    compared = declared.kind != DesignKind.SINGLE_GROUP
    if compared and Design.objects.filter(comparison=cohort).exists():
        raise ComparedInCircleError
    if compared and Design.objects.filter(cohort=declared.comparison).exclude(comparison=None).exists():
        raise ComparedInCircleError
    design, _created = Design.objects.update_or_create(
        cohort=cohort,
        defaults={
            "kind": declared.kind,
            "comparison": declared.comparison if compared else None,
            "admitted_below": declared.admitted_below,
            "note": declared.note,
            "declared_by": by,
            "is_demo": cohort.is_demo,
        },
    )
    after = {
        "kind": design.kind,
        "comparison": design.comparison_id,
        "admitted_below": str(design.admitted_below),
    }
    record("evaluation.designs.declare", design, by=by, after=after)
    return design
