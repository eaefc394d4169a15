"""HTML as tests read it: however the templates are broken into lines."""

import re
from typing import Any


def flat(page: Any) -> str:
    """A response's or a string's HTML on one line, without white space around tags and inside their ends."""
    html = page if isinstance(page, str) else page.content.decode()
    html = re.sub(r"\s+", " ", html)
    html = re.sub(r"(<[^<>]*?) (/?>)", r"\1\2", html)
    return re.sub(r"> ", ">", re.sub(r" <", "<", html)).strip()
