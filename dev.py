#!/usr/bin/env python3
"""The only door to the portal's tools, for a machine with nothing but Python and its venv module.

python3 dev.py run [--port 8000] [--bind 127.0.0.1]   the whole portal, with demo data
python3 dev.py test [PATH...]                         every check and test, or the tests below PATH
python3 dev.py check                                  the checks alone: format, linters, types, settings
python3 dev.py fmt                                    format code and templates
python3 dev.py audit                                  the long tests, outside CI; goes on where it was stopped
python3 dev.py bench                                  the benchmarks, as a table
python3 dev.py messages                               collect what is to be translated
python3 dev.py permissions                            draw docs/permissions.md from the code
python3 dev.py lock                                   pin requirements*.in with their hashes
"""

# Read by whatever Python the machine has: no syntax newer than 3.8, nothing but the standard library.
from __future__ import annotations

import argparse
import errno
import hashlib
import importlib.util
import os
import secrets
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed-locks"
RUN_LOCKS = ["requirements.txt"]
TEST_LOCKS = ["requirements.txt", "requirements-dev.txt"]
OLDEST_PYTHON = (3, 11)
INSTALL_BYTES = 2_000_000_000  # the environment with browsers' driver, and a database
RUN_BYTES = 300_000_000
NOT_ALL_WAS_RUN = 3
UV = "uv==0.13.*"

BROWSERS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
BROWSER_PACKAGES = [
    "chromium",
    "fonts-noto-core",
    "libatomic1",
]  # the last: its driver (playwright's node) needs it
CUSTOM_BLOCKS = (
    "breadcrumb,card,definition_list,empty_state,fragment,message,page_heading,table,tabs,term,"
    "words_explained"
)

PIP_TROUBLES = [  # what pip says somewhere in its output, and what it means
    (
        "No space left on device",
        "The disk became full while packages were installed: free 2 GB and start again.",
    ),
    (
        "DO NOT MATCH THE HASHES",
        "A package is not the one that was locked: run `python3 dev.py lock` on purpose only.",
    ),
    ("NewConnectionError", "The package index cannot be reached: check the network or pip's configuration."),
    ("ConnectTimeoutError", "The package index does not answer: check the network or pip's configuration."),
    (
        "No matching distribution",
        "A locked package does not exist for this machine or at this package index.",
    ),
    (
        "Permission denied",
        "The environment .venv belongs to another user: remove it, or use a clone of your own.",
    ),
]


class Trouble(Exception):  # noqa: N818 - it is shown, not handled
    """One clear sentence: what is wrong, and what to do."""


def main(arguments: list[str]) -> int:
    doors = {
        "run": run,
        "test": test,
        "check": check,
        "fmt": fmt,
        "audit": audit,
        "bench": bench,
        "messages": messages,
        "permissions": permissions,
        "lock": lock,
    }
    if not arguments or arguments[0] not in doors:
        print(__doc__.strip())
        return 0 if arguments[:1] in (["help"], ["-h"], ["--help"]) else 2
    os.chdir(ROOT)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # compiled once, every later start is faster
    try:
        return doors[arguments[0]](arguments[1:])
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


# --- Doors ---


def run(arguments: list[str]) -> NoReturn:
    parser = argparse.ArgumentParser(prog="dev.py run")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--bind", default="127.0.0.1")
    options = parser.parse_args(arguments)
    refuse(port_problem(options.bind, options.port))
    prepare(RUN_LOCKS)
    command = ["manage.py", "portal", "--port", str(options.port), "--bind", options.bind]
    sys.stdout.flush()
    os.execv(str(PYTHON), [str(PYTHON), *command])  # noqa: S606 - Ctrl-C then reaches the supervisor alone


def test(arguments: list[str]) -> int:
    prepare(TEST_LOCKS)
    if arguments:
        return python("-m", "pytest", *arguments)
    missing = (
        []
        if can_browse() or install_browser()
        else ["the browser tests (no Chromium: apt-get install chromium)"]
    )
    if missing and must_run_all():
        raise Trouble("With CI=true nothing may be left out, but this machine cannot run " + missing[0] + ".")
    failed = run_steps(static_steps())
    if failed:
        return failed
    heading("pytest")
    selection = ["-m", "not browser"] if missing else []
    code = python("-m", "pytest", "--ignore=tests/audit", *selection)
    if code:
        return code
    for what in missing:
        print(f"Not run: {what}.")
    return NOT_ALL_WAS_RUN if missing else 0


def check(arguments: list[str]) -> int:
    prepare(TEST_LOCKS)
    return run_steps(static_steps())


def fmt(arguments: list[str]) -> int:
    prepare(TEST_LOCKS)
    python("-m", "ruff", "check", "--fix-only", "--quiet", ".")
    code = python("-m", "ruff", "format", ".")
    if templates():
        tool("djangofmt", "--custom-blocks", CUSTOM_BLOCKS, "--quiet", "check", "--fix", "templates")
        code = code or tool("djangofmt", "--custom-blocks", CUSTOM_BLOCKS, "templates")
    return code


