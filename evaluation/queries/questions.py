"""Counts behind the nine questions; none of them protected yet."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.db.models import Count, F, Q

from assessments.models import Wave
from assessments.states import InvitationState, WaveState
from capacity.models import CapacityClaim, Stakeholder, StakeholderKind, StakeholderStatus
from evaluation.models import FollowUpTask, OutcomeStatement, Participation, Recommendation
from evaluation.queries.participations import PRESENT
from evaluation.states import FollowUpState, OutcomeState, RecommendationState
from programs.models import Program

# Of each method, over all its programs: cohorts held, distinct people, ended, completed, hours.
METHODS = f"""
    SELECT method.code,
           count(DISTINCT own.cohort_id) FILTER (WHERE {PRESENT}),
           count(DISTINCT own.subject_key) FILTER (WHERE {PRESENT}),
           count(*) FILTER (WHERE {PRESENT} AND cohort.ends_on < current_date),
           count(*) FILTER (WHERE own.completed AND cohort.ends_on < current_date),
           coalesce(sum(own.minutes) FILTER (WHERE {PRESENT}), 0)
    FROM programs_method AS method
    JOIN programs_program AS program ON program.method_id = method.id
    JOIN evaluation_participation AS own ON own.program_id = program.id
    JOIN programs_cohort AS cohort ON cohort.id = own.cohort_id
    GROUP BY method.code, method.position ORDER BY method.position, method.code
"""

ON_TIME = timedelta(days=7)  # after the day on which a follow-up is due
ANY_ROLE = ""
# How long each person has been in a role, and in any, in days, and whether she has left: from the first day of her
# first to the last of her last.
SPELLS = """
    WITH held AS (
        SELECT person_id, role, starts_on, ends_on FROM programs_programrole WHERE starts_on <= %(today)s
        UNION ALL
        SELECT person_id, role, starts_on, ends_on FROM capacity_affiliation
        WHERE role IN ('representative', 'board') AND state IN ('confirmed', 'ended') AND starts_on <= %(today)s
    ), whole AS (
        SELECT coalesce(role, '') AS role, min(starts_on) AS since,
               CASE WHEN bool_or(ends_on IS NULL OR ends_on >= %(today)s) THEN NULL ELSE max(ends_on) END AS until
        FROM held GROUP BY GROUPING SETS ((person_id, role), (person_id))
    )
    SELECT role, coalesce(until, %(today)s) - since, until IS NOT NULL FROM whole ORDER BY 1, 2, 3
"""


@dataclass(frozen=True, kw_only=True)
class MethodCounts:
    code: str
    cohorts: int
    people: int
    ended: int
    completed: int
    hours: float


def by_method() -> list[MethodCounts]:
    """Methods by which anything was held. One query."""
    with connection.cursor() as cursor:
        cursor.execute(METHODS)
        return [
            MethodCounts(
                code=code,
                cohorts=cohorts,
                people=people,
                ended=ended,
                completed=completed,
                hours=float(minutes) / 60,
            )
            for code, cohorts, people, ended, completed, minutes in cursor.fetchall()
        ]


def role_spells(today: date) -> dict[str, list[tuple[int, bool]]]:
    """By role, and of any role: days, and whether the person has left. One query."""
    spells: dict[str, list[tuple[int, bool]]] = {ANY_ROLE: []}
    with connection.cursor() as cursor:
        cursor.execute(SPELLS, {"today": today})
        for role, days, ended in cursor.fetchall():
            spells.setdefault(role, []).append((days, ended))
    return spells


def organizations_by_kind() -> dict[str, int]:
    """Listed ones; organizations are public."""
    listed = Stakeholder.objects.organizations().exclude(status=StakeholderStatus.FORMER)
    return dict(listed.order_by().values_list("kind").annotate(Count("pk")))


def participation_totals() -> dict[str, int]:
    """Distinct people who took part, and their minutes; of these, those on behalf of partners."""
    took_part = Participation.objects.present()
    of_partners = Q(organization__kind=StakeholderKind.PARTNER)
    return took_part.aggregate(
        people=Count("subject_key", distinct=True),
        partners=Count("subject_key", distinct=True, filter=of_partners),
    )


def offers() -> dict[str, int]:
    """Distinct people and organizations who offer what they can do, and capacities that are offered."""
    offered = CapacityClaim.objects.filter(is_current=True, kind="offers")
    return offered.aggregate(
        people=Count("stakeholder", distinct=True, filter=Q(stakeholder__kind=StakeholderKind.PERSON)),
        organizations=Count(
            "stakeholder", distinct=True, filter=~Q(stakeholder__kind=StakeholderKind.PERSON)
        ),
        capacities=Count("capacity", distinct=True),
    )


def programs_of_partners() -> dict[str, int]:
    public = Program.objects.public()
    partners = Q(providers__kind=StakeholderKind.PARTNER)
    return public.aggregate(
        programs=Count("pk", distinct=True), provided=Count("pk", distinct=True, filter=partners)
    )


def answering() -> dict[str, tuple[int, int]]:
    """By timepoint, of cohorts' waves that are over: people asked, and people who answered. One query."""
    over = Wave.objects.filter(
        plan__cohort__isnull=False, state__in=[WaveState.CLOSED, WaveState.ANALYZED, WaveState.PUBLISHED]
    )
    counted = (
        over.order_by()
        .values("timepoint")
        .annotate(
            asked=Count("targets", distinct=True),
            answered=Count(
                "targets",
                distinct=True,
                filter=Q(targets__invitations__state=InvitationState.SUBMITTED),
            ),
        )
    )
    return {row["timepoint"]: (row["asked"], row["answered"]) for row in counted}


def follow_ups_on_time(today: date) -> tuple[int, int]:
    """How many opened within a week of their day, and of how many whose week is over."""
    due = FollowUpTask.objects.exclude(state=FollowUpState.SKIPPED).filter(due_on__lt=today - ON_TIME)
    on_time = Q(opened_on__lte=F("due_on") + ON_TIME)
    counted = due.aggregate(all=Count("pk"), on_time=Count("pk", filter=on_time))
    return counted["on_time"], counted["all"]


def answered_in_time(today: date) -> tuple[int, int]:
    """Of recommendations that were asked: how many were answered by their day, and of how many that are answered or
    late.
    """
    asked = Recommendation.objects.exclude(hold=None)
    due = asked.filter(~Q(state=RecommendationState.OPEN) | Q(respond_by__lt=today))
    in_time = Q(responded_at__date__lte=F("respond_by"))
    counted = due.aggregate(all=Count("pk"), in_time=Count("pk", filter=in_time))
    return counted["in_time"], counted["all"]


def outcomes_substantiated() -> tuple[int, int]:
    """How many were confirmed from outside, of those whose words were settled so that others could be asked."""
    settled = OutcomeStatement.objects.exclude(state=OutcomeState.DRAFTED)
    confirmed = Q(state__in=[OutcomeState.SUBSTANTIATED, OutcomeState.ANALYZED])
    counted = settled.aggregate(all=Count("pk"), confirmed=Count("pk", filter=confirmed))
    return counted["confirmed"], counted["all"]
