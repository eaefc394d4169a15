"""A pytest plugin of `dev.py audit`: what passed on this commit is not run again, so a long run can be stopped."""

import subprocess
from pathlib import Path

import pytest

from config.embedded import places


def progress_file() -> Path:
    done = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=places.ROOT, capture_output=True, text=True, check=False
    )
    return places.make_var() / f"audit-passed-{done.stdout.strip() or 'without-git'}"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    file = progress_file()
    passed = set(file.read_text().splitlines()) if file.exists() else set()
    done = [item for item in items if item.nodeid in passed]
    if done:
        config.hook.pytest_deselected(items=done)
        items[:] = [item for item in items if item.nodeid not in passed]


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.when == "call" and report.passed:
        with progress_file().open("a") as file:
            file.write(report.nodeid + "\n")


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Whoever asks again after all has passed wants all of it again."""
    if exitstatus == pytest.ExitCode.OK:
        progress_file().unlink(missing_ok=True)
