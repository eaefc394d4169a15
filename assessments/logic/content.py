"""The hash by which a published version is known: of what is asked, in its original language."""

import hashlib
import json
from typing import Any


def content_hash(content: Any) -> str:
    return hashlib.sha256(
        json.dumps(content, sort_keys=True, ensure_ascii=False, default=str).encode()
    ).hexdigest()
