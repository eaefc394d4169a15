"""How far people came in cohorts, as of a moment: the one definition that participation and reports share."""

# One row per person and cohort she applied to (or was put into). Values: as_of, and what `scope` asks for.
# `scope` is a condition on `enrollment` and `cohort`. A person who applied twice is one row; her organization is
# that of the last time.
SELECT = """
    WITH enrolled AS (
        SELECT enrollment.id, enrollment.person_id, enrollment.cohort_id, enrollment.organization_id, enrollment.state,
               enrollment.is_demo, enrollment.ended_at,
               least(enrollment.applied_at, enrollment.offered_at, enrollment.enrolled_at) AS applied_at,
               least(enrollment.offered_at, enrollment.enrolled_at) AS accepted_at
        FROM programs_enrollment AS enrollment JOIN programs_cohort AS cohort ON cohort.id = enrollment.cohort_id
        WHERE least(enrollment.applied_at, enrollment.offered_at, enrollment.enrolled_at) <= %(as_of)s AND {scope}
    ), attended AS (
        SELECT attendance.enrollment_id, sum(CASE
                WHEN attendance.minutes IS NOT NULL THEN least(attendance.minutes, session.minutes)
                WHEN attendance.status = 'present' THEN session.minutes ELSE session.minutes / 2 END) AS minutes
        FROM programs_attendance AS attendance
        JOIN enrolled ON enrolled.id = attendance.enrollment_id
        JOIN programs_session AS session ON session.id = attendance.session_id
        WHERE attendance.status IN ('present', 'partly') AND attendance.recorded_at <= %(as_of)s
        GROUP BY attendance.enrollment_id
    ), followed AS (
        SELECT DISTINCT plan.cohort_id, response.subject_id
        FROM assessments_assessmentplan AS plan
        JOIN assessments_wave AS wave ON wave.plan_id = plan.id
        JOIN assessments_response AS response ON response.wave_id = wave.id
        WHERE plan.cohort_id IN (SELECT cohort_id FROM enrolled) AND wave.timepoint IN ('m3', 'm6', 'm12', 'm24')
            AND response.state = 'submitted' AND response.perspective <> 'observer'
            AND response.submitted_at <= %(as_of)s
    ), people AS (
        SELECT enrolled.person_id, enrolled.cohort_id,
               (array_agg(enrolled.organization_id ORDER BY enrolled.id DESC))[1] AS organization_id,
               bool_or(enrolled.accepted_at <= %(as_of)s) AS accepted,
               bool_or(attended.enrollment_id IS NOT NULL) AS attended,
               bool_or(enrolled.state = 'completed' AND enrolled.ended_at <= %(as_of)s) AS completed,
               coalesce(sum(attended.minutes), 0) AS minutes, bool_or(enrolled.is_demo) AS is_demo
        FROM enrolled LEFT JOIN attended ON attended.enrollment_id = enrolled.id
        GROUP BY enrolled.person_id, enrolled.cohort_id
    )
    SELECT pseudonym.key AS subject_key, people.cohort_id, cohort.program_id, people.organization_id,
           coalesce(person.territory_id, organization.territory_id) AS territory_id,
           coalesce(person.region_id, place.region_id, organization.region_id, its_place.region_id) AS region_id,
           coalesce(organization.affiliate_type, '') AS affiliate_type,
           coalesce(nullif(organization.maturity, 'unknown'), person.maturity) AS maturity,
           date_trunc('quarter', cohort.starts_on)::date AS quarter,
           true AS applied, coalesce(people.accepted, false) AS accepted, people.attended,
           coalesce(people.completed, false) AS completed, followed.subject_id IS NOT NULL AS followed_up,
           people.minutes::integer AS minutes, people.is_demo
    FROM people
    JOIN evaluation_pseudonym AS pseudonym ON pseudonym.stakeholder_id = people.person_id
    JOIN programs_cohort AS cohort ON cohort.id = people.cohort_id
    JOIN capacity_stakeholder AS person ON person.id = people.person_id
    LEFT JOIN capacity_territory AS place ON place.code = person.territory_id
    LEFT JOIN capacity_stakeholder AS organization ON organization.id = people.organization_id
    LEFT JOIN capacity_territory AS its_place ON its_place.code = organization.territory_id
    LEFT JOIN followed ON followed.cohort_id = people.cohort_id AND followed.subject_id = people.person_id
"""

# The same as `Participation.objects.present()`, of a row called `own`.
PRESENT = "(own.attended OR own.completed OR own.followed_up)"
