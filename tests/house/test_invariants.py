"""The promises of evaluation and assessments, each with tests that exist."""

import re

from django.conf import settings

LINES = (settings.ROOT / "docs" / "invariants.md").read_text().splitlines()
PROMISES = [line.split("|")[1:3] for line in LINES if line.startswith("| ") and "Shown by" not in line]


def test_every_promise_names_tests_that_exist():
    named = [re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", tests) for _promise, tests in PROMISES]
    assert len(PROMISES) == 37
    assert all(named), [
        promise for (promise, _tests), found in zip(PROMISES, named, strict=True) if not found
    ]
    lost = [
        f"{path}::{name}"
        for found in named
        for path, name in found
        if not re.search(rf"^def {name}\(", (settings.ROOT / path).read_text(), re.MULTILINE)
    ]
    assert lost == []
