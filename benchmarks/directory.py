"""The directory at 200,000 stakeholders: a facet page and a search across scripts, beside the same work in SQL."""

from datetime import date
from typing import Any

from django.db import connection, transaction

from benchmarks.pages import against, cookie_of, replay, served
from capacity.actions import demo
from common.demo import Demo

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
CLAIMED = """
    INSERT INTO capacity_capacityclaim (public_id, created_at, updated_at, stakeholder_id, capacity_id, kind, level_id,
        evidence_kind, evidence_link, stated_on, is_current, is_demo)
    SELECT gen_random_uuid(), now(), now(), person.id, capacity.id, said.kind,
        CASE said.kind WHEN 'has' THEN level.id END, 'self_declared', '', current_date, true, true
    FROM capacity_stakeholder AS person
    CROSS JOIN (VALUES ('has', 7), ('offers', 31), ('wants', 53)) AS said (kind, step)
    JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place, count(*) OVER () AS n FROM capacity_capacity
        WHERE NOT is_hidden) AS capacity ON capacity.place = person.id * said.step % capacity.n
    CROSS JOIN (SELECT min(id) AS id FROM capacity_proficiencylevel) AS level;
"""
LIST = """
    SELECT person.id, person.slug, person.name, person.kind, person.affiliate_type, person.status, person.territory_id,
        (SELECT array_agg(language_id) FROM capacity_stakeholder_languages WHERE stakeholder_id = person.id)
    FROM capacity_stakeholder AS person WHERE {wish} ORDER BY {order} LIMIT 25
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
    UNION ALL SELECT claim.kind, code, count(DISTINCT fitting.id) FROM fitting
        JOIN capacity_capacityclaim AS claim ON claim.stakeholder_id = fitting.id AND claim.is_current
        JOIN capacity_capacity AS capacity ON capacity.id = claim.capacity_id
        CROSS JOIN LATERAL unnest(string_to_array(capacity.path, '/')) AS code GROUP BY 1, 2
"""
SPEAKS = "EXISTS (SELECT 1 FROM capacity_stakeholder_languages WHERE stakeholder_id = person.id AND language_id = 'ar')"
SAYS = "' ' || person.search_text LIKE '%{word}%'"


def fill() -> None:
    """Expects the reference data."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        world = demo.load(Demo(scale=SCALE, as_of=date(2026, 1, 1), seed=1))
        demo.open_doors(Demo(scale=SCALE, as_of=date(2026, 1, 1), seed=1), world)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL portal.directory = 'later'")
        cursor.execute(LISTED)
        cursor.execute(CLAIMED)
        cursor.execute("SET LOCAL portal.directory = 'at once'")
        cursor.execute("SELECT capacity_directory_refresh(ARRAY(SELECT id FROM capacity_stakeholder))")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def measure() -> dict[str, dict[str, Any]]:
    member = cookie_of("member@demo.example")
    lists = [
        ("directory, signed in", "/stakeholders/", member, "true", "slug"),
        ("directory, anonymous", "/stakeholders/", "", "true", "slug"),
        ("directory, facets and counts", "/stakeholders/?language=ar", member, SPEAKS, "slug"),
        (
            "directory, search across scripts",
            "/stakeholders/?q=Викимедиа",
            member,
            SAYS.format(word="викимедиа"),
            "slug",
        ),
    ]
    found = {}
    with served():
        for name, path, cookie, wish, order in lists:
            limit = replay([LIST.format(wish=wish, order=order), COUNTS.format(wish=wish)])
            found[name] = against(path, cookie, limit)
    return found
