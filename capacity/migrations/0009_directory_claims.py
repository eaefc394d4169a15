"""What somebody has, offers or wants is found in the directory: each capacity, and all above it."""

from django.db import migrations

BEFORE = """
CREATE OR REPLACE VIEW capacity_directory_live AS
SELECT stakeholder_id, bool_or(audience = 'public') AS for_public, bool_or(audience = 'members') AS for_members,
    kind, maturity, sort_name, search_text, territory_id, region_id, tokens
FROM (
    SELECT s.id AS stakeholder_id, looks.audience, s.kind, s.maturity,
        coalesce(nullif(left(s.search_text, 200), ''), lower(s.name)) AS sort_name,
        ' ' || s.search_text || ' ' AS search_text,
        CASE WHEN sees.place THEN s.territory_id END AS territory_id,
        CASE WHEN sees.place THEN s.region_id END AS region_id,
        ARRAY(
            SELECT DISTINCT token FROM (
                SELECT 'kind:' || s.kind AS token
                UNION ALL SELECT 'community:' || s.maturity WHERE s.kind IN ('affiliate', 'community', 'hub')
                UNION ALL SELECT 'region:' || region.code FROM capacity_region AS region
                    WHERE sees.place AND region.id = s.region_id AND region.scheme = 'wikimedia'
                UNION ALL SELECT unnest(CASE WHEN s.kind = 'person' THEN ARRAY['territory:' || place.code]
                        ELSE ARRAY['territory:' || place.code, 'seat:' || place.code] END)
                    FROM capacity_territory AS place
                    WHERE sees.place AND NOT place.wmf_protected AND place.code IN (
                        SELECT s.territory_id UNION ALL SELECT territory_id
                        FROM capacity_stakeholder_territories WHERE stakeholder_id = s.id
                    )
                UNION ALL SELECT 'language:' || spoken.language_id FROM capacity_stakeholder_languages AS spoken
                    WHERE sees.languages AND spoken.stakeholder_id = s.id
            ) AS found WHERE token IS NOT NULL ORDER BY token
        ) AS tokens
    FROM capacity_stakeholder AS s
    LEFT JOIN capacity_user AS account ON account.id = s.user_id
    LEFT JOIN capacity_personvisibility AS shown ON shown.person_id = s.id
    CROSS JOIN (VALUES ('public', ARRAY['everybody']), ('members', ARRAY['everybody', 'members']))
        AS looks (audience, choices)
    CROSS JOIN LATERAL (SELECT
        s.kind <> 'person' OR shown.territory = ANY (looks.choices) AS place,
        s.kind <> 'person' OR shown.languages = ANY (looks.choices) AS languages
    ) AS sees
    WHERE s.kind <> 'person' OR (account.is_active AND shown.listed = ANY (looks.choices))
) AS seen
GROUP BY stakeholder_id, kind, maturity, sort_name, search_text, territory_id, region_id, tokens
"""
LIVE = """
CREATE OR REPLACE VIEW capacity_directory_live AS
SELECT stakeholder_id, bool_or(audience = 'public') AS for_public, bool_or(audience = 'members') AS for_members,
    kind, maturity, sort_name, search_text, territory_id, region_id, tokens
FROM (
    SELECT s.id AS stakeholder_id, looks.audience, s.kind, s.maturity,
        coalesce(nullif(left(s.search_text, 200), ''), lower(s.name)) AS sort_name,
        ' ' || s.search_text || ' ' AS search_text,
        CASE WHEN sees.place THEN s.territory_id END AS territory_id,
        CASE WHEN sees.place THEN s.region_id END AS region_id,
        ARRAY(
            SELECT DISTINCT token FROM (
                SELECT 'kind:' || s.kind AS token
                UNION ALL SELECT 'community:' || s.maturity WHERE s.kind IN ('affiliate', 'community', 'hub')
                UNION ALL SELECT 'region:' || region.code FROM capacity_region AS region
                    WHERE sees.place AND region.id = s.region_id AND region.scheme = 'wikimedia'
                UNION ALL SELECT unnest(CASE WHEN s.kind = 'person' THEN ARRAY['territory:' || place.code]
                        ELSE ARRAY['territory:' || place.code, 'seat:' || place.code] END)
                    FROM capacity_territory AS place
                    WHERE sees.place AND NOT place.wmf_protected AND place.code IN (
                        SELECT s.territory_id UNION ALL SELECT territory_id
                        FROM capacity_stakeholder_territories WHERE stakeholder_id = s.id
                    )
                UNION ALL SELECT 'language:' || spoken.language_id FROM capacity_stakeholder_languages AS spoken
                    WHERE sees.languages AND spoken.stakeholder_id = s.id
                UNION ALL SELECT unnest(
                        ARRAY[claim.kind || ':' || above.code, 'capacity:' || above.code, 'claim:' || claim.kind]
                    )
                    FROM capacity_capacityclaim AS claim
                    JOIN capacity_capacity AS capacity ON capacity.id = claim.capacity_id
                    CROSS JOIN LATERAL unnest(string_to_array(capacity.path, '/')) AS above (code)
                    WHERE sees.capacities AND claim.stakeholder_id = s.id AND claim.is_current
                        AND NOT capacity.is_hidden
            ) AS found WHERE token IS NOT NULL ORDER BY token
        ) AS tokens
    FROM capacity_stakeholder AS s
    LEFT JOIN capacity_user AS account ON account.id = s.user_id
    LEFT JOIN capacity_personvisibility AS shown ON shown.person_id = s.id
    CROSS JOIN (VALUES ('public', ARRAY['everybody']), ('members', ARRAY['everybody', 'members']))
        AS looks (audience, choices)
    CROSS JOIN LATERAL (SELECT
        s.kind <> 'person' OR shown.territory = ANY (looks.choices) AS place,
        s.kind <> 'person' OR shown.languages = ANY (looks.choices) AS languages,
        s.kind <> 'person' OR shown.capacities = ANY (looks.choices) AS capacities
    ) AS sees
    WHERE s.kind <> 'person' OR (account.is_active AND shown.listed = ANY (looks.choices))
) AS seen
GROUP BY stakeholder_id, kind, maturity, sort_name, search_text, territory_id, region_id, tokens
"""
# A capacity that is moved, hidden or shown again takes with it those of whom it is said.
CAPACITY_TOUCHED = """
CREATE FUNCTION capacity_directory_capacity_touched() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM capacity_directory_refresh(ARRAY(
        SELECT DISTINCT claim.stakeholder_id FROM new_rows JOIN old_rows USING (id)
        JOIN capacity_capacityclaim AS claim ON claim.capacity_id = new_rows.id AND claim.is_current
        WHERE (new_rows.path, new_rows.is_hidden) IS DISTINCT FROM (old_rows.path, old_rows.is_hidden)
    ));
    RETURN NULL;
END $$;
CREATE TRIGGER directory_capacity AFTER UPDATE ON capacity_capacity
REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION capacity_directory_capacity_touched()
"""
# A stakeholder who is deleted leaves no entry, whatever of hers was deleted first.
STAKEHOLDER_GONE = """
CREATE FUNCTION capacity_directory_stakeholder_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM capacity_directoryentry WHERE stakeholder_id IN (SELECT id FROM rows_gone);
    RETURN NULL;
END $$;
CREATE TRIGGER directory_delete AFTER DELETE ON capacity_stakeholder REFERENCING OLD TABLE AS rows_gone
FOR EACH STATEMENT EXECUTE FUNCTION capacity_directory_stakeholder_gone()
"""


def watch(deed: str) -> migrations.RunSQL:
    rows = "OLD TABLE" if deed == "DELETE" else "NEW TABLE"
    name = f"directory_{deed.lower()}"
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} AFTER {deed} ON capacity_capacityclaim REFERENCING {rows} AS rows_touched"
        " FOR EACH STATEMENT EXECUTE FUNCTION capacity_directory_touched('stakeholder_id')",
        f"DROP TRIGGER {name} ON capacity_capacityclaim",
    )


class Migration(migrations.Migration):
    dependencies = [("capacity", "0008_demographics")]

    operations = [
        migrations.RunSQL(LIVE, BEFORE),
        *map(watch, ["INSERT", "UPDATE", "DELETE"]),
        migrations.RunSQL(CAPACITY_TOUCHED, "DROP FUNCTION capacity_directory_capacity_touched CASCADE"),
        migrations.RunSQL(STAKEHOLDER_GONE, "DROP FUNCTION capacity_directory_stakeholder_gone CASCADE"),
        migrations.RunSQL(
            "SELECT capacity_directory_refresh(ARRAY(SELECT id FROM capacity_stakeholder))",
            migrations.RunSQL.noop,
        ),
    ]
