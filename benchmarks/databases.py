"""A filled database for each scale, kept between runs as long as migrations and the demo population stay the same."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from config.embedded.cluster import Cluster

ROOT = Path(__file__).resolve().parent.parent
MAKERS = ["*/migrations/*.py", "*/actions/demo*.py", "*/logic/demo.py", "common/demo.py"]


def prepare(cluster: Cluster, scale: str) -> str:
    """The name of the database. The day is fixed, so that it holds the same on every day it is used."""
    name = f"bench_{fingerprint()}_{scale.replace('.', '_')}"
    if cluster.has_database(name):
        return name
    draft = f"{name}_draft"
    cluster.drop_database(draft)
    cluster.create_database(draft)
    for command in (["migrate", "-v0"], ["load_reference", "-v0"], ["load_demo", "--scale", scale]):
        manage(draft, *command)
    cluster.rename_database(draft, to=name)
    return name


def prepare_alone(cluster: Cluster, part: str, *size: str) -> str:
    """With one part of the portal only: the directory, a catalog of some size, or change facts."""
    name = "_".join([f"bench_{fingerprint()}", part, *(each.replace(",", "") for each in size)])
    if cluster.has_database(name):
        return name
    draft = f"{name}_draft"
    cluster.drop_database(draft)
    cluster.create_database(draft)
    for command in (["migrate", "-v0"], ["load_reference", "-v0"]):
        manage(draft, *command)
    fill = [sys.executable, "-m", "benchmarks.measure", draft, f"fill-{part}", *size]
    subprocess.run(fill, cwd=ROOT, env=environment(draft), check=True, stdout=sys.stderr)
    cluster.rename_database(draft, to=name)
    return name


def fingerprint() -> str:
    found = hashlib.sha256()
    for pattern in MAKERS:
        for file in sorted(ROOT.glob(pattern)):
            found.update(file.read_bytes())
    return found.hexdigest()[:10]


def environment(database: str, **more: str) -> dict[str, str]:
    return os.environ | {"DJANGO_SETTINGS_MODULE": "benchmarks.settings", "BENCH_DATABASE": database} | more


def manage(database: str, *arguments: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment(database),
        check=True,
        stdout=sys.stderr,
    )
