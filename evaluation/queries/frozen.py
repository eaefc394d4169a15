"""What a report freezes: each table as one statement in the order of its key, with only what was known at `as_of`.

People appear under a key that holds for one report only (`salt`), so that frozen data of two reports cannot be
joined. Places that have no region are told of in none. Every statement knows: as_of, starts, ends (the first moment
after the period), starts_on, ends_on, salt, and the object of the report's scope.
"""

from evaluation.logic.timepoints import IMPACT_PAIRS, OUTCOME_PAIRS
from evaluation.queries import participations
from evaluation.queries.leaving import FROZEN as LEAVING
from evaluation.queries.rollups import FINE

KEPT_PAIRS = (("endline", "m6"), ("endline", "m12"))
PAIRS = (*IMPACT_PAIRS, *KEPT_PAIRS, *OUTCOME_PAIRS)

SALTED = "md5(%(salt)s || {key}::text)"

# What people did in the period, one row per person and cohort, and how far each has come until `as_of`.
ACTIVITY = f"""
    WITH activity AS (
        SELECT person_id, cohort_id, bool_or(applied_at >= %(starts)s AND applied_at < %(ends)s) AS applied,
               bool_or(ended) AS ended, bool_or(ended AND state = 'completed') AS completed
        FROM (
            SELECT person_id, cohort_id, state, least(applied_at, offered_at, enrolled_at) AS applied_at,
                   state IN ('completed', 'not_completed') AND ended_at >= %(starts)s
                       AND ended_at < least(%(ends)s, %(as_of)s) AS ended
            FROM programs_enrollment
        ) AS enrollment
        WHERE applied_at >= %(starts)s AND applied_at < %(ends)s OR ended
        GROUP BY person_id, cohort_id
    ), presence AS (
        SELECT enrollment.person_id, enrollment.cohort_id,
               sum(CASE WHEN attendance.minutes IS NOT NULL THEN least(attendance.minutes, session.minutes)
                   WHEN attendance.status = 'present' THEN session.minutes ELSE session.minutes / 2 END) AS minutes
        FROM programs_session AS session
        JOIN programs_attendance AS attendance ON attendance.session_id = session.id
        JOIN programs_enrollment AS enrollment ON enrollment.id = attendance.enrollment_id
        WHERE session.starts_at >= %(starts)s AND session.starts_at < %(ends)s
            AND attendance.status IN ('present', 'partly') AND attendance.recorded_at <= %(as_of)s
        GROUP BY enrollment.person_id, enrollment.cohort_id
    ), active AS (
        SELECT person_id, cohort_id, coalesce(applied, false) AS applied, coalesce(ended, false) AS ended,
               coalesce(completed, false) AS completed, minutes IS NOT NULL AS attended,
               coalesce(minutes, 0)::integer AS minutes
        FROM activity FULL JOIN presence USING (person_id, cohort_id)
    ), progress AS ({participations.SELECT})
    SELECT {SALTED.format(key="progress.subject_key")} AS subject, cohort.public_id AS cohort, program.slug AS program,
           method.code AS method, region.code AS region, active.applied AS applied_then, active.ended AS ended_then,
           active.completed AS completed_then, active.attended AS attended_then, active.minutes AS minutes_then,
           progress.accepted, progress.attended, progress.completed, progress.followed_up, progress.is_demo AS demo
    FROM progress
    JOIN evaluation_pseudonym AS pseudonym ON pseudonym.key = progress.subject_key
    JOIN active ON active.person_id = pseudonym.stakeholder_id AND active.cohort_id = progress.cohort_id
    JOIN programs_cohort AS cohort ON cohort.id = progress.cohort_id
    JOIN programs_program AS program ON program.id = progress.program_id
    JOIN programs_method AS method ON method.id = program.method_id
    LEFT JOIN capacity_region AS region ON region.id = progress.region_id
    WHERE {{participation_scope}}
    ORDER BY 1, 2
""".replace(
    "{scope}", "(enrollment.person_id, enrollment.cohort_id) IN (SELECT person_id, cohort_id FROM active)"
)

SESSIONS = """
    SELECT session.public_id AS session, cohort.public_id AS cohort, program.slug AS program, method.code AS method,
           session.starts_at, session.minutes, session.is_demo AS demo
    FROM programs_session AS session
    JOIN programs_cohort AS cohort ON cohort.id = session.cohort_id
    JOIN programs_program AS program ON program.id = cohort.program_id
    JOIN programs_method AS method ON method.id = program.method_id
    WHERE session.starts_at >= %(starts)s AND session.starts_at < least(%(ends)s, %(as_of)s)
        AND (session.cancelled_at IS NULL OR session.cancelled_at > %(as_of)s) AND {session_scope}
    ORDER BY 1
"""

