"""`python3 dev.py bench [--scale 1,10]`: one table, printed and kept in docs/benchmarks.md."""

import argparse
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
os.environ["PORTAL_VAR"] = str(ROOT / "var" / "bench")
os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"

from benchmarks.databases import environment, prepare, prepare_alone  # noqa: E402 - the place is named above
from config.embedded.cluster import Cluster  # noqa: E402
from config.embedded.valkey import Valkey  # noqa: E402

GOALS: dict[str, tuple[str, str, float, bool]] = {
    # operation: compared with what, which figure, its goal, whether more is better
    "browse, signed in": ("rows and counts in SQL", "ratio", 0.20, True),
    "browse, anonymous": ("rows and counts in SQL", "ratio", 1.0, True),
    "facets and counts, signed in": ("rows and counts in SQL", "ratio", 0.20, True),
    "search, signed in": ("rows and counts in SQL", "ratio", 0.15, True),
    "catalog, signed in": ("rows and counts in SQL", "ratio", 0.20, True),
    "catalog, anonymous": ("rows and counts in SQL", "ratio", 1.0, True),
    "catalog, facets and counts": ("rows and counts in SQL", "ratio", 0.20, True),
    "catalog, search": ("rows and counts in SQL", "ratio", 0.15, True),
    "catalog, search with a typing error": ("rows and counts of the right word in SQL", "ratio", 0.15, True),
    "catalog, an address nobody asked before": ("rows and counts in SQL", "ratio", 0.20, True),
    "catalog, exact counts kept": ("the portal's live counts", "share", 0.06, False),
    "catalog, deep page": ("its first page", "share", 1.3, False),
    "directory, signed in": ("rows and counts in SQL", "ratio", 0.20, True),
    "directory, anonymous": ("rows and counts in SQL", "ratio", 1.0, True),
    "directory, facets and counts": ("rows and counts in SQL", "ratio", 0.20, True),
    "directory, search across scripts": ("rows and counts in SQL", "ratio", 0.15, True),
    "directory, exact counts kept": ("counts in SQL", "share", 0.06, False),
    "directory, deep page": ("its first page", "share", 1.3, False),
    "detail, signed in": ("its own statements", "ratio", 0.20, True),
    "detail, anonymous": ("its own statements", "ratio", 0.10, True),
    "my page": ("its own statements", "times", 3.0, False),
    "coordinator's desk": ("its own statements", "times", 3.0, False),
    "affiliate's page": ("its own statements", "times", 3.0, False),
    "staff dashboard": ("its own statements", "times", 3.0, False),
    "enrollment over many cohorts": ("a bare Django insert with events", "ratio", 0.6, True),
    "one hot cohort": ("one statement under a row lock", "ratio", 0.30, True),
    "rollup refresh": ("a bare upsert of 1,000 facts", "times", 1.5, False),
    "a response submitted, among 100,000": ("the same among 1,000", "times", 1.3, False),
    "a response counted, among 100,000": ("the same among 1,000", "times", 1.3, False),
    "statistics shown, among 100,000": ("the same among 1,000", "times", 1.3, False),
    "report": ("reading what it freezes", "times", 1.3, False),
    "full report": ("reading what it freezes", "times", 1.3, False),
    "report from rollups": ("one pass over the frozen facts", "times", 0.10, False),
    "refresh after 1,000 changes": ("a bare upsert of 1,000 facts", "times", 1.5, False),
    "folding 1,000 changes": ("a bare upsert of 1,000 facts", "times", 1.5, False),
    "refresh, at the largest against at the smallest": ("10,000 facts", "times", 2.0, False),
    "worker's peak memory": ("before the report", "value", 150, False),
    "worker's peak memory, against 100,000": ("100,000 facts", "times", 1.05, False),
    "longest time without progress": ("the whole report", "value", 1.0, False),
    "staff dashboard, facts": ("its own statements", "times", 3.0, False),
    "equity page, facts": ("its own statements", "times", 3.0, False),
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="dev.py bench")
    parser.add_argument("--scale", default="1,10", help="1, 10 or 100, with commas between")
    parser.add_argument(
        "--directory", action="store_true", help="also the directory, over 220,000 stakeholders"
    )
    parser.add_argument(
        "--catalog", action="store_true", help="also the catalog alone, at 2,000, 20,000 and 200,000 programs"
    )
    parser.add_argument(
        "--facts", action="store_true", help="only change facts: 10,000, 100,000 and 1,000,000 of them"
    )
    parser.add_argument(
        "--answers", action="store_true", help="only one more response, among 1,000 and among 100,000"
    )
    parser.add_argument("--no-save", action="store_true", help="print only")
    options = parser.parse_args()
    began = os.getloadavg()[0]
    cluster, valkey = Cluster(durable=False), Valkey(durable=False)
    cluster.start()
    valkey.start()
    try:
        scales = [] if options.facts or options.answers else options.scale.split(",")
        found = {scale: measured(cluster, scale) for scale in filter(None, scales)}
        grown = growth(found)
        if options.directory:
            found["220,000"] = measured_alone(cluster, "directory")
        if options.catalog:
            sizes = {
                size: measured_alone(cluster, "catalog", size) for size in ("2,000", "20,000", "200,000")
            }
            found |= sizes
            grown += growth(sizes)
        if options.facts:
            found |= measured_facts(cluster)
        if options.answers:
            found["alone"] = on_a_copy(cluster, prepare(cluster, "0.1"), "answers")
    finally:
        valkey.stop()
        cluster.stop()
    text = table(found, grown, began)
    print(text)
    if not options.no_save:
        (ROOT / "docs" / "benchmarks.md").write_text(text)
    return 0


