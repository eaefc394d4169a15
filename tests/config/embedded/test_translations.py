import gettext
import os
from pathlib import Path

import pytest

from config.embedded import translations

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


@pytest.fixture
def catalog(tmp_path: Path) -> Path:
    source = tmp_path / "ar" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(HEADER + 'msgid "Home"\nmsgstr "الرئيسية"\n')
    return source


def test_a_catalog_is_compiled_once_for_each_of_its_states(tmp_path: Path, catalog: Path) -> None:
    target = catalog.with_suffix(".mo")
    assert translations.compile_catalogs(tmp_path) == [target]
    assert translations.compile_catalogs(tmp_path) == []
    os.utime(target, (0, 0))
    assert translations.compile_catalogs(tmp_path) == [target]
    with target.open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Home") == "الرئيسية"


def test_a_value_that_nobody_gives_is_told_with_file_and_line(tmp_path: Path, catalog: Path) -> None:
    catalog.write_text(HEADER + '#, python-format\nmsgid "%(name)s left"\nmsgstr "غادر %(person)s"\n')
    with pytest.raises(translations.CatalogError, match=r"django\.po, line 5: "):
        translations.compile_catalogs(tmp_path)


def test_a_broken_catalog_is_told_with_file_and_line(tmp_path: Path, catalog: Path) -> None:
    catalog.write_text(HEADER + 'msgid "Home"\nnonsense\n')
    with pytest.raises(translations.CatalogError, match=r"django\.po, line 5: "):
        translations.compile_catalogs(tmp_path)
