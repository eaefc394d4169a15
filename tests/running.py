"""Servers and workers that tests start: real processes, found by a file lock when several runs share them."""

import fcntl
import hashlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil
from django.apps import apps

from config.embedded import crew, places
from config.embedded.cluster import Cluster
from config.embedded.supervisor import Child
from config.embedded.valkey import Valkey
from tests import mediawiki

DEMO_SCALE = "1"


@contextmanager
def shared_servers(cluster: Cluster | None, valkey: Valkey | None) -> Iterator[None]:
    """Started by the first run that needs them, ended by the last that leaves."""
    servers = [server for server in (cluster, valkey) if server is not None]
    with (places.make_var() / "users.lock").open("a") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        for server in servers:
            server.start()
        yield
        fcntl.flock(users, fcntl.LOCK_UN)
        with suppress(BlockingIOError):
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            for server in servers:
                server.stop()


def migrations_hash() -> str:
    files = [
        file
        for app in sorted(apps.get_app_configs(), key=lambda app: app.label)
        for file in sorted(Path(app.path, "migrations").glob("*.py"))
    ]
    return hash_of(files)


def demo_hash() -> str:
    """Of what decides the demo people: the tables, the code and data that fill them, and the day they hang on."""
    root = places.ROOT
    makers = [file for room in ("actions", "logic", "management") for file in root.glob(f"*/{room}/**/*.py")]
    makers = [file for file in makers if "demo" in str(file) or "reference" in str(file)]
    makers += root.glob("*/demo.py")
    files = [*makers, *root.glob("config/reference/**/*.*")]
    return hash_of(sorted(files), migrations_hash(), str(datetime.now(UTC).date()))


def hash_of(files: list[Path], *more: str) -> str:
    found = hashlib.sha256("".join(more).encode())
    for file in files:
        found.update(file.name.encode())
        found.update(file.read_bytes())
    return found.hexdigest()[:12]


def template(cluster: Cluster, name: str, fill: Callable[[str], None], *, source: str = "template0") -> str:
    """A database to copy, made once for its name; older ones of its kind are dropped."""
    with (cluster.folder / "template.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if cluster.has_database(name):
            return name
        kind = name.rpartition("_")[0]
        with cluster.connect() as connection:
            old = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{kind}\\_%"])
            names = [row[0] for row in old.fetchall()]
        for each in names:
            cluster.drop_database(each)
        draft = f"{kind}_draft"
        cluster.create_database(draft, template=source)
        fill(draft)
        cluster.rename_database(draft, to=name)
        return name


def load_demo(database: str) -> None:
    for name, *options in (["load_reference"], ["load_demo", "--scale", DEMO_SCALE]):
        manage(name, *options, environment=environment_for(database))


def environment_for(database: str, redis_url: str = "") -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "PORTAL_VAR": str(places.var()),
        "PORTAL_DATABASE": database,
        "TEST_REDIS_URL": redis_url,
    }


