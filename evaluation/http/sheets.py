"""Pages of evaluation that are put together from facts and lists."""

from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.views.generic import TemplateView

from common.paging import CursorError, addresses, page_of
from evaluation.http.asking import Deed, ThingPage
from evaluation.logic.spoken import spoken
from evaluation.models import Recommendation


class Paged:
    """A list in pages that are addresses."""

    request: HttpRequest

    def paged(self, rows: Any, ordering: list[str]) -> dict[str, Any]:
        try:
            page = page_of(
                rows, ordering=ordering, cursor=self.request.GET.get("page", ""), size=settings.PAGE_ROWS
            )
        except CursorError as error:
            raise Http404 from error
        return {"page": page, **addresses(page, self.request.GET)}


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A label and what stands beside it; `language` where it is somebody's own words."""

    label: Any
    text: Any = ""
    href: str = ""
    day: Any = None
    language: str = ""
    is_long: bool = False
    is_code: bool = False


@dataclass(frozen=True, kw_only=True)
class Item:
    """One line of a list: what it says, where it leads, its state, a remark; `language` is that of somebody's own
    words: of the text, and of what she `adds`.
    """

    text: str
    href: str = ""
    language: str = ""
    adds: list[str] = field(default_factory=list)
    state: str = ""
    state_label: Any = ""
    note: Any = ""
    day: Any = None
    is_demo: bool = False
    more: list[tuple[str, str]] = field(default_factory=list)  # what it rests on: words, address


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of a page: a heading, a list, and what may be added to it."""

    key: str
    title: Any
    items: list[Item]
    nothing: Any = ""
    lead: Any = ""
    add: str = ""
    add_label: Any = ""


def fact_told(fact: Fact) -> Fact:
    """As the invented say it, in the reader's words."""
    found = spoken(str(fact.text), fact.language, is_demo=True)
    return replace(fact, text=found.text, language=found.language)


def item_told(item: Item) -> Item:
    text = spoken(item.text, item.language, is_demo=True)
    adds = [spoken(words, item.language, is_demo=True).text for words in item.adds]
    return replace(item, text=text.text, adds=adds, language=text.language)


class SheetPage(ThingPage):
    """A thing as its facts, its parts, and what may be done with it."""

    template_name = "evaluation/sheet.html"
    home: tuple[Any, str] = ("", "")  # the list it stands in: label, name of its address
    deeds: dict[str, Deed] = {}
    is_phrase = False  # its title goes on from something else: “(who) plans …”

    def facts(self) -> list[Fact]:
        return []

    def parts(self) -> list[Part]:
        return []

    def notices(self) -> list[tuple[str, Any]]:
        return []

    def links(self) -> list[tuple[Any, str]]:
        return []

    def possible(self) -> list[str]:
        return list(self.deeds)

    def kicker(self) -> Any:
        return ""

    def language(self) -> str:
        """What the thing is written in, where somebody wrote it."""
        return getattr(self.thing, "language_id", "")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        deeds = [self.deeds[name] for name in self.possible()]
        title = spoken(str(self.thing), self.language(), is_demo=self.thing.is_demo)
        facts = [fact for fact in self.facts() if fact.text or fact.day]
        parts = self.parts()
        if self.thing.is_demo:
            facts = [fact_told(fact) for fact in facts]
            parts = [replace(part, items=[item_told(item) for item in part.items]) for part in parts]
        return super().get_context_data(
            home_label=self.home[0],
            home=reverse(self.home[1]),
            title=capfirst(title.text) if self.is_phrase else title.text,
            language=title.language,
            kicker=self.kicker(),
            facts=facts,
            parts=parts,
            notices=self.notices(),
            links=self.links(),
            deeds=[deed for deed in deeds if self.may(deed.permission)],
            **kwargs,
        )


class ListingPage(Paged, TemplateView):
    """A list of things; each row is an Item with further cells."""

    template_name = "evaluation/listing.html"
    title: Any = ""
    lead: Any = ""
    heads: tuple[Any, ...] = ()
    ordering: tuple[str, ...] = ("-created_at", "-pk")
    nothing: tuple[Any, Any] = ("", "")  # what an empty list says
    writes: tuple[str, Any, str] = ("", "", "")  # permission, label, name of the address
    more: tuple[tuple[Any, str], ...] = ()  # further pages: label, name of the address

    def rows(self) -> Any:
        raise NotImplementedError

    def is_narrowed(self) -> bool:
        """To what waits for the reader; for who is not signed in, nothing does."""
        return bool(self.request.GET.get("waiting")) and self.request.user.is_authenticated

    def item(self, row: Any) -> tuple[Item, list[Any]]:
        raise NotImplementedError

    def line(self, row: Any) -> tuple[Item, list[Any]]:
        item, cells = self.item(row)
        if not item.is_demo:
            return item, cells
        return item_told(item), [spoken(str(cell), "", is_demo=True).text for cell in cells]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        paged = self.paged(self.rows(), list(self.ordering))
        permission, label, name = self.writes
        may_write = bool(permission) and self.request.user.has_perm(permission)
        return super().get_context_data(
            title=self.title,
            lead=self.lead,
            heads=self.heads,
            lines=[self.line(row) for row in paged["page"].rows],
            add=reverse(name) if may_write else "",
            add_label=label,
            more=[(text, reverse(where)) for text, where in self.more],
            nothing=self.nothing,
            is_narrowed=self.is_narrowed(),
            **paged,
            **kwargs,
        )


def item_of(each: Recommendation) -> Item:
    """A recommendation as lists show it."""
    return Item(
        text=each.text,
        language=each.evaluation.language_id or "",
        href=each.get_absolute_url(),
        state=each.response or each.state,
        state_label=each.get_response_display() or each.get_state_display(),
        day=each.respond_by,
        is_demo=each.is_demo,
    )
