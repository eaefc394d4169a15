"""What came and went of facts is added to the rollups, some at a time; readers see no difference."""

from django.db import connection, transaction

from evaluation.models import CoarseRollup, CoarseStep
from evaluation.models.change_fact import KEY, KEY_HASH

AT_ONCE = 50_000
LOCK = (
    "hashtext('evaluation.folding')"  # of an advisory lock: one folds at a time, and nobody waits in a circle
)
COARSE_KEY = ", ".join(CoarseRollup.KEY_COLUMNS)
STEP_KEY = ", ".join(CoarseStep.KEY_COLUMNS)
COARSE_SUMS = ", ".join(CoarseRollup.SUM_COLUMNS)

FOLD = f"""
    WITH taken AS (
        DELETE FROM evaluation_posting WHERE id IN (SELECT id FROM evaluation_posting ORDER BY id LIMIT %(number)s)
        RETURNING {KEY}, n, before::bigint, after::bigint
    ),
    moved AS MATERIALIZED (
        SELECT {KEY}, {KEY_HASH} AS key, n, before * 0.000001 AS b, after * 0.000001 AS a, before, after,
               round((after - before) / 10000.0)::smallint AS step
        FROM taken
    ),
    cells AS (
        INSERT INTO evaluation_rollup AS cell
            (key, {KEY}, n, sum_before, sum_after, sum_before_squares, sum_after_squares, sum_products)
        SELECT key, {KEY}, sum(n), sum(n * b), sum(n * a), sum(n * b * b), sum(n * a * a), sum(n * b * a)
        FROM moved GROUP BY key, {KEY}
        ON CONFLICT (key) DO UPDATE SET
            n = cell.n + excluded.n,
            sum_before = cell.sum_before + excluded.sum_before,
            sum_after = cell.sum_after + excluded.sum_after,
            sum_before_squares = cell.sum_before_squares + excluded.sum_before_squares,
            sum_after_squares = cell.sum_after_squares + excluded.sum_after_squares,
            sum_products = cell.sum_products + excluded.sum_products
        RETURNING key, n
    ),
    steps AS (
        INSERT INTO evaluation_rollupstep AS grid (rollup_id, step, n)
        SELECT key, step, sum(n) FROM moved WHERE (SELECT count(*) FROM cells) > 0
        GROUP BY key, step HAVING sum(n) <> 0
        ON CONFLICT (rollup_id, step) DO UPDATE SET n = grid.n + excluded.n
        RETURNING id, n
    ),
    coarse AS (
        INSERT INTO evaluation_coarserollup AS cell ({COARSE_KEY}, {COARSE_SUMS})
        SELECT {COARSE_KEY}, sum(n), sum(n * before), sum(n * after), sum(n * before * before), sum(n * after * after),
               sum(n * before * after)
        FROM moved GROUP BY {COARSE_KEY}
        ON CONFLICT ({COARSE_KEY}) DO UPDATE SET
            {", ".join(f"{name} = cell.{name} + excluded.{name}" for name in CoarseRollup.SUM_COLUMNS)}
        RETURNING id, n
    ),
    coarse_steps AS (
        INSERT INTO evaluation_coarsestep AS grid ({STEP_KEY}, n)
        SELECT {STEP_KEY}, sum(n) FROM moved GROUP BY {STEP_KEY} HAVING sum(n) <> 0
        ON CONFLICT ({STEP_KEY}) DO UPDATE SET n = grid.n + excluded.n
        RETURNING id, n
    )
    SELECT (SELECT count(*) FROM moved),
           (SELECT array_agg(id) FROM steps WHERE n = 0),
           (SELECT array_agg(key) FROM cells WHERE n = 0),
           (SELECT array_agg(id) FROM coarse_steps WHERE n = 0),
           (SELECT array_agg(id) FROM coarse WHERE n = 0)
"""
# What nothing is left in goes, steps before their cells.
EMPTIED = (
    "DELETE FROM evaluation_rollupstep WHERE id = ANY(%s)",
    "DELETE FROM evaluation_rollup WHERE key = ANY(%s)",
    "DELETE FROM evaluation_coarsestep WHERE id = ANY(%s)",
    "DELETE FROM evaluation_coarserollup WHERE id = ANY(%s)",
)


def fold() -> int:
    """Adds to the rollups what is committed and not yet in them, and tells how many; waits for another folding. Running
    it again changes nothing, and killed it has changed nothing that was not whole.
    """
    number = 0
    while folded := _some():
        number += folded
    return number


def fold_due() -> int:
    """The same, but where somebody folds already it leaves it to them."""
    number = 0
    while folded := _some("pg_try_advisory_xact_lock"):
        number += folded
    return number


def _some(lock: str = "pg_advisory_xact_lock") -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT {lock}({LOCK})")
        if cursor.fetchone() == (False,):
            return 0
        cursor.execute(FOLD, {"number": AT_ONCE})
        number, *emptied = cursor.fetchone()
        for statement, keys in zip(EMPTIED, emptied, strict=True):
            if keys:
                cursor.execute(statement, [keys])
        return int(number)
