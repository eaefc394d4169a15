"""What somebody wrote into an application: from the form to the action."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Content:
    """Answers by block. Needs are kept only where she consented."""

    organization: Any = None
    motivation: str = ""
    answers: Mapping[Any, Any] = field(default_factory=dict)
    needs: Sequence[str] = ()
    needs_details: str = ""
    consented: bool = False
