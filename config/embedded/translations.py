"""Translations: from the text people edit (.po) to what Django reads (.mo), without gettext's tools."""

import os
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po


class CatalogError(ValueError):
    """A catalog cannot be read, or a translation asks for a value that its original has not. Names file and line."""


def compile_catalogs(folder: Path) -> list[Path]:
    """The catalogs below the folder that are newer than what was compiled from them; these are compiled."""
    written = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        catalog = read_catalog(source)
        draft = target.with_name(f"{target.name}.{os.getpid()}")
        with draft.open("wb") as file:
            write_mo(file, catalog)
        draft.replace(target)  # at once: another process may be reading it
        written.append(target)
    return written


def read_catalog(source: Path) -> Catalog:
    try:
        with source.open("rb") as file:
            catalog = read_po(file, abort_invalid=True)
    except PoFileError as error:
        raise CatalogError(f"{source}, line {error.lineno + 1}: {error}") from error
    for message, problems in catalog.check():
        if not message.fuzzy:
            raise CatalogError(f"{source}, line {message.lineno}: {problems[0]}")
    return catalog
