"""The reference data as the portal ships it, and copies of it that a test may spoil."""

from hashlib import sha256
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

FOLDER = Path(settings.ROOT) / "config" / "reference"


def load(folder=FOLDER):
    out = StringIO()
    call_command("load_reference", folder=folder, stdout=out)
    return out.getvalue()


def edit(folder, file, before, after):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def renew_sums(folder):
    files = [line.split("  ")[1] for line in (folder / "SHA256SUMS").read_text().splitlines()]
    sums = [f"{sha256((folder / file).read_bytes()).hexdigest()}  {file}" for file in files]
    (folder / "SHA256SUMS").write_text("\n".join(sums) + "\n")
