"""The address of a figure among those of its indicator: dimension=value pairs in the order of their names."""

from collections.abc import Mapping

TOTAL = ""


def cell_of(values: Mapping[str, str]) -> str:
    return ";".join(f"{dimension}={value}" for dimension, value in sorted(values.items()) if value)


def parts_of(cell: str) -> dict[str, str]:
    return dict(pair.split("=", 1) for pair in cell.split(";")) if cell else {}
