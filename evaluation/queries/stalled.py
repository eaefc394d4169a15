"""Programs to which one of the rules of `logic.stalled` applies."""

from datetime import datetime
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery

from assessments.models import Timepoint, Wave
from capacity.models import User
from evaluation.logic.stalled import RULES, Rule, since
from programs.models import Cohort, Enrollment, Program, ProgramRole, ProgramRoleKind, Session
from programs.states import EnrollmentState, ProgramState

FOLLOW_UPS = [Timepoint.M3, Timepoint.M6, Timepoint.M12, Timepoint.M24]


def run_by(user: User) -> QuerySet[Program]:
    """Those she coordinates, or of which she coordinates a cohort; staff see all."""
    if user.is_staff:
        return Program.objects.all()
    roles = ProgramRole.objects.current().filter(person__user=user, role=ProgramRoleKind.COORDINATOR)
    return Program.objects.filter(
        Q(pk__in=roles.exclude(program=None).values("program"))
        | Q(cohorts__in=roles.exclude(cohort=None).values("cohort"))
    ).distinct()


def stalled_for(user: User, now: datetime) -> QuerySet[Program]:
    """Each with a truth value for each rule. One query a page."""
    moments = since(now)
    own: Any = OuterRef("pk")
    cohorts = Cohort.objects.filter(program=own, cancelled_at=None).order_by()
    followed = Wave.objects.filter(plan__cohort=OuterRef("pk"), timepoint__in=FOLLOW_UPS)
    people = Enrollment.objects.filter(cohort__program=own, cohort__cancelled_at=None).order_by()
    sessions = Session.objects.filter(
        cohort__program=own, cancelled_at=None, cohort__cancelled_at=None, attendance=None
    )
    published = Q(state=ProgramState.PUBLISHED)
    places = {  # where it has stalled: the name of the cohort's key in each, and its rows
        "undecided": (
            "cohort__public_id",
            people.filter(state=EnrollmentState.APPLIED, applied_at__lt=moments.undecided),
        ),
        "unrecorded": (
            "cohort__public_id",
            sessions.order_by().filter(
                ends_at__lt=moments.unrecorded,
                ends_at__gte=moments.unrecorded_from,
                cohort__enrollments__state=EnrollmentState.ENROLLED,
            ),
        ),
        "not_ended": (
            "cohort__public_id",
            people.filter(state=EnrollmentState.ENROLLED, cohort__ends_on__lt=moments.not_ended),
        ),
        "no_follow_up": (
            "public_id",
            cohorts.filter(ends_on__lt=moments.no_follow_up, ends_on__gte=moments.no_follow_up_from)
            .filter(enrollments__state=EnrollmentState.COMPLETED)
            .exclude(Exists(followed)),
        ),
    }
    rules = {
        "no_cohort": published
        & Q(published_at__date__lt=moments.no_cohort)
        & ~Exists(cohorts.filter(ends_on__gte=moments.no_cohort)),
        **{code: Exists(rows) for code, (_key, rows) in places.items()},
        "in_review": Q(state=ProgramState.IN_REVIEW, updated_at__lt=moments.in_review),
    }
    applies = Q()
    for rule in rules.values():
        applies |= Q(rule)
    found = run_by(user).exclude(state=ProgramState.ARCHIVED).filter(applies)
    return found.annotate(
        **{f"is_{code}": _as_value(rule) for code, rule in rules.items()},
        **{f"in_{code}": Subquery(rows.values(key)[:1]) for code, (key, rows) in places.items()},
    ).order_by("title", "pk")


def _as_value(rule: Any) -> Any:
    return rule if isinstance(rule, Exists) else ExpressionWrapper(rule, output_field=BooleanField())


def reasons_of(program: Any) -> list[tuple[Rule, Any]]:
    """Each rule that applies, and the key of a cohort in which it does, where it is about one."""
    return [
        (rule, getattr(program, f"in_{code}", None))
        for code, rule in RULES.items()
        if getattr(program, f"is_{code}")
    ]
