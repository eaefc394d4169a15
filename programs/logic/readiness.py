"""What a program needs before everybody sees it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True, kw_only=True)
class Facts:
    title: str
    summary: str
    audience: str
    languages: int
    providers: int
    capacities: int


# Fact: what is missing without it, and the step of writing in which it is given.
NEEDED: dict[str, tuple[Promise, str]] = {
    "title": (pgettext_lazy("missing", "a title"), "about"),
    "summary": (pgettext_lazy("missing", "a summary"), "about"),
    "audience": (pgettext_lazy("missing", "who it is for"), "audience"),
    "languages": (pgettext_lazy("missing", "a language of delivery"), "audience"),
    "capacities": (pgettext_lazy("missing", "a capacity it builds"), "change"),
    "providers": (pgettext_lazy("missing", "an organization that provides it"), "providers"),
}


def missing(facts: Facts) -> list[str]:
    """Names of `NEEDED`, in its order."""
    return [name for name in NEEDED if not getattr(facts, name)]
