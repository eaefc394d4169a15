"""What `dev.py` says when a machine is not ready: one sentence, and what to do."""

import ast
import errno
import os
import socket
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import pytest

import dev

DEV = Path(dev.__file__)


def test_an_old_python_can_read_it() -> None:
    ast.parse(DEV.read_text(), feature_version=(3, 8))


def test_it_needs_nothing_but_the_standard_library() -> None:
    tree = ast.parse(DEV.read_text())
    plain = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    taken = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    assert {name.partition(".")[0] for name in plain | taken} <= set(sys.stdlib_module_names)


@pytest.mark.parametrize(
    ("version", "sentence"),
    [
        (
            (3, 8),
            "The portal needs Python 3.11 or newer, and this is 3.8: start it as `python3.11 dev.py …`.",
        ),
        ((3, 11), ""),
        ((3, 14), ""),
    ],
)
def test_an_old_python_is_told(version: tuple[int, int], sentence: str) -> None:
    assert dev.python_problem(version) == sentence


def test_a_missing_venv_module_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert dev.module_problem() == ""
    monkeypatch.setattr(
        dev.importlib.util, "find_spec", lambda name: None if name == "ensurepip" else object()
    )
    assert dev.module_problem() == (
        "Python's venv module is missing: install it with `apt-get install python3-venv`, then start again."
    )


def test_a_port_in_use_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen(1)
        port = taken.getsockname()[1]
        assert dev.port_problem("127.0.0.1", port) == (
            f"Port {port} is in use by another program: choose another, such as --port {port + 1}."
        )


def test_an_address_of_another_machine_is_told() -> None:
    assert dev.port_problem("192.0.2.1", 8000).startswith(
        "192.0.2.1, port 8000, is nothing this machine can listen on"
    )


def test_a_port_for_which_rights_are_missing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: socket.socket, address: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(dev.socket.socket, "bind", refuse)
    assert dev.port_problem("127.0.0.1", 80) == (
        "Port 80 needs more rights than you have: choose one above 1023, such as --port 8001."
    )


def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(dev.shutil, "disk_usage", lambda folder: usage(10**10, 9 * 10**9, 10**9))
    assert dev.disk_problem(Path("/srv"), 2 * 10**9) == (
        "The disk of /srv has 1.0 GB left, and 2.0 GB are needed: free some, then start again."
    )
    assert dev.disk_problem(Path("/srv"), 10**8) == ""


def test_a_folder_of_somebody_else_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev.os, "access", lambda folder, mode: False)
    assert dev.rights_problem(Path("/srv")) == (
        "You may not write in /srv: use a clone of your own, or start as the user who owns it."
    )


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        (
            b"OSError: [Errno 28] No space left on device",
            "The disk became full while packages were installed",
        ),
        (
            b"THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE",
            "A package is not the one that was",
        ),
        (b"NewConnectionError: Failed to establish a new connection", "The package index cannot be reached"),
        (b"something new", "The packages could not be installed. pip's last lines:\n  something new"),
    ],
)
def test_what_pip_says_becomes_a_sentence(output: bytes, sentence: str) -> None:
    assert dev.pip_problem(output).startswith(sentence)


def test_a_lock_that_changed_back_is_installed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "STAMP", tmp_path / "stamp")
    monkeypatch.setattr(dev.subprocess, "run", lambda *a, **k: subprocess.CompletedProcess(a, 0, b""))
    lock = tmp_path / "requirements.txt"
    lock.write_text("first")
    dev.install(["requirements.txt"])
    first = dev.installed()
    lock.write_text("second")
    dev.install(["requirements.txt"])
    assert set(first).isdisjoint(dev.installed())
    lock.write_text("first")
    assert not set(dev.fingerprints(["requirements.txt"])) <= set(dev.installed())


@pytest.mark.parametrize(("ci", "must"), [("true", True), ("1", True), ("", False), ("false", False)])
def test_ci_may_leave_nothing_out(ci: str, must: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", ci)
    assert dev.must_run_all() is must


def whole_test(
    monkeypatch: pytest.MonkeyPatch, *, browser: str, pytest_code: int = 0
) -> tuple[int, list[str]]:
    asked: list[str] = []
    monkeypatch.setattr(dev, "prepare", lambda locks: None)
    monkeypatch.setattr(dev, "can_browse", lambda: bool(browser))
    monkeypatch.setattr(dev, "install_browser", lambda: False)
    monkeypatch.setattr(dev, "run_steps", lambda steps: 0)
    monkeypatch.setattr(dev, "python", lambda *arguments: asked.append(" ".join(arguments)) or pytest_code)
    return dev.test([]), asked


def test_without_a_browser_it_says_so_and_ends_with_3(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("CI", raising=False)
    code, asked = whole_test(monkeypatch, browser="")
    assert (code, asked) == (3, ["-m pytest --ignore=tests/audit -m not browser"])
    assert capsys.readouterr().out.splitlines()[-1] == (
        "Not run: the browser tests (no Chromium: apt-get install chromium)."
    )


def test_with_a_browser_everything_is_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    assert whole_test(monkeypatch, browser="/usr/bin/chromium") == (0, ["-m pytest --ignore=tests/audit"])


def test_a_failed_test_counts_more_than_what_was_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    assert whole_test(monkeypatch, browser="", pytest_code=1)[0] == 1


def test_under_ci_a_missing_browser_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(dev.Trouble, match="this machine cannot run the browser tests"):
        whole_test(monkeypatch, browser="")


def test_trouble_is_one_sentence_and_exit_code_1() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen(1)
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [sys.executable, DEV, "run", "--port", port],
            capture_output=True,
            text=True,
            check=False,
            env=os.environ,
        )
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert done.stderr.startswith(f"Port {port} is in use by another program")


def test_an_unknown_door_shows_the_doors() -> None:
    done = subprocess.run([sys.executable, DEV, "fly"], capture_output=True, text=True, check=False)
    assert (done.returncode, "python3 dev.py run" in done.stdout) == (2, True)


def test_locks_name_no_host() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        assert "//" not in (dev.ROOT / name).read_text()


def test_the_templates_formatter_knows_every_block_of_ours() -> None:
    found = set()
    for source in dev.ROOT.glob("*/templatetags/*.py"):
        for node in ast.walk(ast.parse(source.read_text())):
            if isinstance(node, ast.FunctionDef) and any(
                "simple_block_tag" in ast.dump(d) for d in node.decorator_list
            ):
                found.add(node.name)
    assert sorted(found) == dev.CUSTOM_BLOCKS.split(",")


def test_a_browser_whose_driver_does_not_start_is_none(monkeypatch, tmp_path):
    node = tmp_path / "lib" / "python3.11" / "site-packages" / "playwright" / "driver" / "node"
    node.parent.mkdir(parents=True)
    monkeypatch.setattr(dev, "VENV", tmp_path)
    monkeypatch.setattr(dev, "find_browser", lambda: "/usr/bin/chromium")
    answers = []
    for code in (0, 127):
        node.write_text(f"#!/bin/sh\nexit {code}\n")
        node.chmod(0o755)
        answers.append(dev.can_browse())
    assert answers == [True, False]
