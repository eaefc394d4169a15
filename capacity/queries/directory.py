"""The directory: who fits what was asked, how many fit each facet, and what a row of the list shows.

Everything here reads `DirectoryEntry`, which holds for each audience only what that audience may see. Counts and
ranked names are kept in the cache under the directory's version, which every change of an entry raises in its own
transaction: what is kept is never older than what a live count would say.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import TrigramWordSimilarity
from django.core.cache import cache
from django.db import connection
from django.db.models import Count, F, Func, IntegerField, Q, TextField, Value
from django.db.models.functions import Length

from capacity.models import Audience, DirectoryCount, DirectoryEntry
from capacity.models.directory_entry import DirectoryQuerySet
from common import changes
from common.search import CJK, normalize
from common.statements import together

KEPT_SECONDS = 60 * 60
RANKED = 500  # so many are put in order by likeness; words that more of them have say too little for that
WORDS = 8  # of a search, at most
CLAIMS = ("has", "offers", "wants")
BY_NAME = ("sort_name", "pk")
BY_MATCH = ("match", "pk")


@dataclass(frozen=True, kw_only=True)
class Criteria:
    """What the reader asked for; several values of one facet mean any of them."""

    audience: Audience = Audience.PUBLIC
    q: str = ""
    kind: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    territory: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    capacity: tuple[str, ...] = ()
    claim: str = ""
    community: tuple[str, ...] = ()

    def wishes(self) -> dict[str, list[str]]:
        """For each facet in use the tokens of which an entry must have one. A capacity and what is said of it are one
        wish: to offer translation is not to offer something and to have translation."""
        plain = ("kind", "region", "territory", "language", "community")
        found = {name: [f"{name}:{code}" for code in getattr(self, name)] for name in plain}
        found["capacity"] = self.claimed(self.claim)
        return {name: tokens for name, tokens in found.items() if tokens}

    def claimed(self, claim: str) -> list[str]:
        if self.capacity:
            return [f"{claim or 'capacity'}:{code}" for code in self.capacity]
        return [f"claim:{claim}"] if claim else []


@dataclass(frozen=True)
class Found:
    """What a search by name found: entries from the best on, or None where there are too many to put in order."""

    entries: list[int] | None
    alike: bool = False  # nothing has these words; these have words like them


@dataclass(frozen=True)
class Counts:
    total: int
    tokens: Mapping[str, int]

    def of(self, facet: str) -> dict[str, int]:
        start = f"{facet}:"
        return {token[len(start) :]: n for token, n in self.tokens.items() if n and token.startswith(start)}


class Unnest(Func):
    function = "UNNEST"
    output_field = TextField()
    set_returning = True


def version() -> int:
    found = DirectoryCount.objects.filter(audience="all", token="version").values_list("n", flat=True)  # noqa: S106
    return found.first() or 0


def search(asked: Criteria, at: int) -> Found:
    words = words_of(asked.q)
    if not words:
        return Found(None)
    return kept(f"found.{asked.audience}", at, words, lambda: _search(words, asked.audience))


def narrow(entries: DirectoryQuerySet, asked: Criteria, found: Found, *, without: str = "") -> Any:
    """Those that fit all that was asked, one facet (`without`) left aside."""
    for facet, tokens in asked.wishes().items():
        if facet != without:
            entries = entries.filter(tokens__overlap=tokens)
    if found.entries is not None:
        return entries.filter(pk__in=found.entries)
    return entries.filter(*map(says, words_of(asked.q)))


def in_order(entries: Any, found: Found) -> tuple[Any, tuple[str, ...]]:
    """By likeness to the words searched for, else by name."""
    if found.entries is None:
        return entries, BY_NAME
    ranked = Value(found.entries, output_field=ArrayField(IntegerField()))
    place = Func(ranked, F("pk"), function="ARRAY_POSITION", output_field=IntegerField())
    return entries.annotate(match=place), BY_MATCH


def facet_counts(asked: Criteria, found: Found, at: int) -> Counts:
    """For each value of each facet, how many entries there are with it and with all else that was asked: a facet in
    use is counted without itself."""
    return kept("counts", at, (asked, found.entries), lambda: _count(asked, found))


def rolled_up(audience: Audience) -> dict[str, int]:
    """Of the directory nothing is asked of, as the triggers keep them."""
    return dict(DirectoryCount.objects.filter(audience=audience, n__gt=0).values_list("token", "n"))


def words_of(q: str) -> list[str]:
    """What is searched, each on its own: words, and pairs of signs where a script has no spaces."""
    found: list[str] = []
    for word in normalize(q).split():
        if CJK.fullmatch(word) and len(word) > 2:
            found += [word[i : i + 2] for i in range(len(word) - 1)]
        else:
            found.append(word)
    return list(dict.fromkeys(found))[:WORDS]


def says(word: str) -> Q:
    """Short words are looked for where a word begins, pairs of signs as words of their own: so an index serves."""
    if CJK.fullmatch(word) and len(word) == 2:
        return Q(search_text__contains=f" {word} ")
    return Q(search_text__contains=word if len(word) > 2 else f" {word}")


def kept(kind: str, at: int, asked: Any, make: Callable[[], Any]) -> Any:
    """Under a digest: what somebody searched for may be a name. Nothing of a transaction, which may see what nobody
    else ever will."""
    if not changes.may_be_kept():
        return make()
    digest = hashlib.sha256(repr(asked).encode()).hexdigest()[:32]
    key = f"capacity.directory.{at}.{kind}.{digest}"
    found = cache.get(key)
    if found is None:
        found = make()
        cache.set(key, found, KEPT_SECONDS)
    return found


def _search(words: list[str], audience: Audience) -> Found:
    having = DirectoryEntry.objects.visible_to(audience).filter(*map(says, words)).order_by()
    likeness = TrigramWordSimilarity(" ".join(words), "search_text")
    some = DirectoryEntry.objects.filter(pk__in=having.values("pk")[: RANKED + 1]).annotate(match=likeness)
    best = some.order_by("-match", Length("search_text"), "sort_name", "pk").values_list("pk", flat=True)
    found = list(best)
    if len(found) > RANKED:
        return Found(None)
    return Found(found) if found else Found(_alike(words, audience), alike=True)


def _alike(words: list[str], audience: Audience) -> list[int]:
    if not any(len(word) > 3 for word in words):
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT capacity_directory_alike(%s, %s, %s)", [str(audience), words, RANKED])
        return cursor.fetchone()[0]


def _count(asked: Criteria, found: Found) -> Counts:
    wishes = list(asked.wishes())
    tokens, *others = _tallies(asked, found, ["", *wishes])
    total = sum(n for token, n in tokens.items() if token.startswith("kind:"))
    for facet, other in zip(wishes, others, strict=True):
        names = {asked.claim or "capacity", "claim"} if facet == "capacity" else {facet}
        tokens = {token: n for token, n in tokens.items() if token.partition(":")[0] not in names}
        tokens |= {token: n for token, n in other.items() if token.partition(":")[0] in names}
        if facet == "capacity" and asked.capacity:
            tokens |= _claims(asked, found, other)
    return Counts(total, tokens)


def _tallies(asked: Criteria, found: Found, left_aside: Sequence[str]) -> list[dict[str, int]]:
    """How many entries have each token, once for each facet left aside: live, but for the directory as a whole."""
    tallies: list[dict[str, int]] = [{} for _ in left_aside]
    parts = []
    for place, facet in enumerate(left_aside):
        if not asked.q and not set(asked.wishes()) - {facet}:
            tallies[place] = rolled_up(asked.audience)
        else:
            entries = narrow(DirectoryEntry.objects.visible_to(asked.audience), asked, found, without=facet)
            tokens = entries.order_by().annotate(token=Unnest("tokens"), place=Value(place))
            parts.append(tokens.values_list("place", "token").annotate(n=Count("pk")))
    for place, token, n in together(parts, ("place", "token", "n")):
        tallies[place][token] = n
    return tallies


def _claims(asked: Criteria, found: Found, tally: Mapping[str, int]) -> dict[str, int]:
    """How many have, offer or want (one of) the capacities asked for. `tally` is that of the others that fit."""
    if len(asked.capacity) == 1:
        return {f"claim:{claim}": tally.get(f"{claim}:{asked.capacity[0]}", 0) for claim in CLAIMS}
    each = {claim: Count("pk", filter=Q(tokens__overlap=asked.claimed(claim))) for claim in CLAIMS}
    entries = narrow(DirectoryEntry.objects.visible_to(asked.audience), asked, found, without="capacity")
    return {f"claim:{claim}": n for claim, n in entries.order_by().aggregate(**each).items()}
