import gzip
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest

from evaluation.actions.report_freezing import Snapshot
from evaluation.logic import canonical


def test_a_line_is_sorted_and_every_kind_of_value_has_one_form():
    row = {
        "text": "cafe\u0301",
        "day": date(2026, 5, 4),
        "at": datetime(2026, 5, 4, 14, 0, tzinfo=timezone(timedelta(hours=2))),
        "score": Decimal("0.500000"),
        "id": UUID(int=1),
        "n": 3,
        "none": None,
        "yes": True,
    }
    assert canonical.line(row) == (
        '{"at":"2026-05-04T12:00:00Z","day":"2026-05-04","id":"00000000-0000-0000-0000-000000000001",'
        '"n":3,"none":null,"score":"0.500000","text":"caf\u00e9","yes":true}\n'
    )


def test_a_float_has_no_canonical_form():
    with pytest.raises(TypeError):
        canonical.line({"value": 0.1})


def test_packing_the_same_text_gives_the_same_bytes():
    packed = canonical.packed("a\nb\n")
    assert packed == canonical.packed("a\nb\n")
    assert (gzip.decompress(packed), packed[4:8]) == (b"a\nb\n", bytes(4))  # no moment in it


def test_the_hash_of_tables_does_not_depend_on_their_order():
    tables = [("b", "2" * 64, 2), ("a", "1" * 64, 1)]
    expected = canonical.sha256(f"a:{'1' * 64}:1\nb:{'2' * 64}:2\n")
    assert canonical.hash_of_tables(tables) == canonical.hash_of_tables(tables[::-1]) == expected


def test_rows_come_back_as_they_were_written():
    rows = [{"a": "x"}, {"a": "\u2028"}]
    assert list(canonical.rows(canonical.packed("".join(map(canonical.line, rows))))) == rows


def test_moments_are_told_in_utc():
    assert canonical.line({"at": datetime(2026, 1, 1, tzinfo=UTC)}) == '{"at":"2026-01-01T00:00:00Z"}\n'


@pytest.mark.django_db
def test_the_database_writes_lines_as_python_does():
    rows = [
        {
            "text": 'caf\u00e9 "quoted" \\ \n\t\u0001\u2028',
            "day": date(2026, 5, 4),
            "at": datetime(2026, 5, 4, 12, 0, tzinfo=UTC),
            "later": datetime(2026, 5, 4, 12, 0, 0, 5, tzinfo=UTC),
            "score": Decimal("0.500000"),
            "id": UUID(int=1),
            "n": 3,
            "none": None,
            "yes": True,
        }
    ]
    casts = {"text": "text", "day": "date", "at": "timestamptz", "later": "timestamptz", "score": "numeric",
             "id": "uuid", "n": "bigint", "none": "text", "yes": "boolean"}  # fmt: skip
    statement = "SELECT " + ", ".join(f"%({name})s::{kind} AS {name}" for name, kind in casts.items())
    with Snapshot() as snapshot:
        assert list(snapshot.lines(statement, rows[0])) == [(canonical.line(rows[0]).rstrip("\n"), False)]


def test_a_float_of_the_database_has_no_canonical_form():
    with pytest.raises(TypeError):
        canonical.line_in_sql([("value", 701)])
