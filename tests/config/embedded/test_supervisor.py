"""What keeps the portal's processes running: first with small processes, then with the whole portal."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from config.embedded import places, supervisor
from config.embedded.supervisor import Child, Supervisor
from tests.running import WholePortal, free_port, is_alive, serves, wait_until

SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def watching(said: list[str]) -> Iterator[Supervisor]:
    watching = Supervisor(said.append)
    yield watching
    watching.stop()


def pid(child: Child) -> int:
    assert child.process is not None
    return child.process.pid


def test_a_killed_child_is_started_again(watching: Supervisor, said: list[str]) -> None:
    child = Child("sleeper", SLEEP)
    watching.start(child)
    child.born -= supervisor.LONG_ENOUGH_SECONDS + 1
    first = pid(child)
    os.kill(first, signal.SIGKILL)
    wait_until(child.died)
    watching.look()
    assert said == ["sleeper ended with -9; it is started again now."]
    assert pid(child) != first


def test_a_child_that_dies_at_once_is_given_longer_and_longer_pauses(
    watching: Supervisor, said: list[str]
) -> None:
    child = Child("failure", [sys.executable, "-c", "raise SystemExit(7)"])
    watching.start(child)
    for _ in range(3):
        wait_until(child.died)
        watching.look()
        child.due = 0
        watching.look()
    assert [re.findall(r"in (\d+) s", sentence) for sentence in said] == [["1"], ["2"], ["4"]]


def test_what_a_dead_child_leaves_behind_is_ended(watching: Supervisor, tmp_path: Path) -> None:
    number = tmp_path / "grandchild"
    script = f"import pathlib, subprocess, time; p = subprocess.Popen({SLEEP!r});"
    script += f" pathlib.Path({str(number)!r}).write_text(str(p.pid)); time.sleep(600)"
    child = Child("parent", [sys.executable, "-c", script])
    watching.start(child)
    grandchild = int(wait_until(lambda: number.exists() and number.read_text()))
    os.kill(pid(child), signal.SIGKILL)
    wait_until(child.died)
    watching.look()
    wait_until(lambda: not is_alive(grandchild))


def test_the_last_stage_is_ended_first(watching: Supervisor) -> None:
    watching.start(Child("first", SLEEP))
    watching.start(Child("second", SLEEP))
    order: list[str] = []
    for child in watching.children:
        child.end = lambda deadline, child=child: order.append(child.name)  # type: ignore[method-assign]
    watching.stop()
    assert order == ["second", "first"]
    for child in watching.children:
        assert child.process is not None
        child.process.kill()
        child.process.wait()


def test_a_child_that_does_not_listen_is_killed() -> None:
    deaf = Child(
        "deaf",
        [sys.executable, "-c", "import signal, time; signal.signal(15, signal.SIG_IGN); time.sleep(600)"],
    )
    deaf.start()
    time.sleep(0.5)
    deaf.ask_to_end()
    deaf.end(time.monotonic() + 0.2)
    assert deaf.process is not None
    assert deaf.process.returncode == -signal.SIGKILL


def test_children_die_with_a_killed_supervisor(tmp_path: Path) -> None:
    script = "from config.embedded.supervisor import *\nimport sys, time\n"
    script += f"c = Child('sleeper', {SLEEP!r}); c.start(); print(c.process.pid, flush=True); time.sleep(600)"
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, cwd=places.ROOT, text=True
    ) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert is_alive(child)
        parent.kill()
    wait_until(lambda: not is_alive(child))


@pytest.fixture(scope="module")
def whole() -> Iterator[WholePortal]:
    whole = WholePortal(places.make_var() / "whole")
    whole.start()
    yield whole
    if whole.process.poll() is None:
        whole.stop()


@pytest.mark.servers
@pytest.mark.parametrize(
    "words", [("gunicorn",), ("worker", "letters"), ("worker", "reports"), ("beat",), ("valkey",)]
)
def test_each_part_of_the_portal_comes_back_when_it_is_killed(
    whole: WholePortal, words: tuple[str, ...]
) -> None:
    first = whole.child(*words)
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: whole.child(*words) not in {0, first}, 30)
    wait_until(lambda: serves(whole.url), 30)


@pytest.mark.servers
def test_the_database_comes_back_when_it_is_killed(whole: WholePortal) -> None:
    first = whole.postmaster()
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: whole.postmaster() not in {0, first}, 30)
    wait_until(lambda: serves(whole.url), 30)


@pytest.mark.servers
def test_a_second_portal_on_the_same_folder_is_refused(whole: WholePortal) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "portal", "--port", str(free_port())],
        cwd=places.ROOT,
        env=whole.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(
        f"CommandError: The portal already runs from this folder (process {whole.process.pid})"
    )


@pytest.mark.servers
def test_a_database_that_does_not_answer_is_told(whole: WholePortal) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "portal", "--port", str(free_port())],
        cwd=places.ROOT,
        env=whole.environment
        | {
            "PORTAL_VAR": str(places.var() / "unreachable"),
            "DATABASE_URL": "postgres://portal:secret@127.0.0.1:1/portal",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.count("The database that DATABASE_URL names does not answer") == 1
    assert "Traceback" not in done.stderr
    assert "secret" not in done.stderr + done.stdout


@pytest.mark.servers
def test_it_ends_cleanly_and_leaves_nothing_behind(whole: WholePortal) -> None:
    family = psutil.Process(whole.process.pid).children(recursive=True)
    server = whole.postmaster()
    began = time.monotonic()
    assert whole.stop() == 0
    assert time.monotonic() - began < 15
    assert [process for process in family if is_alive(process.pid)] == []
    assert not is_alive(server)
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", whole.port)) != 0
    whole.start()
