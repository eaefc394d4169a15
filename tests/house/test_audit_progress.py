import subprocess
import sys
from pathlib import Path

from config.embedded import places
from tests import audit_progress

RUN = [
    sys.executable,
    "-m",
    "pytest",
    "-q",
    "-p",
    "tests.audit_progress",
    "-p",
    "no:randomly",
    "-c",
    "/dev/null",
]


def run(folder: Path) -> list[str]:
    done = subprocess.run(
        [*RUN, f"--rootdir={folder}", str(folder)],
        cwd=places.ROOT,
        env={"PORTAL_VAR": str(folder / "var"), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    return [line.rpartition(" in ")[0] for line in done.stdout.splitlines() if " in " in line]


def test_what_passed_is_not_run_again_until_all_has_passed(tmp_path: Path) -> None:
    audit = tmp_path / "test_long.py"
    audit.write_text("def test_first():\n    pass\n\ndef test_second():\n    assert False\n")
    assert run(tmp_path) == ["1 failed, 1 passed"]
    assert run(tmp_path) == ["1 failed, 1 deselected"]
    audit.write_text("def test_first():\n    pass\n\ndef test_second():\n    pass\n")
    assert run(tmp_path) == ["1 passed, 1 deselected"]
    assert run(tmp_path) == ["2 passed"]
    assert audit_progress.progress_file().name.startswith("audit-passed-")
