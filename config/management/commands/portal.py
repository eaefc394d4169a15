"""`dev.py run`: the whole portal under one supervisor, with private servers where no others are named."""

import fcntl
import os
import time
import urllib.error
import urllib.request
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, cast

import psycopg
import redis
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.backends.postgresql.base import DatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from capacity.actions import demo
from config.embedded import crew, places, translations
from config.embedded.cluster import Cluster, ClusterError
from config.embedded.supervisor import Child, Ended, Supervisor, port_problem
from config.embedded.valkey import Valkey, ValkeyError

FIRST_PAGE_SECONDS = 60
DEMO_SECONDS = 120
QUEUES = ["letters", "reports"]  # each with a worker, so that a letter never waits for a report
DEMO_PASSWORD = "capacity-demo"  # noqa: S105 - demo accounts exist in demo mode only, and are meant to be known
DEMO_ROLES = [
    "member", "representative", "facilitator", "coordinator", "evaluator", "staff", "colleague", "partner",
]  # fmt: skip


class Command(BaseCommand):
    help = "Runs the whole portal: database, broker, web, workers and clock. Ctrl-C ends it."
    requires_system_checks: list[str] = []  # they would need the database, which is not running yet

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--bind", default="127.0.0.1", help="the address to listen on")

    def handle(self, *args: Any, bind: str, port: int, **options: Any) -> None:
        self.began = time.monotonic()
        if problem := port_problem(bind, port):
            raise CommandError(problem)
        with (places.make_var() / "portal.lock").open("a+") as lock:
            take(lock)
            cluster = None if os.environ.get("DATABASE_URL") else Cluster()
            self.supervisor = Supervisor(self.say, cluster)
            self.supervisor.listen()
            try:
                self.start(bind, port, cluster)
                self.supervisor.watch()
            except Ended:
                pass
            except (ClusterError, ValkeyError, places.PlaceError, translations.CatalogError) as error:
                raise CommandError(str(error)) from error
            finally:
                self.say("Stopping …")
                self.supervisor.stop()
        self.say("Stopped.")

    def start(self, bind: str, port: int, cluster: Cluster | None) -> None:
        if cluster is not None:
            cluster.start()
            if not cluster.has_database(settings.DATABASES["default"]["NAME"]):
                cluster.create_database(settings.DATABASES["default"]["NAME"])
        check_database()
        self.say("PostgreSQL answers.")
        if not os.environ.get("REDIS_URL"):
            self.start_valkey()
        check_broker()
        self.say("Valkey answers." if not os.environ.get("REDIS_URL") else "The broker answers.")
        self.prepare(cluster)
        address = reachable_address(bind, port)
        environment = {"SITE_ADDRESS": os.environ.get("SITE_ADDRESS") or address}
        web = crew.web(bind, port, environment)
        self.supervisor.start(web)
        self.wait_for_first_page(f"{address}/", web)  # before others want the processors too
        self.supervisor.start(*[crew.worker(queue, environment=environment) for queue in QUEUES])
        self.supervisor.start(crew.beat(environment))
        self.say(f"The portal is at {address}/ (Ctrl-C ends it)")
        if settings.DEMO_MODE:
            self.stdout.write(demo_logins())

    def start_valkey(self) -> None:
        valkey = Valkey()
        valkey.stop()  # of a supervisor that was killed a moment ago
        valkey.make_folders()
        self.supervisor.start(Child("Valkey", valkey.command()))
        valkey.wait()

    def prepare(self, cluster: Cluster | None) -> None:
        for folder in settings.LOCALE_PATHS:
            translations.compile_catalogs(folder)
        check_age_of_database()
        call_command("migrate", verbosity=0, interactive=False)
        self.say("The database is up to date.")
        call_command("load_reference", verbosity=0)
        self.say("The reference data are loaded.")
        loaded = demo_marker(cluster)
        if settings.DEMO_MODE and not loaded.exists():
            self.remove_unfinished_demo()
            self.load_demo(loaded)
        leave_database()

    def remove_unfinished_demo(self) -> None:
        """While no worker runs: it and the removal could wait for each other."""
        if demo.state() == "partial":
            self.say(
                "An earlier load of the demo population did not come to its end: what it left is removed."
            )
            call_command("remove_demo", verbosity=0)

    def load_demo(self, loaded: Path) -> None:
        """Starts the load, and goes on once the demo accounts can sign in (docs/decisions/0012)."""

        def done() -> None:
            loaded.touch()
            self.say("The demo population is complete.")

        load = Child("The demo load", crew.manage("load_demo", "--scale", "1"), when_done=done)
        self.supervisor.start(load)
        deadline = time.monotonic() + DEMO_SECONDS
        while not demo.can_sign_in():
            self.supervisor.look()
            time.sleep(0.1)
            if load.failures > 1 or time.monotonic() > deadline:
                raise CommandError("The demo population cannot be loaded: the words above say why.")
        self.say("The demo accounts can sign in; the rest of the demo population is still coming in.")

    def wait_for_first_page(self, address: str, web: Child) -> None:
        deadline = time.monotonic() + FIRST_PAGE_SECONDS
        while not answers(address):
            self.supervisor.look()
            time.sleep(0.1)
            if web.failures > 1:
                raise CommandError("The web server does not start: its own words above say why.")
            if time.monotonic() > deadline:
                raise CommandError(
                    f"No page is served at {address} after {FIRST_PAGE_SECONDS} s; see above why."
                )

    def say(self, sentence: str) -> None:
        self.stdout.write(f"[{time.monotonic() - self.began:5.1f} s] {sentence}")
        self.stdout.flush()


