"""The directory over 220,000 stakeholders, all listed: whole pages against raw SQL that finds and counts the same."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import connection, transaction

from benchmarks.pages import against, cookie_of, get, replay, served
from benchmarks.rounds import beside, compete
from capacity.actions import demo
from capacity.actions import directory as entries
from capacity.models import Audience, DirectoryEntry
from capacity.queries import directory
from common.demo import Demo
from common.paging import write

SCALE = 100  # 200,000 people, 20,000 organizations
LISTED = """
    UPDATE capacity_personvisibility SET listed = 'everybody', territory = 'everybody', languages = 'everybody',
        capacities = 'everybody';
    INSERT INTO capacity_personvisibility (public_id, created_at, updated_at, person_id, listed, description, languages,
        territory, contact, affiliations, capacities)
    SELECT gen_random_uuid(), now(), now(), id, 'everybody', 'nobody', 'everybody', 'everybody', 'nobody', 'nobody',
        'everybody'
    FROM capacity_stakeholder WHERE kind = 'person'
        AND id NOT IN (SELECT person_id FROM capacity_personvisibility);
"""
LIST = """
    SELECT person.id, person.slug, person.name, person.kind, person.affiliate_type, person.status, person.territory_id,
        (SELECT array_agg(language_id) FROM capacity_stakeholder_languages WHERE stakeholder_id = person.id)
    FROM capacity_stakeholder AS person WHERE {wish} ORDER BY slug LIMIT 25
"""
COUNTS = """
    WITH fitting AS MATERIALIZED (
        SELECT id, kind, region_id, territory_id, maturity FROM capacity_stakeholder AS person WHERE {wish}
    )
    SELECT 'total', '', count(*) FROM fitting
    UNION ALL SELECT 'kind', kind, count(*) FROM fitting GROUP BY 2
    UNION ALL SELECT 'region', region_id::text, count(*) FROM fitting GROUP BY 2
    UNION ALL SELECT 'territory', territory_id, count(*) FROM fitting GROUP BY 2
    UNION ALL SELECT 'community', maturity, count(*) FROM fitting WHERE kind <> 'person' GROUP BY 2
    UNION ALL SELECT 'language', language_id, count(*) FROM fitting
        JOIN capacity_stakeholder_languages AS spoken ON spoken.stakeholder_id = fitting.id GROUP BY 2
    UNION ALL SELECT claim.kind, above.code, count(DISTINCT fitting.id) FROM fitting
        JOIN capacity_capacityclaim AS claim ON claim.stakeholder_id = fitting.id AND claim.is_current
        JOIN capacity_capacity AS capacity ON capacity.id = claim.capacity_id
        CROSS JOIN LATERAL unnest(string_to_array(capacity.path, '/')) AS above (code) GROUP BY 1, 2
"""
SPEAKS = "EXISTS (SELECT 1 FROM capacity_stakeholder_languages WHERE stakeholder_id = person.id AND language_id = 'ar')"
LISTED_AT = "/stakeholders/"
SEARCH = f"{LISTED_AT}?q=%D0%92%D0%B8%D0%BA%D0%B8%D0%BC%D0%B5%D0%B4%D0%B8%D0%B0"  # Викимедиа
SAYS = "' ' || person.search_text LIKE '%викимедиа%'"


def fill() -> None:
    """Expects the reference data."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        world = demo.load(Demo(scale=SCALE, as_of=date(2026, 1, 1), seed=1))
        demo.open_doors(Demo(scale=SCALE, as_of=date(2026, 1, 1), seed=1), world)
    with transaction.atomic(), connection.cursor() as cursor, entries.filled_at_the_end():
        cursor.execute(LISTED)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def measure() -> dict[str, dict[str, Any]]:
    member = cookie_of("member@demo.example")
    lists = [
        ("directory, signed in", LISTED_AT, member, "true"),
        ("directory, anonymous", LISTED_AT, "", "true"),
        ("directory, facets and counts", f"{LISTED_AT}?language=ar", member, SPEAKS),
        ("directory, search across scripts", SEARCH, member, SAYS),
    ]
    found = {"directory, exact counts kept": counting()}
    with served():
        for name, path, cookie, wish in lists:
            limit = replay([LIST.format(wish=wish), COUNTS.format(wish=wish)])
            found[name] = against(path, cookie, limit)
        deep = compete({"deep": get(deep_page(), member), "first": get(LISTED_AT, member)})
    found["directory, deep page"] = beside(deep["deep"], deep["first"])
    return found


def counting() -> dict[str, Any]:
    """The counts of one facet with all others, as the page asks for them, against live SQL."""
    asked = directory.Criteria(audience=Audience.MEMBERS, language=("ar",))

    def kept() -> Callable[[], object]:
        def once() -> None:
            at = directory.version()
            directory.facet_counts(asked, directory.search(asked, at), at)

        return once

    measured = compete({"kept": kept, "live": replay([COUNTS.format(wish=SPEAKS)])}, connections=1)
    return beside(measured["kept"], measured["live"])


def deep_page() -> str:
    """The page that begins after nine tenths of all."""
    entries = DirectoryEntry.objects.visible_to(Audience.MEMBERS)
    late = entries.order_by(*directory.BY_NAME)[entries.count() * 9 // 10]
    return f"{LISTED_AT}?page={write(late, directory.BY_NAME, backwards=False)}"
