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
    text = ENCODER.encode(row)
    return (text if is_normalized("NFC", text) else normalize("NFC", text)) + "\n"


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


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def packed(text: str) -> bytes:
    """The same text gives the same bytes: no moment, no file name in it."""
    return gzip.compress(text.encode(), compresslevel=4, mtime=0)


def rows(content: bytes) -> Iterator[dict[str, Any]]:
    for each in gzip.decompress(content).split(b"\n")[
        :-1
    ]:  # not splitlines: a text may hold other ends of lines
        yield json.loads(each)


def hash_of_tables(tables: Iterable[tuple[str, str, int]]) -> str:
    """Of (name, hash, rows): the hash of their sorted lines."""
    return sha256("".join(sorted(f"{name}:{digest}:{count}\n" for name, digest, count in tables)))