def audit(arguments: list[str]) -> int:
    prepare(TEST_LOCKS)
    if not (ROOT / "tests" / "audit").is_dir():
        raise Trouble("There is no audit yet: its tests would be in tests/audit.")
    if not (can_browse() or install_browser()):
        raise Trouble("The audit needs a browser: apt-get install " + " ".join(BROWSER_PACKAGES))
    return python("-m", "pytest", "-p", "tests.audit_progress", "tests/audit", *arguments)


def bench(arguments: list[str]) -> int:
    prepare(TEST_LOCKS)
    if not (ROOT / "benchmarks" / "__main__.py").exists():
        raise Trouble("There are no benchmarks yet: they would be in benchmarks/__main__.py.")
    return python("-m", "benchmarks", *arguments)


def messages(arguments: list[str]) -> int:
    prepare(TEST_LOCKS)
    return python("manage.py", "messages", *arguments)


def permissions(arguments: list[str]) -> int:
    """What the cast of the tests may do is asked of the real predicates, so a test draws the page."""
    prepare(TEST_LOCKS)
    os.environ["WRITE_PERMISSIONS"] = "1"
    return python("-m", "pytest", "-q", "tests/house/test_permission_table.py", *arguments)


def lock(arguments: list[str]) -> int:
    """Writes versions and hashes only: where the packages came from is each machine's own affair."""
    prepare(RUN_LOCKS)
    uv = shutil.which("uv") or str(VENV / "bin" / "uv")
    if not Path(uv).exists() and python("-m", "pip", "install", "--quiet", UV):
        raise Trouble(f"{UV} could not be installed, which computes the lock.")
    for name in ("requirements", "requirements-dev"):
        options = ["--generate-hashes", "--no-header", "--no-annotate", "--no-emit-index-url"]
        options += ["--no-emit-find-links", "--python-version", "3.11", "--quiet", *arguments]
        code = call([uv, "pip", "compile", f"{name}.in", "--output-file", f"{name}.txt", *options])
        if code:
            return code
    return 0


# --- Steps of a check ---


def static_steps() -> list[tuple[str, list[str], dict[str, str]]]:
    steps: list[tuple[str, list[str], dict[str, str]]] = [
        ("ruff format", [str(PYTHON), "-m", "ruff", "format", "--check", "."], {}),
        ("ruff check", [str(PYTHON), "-m", "ruff", "check", "."], {}),
    ]
    if templates():
        djangofmt = [str(VENV / "bin" / "djangofmt"), "--custom-blocks", CUSTOM_BLOCKS]
        steps.append(("djangofmt", [*djangofmt, "--check", "templates"], {}))
        steps.append(("djangofmt check", [*djangofmt, "check", "templates"], {}))
    test_settings = {"DJANGO_SETTINGS_MODULE": "config.settings.test"}
    # It would like to compare with a database; there is none yet, and it need not.
    unreachable_is_fine = {
        **test_settings,
        "PYTHONWARNINGS": "ignore:Got an error checking a consistent migration",
    }
    manage = [str(PYTHON), "manage.py"]
    steps += [
        ("lint-imports", [str(VENV / "bin" / "lint-imports")], {}),
        ("mypy", [str(PYTHON), "-m", "mypy", "."], test_settings),
        ("check --deploy", [*manage, "check", "--deploy", "--fail-level", "WARNING"], made_up_production()),
        ("makemigrations --check", [*manage, "makemigrations", "--check", "--dry-run"], unreachable_is_fine),
        ("translations", [*manage, "messages", "--check"], test_settings),
        ("catalogs compile", [*manage, "compile_catalogs"], test_settings),
    ]
    return steps


def run_steps(steps: list[tuple[str, list[str], dict[str, str]]]) -> int:
    """All of them, so that one run tells everything."""
    failed = []
    for name, command, environment in steps:
        heading(name)
        if call(command, environment):
            failed.append(name)
    if failed:
        print(f"Failed: {', '.join(failed)}.", file=sys.stderr)
    return 1 if failed else 0


def made_up_production() -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "ALLOWED_HOSTS": "portal.example",
        "SITE_ADDRESS": "https://portal.example",
        "DATABASE_URL": "postgres://portal@database.example/portal",
        "REDIS_URL": "redis://broker.example:6379/0",
    }


def templates() -> bool:
    return any((ROOT / "templates").glob("**/*.html"))


def must_run_all() -> bool:
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}


def heading(text: str) -> None:
    print(f"=== {text}", flush=True)


# --- The environment ---


