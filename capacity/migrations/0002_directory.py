"""The directory: an entry for each audience that sees a stakeholder, kept by triggers wherever it changes."""

from django.db import migrations

"""The directory: an entry for each audience that sees a stakeholder, kept by triggers wherever it changes."""


# What each entry must be. `later` lets a load write many rows and fill the directory once, at its end.
LIVE = """
CREATE VIEW capacity_directory_live AS
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
REFRESH = """
CREATE FUNCTION capacity_directory_refresh(chosen bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE changed bigint[];
BEGIN
    IF cardinality(chosen) = 0 THEN RETURN; END IF;
    IF current_setting('portal.directory', true) = 'later' THEN
        INSERT INTO capacity_directory_later (stakeholder_id) SELECT unnest(chosen);
        RETURN;
    END IF;
    -- One after the other: what the next statement reads is then what the one before has committed.
    PERFORM FROM capacity_stakeholder WHERE id = ANY (chosen) ORDER BY id FOR NO KEY UPDATE;
    changed := ARRAY(
        SELECT coalesce(live.stakeholder_id, kept.stakeholder_id)
        FROM (SELECT * FROM capacity_directory_live WHERE stakeholder_id = ANY (chosen)) AS live
        FULL JOIN (SELECT * FROM capacity_directoryentry WHERE stakeholder_id = ANY (chosen)) AS kept
            USING (stakeholder_id, for_public, for_members)
        WHERE (live.kind, live.maturity, live.sort_name, live.search_text, live.territory_id, live.region_id,
                live.tokens)
            IS DISTINCT FROM (kept.kind, kept.maturity, kept.sort_name, kept.search_text, kept.territory_id,
                kept.region_id, kept.tokens)
    );
    IF cardinality(changed) = 0 THEN RETURN; END IF;
    DELETE FROM capacity_directoryentry AS kept WHERE stakeholder_id = ANY (changed) AND NOT EXISTS (
        SELECT FROM capacity_directory_live AS live WHERE live.stakeholder_id = kept.stakeholder_id
            AND live.for_public = kept.for_public AND live.for_members = kept.for_members
    );
    UPDATE capacity_directoryentry AS kept
    SET maturity = live.maturity, sort_name = live.sort_name, search_text = live.search_text,
        territory_id = live.territory_id, region_id = live.region_id, tokens = live.tokens
    FROM capacity_directory_live AS live
    WHERE kept.stakeholder_id = ANY (changed) AND live.stakeholder_id = kept.stakeholder_id
        AND live.for_public = kept.for_public AND live.for_members = kept.for_members;
    INSERT INTO capacity_directoryentry (stakeholder_id, for_public, for_members, kind, maturity, sort_name,
        search_text, territory_id, region_id, tokens)
    SELECT stakeholder_id, for_public, for_members, kind, maturity, sort_name, search_text, territory_id, region_id,
        tokens
    FROM capacity_directory_live AS live WHERE stakeholder_id = ANY (changed) AND NOT EXISTS (
        SELECT FROM capacity_directoryentry AS kept WHERE kept.stakeholder_id = live.stakeholder_id
            AND kept.for_public = live.for_public AND kept.for_members = live.for_members
    );
END $$
"""
# The column of a table that names the stakeholder is given by its trigger.
TOUCHED = """
CREATE FUNCTION capacity_directory_touched() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE touched bigint[];
BEGIN
    EXECUTE format('SELECT ARRAY(SELECT DISTINCT %I FROM rows_touched)', TG_ARGV[0]) INTO touched;
    PERFORM capacity_directory_refresh(touched);
    RETURN NULL;
END $$
"""
ACCOUNT_TOUCHED = """
CREATE FUNCTION capacity_directory_account_touched() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM capacity_directory_refresh(ARRAY(SELECT id FROM capacity_stakeholder WHERE user_id = NEW.id));
    RETURN NULL;
END $$;
CREATE TRIGGER directory_account AFTER UPDATE ON capacity_user FOR EACH ROW
WHEN (OLD.is_active IS DISTINCT FROM NEW.is_active) EXECUTE FUNCTION capacity_directory_account_touched()
"""
TERRITORY_TOUCHED = """
CREATE FUNCTION capacity_directory_territory_touched() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM capacity_directory_refresh(ARRAY(
        SELECT id FROM capacity_stakeholder WHERE territory_id = NEW.code
        UNION SELECT stakeholder_id FROM capacity_stakeholder_territories WHERE territory_id = NEW.code
    ));
    RETURN NULL;
END $$;
CREATE TRIGGER directory_territory AFTER UPDATE ON capacity_territory FOR EACH ROW
WHEN (OLD.wmf_protected IS DISTINCT FROM NEW.wmf_protected) EXECUTE FUNCTION capacity_directory_territory_touched()
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
WATCHED = [
    ("capacity_stakeholder", "id", ["INSERT", "UPDATE"]),
    ("capacity_stakeholder_territories", "stakeholder_id", ["INSERT", "UPDATE", "DELETE"]),
    ("capacity_stakeholder_languages", "stakeholder_id", ["INSERT", "UPDATE", "DELETE"]),
    ("capacity_personvisibility", "person_id", ["INSERT", "UPDATE", "DELETE"]),
    ("capacity_capacityclaim", "stakeholder_id", ["INSERT", "UPDATE", "DELETE"]),
]
# All names beside one another, wherever they match; words below four letters must be there as they are.
ALIKE = r"""
CREATE FUNCTION capacity_directory_alike(audience text, words text[], most integer) RETURNS bigint[]
LANGUAGE plpgsql STABLE SET pg_trgm.word_similarity_threshold = 0.45 AS $$
DECLARE conditions text; likeness text; found bigint[];
BEGIN
    SELECT string_agg(
            CASE WHEN length(word) < 4 THEN format('search_text LIKE %L', '% ' || regexp_replace(word, '([\%_])', '\\\1', 'g') || '%')
                ELSE format('%L <%% search_text', word) END, ' AND '),
        string_agg(format('word_similarity(%L, search_text)', word), ' + ')
    INTO conditions, likeness FROM unnest(words) AS word;
    EXECUTE format(
        'SELECT ARRAY(SELECT id FROM capacity_directoryentry WHERE %I AND %s ORDER BY %s DESC, sort_name, id LIMIT %s)',
        'for_' || audience, conditions, likeness, most
    ) INTO found;
    RETURN found;
END $$
"""
# Those who are new are most of a load, and need not be compared with anything.
CATCH_UP = """
CREATE TABLE capacity_directory_later (stakeholder_id bigint NOT NULL);
CREATE FUNCTION capacity_directory_catch_up() RETURNS void LANGUAGE plpgsql AS $$
DECLARE touched bigint[]; known bigint[];
BEGIN
    WITH taken AS (DELETE FROM capacity_directory_later RETURNING stakeholder_id)
    SELECT coalesce(array_agg(DISTINCT stakeholder_id), '{}') INTO touched FROM taken;
    known := ARRAY(SELECT DISTINCT stakeholder_id FROM capacity_directoryentry WHERE stakeholder_id = ANY (touched));
    INSERT INTO capacity_directoryentry (stakeholder_id, for_public, for_members, kind, maturity, sort_name,
        search_text, territory_id, region_id, tokens)
    SELECT stakeholder_id, for_public, for_members, kind, maturity, sort_name, search_text, territory_id, region_id,
        tokens
    FROM capacity_directory_live
    WHERE stakeholder_id = ANY (ARRAY(SELECT unnest(touched) EXCEPT SELECT unnest(known)));
    PERFORM capacity_directory_refresh(known);
END $$
"""
CATCH_UP_GONE = "DROP FUNCTION capacity_directory_catch_up; DROP TABLE capacity_directory_later"


def watch(table: str, column: str, deed: str) -> migrations.RunSQL:
    rows = "OLD TABLE" if deed == "DELETE" else "NEW TABLE"
    name = f"directory_{deed.lower()}"
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} AFTER {deed} ON {table} REFERENCING {rows} AS rows_touched"
        f" FOR EACH STATEMENT EXECUTE FUNCTION capacity_directory_touched('{column}')",
        f"DROP TRIGGER {name} ON {table}",
    )