def manage(*arguments: str, environment: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=places.ROOT,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(condition: Callable[[], Any], seconds: float = 20) -> Any:
    """What the condition says at last, when it is not empty."""
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, f"not within {seconds} s: {condition}"
        time.sleep(0.05)
    return found


def serves(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=10) as response:  # noqa: S310 - our own address
            return response.status == 200
    except OSError:
        return False


@dataclass
class Running:
    """A process that a test may kill, and start again."""

    child: Child

    @property
    def pid(self) -> int:
        assert self.child.process is not None
        return self.child.process.pid

    def start(self) -> None:
        if self.child.process is None or self.child.died():
            self.child.start()

    def stop(self) -> None:
        self.child.ask_to_end()
        self.child.end(time.monotonic() + self.child.patience)

    def kill(self) -> None:
        """As the system does when memory runs out: with what it has started, and without a word."""
        self.child.end(0)


def is_alive(number: int) -> bool:
    try:
        return psutil.Process(number).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


class WholePortal:
    """`manage.py portal` with private servers of its own, as `dev.py run` starts it."""

    def __init__(self, var: Path, **settings: str) -> None:
        self.var = var
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}/"
        self.log = var / "console.log"
        var.mkdir(parents=True, exist_ok=True)
        names = {
            "PORTAL_VAR": str(var),
            "DJANGO_SETTINGS_MODULE": "config.settings.development",
            "DEMO_MODE": "false",
        }
        left_out = {"DATABASE_URL", "REDIS_URL", "SECRET_KEY", "TEST_REDIS_URL"}
        self.environment = {name: value for name, value in os.environ.items() if name not in left_out}
        self.environment |= names | settings

    def start(self) -> subprocess.Popen[bytes]:
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "portal", "--port", str(self.port)],
                cwd=places.ROOT,
                env=self.environment,
                stdout=output,
                stderr=output,
            )
        wait_until(
            lambda: b"The portal is at" in self.log.read_bytes() or self.process.poll() is not None, 90
        )
        assert self.process.poll() is None, self.log.read_text()
        return self.process

    def stop(self) -> int:
        self.process.terminate()
        return self.process.wait(30)

    def child(self, *words: str) -> int:
        """The process of those words that the supervisor itself has started."""
        for child in psutil.Process(self.process.pid).children():
            with suppress(psutil.Error):  # it has just died
                if all(word in " ".join(child.cmdline()) for word in words):
                    return child.pid
        return 0

    def postmaster(self) -> int:
        file = self.cluster.data / "postmaster.pid"
        number = int(file.read_text().partition("\n")[0]) if file.exists() else 0
        return number if number and is_alive(number) else 0

    @property
    def cluster(self) -> Cluster:
        return Cluster(self.var / "postgres")

    def manage(self, *arguments: str) -> str:
        return manage(*arguments, environment=self.environment)

    def query(self, statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
        with self.cluster.connect("portal") as connection:
            cursor = connection.execute(statement, parameters)
            return cursor.fetchall() if cursor.description else []


@dataclass
class RunningPortal:
    """A web server and a worker on a database of their own, filled with reference data and demo people."""

    cluster: Cluster
    database: str
    redis_url: str
    wikimedia: str
    days_ahead: int = 0

    def __post_init__(self) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = environment_for(self.database, self.redis_url) | {
            "SITE_ADDRESS": self.url,
            "WIKIMEDIA_CLIENT_ID": mediawiki.CLIENT,
            "WIKIMEDIA_CLIENT_SECRET": mediawiki.SECRET,
            "WIKIMEDIA_REST_API": self.wikimedia,
        }
        if self.days_ahead:
            self.environment |= {
                "DJANGO_SETTINGS_MODULE": "tests.settings_ahead",
                "DAYS_AHEAD": str(self.days_ahead),
            }
        self.letters = places.var() / "mail" / self.database
        self.web = Running(crew.web("127.0.0.1", self.port, self.environment))
        self.worker = Running(crew.worker("letters", "reports", environment=self.environment))

    def start(self) -> None:
        self.worker.start()
        self.start_web()

    def start_web(self) -> None:
        self.web.start()
        self.wait_for_web()

    def wait_for_web(self) -> None:
        wait_until(lambda: self.web.child.died() or serves(self.url + "/"), 60)
        assert not self.web.child.died(), "the web server ended; its words are above"

    @contextmanager
    def ahead(self, days: int) -> Iterator["RunningPortal"]:
        """The same portal so many days from now: a web server of its own beside it, whose clock is ahead. It is still
        starting (`wait_for_web`), so that something else can be done meanwhile; in the end it is not asked to finish.
        """
        later = RunningPortal(
            self.cluster, self.database, self.redis_url, wikimedia=self.wikimedia, days_ahead=days
        )
        try:
            later.web.start()
            yield later
        finally:
            later.web.kill()

    def stop(self) -> None:
        self.web.stop()
        self.worker.stop()

    def manage(self, *arguments: str) -> str:
        return manage(*arguments, environment=self.environment)

    def query(self, statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
        with self.cluster.connect(self.database) as connection:
            cursor = connection.execute(statement, parameters)
            return cursor.fetchall() if cursor.description else []
