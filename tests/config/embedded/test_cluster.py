"""The private PostgreSQL, on a cluster of its own that may be killed."""

import os
import shutil
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest

from config.embedded import places
from config.embedded.cluster import Cluster, ClusterError

pytestmark = pytest.mark.servers


@pytest.fixture(scope="module")
def own() -> Iterator[Cluster]:
    cluster = Cluster(places.make_var() / "cluster-that-dies", durable=False)
    cluster.start()
    with cluster.connect() as connection:
        connection.execute("DROP TABLE IF EXISTS kept")
        connection.execute("CREATE TABLE kept AS SELECT generate_series(1, 10000) AS number")
    yield cluster
    cluster.stop()


def rows(cluster: Cluster) -> int:
    with cluster.connect() as connection:
        found = connection.execute("SELECT count(*) FROM kept").fetchone()
    assert found is not None
    return found[0]


def test_a_running_server_is_adopted(own: Cluster) -> None:
    assert Cluster(own.folder, durable=False).start() == "already"


def test_of_many_that_start_at_once_one_starts_it(own: Cluster) -> None:
    own.stop()
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: Cluster(own.folder, durable=False).start(), range(8)))
    assert sorted(answers) == ["already"] * 7 + ["started"]


def test_a_stopped_server_starts_with_its_rows(own: Cluster) -> None:
    assert (own.stop(), own.stop(), own.start()) == ("stopped", "not running", "started")
    assert rows(own) == 10_000


def test_a_killed_server_starts_with_its_rows(own: Cluster) -> None:
    server = own.postmaster()
    assert server is not None
    os.kill(server, signal.SIGKILL)
    psutil.wait_procs([psutil.Process(server)] if psutil.pid_exists(server) else [], timeout=5)
    assert own.start() == "started"
    assert rows(own) == 10_000


def test_a_busy_backend_that_outlived_its_server_is_ended(own: Cluster) -> None:
    server = own.postmaster()
    assert server is not None
    with own.connect() as connection:
        backend = connection.info.backend_pid
        os.kill(backend, signal.SIGSTOP)
        os.kill(server, signal.SIGKILL)
        assert own.start() == "started"
        assert not psutil.pid_exists(backend) or psutil.Process(backend).status() == psutil.STATUS_ZOMBIE
    assert rows(own) == 10_000


def test_the_number_of_another_process_in_its_file_is_not_taken_for_the_server(own: Cluster) -> None:
    own.stop()
    (own.data / "postmaster.pid").write_text(f"{os.getpid()}\n{own.data}\n")
    assert own.postmaster() is None
    assert own.start() == "started"


def test_it_knows_letters_beyond_latin_ones(own: Cluster) -> None:
    with own.connect() as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        found = connection.execute(
            "SELECT lower('ÄЖ'), similarity('Привет', 'привет'), 'Ж' ILIKE 'ж'"
        ).fetchone()
    assert found == ("äж", 1.0, True)


def test_it_has_no_tcp_port(own: Cluster) -> None:
    with own.connect() as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)


def test_what_initdb_left_half_made_is_made_anew() -> None:
    folder = places.make_var() / "cluster-half-made"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "data.new").mkdir(parents=True, exist_ok=True)
    (folder / "data.new" / "PG_VERSION").write_text("18\n")
    half = Cluster(folder, durable=False)
    half.start()
    half.stop()
    assert (half.data / "PG_VERSION").exists()
    assert not (folder / "data.new").exists()


def test_a_server_that_cannot_start_says_what_postgres_said(own: Cluster) -> None:
    own.stop()
    version = own.data / "PG_VERSION"
    version.write_text("9\n")
    with pytest.raises(ClusterError, match="data directory was initialized by PostgreSQL version 9"):
        own.start()
    version.write_text("18\n")
    own.start()
