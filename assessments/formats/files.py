"""A file of either kind, whatever its name."""

from collections.abc import Collection

from assessments.formats import documents, xlsform_reading
from assessments.formats.xlsform_reading import Read
from assessments.formats.xlsform_sheets import LARGEST

__all__ = ["LARGEST", "Read", "is_workbook", "read"]


def is_workbook(data: bytes, *, name: str = "") -> bool:
    """What begins like a packed file is a workbook, anything else JSON."""
    return data.startswith(b"PK") or name.lower().endswith(".xlsx")


def read(data: bytes, *, capacities: Collection[str], name: str = "") -> Read:
    """Raises BadDocumentError with all that is wrong, and where in the file."""
    if is_workbook(data, name=name):
        return xlsform_reading.read(data, capacities=set(capacities))
    return Read(documents.read(data, capacities=set(capacities)))
