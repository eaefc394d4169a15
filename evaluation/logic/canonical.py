"""One way to write data down, so that equal data have equal bytes and equal hashes.

A line of JSON for each row: keys sorted, no spaces, decimals as strings, days and moments as ISO 8601 (UTC), texts in
Unicode's form NFC, LF at the end.
"""

import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from unicodedata import is_normalized, normalize
from uuid import UUID


def line(row: Mapping[str, Any]) -> str:
    """Raises TypeError for what has more than one form, as a float has."""
    if float in map(type, row.values()):
        raise TypeError("No canonical form for float.")
    return normal(ENCODER.encode(row)) + "\n"


def _plain(value: Any) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"No canonical form for {type(value).__name__}.")


ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)


# How PostgreSQL writes a value as `line` does, by the number of its type; texts get Unicode's form afterwards.
AS_TEXT = "to_json({0}::text)::text"
AS_QUOTED = """'"' || {0}::text || '"'"""
AS_IT_IS = "{0}::text"
AS_MOMENT = """'"' || to_char({0} AT TIME ZONE 'UTC', CASE WHEN date_trunc('second', {0}) = {0}
    THEN 'YYYY-MM-DD"T"HH24:MI:SS"Z"' ELSE 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"' END) || '"'"""
FORMS = {
    **dict.fromkeys((25, 1042, 1043), AS_TEXT),  # text, char, varchar
    **dict.fromkeys((1700, 2950, 1082), AS_QUOTED),  # numeric, uuid, date
    **dict.fromkeys((16, 20, 21, 23), AS_IT_IS),  # boolean, whole numbers
    1184: AS_MOMENT,
}


def line_in_sql(columns: Iterable[tuple[str, int]]) -> str:
    """The expression for a row's line, of (name, number of its type in PostgreSQL). Raises TypeError as `line` does."""
    parts = []
    for name, kind in sorted(columns):
        if kind not in FORMS:
            raise TypeError(f"No canonical form for type {kind} of {name}.")
        written = FORMS[kind].format(f'"{name}"')
        parts.append(f"""'"{name}":' || coalesce({written}, 'null')""")
    return "'{' || " + " || ',' || ".join(parts) + " || '}'"


def normal(text: str) -> str:
    return text if text.isascii() or is_normalized("NFC", text) else normalize("NFC", text)


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def packed(text: str) -> bytes:
    """The same text gives the same bytes: no moment, no file name in it."""
    return gzip.compress(text.encode(), compresslevel=1, mtime=0)


def rows(content: bytes) -> Iterator[dict[str, Any]]:
    """The lines of a piece, parsed as one list: that is twice as fast as line by line."""
    # not splitlines: a text may hold other ends of lines
    whole = gzip.decompress(content).decode()
    yield from json.loads(f"[{whole[:-1].replace(chr(10), ',')}]")


def hash_of_tables(tables: Iterable[tuple[str, str, int]]) -> str:
    """Of (name, hash, rows): the hash of their sorted lines."""
    return sha256("".join(sorted(f"{name}:{digest}:{count}\n" for name, digest, count in tables)))
