"""Change facts alone, at 10,000, 100,000 and 1,000,000: a report over all of them in a worker of its own, what a change
of 1,000 facts costs, and dashboards. Facts are made by the database itself, with as many cohorts, organizations and
people as their number asks for; nobody has applied or answered, so that nothing but facts is measured.
"""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import psycopg
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from benchmarks.databases import ROOT, environment
from benchmarks.pages import cookie_of, replay, statements_of
from benchmarks.writes import bare_upsert, read_tables, timed
from capacity.actions import demo as people
from common.demo import Demo
from config.celery import app
from config.embedded import crew
from evaluation.actions import folding, report_runs
from evaluation.actions.report_freezing import FrozenRows
from evaluation.logic.results import Result
from evaluation.models import ChangeFact, FrozenData, ImpactReport, Period, ReportKind, ReportScope
from evaluation.queries import frozen
from evaluation.queries.figures import Names
from evaluation.stats import reports as figures
from evaluation.stats import slices
from evaluation.stats.slices import Slice
from programs.models import Cohort, Program

SIZES = {"10,000": 10_000, "100,000": 100_000, "1,000,000": 1_000_000}
AT_ONCE = 100_000
CAPACITIES, COHORT_PEOPLE = 10, 10
CHANGED, ROUNDS = 1_000, 7
YEAR = (date(2025, 1, 1), date(2025, 12, 31))
DASHBOARDS = {"staff dashboard": "/staff/", "equity page": "/staff/equity/"}
VISITS = 15

# --- Filling ---

COPIES = """
    INSERT INTO {table} ({columns})
    SELECT {values} FROM {table} AS source CROSS JOIN generate_series(1, %(number)s) AS turn
    WHERE source.id = (SELECT min(id) FROM {table} WHERE {which})
"""
FACTS = """
    INSERT INTO evaluation_changefact (subject_key, cohort_id, program_id, organization_id, region_id, capacity_id,
        from_timepoint, to_timepoint, before, after, method_id, measured_on, quarter, is_demo)
    SELECT md5('person' || person)::uuid, cohort.id, cohort.program_id, organization.id, region.id, capacity.id,
           'baseline', CASE WHEN person %% 3 = 0 THEN 'm6' ELSE 'endline' END,
           (abs(hashint8(person * 31 + capacity.number)) %% 70) / 100.0,
           (abs(hashint8(person * 37 + capacity.number)) %% 80 + 20) / 100.0,
           'mean.v1', '2025-06-30', make_date(2025, 1 + 3 * (person %% 4)::integer, 1), false
    FROM generate_series(%(since)s::bigint, %(until)s::bigint) AS person
    JOIN (SELECT id, program_id, row_number() OVER (ORDER BY id) - 1 AS number FROM programs_cohort
          WHERE name = 'facts') AS cohort ON cohort.number = person %% %(cohorts)s
    JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS number FROM capacity_stakeholder
          WHERE slug LIKE 'facts-%%') AS organization ON organization.number = person %% %(organizations)s
    JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS number, count(*) OVER () AS many FROM capacity_region
          WHERE scheme = 'wikimedia') AS region ON region.number = person %% region.many
    CROSS JOIN (SELECT id, row_number() OVER (ORDER BY id) AS number FROM capacity_capacity LIMIT 10) AS capacity
"""
PARTICIPATION = """
    INSERT INTO evaluation_participation (subject_key, cohort_id, program_id, organization_id, region_id,
        affiliate_type, maturity, quarter, applied, accepted, attended, completed, followed_up, minutes, is_demo)
    SELECT DISTINCT ON (subject_key) subject_key, cohort_id, program_id, organization_id, region_id, 'user_group',
        'emerging', quarter, true, true, true, to_timepoint = 'm6', to_timepoint = 'm6', 600, false
    FROM evaluation_changefact
"""


