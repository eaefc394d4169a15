"""The catalog alone, at 2,000, 20,000 and 200,000 programs: whole pages against raw SQL that finds and counts the same.

Programs with their cohorts and sessions are made by the demo population's own actions, without people who take part: it
is the catalog that is measured, and a world of 200,000 people takes longer to load than all of this to run.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from benchmarks.pages import (
    ARABIC,
    COUNTS,
    LIST,
    SAYS,
    against,
    cookie_of,
    get,
    replay,
    served,
    statements_of,
)
from benchmarks.rounds import beside, compete
from capacity.actions import demo as people
from common.demo import Demo
from common.paging import write
from programs.actions import demo
from programs.models import Program
from programs.queries import catalog, kept_catalog
from programs.queries.catalog import Criteria

SIZES = {"2,000": 1, "20,000": 10, "200,000": 100}
COHORTS_AT_ONCE = 5_000
CHANGING = "/programs/?language=ar&starts_to=2099-{month:02}-{day:02}"  # another address each time


def fill(size: str) -> None:
    """Expects the reference data."""
    scale = SIZES[size]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        small = Demo(scale=1, as_of=date(2026, 1, 1), seed=1)
        world = people.load(small)
        people.open_doors(small, world)
    large = Demo(scale=scale, as_of=date(2026, 1, 1), seed=1)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        offered = demo.load_programs(large, world)
    cohorts = demo.plan_cohorts(large, offered)
    for start in range(0, len(cohorts), COHORTS_AT_ONCE):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            demo.load_empty_cohorts(large, world, cohorts[start : start + COHORTS_AT_ONCE])
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def measure() -> dict[str, dict[str, Any]]:
    member = cookie_of("member@demo.example")
    lists = [
        ("catalog, signed in", "/programs/", member, "true"),
        ("catalog, anonymous", "/programs/", "", "true"),
        ("catalog, facets and counts", "/programs/?language=ar", member, ARABIC),
        ("catalog, search", "/programs/?q=conflicts", member, SAYS),
        ("catalog, search with a typing error", "/programs/?q=conflcts", member, SAYS),
    ]
    found = {"catalog, exact counts kept": counting()}
    with served():
        for name, path, cookie, wish in lists:
            limit = replay([LIST.format(wish=wish), COUNTS.format(wish=wish)])
            found[name] = against(path, cookie, limit)
        found["catalog, an address nobody asked before"] = unasked(member)
        deep = compete({"deep": get(deep_page(), member), "first": get("/programs/", member)})
    found["catalog, deep page"] = beside(deep["deep"], deep["first"])
    return found


def unasked(cookie: str) -> dict[str, Any]:
    """Nothing of the list is kept: each request asks for other days."""
    turn = iter(range(10**9))

    def make() -> Callable[[], object]:
        pages = {}

        def once() -> None:
            number = next(turn)
            path = (
                CHANGING.format(month=number % 12 + 1, day=number // 12 % 28 + 1)
                + f"&level={number // 336 % 4 + 1}"
            )
            pages.setdefault(path, get(path, cookie))()()

        return once

    measured = compete(
        {"page": make, "limit": replay([LIST.format(wish=ARABIC), COUNTS.format(wish=ARABIC)])}
    )
    page, raw = measured["page"], measured["limit"]
    queries = len(statements_of("/programs/?language=ar&starts_to=2098-01-01", cookie) or [])
    return {
        "rate": page.rate,
        "p95": page.p95,
        "limit": raw.rate,
        "ratio": page.rate / raw.rate,
        "queries": queries,
    }


def counting() -> dict[str, Any]:
    """The counts of one question with all facets, made anew each time, against the live statement of the portal."""
    asked = Criteria(languages=("ar",))
    kept = kept_catalog.build()

    def from_bits() -> Callable[[], object]:
        def once() -> None:
            kept_catalog.COUNTS.clear()
            kept.counts(asked)

        return once

    def live() -> Callable[[], object]:
        def once() -> None:
            catalog.facet_counts(asked)

        return once

    same = plain(kept.counts(asked)) == plain(catalog.facet_counts(asked))
    measured = compete({"kept": from_bits, "live": live}, connections=1)
    return beside(measured["kept"], measured["live"]) | {"differs": not same}


def plain(counts: dict[str, dict[str, int]]) -> dict[tuple[str, str], int]:
    return {(facet, value): n for facet, values in counts.items() for value, n in values.items() if n}


def deep_page() -> str:
    """The page that begins after nine tenths of all."""
    timezone.activate(settings.TIME_ZONE)
    rows, ordering = catalog.keys(Criteria(), sort="newest")
    late = rows.order_by(*ordering)[Program.objects.public().count() * 9 // 10]
    return f"/programs/?page={write(late, ordering, backwards=False)}"
