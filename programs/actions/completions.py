"""How an enrollment ends well, or not: by decision, by the cohort's rule, by results from elsewhere."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from capacity.models import User
from common.moves import check_move
from programs import letters
from programs.actions import moves
from programs.logic import refusals
from programs.models import Cohort, Enrollment
from programs.queries import progress
from programs.states import ENROLLMENT_MOVES, EnrollmentState, MoveReason


@transaction.atomic
def complete(enrollment: Enrollment, *, by: User, reason: str = MoveReason.COORDINATOR) -> Enrollment:
    """Writes to the person. Refuses: who is not enrolled; a cohort that has not begun."""
    return _conclude(enrollment, EnrollmentState.COMPLETED, by=by, reason=reason)


@transaction.atomic
def not_complete(
    enrollment: Enrollment, *, by: User, reason: str = MoveReason.COORDINATOR, note: str = ""
) -> Enrollment:
    """Writes to the person. Refuses: who is not enrolled; a cohort that has not begun."""
    return _conclude(enrollment, EnrollmentState.NOT_COMPLETED, by=by, reason=reason, note=note)


@transaction.atomic
def conclude_by_rule(cohort: Cohort, *, by: User) -> dict[str, int]:
    """Sets everybody still enrolled to completed or not completed, as the cohort's rule says; returns how many each.
    Who would complete by something that waits for a decision stays as she is, and is counted as `waiting`.
    Refuses: a cohort that is not over.
    """
    cohort = moves.lock(cohort.pk)
    if cohort.ends_on >= timezone.now().date():
        raise refusals.CohortNotOverError
    counts = {str(EnrollmentState.COMPLETED): 0, str(EnrollmentState.NOT_COMPLETED): 0, "waiting": 0}
    enrolled = Enrollment.objects.filter(cohort=cohort, state=EnrollmentState.ENROLLED)
    people = list(enrolled.select_for_update(of=("self",)).select_related("person__user"))
    standing = progress.progress_of(people, cohort.rule)
    for enrollment in people:
        enrollment.cohort = cohort
        wanted = progress.verdict(standing[enrollment.pk])
        if wanted is None:
            counts["waiting"] += 1
            continue
        moves.move(enrollment, wanted, by=by, reason=MoveReason.RULE, verb="conclude")
        letters.tell_state(enrollment)
        counts[wanted] += 1
    return counts


@transaction.atomic
def conclude_all(cohort: Cohort, results: Iterable[tuple[Enrollment, str]], *, by: User) -> int:
    """Takes over results from elsewhere, all or none; returns how many changed, and writes to each of them. Who has the
    result already is passed over. Refuses: a cohort that has not begun; anybody who is not enrolled any more.
    """
    cohort = moves.lock(cohort.pk)
    if cohort.starts_on > timezone.now().date():
        raise refusals.CohortNotBegunError
    wanted = {enrollment.pk: result for enrollment, result in results}
    rows = Enrollment.objects.select_for_update(of=("self",)).filter(pk__in=wanted, cohort=cohort)
    changed = 0
    for enrollment in rows.select_related("person__user").order_by("pk"):
        result = EnrollmentState(wanted[enrollment.pk])
        if enrollment.state == result:
            continue
        if enrollment.state != EnrollmentState.ENROLLED:
            raise refusals.NotTakingPartError
        enrollment.cohort = cohort
        moves.move(enrollment, result, by=by, reason=MoveReason.IMPORTED, verb="conclude")
        letters.tell_state(enrollment)
        changed += 1
    return changed


def complete_by_rule(cohort: Cohort, enrollment_id: int, *, by: User) -> bool:
    """With the cohort locked, after something was accepted or confirmed: completes who has reached all the rule asks,
    if no session is left. Writes to her. False, and nothing done, where she has not, or is not enrolled.
    """
    enrollment = moves.held(cohort, enrollment_id)
    ahead = cohort.sessions.filter(cancelled_at=None, ends_at__gt=timezone.now())
    if enrollment.state != EnrollmentState.ENROLLED or ahead.exists():
        return False
    if not progress.progress_of([enrollment], cohort.rule)[enrollment.pk].is_complete:
        return False
    moves.move(enrollment, EnrollmentState.COMPLETED, by=by, reason=MoveReason.RULE, verb="conclude")
    letters.tell_state(enrollment)
    return True


def _conclude(
    enrollment: Enrollment, wanted: EnrollmentState, *, by: User, reason: str, note: str = ""
) -> Enrollment:
    cohort, enrollment = moves.hold(enrollment)
    check_move(ENROLLMENT_MOVES, enrollment.state, wanted)
    if cohort.starts_on > timezone.now().date():
        raise refusals.CohortNotBegunError
    moves.move(enrollment, wanted, by=by, reason=reason, verb="conclude", **moves.decision_of(by, note))
    letters.tell_state(enrollment, note=note)
    return enrollment
