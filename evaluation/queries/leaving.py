"""What those who stayed to a wave, and those who left before it, had said at the baseline."""

# Waves that are over at `as_of`; of everybody asked who had answered the plan's baseline, capacity by capacity.
# `{scope}` is a condition on wave, cohort and target; `{columns}` and `{groups}` say by what it is summed up.
SPLIT = """
    SELECT {columns},
           count(*) FILTER (WHERE own.answered) AS stayed,
           coalesce(sum(score.normalized - 0.5) FILTER (WHERE own.answered), 0) AS stayed_sum,
           coalesce(sum((score.normalized - 0.5) ^ 2) FILTER (WHERE own.answered), 0) AS stayed_squares,
           count(*) FILTER (WHERE NOT own.answered) AS "left",
           coalesce(sum(score.normalized - 0.5) FILTER (WHERE NOT own.answered), 0) AS left_sum,
           coalesce(sum((score.normalized - 0.5) ^ 2) FILTER (WHERE NOT own.answered), 0) AS left_squares,
           bool_or(target.is_demo) AS {demo}
    FROM assessments_wave AS wave
    JOIN assessments_assessmentplan AS plan ON plan.id = wave.plan_id AND NOT plan.is_anonymous
    JOIN programs_cohort AS cohort ON cohort.id = plan.cohort_id
    JOIN assessments_wavetarget AS target ON target.wave_id = wave.id
    JOIN assessments_wave AS baseline ON baseline.plan_id = wave.plan_id AND baseline.timepoint = 'baseline'
    JOIN assessments_response AS first ON first.wave_id = baseline.id AND first.subject_id = target.subject_id
        AND first.state = 'submitted' AND first.perspective = 'self' AND first.submitted_at <= %(as_of)s
    JOIN assessments_score AS score ON score.response_id = first.id AND score.normalized IS NOT NULL
    JOIN capacity_capacity AS capacity ON capacity.id = score.capacity_id
    CROSS JOIN LATERAL (SELECT EXISTS (
        SELECT 1 FROM assessments_response AS response WHERE response.wave_id = wave.id
            AND response.subject_id = target.subject_id AND response.state = 'submitted'
            AND response.perspective = 'self' AND response.submitted_at <= %(as_of)s) AS answered) AS own
    WHERE wave.timepoint NOT IN ('baseline', 'adhoc') AND wave.closes_at <= %(as_of)s AND {scope}
    GROUP BY {groups} ORDER BY {groups}
"""

# As the pages need it: wave by wave, and by everything a page can look at.
KEY = ["wave_id", "capacity_id", "organization_id", "region_id"]
KEPT = [
    ("wave.id", "wave_id"),
    ("cohort.id", "cohort_id"),
    ("cohort.program_id", "program_id"),
    ("target.organization_id", "organization_id"),
    ("target.region_id", "region_id"),
    ("score.capacity_id", "capacity_id"),
    ("date_trunc('quarter', wave.opens_at AT TIME ZONE 'UTC')::date", "quarter"),
    ("wave.timepoint", "timepoint"),
]
SUMS = ["stayed", "stayed_sum", "stayed_squares", "left", "left_sum", "left_squares"]
BY_WAVE = SPLIT.format(
    columns=", ".join(f"{source} AS {name}" for source, name in KEPT),
    groups=", ".join(source for source, _name in KEPT),
    demo="is_demo",
    scope="cohort.id = ANY(%(cohorts)s)",
)

# As a report freezes it.
FROZEN = (
    SPLIT.replace("{columns}", "capacity.code AS capacity, wave.timepoint AS timepoint")
    .replace("{groups}", "capacity.code, wave.timepoint")
    .replace("{demo}", "demo")
    .replace(
        "{scope}",
        "wave.opens_at >= %(starts)s AND wave.opens_at < least(%(ends)s, %(as_of)s) AND {target_scope}",
    )
)

# Cohorts in which a wave ended, or an answer came or went, since.
TOUCHED = """
    SELECT plan.cohort_id FROM assessments_wave AS wave
        JOIN assessments_assessmentplan AS plan ON plan.id = wave.plan_id AND plan.cohort_id IS NOT NULL
        WHERE wave.closes_at >= %(since)s AND wave.closes_at <= %(as_of)s
    UNION
    SELECT plan.cohort_id FROM assessments_response AS response
        JOIN assessments_wave AS wave ON wave.id = response.wave_id
        JOIN assessments_assessmentplan AS plan ON plan.id = wave.plan_id AND plan.cohort_id IS NOT NULL
        WHERE response.updated_at >= %(since)s AND response.submitted_at IS NOT NULL
"""

# Alpha from the baselines of people who answered every item of a capacity; what is turned is counted backwards.
ALPHA = """
    WITH answered AS (
        SELECT wave.version_id, dimension.capacity_id, response.id AS response_id, answer.item_id, response.is_demo,
               CASE WHEN item.is_reversed = scale.higher_is_better THEN -answer.value ELSE answer.value END AS value
        FROM assessments_response AS response
        JOIN assessments_wave AS wave ON wave.id = response.wave_id AND wave.timepoint = 'baseline'
        JOIN assessments_answer AS answer ON answer.response_id = response.id AND answer.value IS NOT NULL
        JOIN assessments_item AS item ON item.id = answer.item_id
        JOIN assessments_scale AS scale ON scale.id = item.scale_id
        JOIN assessments_dimension AS dimension ON dimension.id = item.dimension_id
            AND dimension.capacity_id IS NOT NULL
        WHERE response.state = 'submitted' AND response.perspective = 'self'
    ), wanted AS (
        SELECT dimension.version_id, dimension.capacity_id, count(*) AS items FROM assessments_item AS item
        JOIN assessments_dimension AS dimension ON dimension.id = item.dimension_id
        WHERE item.scale_id IS NOT NULL GROUP BY dimension.version_id, dimension.capacity_id HAVING count(*) > 1
    ), whole AS (
        SELECT version_id, capacity_id, response_id, sum(value) AS total, items, bool_or(is_demo) AS is_demo
        FROM answered JOIN wanted USING (version_id, capacity_id)
        GROUP BY version_id, capacity_id, response_id, items HAVING count(*) = items
    ), totals AS (
        SELECT version_id, capacity_id, items, count(*) AS people, var_samp(total) AS variance,
               bool_or(is_demo) AS is_demo
        FROM whole GROUP BY version_id, capacity_id, items
    ), by_item AS (
        SELECT version_id, capacity_id, sum(variance) AS variances FROM (
            SELECT answered.version_id, answered.capacity_id, answered.item_id, var_samp(answered.value) AS variance
            FROM answered JOIN whole USING (version_id, capacity_id, response_id)
            GROUP BY answered.version_id, answered.capacity_id, answered.item_id
        ) AS item GROUP BY version_id, capacity_id
    )
    SELECT version_id, capacity_id, items, people, variance, variances, is_demo
    FROM totals JOIN by_item USING (version_id, capacity_id) WHERE people > 1 ORDER BY version_id, capacity_id
"""
