"""Rollups as they are at this moment: what was folded into them and what was not yet, as relations of SQL.

Each reads within its statement, so that a folding meanwhile is seen as a whole or not at all. A cell may appear in
several rows, of which some take away: what is summed counts where its pairs are more than none.

`{pairs}` and `{conditions}` are the words of who asks. Sums are whole numbers: of millionths, and of their squares.
"""

FINE_KEYS = "program_id, cohort_id, capacity_id, region_id, organization_id, quarter, is_demo"
COARSE_KEYS = "capacity_id, region_id, organization_id, quarter"
FINE_SUMS = """n, (sum_before * 1000000)::bigint AS before, (sum_after * 1000000)::bigint AS after,
        (sum_before_squares * 1000000000000)::bigint AS before_squares,
        (sum_after_squares * 1000000000000)::bigint AS after_squares,
        (sum_products * 1000000000000)::bigint AS products"""
POSTED_SUMS = """n::bigint, n::bigint * before, n::bigint * after, n * before::bigint * before,
        n * after::bigint * after, n * before::bigint * after"""
TAKEN_SUMS = """-n, -(sum_before * 1000000)::bigint, -(sum_after * 1000000)::bigint,
        -(sum_before_squares * 1000000000000)::bigint, -(sum_after_squares * 1000000000000)::bigint,
        -(sum_products * 1000000000000)::bigint"""
POSTED_STEP = "round((after - before) / 10000.0)::smallint"

# For programs, cohorts and organizations, each of which has an index.
FINE = f"""
    SELECT {FINE_KEYS}, {FINE_SUMS} FROM evaluation_rollup WHERE {{pairs}}
    UNION ALL
    SELECT {FINE_KEYS}, {POSTED_SUMS} FROM evaluation_posting WHERE {{pairs}}
"""
FINE_STEPS = f"""
    SELECT cell.capacity_id, each.step, each.n
    FROM (SELECT key, capacity_id FROM evaluation_rollup WHERE {{pairs}}) AS cell
    JOIN evaluation_rollupstep AS each ON each.rollup_id = cell.key
    UNION ALL
    SELECT capacity_id, {POSTED_STEP}, n FROM evaluation_posting WHERE {{pairs}}
"""

# For everybody, and for dates and regions: at any number of facts. Cohorts that do not count (`{without}`, a condition
# on the cohort) are few, and are taken away.
PAIR = "from_timepoint = %(earlier)s AND to_timepoint = %(later)s AND {conditions}"
COARSE = f"""
    SELECT {COARSE_KEYS}, n, before, after, before_squares, after_squares, products
    FROM evaluation_coarserollup WHERE {PAIR}
    UNION ALL
    SELECT {COARSE_KEYS}, {POSTED_SUMS} FROM evaluation_posting WHERE {PAIR} AND ({{without}}) IS NOT TRUE
    UNION ALL
    SELECT {COARSE_KEYS}, {TAKEN_SUMS} FROM evaluation_rollup WHERE {PAIR} AND {{without}}
"""
COARSE_STEPS = f"""
    SELECT capacity_id, step, n FROM evaluation_coarsestep WHERE {PAIR}
    UNION ALL
    SELECT capacity_id, {POSTED_STEP}, n FROM evaluation_posting WHERE {PAIR} AND ({{without}}) IS NOT TRUE
    UNION ALL
    SELECT cell.capacity_id, each.step, -each.n
    FROM (SELECT key, capacity_id FROM evaluation_rollup WHERE {PAIR} AND {{without}}) AS cell
    JOIN evaluation_rollupstep AS each ON each.rollup_id = cell.key
"""

# What the sums of such rows are called, as decimals of d.
SUMS = """sum(n)::bigint AS n, sum(before) * 0.000001 AS before, sum(after) * 0.000001 AS after,
        sum(before_squares) * 0.000000000001 AS before_squares, sum(after_squares) * 0.000000000001 AS after_squares,
        sum(products) * 0.000000000001 AS products"""
