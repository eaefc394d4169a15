"""Keeps a handful of processes running: starts them again when they die, and ends them in order."""

import contextlib
import ctypes
import errno
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Event

from config.embedded import places
from config.embedded.cluster import Cluster, ClusterError

LOOK_EVERY_SECONDS = 0.3
LONG_ENOUGH_SECONDS = 5  # who lived this long is started again at once
LONGEST_PAUSE_SECONDS = 30
PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG
C_LIBRARY = ctypes.CDLL(None)


class Ended(BaseException):
    """Somebody asked to end while things were still being started."""


@dataclass
class Child:
    name: str
    command: Sequence[str]
    patience: float = 8  # seconds it may take to finish its work when asked to end
    environment: Mapping[str, str] = field(default_factory=dict)
    when_done: Callable[[], object] | None = None  # for a piece of work that is done once, not kept running
    process: subprocess.Popen[bytes] | None = None
    born: float = 0
    failures: int = 0
    is_done: bool = False
    due: float = 0  # when to start it again

    def start(self) -> None:
        """In a process group of its own, so that Ctrl-C reaches only the supervisor."""
        parent = os.getpid()
        self.process = subprocess.Popen(  # noqa: S603 - our own commands
            self.command,
            cwd=places.ROOT,
            stdin=subprocess.DEVNULL,
            env={**os.environ, **self.environment},
            process_group=0,
            preexec_fn=lambda: die_with(parent),
        )
        self.born = time.monotonic()

    def died(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def ask_to_end(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def end(self, deadline: float) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(max(deadline - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


class Supervisor:
    """The last child is ended first; those that share a stage are asked to end together."""

    def __init__(self, say: Callable[[str], object], cluster: Cluster | None = None) -> None:
        self.say = say
        self.cluster = cluster
        self.cluster_due = 0.0
        self.stages: list[list[Child]] = []
        self.enough = Event()
        self.starting = True

    def start(self, *stage: Child) -> None:
        self.stages.append(list(stage))
        for child in stage:
            child.start()

    def listen(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            if signal.getsignal(number) is not signal.SIG_IGN:  # as under nohup
                signal.signal(number, self._hear)

    def _hear(self, *_: object) -> None:
        heard_before = self.enough.is_set()
        self.enough.set()
        if self.starting and not heard_before:
            raise Ended

    def watch(self) -> None:
        self.starting = False
        while not self.enough.wait(LOOK_EVERY_SECONDS):
            self.look()

    def look(self) -> None:
        self._look_at_cluster()
        for child in self.children:
            if child.died():
                self._bury(child)
            if child.is_done:
                continue
            if child.process is None and time.monotonic() >= child.due:
                child.start()

    def stop(self) -> None:
        for stage in reversed(self.stages):
            for child in stage:
                child.ask_to_end()
            deadline = time.monotonic() + max(child.patience for child in stage)
            for child in stage:
                child.end(deadline)
        if self.cluster is not None:
            self.cluster.stop()

    @property
    def children(self) -> list[Child]:
        return [child for stage in self.stages for child in stage]

    def _bury(self, child: Child) -> None:
        assert child.process is not None  # noqa: S101 - only a started child can have died
        if child.when_done is not None and child.process.returncode == 0:
            if not child.is_done:
                child.is_done = True
                child.when_done()
            return
        with contextlib.suppress(ProcessLookupError):  # what it leaves behind would keep its port or its job
            os.killpg(child.process.pid, signal.SIGKILL)
        lived = time.monotonic() - child.born
        child.failures = 0 if lived > LONG_ENOUGH_SECONDS else child.failures + 1
        pause = min(2 ** (child.failures - 1), LONGEST_PAUSE_SECONDS) if child.failures else 0
        when = f"in {pause} s" if pause else "now"
        self.say(f"{child.name} ended with {child.process.returncode}; it is started again {when}.")
        child.process, child.due = None, time.monotonic() + pause

    def _look_at_cluster(self) -> None:
        if (
            self.cluster is None
            or self.cluster.postmaster() is not None
            or time.monotonic() < self.cluster_due
        ):
            return
        self.say("PostgreSQL has ended; it is started again.")
        try:
            self.cluster.start()
        except ClusterError as error:
            self.cluster_due = time.monotonic() + LONGEST_PAUSE_SECONDS
            self.say(str(error))


def die_with(parent: int) -> None:
    """Asks Linux to end this process when its parent has ended, even by `kill -9`."""
    if sys.platform == "linux":
        C_LIBRARY.prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)


def port_problem(bind: str, port: int) -> str:
    """Why nothing can listen there, as a sentence; empty when something can."""
    family = socket.AF_INET6 if ":" in bind else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((bind, port))
            probe.listen(1)
        except PermissionError:
            return f"Port {port} needs more rights than you have: choose one above 1023, such as --port 8001."
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return f"Port {port} is in use by another program: choose another, such as --port {port + 1}."
            return f"{bind}:{port} is not an address this machine can listen on ({error.strerror or error})."
    return ""
