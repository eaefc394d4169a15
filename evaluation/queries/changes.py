"""Change facts as they follow from scores: what `actions.changes` writes down."""

from assessments.logic.bridging import BRIDGED
from evaluation.logic.timepoints import PAIRS

PAIR_ROWS = ", ".join(f"('{before}', '{after}')" for before, after in PAIRS)

# Where another version was asked before, its score is read in the later one by the bridge of that capacity; the
# method's id says so, because such a pair carries the bridge's error.
BEFORE = """CASE WHEN link.bridged_by_id IS NULL THEN earlier.normalized ELSE
    round(segment.y0 + (earlier.normalized - segment.x0) * (segment.y1 - segment.y0) / (segment.x1 - segment.x0), 6)
    END"""
METHOD = f"later.method_id || CASE WHEN link.bridged_by_id IS NULL THEN '' ELSE '{BRIDGED}' END"

# Every pair of live answers about one subject in one plan, in versions that are linked, capacity by capacity.
# `{scope}` is a condition on `response`. Of a person only her own answers count; of an organization its consensus,
# or where there is none what was submitted last. Where two plans of a cohort ask of the same capacity, the older
# plan counts, so that a person counts once. Anonymous plans give none: they would tie a person's answers together.
FACTS = f"""
    WITH points AS (
        SELECT DISTINCT ON (wave.plan_id, response.subject_id, score.capacity_id, score.method_id, wave.id)
               wave.plan_id, plan.cohort_id, response.subject_id, score.capacity_id, score.method_id,
               response.version_id, wave.id AS wave_id, wave.timepoint, wave.opens_at, response.id AS response_id,
               response.submitted_at,
               response.is_demo, score.normalized
        FROM assessments_response AS response
        JOIN assessments_wave AS wave ON wave.id = response.wave_id
        JOIN assessments_assessmentplan AS plan ON plan.id = wave.plan_id AND NOT plan.is_anonymous
        JOIN assessments_score AS score ON score.response_id = response.id AND score.normalized IS NOT NULL
            AND score.aspect = 'level'
        WHERE response.state = 'submitted' AND {{scope}}
            AND (response.perspective = 'self' OR plan.cohort_id IS NULL AND response.perspective = 'consensus')
        ORDER BY wave.plan_id, response.subject_id, score.capacity_id, score.method_id, wave.id,
                 response.perspective = 'consensus' DESC, response.submitted_at DESC, response.id DESC
    ),
    segments AS (
        SELECT bridge.version_id, dimension.capacity_id, bridge.old[i] AS x0, bridge.old[i + 1] AS x1,
               bridge.new[i] AS y0, bridge.new[i + 1] AS y1
        FROM assessments_bridge AS bridge JOIN assessments_dimension AS dimension ON dimension.id = bridge.dimension_id
        CROSS JOIN LATERAL generate_series(1, cardinality(bridge.old) - 1) AS i
    )
    SELECT DISTINCT ON (pseudonym.key, later.cohort_id, later.capacity_id, pair.starts, pair.ends, {METHOD})
           pseudonym.key AS subject_key, target.enrollment_id, later.cohort_id, cohort.program_id,
           coalesce(target.organization_id, CASE WHEN later.cohort_id IS NULL THEN later.subject_id END)
               AS organization_id,
           target.territory_id, target.region_id, later.capacity_id, pair.starts AS from_timepoint,
           pair.ends AS to_timepoint, {BEFORE} AS before, later.normalized AS after,
           earlier.response_id AS before_response_id, later.response_id AS after_response_id, {METHOD} AS method_id,
           (later.submitted_at AT TIME ZONE 'UTC')::date AS measured_on,
           date_trunc('quarter', later.opens_at AT TIME ZONE 'UTC')::date AS quarter,
           earlier.is_demo OR later.is_demo AS is_demo
    FROM (VALUES {PAIR_ROWS}) AS pair (starts, ends)
    JOIN points AS earlier ON earlier.timepoint = pair.starts
    JOIN points AS later ON later.timepoint = pair.ends AND later.plan_id = earlier.plan_id
        AND later.subject_id = earlier.subject_id AND later.capacity_id = earlier.capacity_id
    LEFT JOIN assessments_versionlink AS link
        ON link.earlier_id = earlier.version_id AND link.later_id = later.version_id
    LEFT JOIN segments AS segment ON segment.version_id = link.bridged_by_id
        AND segment.capacity_id = later.capacity_id AND earlier.normalized BETWEEN segment.x0 AND segment.x1
        AND (earlier.normalized > segment.x0 OR segment.x0 = 0)
    JOIN evaluation_pseudonym AS pseudonym ON pseudonym.stakeholder_id = later.subject_id
    LEFT JOIN programs_cohort AS cohort ON cohort.id = later.cohort_id
    LEFT JOIN assessments_wavetarget AS target
        ON target.wave_id = later.wave_id AND target.subject_id = later.subject_id
    WHERE CASE WHEN link.bridged_by_id IS NOT NULL THEN segment.version_id IS NOT NULL
               ELSE (earlier.version_id = later.version_id OR link.id IS NOT NULL)
                    AND later.method_id = earlier.method_id END
    ORDER BY pseudonym.key, later.cohort_id, later.capacity_id, pair.starts, pair.ends, {METHOD}, later.plan_id
"""
