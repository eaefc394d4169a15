"""How often one may ask: the API says it in the headers of each answer. (Apart from `api`: DRF's views import it.)"""

import math
from typing import Any

from django.core.cache import cache
from django.utils.crypto import salted_hmac
from rest_framework.request import Request
from rest_framework.throttling import AnonRateThrottle, UserRateThrottle


class RateSaid:
    """Each answer says what is left (RateLimit-Limit, -Remaining, -Reset; seconds), of the tighter rate if of two.
    Who asks is counted under a keyed hash: no address of anybody lies in the cache.
    """

    def allow_request(self: Any, request: Request, view: Any) -> bool:
        allowed = super().allow_request(request, view)  # type: ignore[misc]
        if self.key is not None:
            self.say(view.headers)
        return allowed

    def say(self: Any, headers: dict[str, str]) -> None:
        left = max(self.num_requests - len(self.history), 0)
        if left > int(headers.get("RateLimit-Remaining", left)):
            return
        oldest = self.history[-1] if self.history else self.now
        headers["RateLimit-Limit"] = str(self.num_requests)
        headers["RateLimit-Remaining"] = str(left)
        headers["RateLimit-Reset"] = str(math.ceil(self.duration - (self.now - oldest)))

    def get_ident(self: Any, request: Request) -> str:
        ident = super().get_ident(request)  # type: ignore[misc]
        return salted_hmac("common.api", ident, algorithm="sha256").hexdigest()[:32]


def cache_key(key: str, prefix: str, version: int) -> str:
    """Every key in the cache. allauth counts by plain addresses of the network; they are hashed here as ours are."""
    if key.startswith("allauth:"):
        key = salted_hmac("common.rates", key, algorithm="sha256").hexdigest()[:32]
    return f"{prefix}:{version}:{key}"


class AnonymousRate(RateSaid, AnonRateThrottle):
    pass


class MemberRate(RateSaid, UserRateThrottle):
    pass


def count_try(key: str, *, minutes: int) -> None:
    """One more that failed. They are forgotten together, some minutes after the first."""
    if not cache.add(f"tries:{key}", 1, minutes * 60):
        try:
            cache.incr(f"tries:{key}")
        except ValueError:  # forgotten just now
            cache.add(f"tries:{key}", 1, minutes * 60)


def tries(key: str) -> int:
    return int(cache.get(f"tries:{key}", 0))
