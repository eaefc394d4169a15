"""The private Valkey, on a socket of its own."""

import os
import signal
from collections.abc import Iterator

import pytest

from config.embedded import places
from config.embedded.valkey import Valkey
from tests.running import wait_until

pytestmark = pytest.mark.servers


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch) -> Iterator[Valkey]:
    monkeypatch.setenv("PORTAL_VAR", str(places.make_var() / "valkey-that-dies"))
    valkey = Valkey()
    valkey.start()
    yield valkey
    valkey.stop()


def server_pid(valkey: Valkey) -> int:
    with valkey.client() as client:
        return client.info("server")["process_id"]


def test_a_running_server_is_adopted(own: Valkey) -> None:
    assert own.start() == "already"


def test_what_waits_survives_a_killed_server(own: Valkey) -> None:
    with own.client() as client:
        client.delete("letters")
        client.rpush("letters", *range(500))
    os.kill(server_pid(own), signal.SIGKILL)
    wait_until(lambda: not own.answering())
    assert own.start() == "started"
    with own.client() as client:
        assert client.llen("letters") == 500


def test_it_stops_and_says_so(own: Valkey) -> None:
    assert (own.stop(), own.stop()) == ("stopped", "not running")


def test_it_has_no_tcp_port(own: Valkey) -> None:
    with own.client() as client:
        assert client.config_get("port") == {"port": "0"}
