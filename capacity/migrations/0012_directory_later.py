"""A load that lets the directory wait notes whom it has touched; at its end only those are looked at, each once."""

from django.db import migrations

REFRESH_BEFORE = """
CREATE OR REPLACE FUNCTION capacity_directory_refresh(chosen bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE changed bigint[];
BEGIN
    IF current_setting('portal.directory', true) = 'later' OR cardinality(chosen) = 0 THEN RETURN; END IF;
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
REFRESH = """
CREATE OR REPLACE FUNCTION capacity_directory_refresh(chosen bigint[]) RETURNS void LANGUAGE plpgsql AS $$
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
TOUCHED_BEFORE = """
CREATE OR REPLACE FUNCTION capacity_directory_touched() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE touched bigint[];
BEGIN
    IF current_setting('portal.directory', true) = 'later' THEN RETURN NULL; END IF;
    EXECUTE format('SELECT ARRAY(SELECT DISTINCT %I FROM rows_touched)', TG_ARGV[0]) INTO touched;
    PERFORM capacity_directory_refresh(touched);
    RETURN NULL;
END $$
"""
TOUCHED = """
CREATE OR REPLACE FUNCTION capacity_directory_touched() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE touched bigint[];
BEGIN
    EXECUTE format('SELECT ARRAY(SELECT DISTINCT %I FROM rows_touched)', TG_ARGV[0]) INTO touched;
    PERFORM capacity_directory_refresh(touched);
    RETURN NULL;
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
GONE = "DROP FUNCTION capacity_directory_catch_up; DROP TABLE capacity_directory_later"


class Migration(migrations.Migration):
    dependencies = [("capacity", "0011_demo_history")]

    operations = [
        migrations.RunSQL(CATCH_UP, GONE),
        migrations.RunSQL(REFRESH, REFRESH_BEFORE),
        migrations.RunSQL(TOUCHED, TOUCHED_BEFORE),
    ]