POPULATION = """
    SELECT region.code AS region, sum(territory.population)::bigint AS population
    FROM capacity_territory AS territory JOIN capacity_region AS region ON region.id = territory.region_id
    WHERE territory.population IS NOT NULL AND region.scheme = 'wikimedia'
    GROUP BY region.code ORDER BY 1
"""

# One table for each pair of timepoints.
CHANGES = f"""
    SELECT {SALTED.format(key="fact.subject_key")} AS subject, capacity.code AS capacity,
           cohort.public_id AS cohort, program.slug AS program, region.code AS region,
           organization.slug AS organization, fact.from_timepoint, fact.to_timepoint, fact.before, fact.after,
           fact.method_id AS method, fact.measured_on, fact.is_demo AS demo, design.admitted_below::text,
           CASE WHEN served.id IS NOT NULL THEN 'control' WHEN design.comparison_id IS NOT NULL THEN 'treated'
                ELSE '' END AS role
    FROM evaluation_changefact AS fact
    JOIN capacity_capacity AS capacity ON capacity.id = fact.capacity_id
    LEFT JOIN programs_cohort AS cohort ON cohort.id = fact.cohort_id
    LEFT JOIN programs_program AS program ON program.id = fact.program_id
    LEFT JOIN capacity_region AS region ON region.id = fact.region_id
    LEFT JOIN capacity_stakeholder AS organization ON organization.id = fact.organization_id
    LEFT JOIN evaluation_design AS design ON design.cohort_id = fact.cohort_id
    LEFT JOIN LATERAL (
        SELECT id FROM evaluation_design WHERE comparison_id = fact.cohort_id LIMIT 1
    ) AS served ON true
    LEFT JOIN assessments_response AS earlier ON earlier.id = fact.before_response_id
    LEFT JOIN assessments_response AS later ON later.id = fact.after_response_id
    WHERE fact.from_timepoint = %(earlier)s AND fact.to_timepoint = %(later)s
        AND fact.quarter >= %(starts_on)s AND fact.quarter <= %(ends_on)s
        AND coalesce(later.submitted_at, fact.measured_on::timestamptz) <= %(as_of)s
        AND coalesce(earlier.submitted_at, fact.measured_on::timestamptz) <= %(as_of)s AND {{fact_scope}}
    ORDER BY capacity.code, 1, cohort.public_id, fact.method_id
"""

# Each wave of the period: who was asked, who answered, and of those who had answered the plan's baseline, who stayed.
WAVES = """
    SELECT wave.public_id AS wave, wave.timepoint, count(*) AS asked,
           count(*) FILTER (WHERE own.answered) AS answered, count(*) FILTER (WHERE first.answered) AS at_start,
           count(*) FILTER (WHERE first.answered AND own.answered) AS stayed, bool_or(target.is_demo) AS demo
    FROM assessments_wave AS wave
    JOIN assessments_assessmentplan AS plan ON plan.id = wave.plan_id
    LEFT JOIN programs_cohort AS cohort ON cohort.id = plan.cohort_id
    JOIN assessments_wavetarget AS target ON target.wave_id = wave.id
    LEFT JOIN assessments_wave AS baseline ON baseline.plan_id = wave.plan_id AND baseline.timepoint = 'baseline'
    CROSS JOIN LATERAL (SELECT EXISTS (
        SELECT 1 FROM assessments_response AS response WHERE response.wave_id = wave.id
            AND response.subject_id = target.subject_id AND response.state = 'submitted'
            AND response.perspective <> 'observer' AND response.submitted_at <= %(as_of)s) AS answered) AS own
    CROSS JOIN LATERAL (SELECT EXISTS (
        SELECT 1 FROM assessments_response AS response WHERE response.wave_id = baseline.id
            AND response.subject_id = target.subject_id AND response.state = 'submitted'
            AND response.perspective <> 'observer' AND response.submitted_at <= %(as_of)s) AS answered) AS first
    WHERE wave.opens_at >= %(starts)s AND wave.opens_at < least(%(ends)s, %(as_of)s) AND {target_scope}
    GROUP BY wave.public_id, wave.timepoint ORDER BY 1
"""

# How reliably each capacity is measured, as it was known when the report was made.
RELIABILITY = """
    SELECT capacity.code AS capacity, version.id AS version, own.kind, own.value, own.people
    FROM evaluation_reliability AS own
    JOIN capacity_capacity AS capacity ON capacity.id = own.capacity_id
    JOIN assessments_instrumentversion AS version ON version.id = own.version_id
    ORDER BY 1, 2, 3
"""

