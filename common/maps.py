"""The world map: shapes are one cached static file; a page names those it colors (docs/vendoring/world.mjs)."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path


@dataclass(frozen=True)
class World:
    width: int
    height: int
    codes: frozenset[str]  # ISO 3166 alpha-2 codes that have a shape


@lru_cache
def world() -> World:
    found = json.loads((Path(__file__).parent / "data" / "world.json").read_text())
    return World(width=found["width"], height=found["height"], codes=frozenset(found["codes"]))
