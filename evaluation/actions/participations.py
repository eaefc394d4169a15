"""Participation follows enrollments, attendance and answers."""

from collections.abc import Collection
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from evaluation.actions import pseudonyms
from evaluation.actions.watermarks import since_last_time
from evaluation.queries import participations
from programs.models import Enrollment

COLUMNS = [
    "subject_key",
    "cohort_id",
    "program_id",
    "organization_id",
    "territory_id",
    "region_id",
    "affiliate_type",
    "maturity",
    "quarter",
    "applied",
    "accepted",
    "attended",
    "completed",
    "followed_up",
    "minutes",
    "is_demo",
]
REST = COLUMNS[2:]

WRITE = """
    WITH fresh AS MATERIALIZED ({rows}), gone AS (
        DELETE FROM evaluation_participation AS own WHERE {{which}} AND NOT EXISTS (
            SELECT 1 FROM fresh WHERE fresh.subject_key = own.subject_key AND fresh.cohort_id = own.cohort_id
        ) AND EXISTS (  -- what an erased person achieved stays, under a key that leads nowhere
            SELECT 1 FROM evaluation_pseudonym AS pseudonym WHERE pseudonym.key = own.subject_key
        )
    )
    INSERT INTO evaluation_participation AS own ({columns}) SELECT {columns} FROM fresh
    ON CONFLICT (subject_key, cohort_id) DO UPDATE SET {assignments}
    WHERE ({current}) IS DISTINCT FROM ({wanted})
""".format(
    rows=participations.SELECT,
    columns=", ".join(COLUMNS),
    assignments=", ".join(f"{column} = excluded.{column}" for column in REST),
    current=", ".join(f"own.{column}" for column in REST),
    wanted=", ".join(f"excluded.{column}" for column in REST),
)

# Cohorts in which something happened since; an event, an attendance or an answer can each be the only sign of it.
TOUCHED = """
    SELECT enrollment.cohort_id FROM programs_enrollment AS enrollment WHERE enrollment.updated_at >= %(since)s
    UNION
    SELECT enrollment.cohort_id FROM programs_enrollmentevent AS event
        JOIN programs_enrollment AS enrollment ON enrollment.id = event.enrollment_id WHERE event.at >= %(since)s
    UNION
    SELECT session.cohort_id FROM programs_attendance AS attendance
        JOIN programs_session AS session ON session.id = attendance.session_id
        WHERE attendance.recorded_at >= %(since)s
    UNION
    SELECT plan.cohort_id FROM assessments_response AS response
        JOIN assessments_wave AS wave ON wave.id = response.wave_id
        JOIN assessments_assessmentplan AS plan ON plan.id = wave.plan_id
        WHERE response.updated_at >= %(since)s AND response.submitted_at IS NOT NULL AND plan.cohort_id IS NOT NULL
"""


@transaction.atomic
def refresh(cohort_ids: Collection[int]) -> None:
    """Writes, changes and removes the participation of these cohorts. Running it again changes nothing."""
    people = Enrollment.objects.filter(cohort__in=cohort_ids).order_by().values_list("person", flat=True)
    pseudonyms.ensure(set(people))
    _write("cohort.id = ANY(%(cohorts)s)", "own.cohort_id = ANY(%(cohorts)s)", cohorts=list(cohort_ids))


def refresh_due() -> int:
    """Catches up with what happened in cohorts since the last time; tells in how many."""
    with since_last_time("participations") as moment, connection.cursor() as cursor:
        cursor.execute(TOUCHED, {"since": moment})
        cohorts = [cohort for (cohort,) in cursor.fetchall()]
        for start in range(0, len(cohorts), 100):
            refresh(cohorts[start : start + 100])
    return len(cohorts)


@transaction.atomic
def rebuild() -> None:
    """All participation anew (after bulk loading)."""
    pseudonyms.ensure_for_all()
    _write("true", "true")


def _write(scope: str, which: str, **values: Any) -> None:
    """Writers wait for each other, so that none overwrites newer rows with what it read earlier."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('evaluation.participation'))")
        cursor.execute(WRITE.format(scope=scope, which=which), {"as_of": timezone.now(), **values})