# What the pages of public programs tell everybody, of all times: of a program, or of those that have pairs in the
# period only. Who serves for comparison did not take part.
PAGES = """
    WITH quarters AS (
        SELECT cell.program_id, cell.capacity_id, cell.quarter, cell.is_demo, sum(cell.n)::bigint AS n,
               (sum(cell.after) - sum(cell.before)) * 0.000001 AS change
        FROM ({cells}) AS cell
        WHERE {page_scope} AND NOT EXISTS (SELECT FROM evaluation_design WHERE comparison_id = cell.cohort_id)
        GROUP BY cell.program_id, cell.capacity_id, cell.quarter, cell.is_demo
        HAVING sum(cell.n) > 0
    ), cells AS (
        SELECT program_id, capacity_id, sum(n)::bigint AS n, sum(change) AS change, min(quarter) AS first,
               max(quarter) AS last, bool_or(is_demo) AS demo
        FROM quarters GROUP BY program_id, capacity_id
    ), own AS (
        SELECT fact.program_id, fact.capacity_id, count(DISTINCT fact.subject_key) AS people
        FROM evaluation_changefact AS fact
        WHERE fact.program_id IN (SELECT program_id FROM cells)
            AND fact.from_timepoint = %(earlier)s AND fact.to_timepoint = %(later)s
            AND NOT EXISTS (SELECT FROM evaluation_design WHERE comparison_id = fact.cohort_id)
        GROUP BY fact.program_id, fact.capacity_id
    )
    SELECT program.slug AS program, capacity.code AS capacity, cells.n, cells.change, cells.first,
           (cells.last + interval '3 months - 1 day')::date AS last, cells.demo, own.people
    FROM cells JOIN own USING (program_id, capacity_id)
    JOIN programs_program AS program ON program.id = cells.program_id AND program.state IN ('published', 'archived')
    JOIN capacity_capacity AS capacity ON capacity.id = cells.capacity_id
    WHERE {page_times}
    ORDER BY 1, 2
"""
PAGES_TABLE = "pages"
PAGE_CELLS = FINE.format(pairs="from_timepoint = %(earlier)s AND to_timepoint = %(later)s")
PAGE_PAIR = {"earlier": "baseline", "later": "endline"}
IN_THE_PERIOD = "cells.first >= %(starts_on)s AND cells.last <= %(ends_on)s"

SCOPES = {
    "movement": {
        "page_scope": "true",
        "page_times": IN_THE_PERIOD,
        "participation_scope": "true",
        "session_scope": "true",
        "fact_scope": "true",
        "target_scope": "true",
    },
    "region": {
        "page_scope": "false",  # of the people of one region pages do not tell
        "page_times": "true",
        "participation_scope": "progress.region_id = %(scope)s",
        # A session belongs to a region where people of the region were present.
        "session_scope": """EXISTS (SELECT 1 FROM evaluation_participation AS own
            WHERE own.cohort_id = session.cohort_id AND own.region_id = %(scope)s)""",
        "fact_scope": "fact.region_id = %(scope)s",
        "target_scope": "target.region_id = %(scope)s",
    },
    "program": {
        "page_scope": "cell.program_id = %(scope)s",
        "page_times": "true",
        "participation_scope": "progress.program_id = %(scope)s",
        "session_scope": "cohort.program_id = %(scope)s",
        "fact_scope": """(fact.program_id = %(scope)s OR fact.cohort_id IN (SELECT own.comparison_id
            FROM evaluation_design AS own JOIN programs_cohort AS compared ON compared.id = own.cohort_id
            WHERE compared.program_id = %(scope)s))""",
        "target_scope": "cohort.program_id = %(scope)s",
    },
    "affiliate": {
        "page_scope": "false",
        "page_times": "true",
        "participation_scope": "progress.organization_id = %(scope)s",
        "session_scope": """EXISTS (SELECT 1 FROM evaluation_participation AS own
            WHERE own.cohort_id = session.cohort_id AND own.organization_id = %(scope)s)""",
        "fact_scope": "fact.organization_id = %(scope)s",
        "target_scope": "target.organization_id = %(scope)s",
    },
}


def tables(kind: str, scope: str) -> list[tuple[str, str, dict[str, str]]]:
    """What a report of this kind freezes: (name, statement, values that only this statement knows)."""
    conditions = SCOPES[scope]
    outputs: list[tuple[str, str, dict[str, str]]] = [
        ("activity", ACTIVITY.format(**conditions), {}),
        ("population", POPULATION, {}),
        ("sessions", SESSIONS.format(**conditions), {}),
    ]
    if kind == "output_monitor":
        return outputs
    changes = [
        (change_table(earlier, later), CHANGES.format(**conditions), {"earlier": earlier, "later": later})
        for earlier, later in PAIRS
    ]
    context: list[tuple[str, str, dict[str, str]]] = [
        ("leaving", LEAVING.format(**conditions), {}),
        ("reliability", RELIABILITY, {}),
        (PAGES_TABLE, PAGES.format(cells=PAGE_CELLS, **conditions), PAGE_PAIR),
    ]
    return [*changes, *context, ("waves", WAVES.format(**conditions), {}), *outputs]


def change_table(earlier: str, later: str) -> str:
    return f"change.{earlier}.{later}"