def prepare(locks: list[str]) -> None:
    """Makes .venv and installs the locks in it, where they are not there as they are."""
    refuse(python_problem(sys.version_info[:2]))
    ready = PYTHON.exists() and set(fingerprints(locks)) <= set(installed())
    refuse(disk_problem(ROOT, RUN_BYTES if ready else INSTALL_BYTES))
    if ready:
        return
    refuse(rights_problem(ROOT))
    if not PYTHON.exists():
        refuse(module_problem())
        say("Making the environment .venv …")
        make_environment()
    say(f"Installing what {' and '.join(locks)} name (about half a minute) …")
    install(locks)


def make_environment() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(VENV)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if done.returncode:
        raise Trouble(f"The environment .venv could not be made:\n{last_lines(done.stdout)}")


def install(locks: list[str]) -> None:
    """pip warns of much that does not matter here; it is shown only when it fails."""
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
    command += ["--no-compile", "--require-hashes"]
    for name in locks:
        command += ["-r", name]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if done.returncode:
        raise Trouble(pip_problem(done.stdout))
    others = [line for line in installed() if line.split()[0] not in locks]
    STAMP.write_text("\n".join([*others, *fingerprints(locks)]))


def fingerprints(locks: list[str]) -> list[str]:
    return [f"{name} {hashlib.sha256((ROOT / name).read_bytes()).hexdigest()}" for name in locks]


def installed() -> list[str]:
    """The last state of each lock that was installed."""
    return STAMP.read_text().splitlines() if STAMP.exists() else []


# --- What may be wrong, each as a sentence; empty when all is well ---


def refuse(problem: str) -> None:
    if problem:
        raise Trouble(problem)


def python_problem(version: tuple[int, ...]) -> str:
    if version >= OLDEST_PYTHON:
        return ""
    found = ".".join(map(str, version))
    return f"The portal needs Python 3.11 or newer, and this is {found}: start it as `python3.11 dev.py …`."


def module_problem() -> str:
    if all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        return ""
    return (
        "Python's venv module is missing: install it with `apt-get install python3-venv`, then start again."
    )


def disk_problem(folder: Path, needed: int) -> str:
    free = shutil.disk_usage(folder).free
    if free >= needed:
        return ""
    return (
        f"The disk of {folder} has {free / 1e9:.1f} GB left, and {needed / 1e9:.1f} GB are needed:"
        " free some, then start again."
    )


def rights_problem(folder: Path) -> str:
    if os.access(folder, os.W_OK):
        return ""
    return f"You may not write in {folder}: use a clone of your own, or start as the user who owns it."


def port_problem(bind: str, port: int) -> str:
    family = socket.AF_INET6 if ":" in bind else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((bind, port))
            probe.listen(1)
        except PermissionError:
            return f"Port {port} needs more rights than you have: choose one above 1023, such as --port 8001."
        except (OSError, OverflowError) as error:
            if getattr(error, "errno", None) == errno.EADDRINUSE:
                return f"Port {port} is in use by another program: choose another, such as --port {port + 1}."
            return f"{bind}, port {port}, is nothing this machine can listen on ({error})."
    return ""


def pip_problem(output: bytes) -> str:
    text = output.decode(errors="replace")
    sentence = next(
        (says for sign, says in PIP_TROUBLES if sign in text), "The packages could not be installed."
    )
    return f"{sentence} pip's last lines:\n{last_lines(output)}"


def last_lines(output: bytes, count: int = 12) -> str:
    return "\n".join("  " + line for line in output.decode(errors="replace").splitlines()[-count:])


# --- The browser ---


def can_browse() -> bool:
    """A minimal Debian may have a browser and lack what its driver is linked against."""
    found = list((VENV / "lib").glob("python3*/site-packages/playwright/driver/node"))
    return bool(find_browser()) and all(call([str(node), "--version"], quiet=True) == 0 for node in found)


def find_browser() -> str:
    """A Chromium that starts: some systems have a script of that name which only tells how to get one."""
    for name in [os.environ.get("PORTAL_CHROMIUM", ""), *BROWSERS]:
        found = shutil.which(name) if name else None
        if found and call([found, "--version"], quiet=True) == 0:
            return found
    return ""


def install_browser() -> bool:
    """Through the system's own packages, where we may."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    say("Installing Chromium for the browser tests (about half a minute) …")
    quietly = {"DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "install", "--yes", "--quiet", "--no-install-recommends", *BROWSER_PACKAGES]
    if call(command, quietly, quiet=True):
        call(["apt-get", "update"], quietly, quiet=True)
        call(command, quietly, quiet=True)
    return can_browse()


# --- Running things ---


def python(*arguments: str) -> int:
    return call([str(PYTHON), *arguments])


def tool(name: str, *arguments: str) -> int:
    return call([str(VENV / "bin" / name), *arguments])


def call(command: list[str], environment: dict[str, str] | None = None, *, quiet: bool = False) -> int:
    sys.stdout.flush()
    sink = subprocess.DEVNULL if quiet else None
    whole = {**os.environ, **(environment or {})}
    return subprocess.run(command, env=whole, stdout=sink, stderr=sink, check=False).returncode


def say(sentence: str) -> None:
    print(sentence, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
