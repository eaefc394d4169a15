"""Who works in the portal: the web server, a Celery worker for each queue, and the clock."""

import sys
from collections.abc import Mapping
from pathlib import Path

from config.embedded import places
from config.embedded.supervisor import Child

WEB_WORKERS = 2
WEB_THREADS = 4
# Celery warns each worker that runs as root; `dev.py run` in a container does.
QUIET_AS_ROOT = {"PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges"}


def web(bind: str, port: int, environment: Mapping[str, str]) -> Child:
    host = f"[{bind}]" if ":" in bind else bind
    options = f"--bind {host}:{port} --workers {WEB_WORKERS} --threads {WEB_THREADS} --worker-class gthread"
    # Workers are renewed now and then, each at its own moment, which bounds whatever might leak.
    options += " --max-requests 20000 --max-requests-jitter 2000 --graceful-timeout 5 --no-control-socket"
    options += " --preload --log-level warning"
    memory = Path("/dev/shm")  # noqa: S108 - gunicorn's heartbeat files, made with random names
    if memory.is_dir():
        options += f" --worker-tmp-dir {memory}"
    return Child(
        "web", [sys.executable, "-m", "gunicorn", *options.split(), "config.wsgi"], environment=environment
    )


def worker(*queues: str, environment: Mapping[str, str]) -> Child:
    """One job at a time: two reports at once would slow the pages down."""
    options = (
        f"--queues {','.join(queues)} --concurrency 1 --hostname {'-'.join(queues)}@%h --loglevel WARNING"
    )
    command = _celery("worker", f"{options} --without-gossip --without-mingle")
    return Child(f"worker for {' and '.join(queues)}", command, environment={**environment, **QUIET_AS_ROOT})


def beat(environment: Mapping[str, str]) -> Child:
    return Child("beat", _celery("beat", "--loglevel WARNING --pidfile="), environment=environment)


def manage(*arguments: str) -> list[str]:
    """A management command, as a command line."""
    return [sys.executable, str(places.ROOT / "manage.py"), *arguments]


def _celery(program: str, options: str) -> list[str]:
    return [sys.executable, "-m", "celery", "--quiet", "--app", "config", program, *options.split()]
