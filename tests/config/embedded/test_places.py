"""Where things are: no server is started here."""

import os
import pwd
import stat
from pathlib import Path

import pytest

from config.embedded import places


@pytest.fixture(autouse=True)
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PORTAL_VAR", str(tmp_path / "var"))
    return tmp_path / "var"


def stranger() -> pwd.struct_passwd:
    return pwd.struct_passwd(("stranger", "x", 4_000_000, 4_000_000, "", "/", "/bin/false"))


def test_the_secret_key_is_made_once_and_kept_from_others(var: Path) -> None:
    first = places.secret_key()
    assert places.secret_key() == first
    assert len(first) >= 50
    assert stat.S_IMODE((var / "secret_key").stat().st_mode) == 0o600
    assert [file.name for file in var.iterdir()] == ["secret_key"]


def test_a_socket_path_that_is_too_long_is_replaced_by_a_short_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTAL_VAR", str(tmp_path / ("x" * 100)))
    monkeypatch.setattr(places, "server_account", lambda folder: None)
    assert len(os.fsencode(places.valkey_socket())) <= places.SOCKET_BYTES
    assert len(os.fsencode(places.cluster_socket_folder() / ".s.PGSQL.5432")) <= places.SOCKET_BYTES


def test_a_socket_path_with_letters_that_urls_would_change_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTAL_VAR", str(tmp_path / "my portal"))
    assert " " not in places.valkey_url()


@pytest.mark.parametrize(
    ("redis_url", "broker_url"),
    [
        ("unix:///var/portal/valkey.sock?db=1", "redis+socket:///var/portal/valkey.sock?virtual_host=0"),
        ("unix:///var/portal/valkey.sock?db=5", "redis+socket:///var/portal/valkey.sock?virtual_host=4"),
        ("redis://broker.example:6379/0", "redis://broker.example:6379/0"),
    ],
)
def test_celery_gets_its_own_name_for_the_server(redis_url: str, broker_url: str) -> None:
    assert places.broker_url(redis_url) == broker_url


def test_an_account_reaches_only_what_every_folder_above_lets_it_through_to(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    for folder in [tmp_path, *tmp_path.parents][:-2]:
        folder.chmod(0o755)
    closed.chmod(0o755)
    assert places.reachable(closed / "data", stranger())
    closed.chmod(0o700)
    assert not places.reachable(closed / "data", stranger())


def test_a_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / "link").symlink_to(elsewhere)
    with pytest.raises(places.PlaceError, match="belongs to somebody else"):
        places.private_folder(tmp_path / "link")


def test_binaries_that_are_named_but_missing_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_PG_BIN", "/nowhere")
    with pytest.raises(places.PlaceError, match="PORTAL_PG_BIN names /nowhere, where there is no pg_ctl"):
        places.postgres_binaries()


def test_without_any_binaries_the_way_out_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PORTAL_PG_BIN", raising=False)
    monkeypatch.setattr(places, "find_spec", lambda name: None)
    with pytest.raises(places.PlaceError, match="set DATABASE_URL to one"):
        places.postgres_binaries()
    with pytest.raises(places.PlaceError, match="set REDIS_URL to one"):
        places.valkey_binary()
