"""The tables that Django makes for many-to-many fields carry no triggers of a model; their rows only come and go."""

from django.db import migrations

TELLS = """
    CREATE FUNCTION {table}_tells_{event}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO common_change (topic, subject, written_in, at)
        SELECT DISTINCT 'programs_program', CASE WHEN touched.n <= 500 THEN touched.program_id END,
            pg_current_xact_id()::text::bigint, now()
        FROM (SELECT program_id, count(*) OVER () AS n FROM ({seen}) AS written) AS touched;
        RETURN NULL;
    END $$;
    CREATE TRIGGER tells_{event} AFTER {event} ON {table} REFERENCING {rows}
        FOR EACH STATEMENT EXECUTE FUNCTION {table}_tells_{event}();
"""
OF_PROGRAM = "SELECT program_id FROM {rows}"
OF_COHORT = (
    "SELECT cohort.program_id FROM {rows} JOIN programs_cohort AS cohort ON cohort.id = {rows}.cohort_id"
)
WATCHED = [
    ("programs_program_languages", OF_PROGRAM),
    ("programs_program_regions", OF_PROGRAM),
    ("programs_cohort_languages", OF_COHORT),
    ("programs_cohort_interpretation", OF_COHORT),
]
EVENTS = [("insert", "NEW TABLE", "new_rows"), ("delete", "OLD TABLE", "old_rows")]


class Migration(migrations.Migration):
    replaces = [
        ("programs", "0001_initial"),
        ("programs", "0002_changes_are_told"),
        ("programs", "0003_completion_rules_and_work"),
        ("programs", "0004_seat_pools"),
        ("programs", "0005_authoring"),
        ("programs", "0006_application_forms"),
        ("programs", "0007_reviews"),
        ("programs", "0008_delegations"),
        ("programs", "0009_usual_labels"),
        ("programs", "0010_catalog_facets"),
        ("programs", "0011_attendance_marks"),
        ("programs", "0012_saved_searches"),
        ("programs", "0013_mentoring"),
        ("programs", "0014_calendar_addresses"),
        ("programs", "0015_deeds_with_several"),
        ("programs", "0016_session_materials"),
    ]

    dependencies = [("common", "0001_tables"), ("programs", "0001_tables")]

    operations = [
        migrations.RunSQL(
            TELLS.format(table=table, event=event, rows=f"{which} AS {rows}", seen=seen.format(rows=rows)),
            f"DROP TRIGGER tells_{event} ON {table}; DROP FUNCTION {table}_tells_{event}();",
        )
        for table, seen in WATCHED
        for event, which, rows in EVENTS
    ]
