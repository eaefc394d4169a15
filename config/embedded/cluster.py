"""A private PostgreSQL from plain binaries: made, started, adopted, recovered after a crash, and stopped."""

import contextlib
import fcntl
import os
import re
import shlex
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, LiteralString

import psutil
import psycopg
from psycopg import sql

from config.embedded import places

START_SECONDS = 60
CONNECTIONS = 100
BUILTIN_LOCALES_SINCE = 17
# The system's memory outlives a killed server, so nothing committed is lost but by a crash of the machine.
NOT_DURABLE = "-F -c full_page_writes=off"


class ClusterError(RuntimeError):
    """PostgreSQL could not be made, started or stopped. Its text is for the person at the terminal."""


class Cluster:
    """`durable=False` is for tests: a crash of the machine (not of the server) may lose everything."""

    def __init__(self, folder: Path | None = None, *, durable: bool = True) -> None:
        self.folder = folder or places.cluster_folder()
        self.data = self.folder / "data"
        self.log = self.folder / "postgres.log"
        self.sockets = places.cluster_socket_folder() if folder is None else folder / "run"
        self.account = places.server_account(self.folder)
        self.durable = durable

    def start(self) -> str:
        """ "already" or "started". Of several processes that ask at once, one starts it."""
        with self._lock():
            if self.accepting():
                return "already"
            self._make_folders()
            if not (self.data / "PG_VERSION").exists():
                self._create()
            if self.postmaster() is None:
                self._clear_after_crash()
                self._launch()
            self._wait()
            return "started"

    def stop(self, mode: str = "fast") -> str:
        if not self.data.exists():
            return "not running"
        with self._lock():
            if self.postmaster() is None:
                return "not running"
            self._run(self.binaries / "pg_ctl", "-D", self.data, "-w", "-m", mode, "stop")
            return "stopped"

    def accepting(self) -> bool:
        try:
            self.connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def postmaster(self) -> int | None:
        """The living server of this data folder. A process number that was given out again is not one."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().partition("\n")[0])
            command = psutil.Process(pid).cmdline()  # empty for the zombie of a killed server
        except (OSError, ValueError, psutil.Error):
            return None
        is_ours = command and Path(command[0]).name == "postgres" and str(self.data) in command
        return pid if is_ours else None

    def connect(self, database: str = "postgres") -> psycopg.Connection[Any]:
        return psycopg.connect(
            host=str(self.sockets), user="postgres", dbname=database, connect_timeout=5, autocommit=True
        )

    def has_database(self, name: str) -> bool:
        with self.connect() as connection:
            return (
                connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
                is not None
            )

    def create_database(self, name: str, *, template: str = "template0") -> None:
        with self.connect() as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                    sql.Identifier(name), sql.Identifier(template)
                )
            )

    def drop_database(self, name: str) -> None:
        with self.connect() as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )

    def rename_database(self, name: str, *, to: str) -> None:
        self._execute("ALTER DATABASE {} RENAME TO {}", name, to)

    def _execute(self, statement: LiteralString, *names: str) -> None:
        with self.connect() as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    @cached_property
    def binaries(self) -> Path:
        found = places.postgres_binaries()
        if self.account is None or places.reachable(found / "postgres", self.account):
            return found
        return self._copied(found)

    def _copied(self, found: Path) -> Path:
        """Root's environment may lie in a folder closed to others: a copy lies where the account reads it."""
        package = found.parent.parent
        version = int((found / "postgres").stat().st_mtime)
        copy = Path("/var/tmp") / f"portal-postgres-{places.digest(package)}-{version}"  # noqa: S108 - checked below
        if not copy.exists():
            draft = Path(tempfile.mkdtemp(dir=copy.parent, prefix=copy.name))
            for part in (
                package,
                package.with_name(package.name + ".libs"),
            ):  # libraries beside it
                if part.exists():
                    shutil.copytree(part, draft / part.name)
            draft.chmod(0o755)
            with contextlib.suppress(OSError):  # another process was first
                draft.rename(copy)
        if copy.lstat().st_uid != 0:
            raise ClusterError(f"{copy} belongs to somebody else: remove it.")
        return copy / package.name / found.relative_to(package)

    @contextlib.contextmanager
    def _lock(self) -> Iterator[None]:
        if not self.folder.is_dir():
            if places.var() in self.folder.parents:
                places.make_var()
            self.folder.mkdir(parents=True, exist_ok=True)
            self.folder.chmod(0o755)
        with (self.folder / "lock").open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _make_folders(self) -> None:
        if self.account is not None and not places.reachable(self.data, self.account):
            raise ClusterError(f"{self.folder} cannot be reached by the account {self.account.pw_name}.")
        places.private_folder(self.sockets, self.account)
        self.log.touch()
        if self.account is not None:
            os.chown(self.log, self.account.pw_uid, self.account.pw_gid)

    def _create(self) -> None:
        """In a folder of another name first, so that a killed initdb leaves no half cluster behind."""
        draft = self.folder / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        places.private_folder(draft, self.account)
        options = [
            "--no-instructions",
            "--auth=trust",
            "--username=postgres",
            "--encoding=UTF8",
            "--locale=C",
        ]
        # Without C.UTF-8 trigrams and lower() know Latin letters only.
        options += ["--lc-ctype=C.UTF-8"]
        if self._major_version() >= BUILTIN_LOCALES_SINCE:
            options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        if not self.durable:
            options += ["--no-sync"]
        self._run(self.binaries / "initdb", "-D", draft, *options)
        if self.data.exists():
            self.data.rmdir()
        draft.rename(self.data)

    def _major_version(self) -> int:
        found = re.search(r"(\d+)", self._run(self.binaries / "postgres", "--version"))
        return int(found[1]) if found else 0

    def _clear_after_crash(self) -> None:
        """Ends what outlived a killed server, and only then removes its traces.

        A busy backend still holds the shared memory, and postmaster.pid is PostgreSQL's own guard against two
        servers on one data folder.
        """
        deadline = time.monotonic() + 10
        while orphans := self._orphans():
            if time.monotonic() > deadline:
                raise ClusterError(f"Old PostgreSQL processes do not end: {orphans}.")
            for orphan in orphans:
                with contextlib.suppress(psutil.NoSuchProcess):
                    psutil.Process(orphan).kill()
            time.sleep(0.05)
        socket = self.sockets / ".s.PGSQL.5432"
        for trace in (self.data / "postmaster.pid", socket.with_name(socket.name + ".lock"), socket):
            trace.unlink(missing_ok=True)

    def _orphans(self) -> list[int]:
        found = []
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error, OSError):
                if process.cwd() == str(self.data) and "postgres" in " ".join(process.cmdline()):
                    found.append(process.pid)
        return found

    def _launch(self) -> None:
        options = f"-c listen_addresses='' -c unix_socket_directories={shlex.quote(str(self.sockets))}"
        options += f" -c max_connections={CONNECTIONS}"
        if not self.durable:
            options += f" {NOT_DURABLE}"
        wait = ("-w", "-t", str(START_SECONDS))
        self._run(self.binaries / "pg_ctl", "-D", self.data, "-l", self.log, *wait, "-o", options, "start")

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self.accepting():
            if time.monotonic() > deadline:
                raise ClusterError(
                    f"PostgreSQL does not answer; the end of {self.log} says:\n{self._end_of_log()}"
                )
            time.sleep(0.05)

    def _end_of_log(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-10:]) if self.log.exists() else ""

    def _run(self, *command: str | Path) -> str:
        """Output goes to a file: the server would inherit a pipe, and keep whoever reads it waiting."""
        environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"}
        identity: dict[str, Any] = {}
        if self.account is not None:
            identity = {"user": self.account.pw_uid, "group": self.account.pw_gid, "extra_groups": []}
        with tempfile.TemporaryFile() as output:
            done = subprocess.run(  # noqa: S603 - our own binaries
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd="/",
                env=environment,
                check=False,
                **identity,
            )
            output.seek(0)
            text = output.read().decode(errors="replace")
        if done.returncode:
            name = Path(command[0]).name
            raise ClusterError(f"{name} ended with {done.returncode}:\n{text}\n{self._end_of_log()}".strip())
        return text