def fill(size: str) -> None:
    """Expects the reference data."""
    facts = SIZES[size]
    cohorts, organizations = facts // CAPACITIES // COHORT_PEOPLE, facts // 500
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        small = Demo(scale=1, as_of=date(2026, 1, 1), seed=1)
        people.open_doors(small, people.load(small))
    copies("programs_program", "true", cohorts // 10, slug="'facts-' || turn")
    copies(
        "capacity_stakeholder", "kind = 'affiliate'", organizations,
        slug="'facts-' || turn", name="'Facts ' || turn", wikidata="''", meta_page="''",
    )  # fmt: skip
    first = Program.objects.get(slug="facts-1")
    opens = datetime(2024, 11, 1, tzinfo=UTC)
    Cohort.objects.create(
        program=first,
        name="first",
        starts_on=YEAR[0],
        ends_on=YEAR[1],
        enrollment_opens_at=opens,
        enrollment_closes_at=opens + timedelta(days=30),
        seats=COHORT_PEOPLE,
    )
    own = PROGRAM.format(number=cohorts // 10)
    copies("programs_cohort", "name = 'first'", cohorts, name="'facts'", program_id=own)
    values = {"cohorts": cohorts, "organizations": organizations}
    for since in range(0, facts // CAPACITIES, AT_ONCE // CAPACITIES):
        until = min(since + AT_ONCE // CAPACITIES, facts // CAPACITIES) - 1
        with connection.cursor() as cursor:
            cursor.execute(FACTS, {**values, "since": since, "until": until})
        folding.fold()
    with connection.cursor() as cursor:
        cursor.execute(PARTICIPATION)
        cursor.execute("VACUUM ANALYZE")
    assert ChangeFact.objects.count() == facts


PROGRAM = """(SELECT id FROM programs_program WHERE slug = 'facts-' || (1 + turn %% {number}))"""


def copies(table: str, which: str, number: int, **changed: str) -> None:
    """Rows like the first of the table but for what is said, and the keys that each must have of its own."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND column_name <> 'id'"
            " AND is_generated = 'NEVER'",
            [table],
        )
        own = {"public_id": "gen_random_uuid()", **changed}
        names = [name for (name,) in cursor.fetchall()]
        values = [own.get(name, f'source."{name}"') for name in names]
        statement = COPIES.format(
            table=table,
            which=which,
            columns=", ".join(f'"{name}"' for name in names),
            values=", ".join(values),
        )
        cursor.execute(statement, {"number": number})


# --- A report, in a process of its own ---


def report() -> dict[str, Any]:
    """One as a worker makes it that has loaded what workers load, and another vintage in a worker of its own, whose
    memory is looked at.
    """
    app.loader.import_default_modules()
    made = yearly()
    with watched(made) as seen:
        seconds = timed(lambda: report_runs.run(made.pk))
    made.refresh_from_db()
    assert made.state == "review", (made.state, made.failure)
    read = timed(lambda: read_tables(made))
    passed, live, differs = one_pass(made)
    FrozenData.objects.filter(report=made).delete()
    again = yearly()
    before, peak = held_by_a_worker(again)
    FrozenData.objects.filter(report=again).delete()
    return {
        "seconds": seconds,
        "limit": read,
        "times": seconds / read,
        "memory": peak,
        "before": before,
        "gap": max(seen, default=seconds),
        "pass": passed,
        "live": live,
        "differs": differs,
    }


def yearly() -> ImpactReport:
    return ImpactReport.objects.create(
        kind=ReportKind.LONG_TERM_IMPACT,
        scope=ReportScope.MOVEMENT,
        period=Period.YEAR,
        starts_on=YEAR[0],
        ends_on=YEAR[1],
        as_of=timezone.now(),
        vintage=timezone.now().microsecond % 30_000,
    )


def held_by_a_worker(report: ImpactReport) -> tuple[float, float]:
    """MiB held by the process of the worker that makes the report: before, and at most."""
    child = crew.worker("reports", environment={})
    place = environment(connection.settings_dict["NAME"], BENCH_SERVER="1", **child.environment)
    with subprocess.Popen(child.command, cwd=ROOT, env=place, stdout=sys.stderr) as worker:
        try:
            wait_for(lambda: app.control.ping(timeout=1))
            (process,) = Path(f"/proc/{worker.pid}/task/{worker.pid}/children").read_text().split()
            before = held(process, "VmRSS")
            app.send_task("evaluation.tasks.run_report", kwargs={"report_id": report.pk}, queue="reports")
            wait_for(lambda: ImpactReport.objects.filter(pk=report.pk, state="review").exists())
            return before, held(process, "VmHWM")
        finally:
            worker.terminate()


def wait_for(done: Callable[[], object], seconds: float = 900) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end
        time.sleep(0.5)


def held(process: str, kind: str) -> float:
    (line,) = [
        each for each in Path(f"/proc/{process}/status").read_text().splitlines() if each.startswith(kind)
    ]
    return int(line.split()[1]) / 1024


@contextmanager
def watched(made: ImpactReport) -> "Any":
    """How long nothing was to be seen of the report, again and again, as its page asks for it."""
    seen, over = list[float](), threading.Event()

    def look() -> None:
        place = connection.settings_dict
        with psycopg.connect(
            host=place["HOST"], user=place["USER"], dbname=place["NAME"], autocommit=True
        ) as own:
            last, since = None, time.perf_counter()
            while not over.wait(0.05):
                now = own.execute(
                    "SELECT state, done, rows, heartbeat_at FROM evaluation_impactreport WHERE id = %s",
                    [made.pk],
                ).fetchone()
                if now != last:
                    seen.append(time.perf_counter() - since)
                    last, since = now, time.perf_counter()
            seen.append(time.perf_counter() - since)

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield seen
    finally:
        over.set()
        watcher.join()


def one_pass(made: ImpactReport) -> tuple[float, float, bool]:
    """The changes from the frozen rows and from the rollups: seconds of each, and whether any mean differs."""
    frozen_rows = FrozenRows(made)
    codes = Names().codes
    whole, rolled = dict[Any, Result](), dict[Any, Result]()

    def from_rows() -> None:
        for pair in frozen.PAIRS:
            step = frozen.change_table(*pair)
            whole.update(by_place(figures.compute(step, made.kind, frozen_rows)))

    def from_rollups() -> None:
        for pair in frozen.PAIRS:
            found = slices.changes(Slice(starts_on=YEAR[0], ends_on=YEAR[1]), *pair)
            rolled.update(by_place(slices.shown_changes(found, *pair, codes)))

    passed, live = timed(from_rows), timed(from_rollups)
    means = {place for place, each in rolled.items() if each.metric == "change"}
    differs = not means or any(abs(far(whole[each], rolled[each])) > Decimal("1e-9") for each in means)
    return passed, live, differs


def far(first: Result, second: Result) -> Decimal:
    return (first.value or Decimal(0)) - (second.value or Decimal(0))


def by_place(results: "list[Result]") -> Mapping[Any, Result]:
    return {each.place: each for each in results}


# --- What changes cost, and dashboards, at all sizes in turn ---


def measure(*names: str) -> dict[str, dict[str, dict[str, Any]]]:
    """`names` of databases, in the order of sizes."""
    places = dict(zip(SIZES, names, strict=False))
    found: dict[str, dict[str, dict[str, Any]]] = {
        size: made_alone(size, name) for size, name in places.items()
    }
    for name, rows in refreshes(places).items():
        for size, row in rows.items():
            found[size][name] = row
    for title, path in DASHBOARDS.items():
        for size, row in visits(places, path).items():
            found[size][f"{title}, facts"] = row
    first, *_rest, last = places
    small = found[first]["refresh after 1,000 changes"]["seconds"]
    found[last]["refresh, at the largest against at the smallest"] = beside(found[last], small)
    if "100,000" in places:
        found[last]["worker's peak memory, against 100,000"] = grown(found[last], found["100,000"])
    return found


def beside(large: Mapping[str, Any], small: float) -> dict[str, Any]:
    seconds = large["refresh after 1,000 changes"]["seconds"]
    return {"seconds": seconds, "limit": small, "times": seconds / small}


def grown(large: Mapping[str, Any], middle: Mapping[str, Any]) -> dict[str, Any]:
    ours, theirs = (each["worker's peak memory"]["mebibytes"] for each in (large, middle))
    return {"mebibytes": ours, "limit": theirs, "times": ours / theirs}


def made_alone(size: str, name: str) -> dict[str, dict[str, Any]]:
    command = [sys.executable, "-m", "benchmarks.measure", name, "facts-report"]
    done = subprocess.run(command, cwd=ROOT, env=environment(name), stdout=subprocess.PIPE, check=True)
    row = json.loads(done.stdout.splitlines()[-1])
    return {
        "full report": {name: row[name] for name in ("seconds", "limit", "times")},
        "report from rollups": {
            "seconds": row["live"],
            "limit": row["pass"],
            "times": row["live"] / row["pass"],
            "differs": row["differs"],
        },
        "worker's peak memory": {"mebibytes": row["memory"], "limit": row["before"], "value": row["memory"]},
        "longest time without progress": {
            "seconds": row["gap"],
            "limit": row["seconds"],
            "value": row["gap"],
        },
    }


def turn_to(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name


def refreshes(places: Mapping[str, str]) -> dict[str, dict[str, dict[str, Any]]]:
    """What a change of facts costs at once, and what it costs later to add it to the rollups. The sizes take turns."""
    times: dict[str, tuple[list[float], list[float], list[float]]] = {size: ([], [], []) for size in places}
    keys = {}
    for turn in range(ROUNDS):
        after = Decimal("0.4") + Decimal(turn) / 100
        for size, name in places.items():
            turn_to(name)
            if size not in keys:
                every = ChangeFact.objects.count() // CHANGED
                ids = ChangeFact.objects.order_by("pk").values_list("pk", flat=True)
                keys[size] = list(ids[::every])[:CHANGED]
            mine = keys[size]
            ours, bare, folded = times[size]
            ours.append(timed(partial(ChangeFact.objects.filter(pk__in=mine).update, after=after)))
            bare.append(timed(partial(bare_upsert, mine)))
            folded.append(timed(folding.fold))
    found: dict[str, dict[str, dict[str, Any]]] = {
        "refresh after 1,000 changes": {},
        "folding 1,000 changes": {},
    }
    for size, (ours, bare, folded) in times.items():
        for rows, own in zip(found.values(), (ours, folded), strict=True):
            rows[size] = {"seconds": median(own), "limit": median(bare), "times": median(own) / median(bare)}
    return found


def visits(places: Mapping[str, str], path: str) -> dict[str, dict[str, Any]]:
    """The page in this process, and its statements alone, in turn at all sizes."""
    page: dict[str, list[float]] = {size: [] for size in places}
    bare: dict[str, list[float]] = {size: [] for size in places}
    asked: dict[str, tuple[Callable[[], object], Callable[[], object], int]] = {}
    for size, name in places.items():
        turn_to(name)
        asked[size] = visit_of(path)
    for _turn in range(VISITS):
        for size, name in places.items():
            turn_to(name)
            connection.ensure_connection()
            visit, statements, _queries = asked[size]
            page[size].append(timed(visit))
            bare[size].append(timed(statements))
    return {
        size: {
            "seconds": median(page[size]),
            "limit": median(bare[size]),
            "times": median(page[size]) / median(bare[size]),
            "p95": max(page[size]) * 1000,
            "queries": asked[size][2],
        }
        for size in places
    }


def visit_of(path: str) -> tuple[Callable[[], object], Callable[[], object], int]:
    cookie = cookie_of("staff@demo.example")
    client = Client()
    name, _, value = cookie.partition("=")
    client.cookies[name] = value
    statements = statements_of(path, cookie) or []
    return lambda: client.get(path), replay(statements)(), len(statements)
