"""Rules that PostgreSQL keeps for us: append-only rows, immutable rows, counters that follow their rows.

All of them yield to the removal of demo data (`removing_demo`), and only for rows marked demo; what a person says of
herself also leaves with her (`erasing`).
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pgtrigger
from django.db import connection, transaction

DEMO_MAY_GO = """
    IF TG_OP = 'DELETE' AND OLD.is_demo AND current_setting('portal.removing_demo', true) = 'on' THEN
        RETURN OLD;
    END IF;
"""
ERASED_MAY_GO = """
    IF TG_OP = 'DELETE' AND current_setting('portal.erasing', true) = 'on' THEN RETURN OLD; END IF;
"""


@contextmanager
def removing_demo() -> Iterator[None]:
    """Open a transaction in which rows marked demo may leave append-only tables."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL portal.removing_demo = 'on'")
        yield


@contextmanager
def erasing() -> Iterator[None]:
    """Open a transaction in which a person's own statements may be deleted."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL portal.erasing = 'on'")
        yield
        cursor.execute("SET LOCAL portal.erasing = 'off'")


@contextmanager
def merging() -> Iterator[None]:
    """Open a transaction in which a person's own statements may follow her to the account that stays."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL portal.merging = 'on'")
        yield
        cursor.execute("SET LOCAL portal.merging = 'off'")


def append_only() -> pgtrigger.Trigger:
    """Rows are added, never changed or deleted."""
    return pgtrigger.Trigger(
        name="append_only",
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            {DEMO_MAY_GO}
            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
        """,
    )


def append_only_but_for(text: str) -> pgtrigger.Trigger:
    """Rows are added, never changed or deleted; but what somebody wrote in `text` may be emptied."""
    return pgtrigger.Trigger(
        name="append_only_but_for",
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            {DEMO_MAY_GO}
            IF TG_OP = 'UPDATE' AND NEW.{text} = '' AND to_jsonb(NEW) - '{text}' = to_jsonb(OLD) - '{text}' THEN
                RETURN NEW;
            END IF;
            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
        """,
    )


def fixed_once_set(*columns: str) -> pgtrigger.Trigger:
    """A column may be filled once; after that its value stays."""
    rules = "\n".join(
        f"""
        IF OLD.{column} IS NOT NULL AND NEW.{column} IS DISTINCT FROM OLD.{column} THEN
            RAISE EXCEPTION '{column} of % never changes', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
        END IF;
        """
        for column in columns
    )
    return pgtrigger.Trigger(
        name="fixed_" + "_".join(columns)[:30],
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=f"{rules}\nRETURN NEW;",
    )


def after_each_statement(name: str, *, insert: str, update: str, delete: str = "") -> list[pgtrigger.Trigger]:
    """Triggers that see all rows of a statement at once, as `new_rows` and `old_rows`: COPY pays once."""
    seen = {
        "insert": (pgtrigger.Insert, pgtrigger.Referencing(new="new_rows"), insert),
        "update": (pgtrigger.Update, pgtrigger.Referencing(old="old_rows", new="new_rows"), update),
        "delete": (pgtrigger.Delete, pgtrigger.Referencing(old="old_rows"), delete),
    }
    return [
        pgtrigger.Trigger(
            name=f"{name}_{word}",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=operation,
            referencing=referencing,
            func=f"{body}\nRETURN NULL;",
        )
        for word, (operation, referencing, body) in seen.items()
        if body
    ]


MANY_CHANGES = 500  # rows of one statement; beyond it the whole table counts as changed


def tells_of(topic: str, *, subject: str = "id", columns: tuple[str, ...] = ()) -> list[pgtrigger.Trigger]:
    """Notes in `common_change` which rows were written (see common.changes). `subject` is SQL for the row's key, or
    NULL where the table is told of as a whole; `columns` are those whose change matters, if not all do.
    """
    moved = " UNION ALL ".join(
        f"SELECT {subject} AS subject FROM {rows}" for rows in ("new_rows", "old_rows")
    )
    if columns:
        differs = " OR ".join(f"new_rows.{name} IS DISTINCT FROM old_rows.{name}" for name in columns)
        moved = f"SELECT {subject} AS subject FROM new_rows JOIN old_rows USING (id) WHERE {differs}"
    return after_each_statement(
        "tells",
        insert=_tell(topic, f"SELECT {subject} AS subject FROM new_rows"),
        update=_tell(topic, moved),
        delete=_tell(topic, f"SELECT {subject} AS subject FROM old_rows"),
    )


def _tell(topic: str, rows: str) -> str:
    return f"""
        INSERT INTO common_change (topic, subject, written_in, at)
        SELECT DISTINCT '{topic}', CASE WHEN touched.n <= {MANY_CHANGES} THEN touched.subject::bigint END,
            pg_current_xact_id()::text::bigint, now()
        FROM (SELECT subject, count(*) OVER () AS n FROM ({rows}) AS written) AS touched;
    """


ORIGINAL = "en"  # the language from which all others are translated


def frozen_version(owner: str, *, texts: tuple[str, ...] = (), follows: str = "") -> pgtrigger.Trigger:
    """Rows of a version that is no draft stay as they are: `owner` is SQL for the version's state, for a row `line`.

    Filling an empty translation of one of `texts` (columns text_xx) is allowed: it adds a language and changes none;
    the original is no translation. A row neither comes in from a draft nor leaves for one.
    So is what `follows` says, a condition over NEW and OLD in which `changed.key` is the name of the column.
    """
    translated = (f"changed.key LIKE '{text}\\_%' AND changed.key <> '{text}_{ORIGINAL}'" for text in texts)
    added = " OR ".join(translated) or "false"
    followed = f"\n                  AND NOT coalesce({follows}, false)" if follows else ""
    return pgtrigger.Trigger(
        name="frozen_version",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("line", "RECORD"), ("version_state", "TEXT")],
        func=f"""
            IF TG_OP = 'DELETE' THEN line := OLD; ELSE line := NEW; END IF;
            version_state := ({owner});
            IF TG_OP = 'UPDATE' AND (version_state = 'draft' OR version_state IS NULL) THEN
                line := OLD;
                version_state := ({owner});
                line := NEW;
            END IF;
            IF version_state = 'draft' OR version_state IS NULL THEN RETURN line; END IF;
            IF TG_OP = 'UPDATE' AND NOT EXISTS (
                SELECT 1 FROM jsonb_each(to_jsonb(NEW)) AS changed
                WHERE changed.value IS DISTINCT FROM to_jsonb(OLD) -> changed.key
                  AND changed.key <> 'updated_at'
                  AND NOT (({added}) AND coalesce(to_jsonb(OLD) ->> changed.key, '') = ''){followed}
            ) THEN RETURN NEW; END IF;
            RAISE EXCEPTION '% belongs to a version that is % and cannot change', TG_TABLE_NAME, version_state
                USING ERRCODE = 'restrict_violation';
        """,
    )
