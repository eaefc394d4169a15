import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from common import assets

STATIC = Path(settings.STATICFILES_DIRS[0])


@pytest.mark.parametrize("name", sorted(assets.JOINED))
def test_joined_files_are_found_and_have_a_compressed_twin(name: str) -> None:
    found = Path(str(finders.find(name)))
    assert gzip.decompress(found.with_name(f"{name}.gz").read_bytes()) == found.read_bytes()


def test_every_source_is_in_the_joined_file() -> None:
    sheet, script = assets.sheet(), assets.script()
    for source in STATIC.glob("css/**/*.css"):
        assert assets.squeeze(source.read_text()) in sheet
    for source in STATIC.glob("js/*.js"):
        assert assets.uncommented(source.read_text()) in script


def test_a_script_loses_its_remarks_and_nothing_else() -> None:
    source = '// What it does.\nconst a = "https://a.example"; // stays\n  // goes\nuse(a);\n'
    assert assets.uncommented(source) == 'const a = "https://a.example"; // stays\nuse(a);'


def test_the_two_sheets_differ_only_in_codex() -> None:
    left, right = assets.sheet(), assets.sheet("-rtl")
    own = assets.squeeze((STATIC / "css" / "base.css").read_text())
    assert left != right
    assert left[left.index(own) :] == right[right.index(own) :]


def test_dark_follows_the_device_unless_the_reader_chose() -> None:
    rules = assets.dark(":root { --a: 1 }")
    assert rules == (
        '@media screen and (prefers-color-scheme: dark) {:root:not([data-theme="light"]) { --a: 1 }}\n'
        '@media screen {:root[data-theme="dark"] { --a: 1 }}'
    )


def test_our_sheets_know_no_left_and_no_right() -> None:
    """A map's stripe of colors is not writing: it may say where it begins."""
    physical = re.compile(
        r"(?:margin|padding|border)-(?:left|right|top|bottom)|(?<![-\w])(?:left|right|width|height)\s*:"
    )
    for source in STATIC.glob("css/**/*.css"):
        assert physical.findall(re.sub(r"@media[^{]*", "", source.read_text())) == []


def test_no_sheet_loads_anything_from_elsewhere() -> None:
    assert re.findall(r'url\((?!["\x27]?data:)[^)]*\)|@import', assets.sheet()) == []


def test_a_changed_source_is_joined_anew(settings, tmp_path) -> None:
    settings.JOINED_ASSETS = tmp_path
    target = assets.join("portal.css")
    target.write_text("old")
    assert assets.join("portal.css").read_text() == assets.sheet()


def test_the_first_view_is_light() -> None:
    """Sheet and behaviors as they travel; the page itself is weighed in tests/config/views."""
    weights = {
        name: len(gzip.compress(assets.JOINED[name]().encode()))
        for name in ("portal.css", "portal-rtl.css", "portal.js")
    }
    assert max(weights["portal.css"], weights["portal-rtl.css"]) <= 25_000
    assert weights["portal.js"] <= 5_000


def test_every_component_has_its_template_and_its_sheet() -> None:
    sheets = {path.stem for path in (STATIC / "css" / "components").glob("*.css")}
    templates = {path.stem for path in Path(settings.ROOT, "templates", "components").glob("*.html")}
    assert sheets - templates == set()