def measured(cluster: Cluster, scale: str) -> dict[str, Any]:
    return on_a_copy(cluster, prepare(cluster, scale))


def on_a_copy(cluster: Cluster, name: str, *part: str) -> dict[str, Any]:
    """What writes is measured on a copy, which is dropped."""
    scratch = f"{name}_scratch"
    cluster.drop_database(scratch)
    cluster.create_database(scratch, template=name)
    try:
        return told(name, scratch, *part)
    finally:
        cluster.drop_database(scratch)


def measured_alone(cluster: Cluster, part: str, *size: str) -> dict[str, Any]:
    return told(prepare_alone(cluster, part, *size), part)


def measured_facts(cluster: Cluster) -> dict[str, Any]:
    names = [prepare_alone(cluster, "facts", size) for size in ("10,000", "100,000", "1,000,000")]
    return told(names[0], "facts", *names[1:])


def told(name: str, *what: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.measure", name, *what]
    done = subprocess.run(command, cwd=ROOT, env=environment(name), stdout=subprocess.PIPE, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


HEAD = """# Benchmarks

Measured on {day} on {cores} cores by `python3 dev.py bench`: load generator, web server and database together, 2 web
workers, 4 connections; contenders take turns in rounds of 1.5 s. Absolute figures vary between machines and runs; the
ratios count. The goals are those of the design; a missed one is said to be missed. Other work on the machine when it
began: a load average of {load:.1f}; above 1 the figures say little about pages, which need both cores.

| operation | compared with | scale | portal | the bare means | p95 | queries | figure | goal | |
|---|---|---|---|---|---|---|---|---|---|
"""


def table(found: dict[str, dict[str, Any]], grown: list[str], began: float) -> str:
    lines = [
        line(name, against, scale, rows[name], figure, goal, more=more)
        for name, (against, figure, goal, more) in GOALS.items()
        for scale, rows in found.items()
        if name in rows
    ]
    head = HEAD.format(day=f"{datetime.now(UTC):%Y-%m-%d}", cores=os.cpu_count(), load=began)
    return head + "\n".join([*lines, "", *grown]).rstrip() + "\n"


def line(
    name: str, against: str, scale: str, row: dict[str, Any], figure: str, goal: float, *, more: bool
) -> str:
    value = row[figure]
    reached = value >= goal if more else value <= goal
    unit = "/s" if "rate" in row else " MiB" if "mebibytes" in row else " s"
    digits = 3 if unit == " s" else 0
    ours = row[{"/s": "rate", " MiB": "mebibytes", " s": "seconds"}[unit]]
    rate, bare = (f"{number:.{digits}f}{unit}" for number in (ours, row["limit"]))
    p95 = f"{row['p95']:.0f} ms" if "p95" in row else ""
    measure = " MiB" if "mebibytes" in row else " s"
    wish = f"{'>=' if more else '<='} {goal:g}{measure if figure == 'value' else '' if more else ' x'}"
    if row.get("violations"):
        reached, wish = False, f"{wish}; {row['violations']} rounds oversold"
    if row.get("differs"):
        reached, wish = False, f"{wish}; the counts differ"
    cells = [name, against, scale, rate, bare, p95, str(row.get("queries", "")), f"{value:.2f}", wish]
    return f"| {' | '.join(cells)} | {'reached' if reached else '**missed**'} |"


def growth(found: dict[str, dict[str, Any]]) -> list[str]:
    """Goal 8: time must be flat too, from the smallest scale measured to the largest."""
    if len(found) < 2:
        return []
    first, *_, last = found
    lines = [f"| growth from scale {first} to {last} | figure | goal | |", "|---|---|---|---|"]
    for name in GOALS:
        small, large = found[first].get(name, {}), found[last].get(name, {})
        key = next((key for key in ("p95", "seconds") if key in small and key in large), None)
        if key is None or name == "report":
            continue
        grown, goal = large[key] / small[key], 2.0 if name == "rollup refresh" else 1.5
        same = "" if small.get("queries") == large.get("queries") else "; queries differ"
        lines.append(
            f"| {name} | {grown:.2f} | <= {goal} | {'reached' if grown <= goal else '**missed**'}{same} |"
        )
    return lines


if __name__ == "__main__":
    sys.exit(main())
