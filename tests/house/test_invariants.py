"""What programs, evaluation and assessments promise, each with tests that exist."""

import re

import pytest
from django.conf import settings

DOCS = settings.ROOT / "docs"


def promises(document):
    """What each line of its tables says, and where it says that it is shown."""
    lines = (DOCS / document).read_text().splitlines()
    cells = [
        line.strip("| ").split(" | ") for line in lines if line.startswith("| ") and "Shown by" not in line
    ]
    return [(first, last) for first, *_where, last in cells]


@pytest.mark.parametrize(
    ("document", "number"), [("invariants.md", 38), ("evidence.md", 55), ("programs.md", 32)]
)
def test_every_promise_names_tests_that_exist(document, number):
    found = promises(document)
    named = {promise: re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", tests) for promise, tests in found}
    assert len(found) == number
    assert [promise for promise, tests in named.items() if not tests] == []
    lost = [
        f"{path}::{name}"
        for tests in named.values()
        for path, name in tests
        if not re.search(rf"^def {name}\(", (settings.ROOT / path).read_text(), re.MULTILINE)
    ]
    assert lost == []


@pytest.mark.parametrize("document", ["evidence.md", "programs.md"])
def test_what_is_named_as_the_place_exists(document):
    rooms = {path.relative_to(settings.ROOT).as_posix() for path in settings.ROOT.glob("*/**/*.py")}
    text = (DOCS / document).read_text()
    places = set(re.findall(r"`([\w/]+\.py)`", text))
    assert [
        place
        for place in sorted(places)
        if not any(room.endswith(f"/{place}") or room == place for room in rooms)
    ] == []