def demo_logins() -> str:
    rows = [f"    {role:<15} {role}@demo.example" for role in DEMO_ROLES]
    return "\n".join(
        [f"  Demo log-ins, all with the password {DEMO_PASSWORD} (a visitor needs none):", *rows]
    )


def take(lock: Any) -> None:
    """One supervisor for one var folder."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        lock.seek(0)
        number = lock.read().strip() or "?"
        raise CommandError(
            f"The portal already runs from this folder (process {number}): end it first,"
            " or set PORTAL_VAR to another folder."
        ) from error
    lock.truncate(0)
    lock.write(str(os.getpid()))
    lock.flush()


def check_database() -> None:
    """With a connection of its own: the pool would go on trying for a while before it says why."""
    try:
        psycopg.connect(**cast(DatabaseWrapper, connection).get_connection_params()).close()
    except psycopg.OperationalError as error:
        raise CommandError(
            f"The database that DATABASE_URL names does not answer ({str(error).splitlines()[0]}):"
            " start it, or correct or unset DATABASE_URL."
        ) from error


def check_age_of_database() -> None:
    """The steps by which the tables came about before the first release are gone (docs/decisions/0076)."""
    applied = set(MigrationRecorder(connection).applied_migrations())
    for migration in MigrationLoader(None).replacements.values():
        steps = set(migration.replaces)
        if steps & applied and not steps <= applied:
            raise CommandError(
                "This database was made by an unfinished state of the portal, from before its first release,"
                " and cannot be brought up to this one: name an empty database in DATABASE_URL, or, where"
                " `dev.py run` keeps its own, remove the folder var/postgres (all that was entered goes with it)."
            )


def leave_database() -> None:
    """Without its threads: the children are born by fork."""
    connection.close()
    cast(DatabaseWrapper, connection).close_pool()


def check_broker() -> None:
    try:
        with redis.Redis.from_url(settings.REDIS_URL) as client:
            client.ping()
    except redis.RedisError as error:
        raise CommandError(
            f"The broker that REDIS_URL names does not answer ({error}):"
            " start it, or correct or unset REDIS_URL."
        ) from error


def demo_marker(cluster: Cluster | None) -> Path:
    """Says that the demo people were loaded once: who removed them does not want them back."""
    if cluster is not None:
        return cluster.folder / "demo-loaded"
    database = settings.DATABASES["default"]
    return places.var() / f"demo-loaded-{places.digest(Path(database['HOST'], database['NAME']))}"


def reachable_address(bind: str, port: int) -> str:
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(bind, f"[{bind}]" if ":" in bind else bind)  # noqa: S104
    return f"http://{host}:{port}"


def answers(address: str) -> bool:
    """An answer that says no is an answer too."""
    try:
        with urllib.request.urlopen(address, timeout=10):  # noqa: S310 - our own address
            return True
    except urllib.error.HTTPError as error:
        error.close()
        return True
    except OSError:
        return False
