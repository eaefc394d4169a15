"""What the running portal has written."""

import re
from email import message_from_bytes, policy
from typing import Any

from tests.running import RunningPortal


def letter_to(portal: RunningPortal, address: str) -> str:
    """The text of the newest letter to that address, or nothing."""
    for file in sorted(portal.letters.glob("*.log"), reverse=True):
        letter: Any = message_from_bytes(file.read_bytes(), policy=policy.default)
        if address in str(letter["To"]):
            return str(letter.get_body(("plain",)).get_content())
    return ""


def link_in(text: str, beginning: str) -> str:
    """The address in it that goes on from there."""
    found = re.search(rf"https?://[^/\s]+({re.escape(beginning)}\S+)", text)
    assert found, text
    return found[1]


def code_in(text: str) -> str:
    """The code that stands on a line of its own."""
    found = re.search(r"^([A-Z0-9]+-[A-Z0-9]+)$", text, re.MULTILINE)
    assert found, text
    return found[1]