class Migration(migrations.Migration):
    replaces = [
        ("capacity", "0001_initial"),
        ("capacity", "0002_capacity_claim"),
        ("capacity", "0003_changes_are_told"),
        ("capacity", "0004_suggestions_and_history"),
        ("capacity", "0005_levels_are_told"),
        ("capacity", "0006_affiliation_reasons"),
        ("capacity", "0007_directory"),
        ("capacity", "0008_demographics"),
        ("capacity", "0009_directory_claims"),
        ("capacity", "0010_directory_counts"),
        ("capacity", "0011_demo_history"),
        ("capacity", "0012_directory_later"),
        ("capacity", "0013_erasures"),
        ("capacity", "0014_role_assignments"),
    ]

    dependencies = [("capacity", "0001_tables")]

    operations = [
        migrations.RunSQL(LIVE, "DROP VIEW capacity_directory_live"),
        migrations.RunSQL(CATCH_UP, CATCH_UP_GONE),
        migrations.RunSQL(REFRESH, "DROP FUNCTION capacity_directory_refresh"),
        migrations.RunSQL(TOUCHED, "DROP FUNCTION capacity_directory_touched"),
        migrations.RunSQL(ACCOUNT_TOUCHED, "DROP FUNCTION capacity_directory_account_touched CASCADE"),
        migrations.RunSQL(TERRITORY_TOUCHED, "DROP FUNCTION capacity_directory_territory_touched CASCADE"),
        migrations.RunSQL(CAPACITY_TOUCHED, "DROP FUNCTION capacity_directory_capacity_touched CASCADE"),
        migrations.RunSQL(STAKEHOLDER_GONE, "DROP FUNCTION capacity_directory_stakeholder_gone CASCADE"),
        migrations.RunSQL(ALIKE, "DROP FUNCTION capacity_directory_alike"),
        *(watch(table, column, deed) for table, column, deeds in WATCHED for deed in deeds),
    ]
