"""What pages of evaluation share: a thing is looked for among what one may see, a form asks, an action is called."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Model
from django.forms import BaseForm, CharField, Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from rules.contrib.views import PermissionRequiredMixin

from capacity.http import MemberRequest
from common.moves import MoveError
from common.paging import CursorError, addresses, page_of
from evaluation.logic.spoken import spoken
from evaluation.models import Recommendation
from evaluation.queries.programs import programs_within
from programs.logic.refusals import RefusalError
from programs.models import Program

CONFLICT, UNPROCESSABLE = 409, 422
PROGRAMS_OFFERED = 30
CLOSED = gettext_lazy("That is not possible any more: it was changed meanwhile.")


class OfThing:
    """Whoever may not see the thing is told that there is none."""

    model: type[Model]
    related: tuple[str, ...] = ()
    request: Any
    kwargs: dict[str, Any]

    @cached_property
    def thing(self) -> Any:
        seen = self.model.objects.visible_to(self.request.user)  # type: ignore[attr-defined]
        return get_object_or_404(seen.select_related(*self.related), public_id=self.kwargs["public_id"])

    def get_permission_object(self) -> Any:
        return self.thing

    def may(self, permission: str) -> bool:
        return bool(self.request.user.has_perm(permission, self.thing))


class ThingPage(OfThing, TemplateView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(thing=self.thing, **kwargs)


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


class AskingPage(PermissionRequiredMixin, FormView):
    """A form whose sending is one call of an action (`act`), which gives the thing whose page comes next."""

    request: MemberRequest
    template_name = "evaluation/asking.html"
    title: Any = ""
    lead: Any = ""
    submit: Any = ""
    done: Any = ""
    look = "primary"
    named_by = ""  # what a thing without a name of its own is called by
    is_phrase = False  # its name goes on from something else: “(who) plans …”

    def act(self, form: Any) -> Any:
        raise NotImplementedError

    def back(self) -> Any:
        """Whose page one came from: its address stands in the crumbs, and behind “Cancel”."""
        return None

    def form_valid(self, form: BaseForm) -> HttpResponse:
        try:
            after = self.act(form)
        except MoveError:
            form.add_error(None, str(CLOSED))
            return self.refused(form, CONFLICT)
        except RefusalError as refusal:
            form.add_error(None, str(refusal))
            return self.refused(form, CONFLICT)
        if self.done:
            messages.success(self.request, str(self.done))
        return redirect(after)

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        return self.refused(form, UNPROCESSABLE)

    def refused(self, form: BaseForm, status: int) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = {name: getattr(self, name) for name in ("title", "lead", "submit", "look")}
        back = self.back()
        return super().get_context_data(**words, back=back, back_name=self.name_of(back), **kwargs)

    def name_of(self, back: Any) -> str:
        """In the crumbs; what the invented say is said in the reader's words."""
        name = str(getattr(back, self.named_by) if self.named_by else back)
        told = spoken(name, "", is_demo=getattr(back, "is_demo", False)).text
        return str(capfirst(told)) if self.is_phrase else told


class ProgramSearch(Form):
    q = CharField(label=gettext_lazy("A part of the title"), required=False, max_length=100)


class ForProgram(AskingPage):
    """The same, about the program that stands in the address; without one, the page asks which."""

    @cached_property
    def program(self) -> Program | None:
        slug = self.request.GET.get("program", "")
        return get_object_or_404(self.programs(), slug=slug) if slug else None

    def programs(self) -> Any:
        return programs_within(self.request.user)

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        if self.program is None:
            return render(self.request, "evaluation/program_choice.html", self._choice())
        return super().render_to_response(context, **kwargs)

    def _choice(self) -> dict[str, Any]:
        """The first programs, and a search where there are more."""
        search = ProgramSearch(self.request.GET)
        search.is_valid()
        asked = search.cleaned_data.get("q", "")
        programs = self.programs().filter(title__icontains=asked) if asked else self.programs()
        first = list(programs[: PROGRAMS_OFFERED + 1])
        return {
            "title": self.title,
            "programs": first[:PROGRAMS_OFFERED],
            "asked": asked,
            "search": search if asked or len(first) > PROGRAMS_OFFERED else None,
            "are_more": len(first) > PROGRAMS_OFFERED,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.get(request) if self.program is None else super().post(request, *args, **kwargs)

    def get_form(self, form_class: Any = None) -> Any:
        return Form() if self.program is None else super().get_form(form_class)

    def back(self) -> Any:
        return self.program


class ThingForm(OfThing, AskingPage):
    """The same, about a thing that is there; not opened in a state in which it could only be refused."""

    open_in: Collection[str] = ()  # states of the thing; empty: any

    def back(self) -> Any:
        return self.thing

    def is_open(self) -> bool:
        return not self.open_in or self.thing.state in self.open_in

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.is_open():
            return super().get(request, *args, **kwargs)
        messages.warning(request, str(CLOSED))
        return redirect(self.thing)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(thing=self.thing, **kwargs)


class AddingForm(ThingForm):
    """Adds a new part to a thing, and leads back to it."""

    part: type[Model]
    add: Any  # the action
    submit = gettext_lazy("Save")
    done = gettext_lazy("Saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.part()}

    def act(self, form: Any) -> Any:
        self.add(self.thing, by=self.request.user, **form.cleaned_data)
        return self.thing


class Deed:
    """Something that may be done with a thing, after a question; with a word of reason where there is a form."""

    def __init__(
        self,
        name: str,
        *,
        permission: str,
        label: Promise,
        question: Promise,
        done: Promise,
        act: Any,
        form: type[Form] = Form,
    ) -> None:
        self.name, self.permission, self.label = name, permission, label
        self.question, self.done, self.act, self.form = question, done, act, form


class DeedPage(ThingForm):
    """The page of one deed."""

    deed: Any = None  # a Deed, named by the address
    possible: Mapping[Any, Collection[str]] = {}  # the names of deeds, by the state of the thing

    def is_open(self) -> bool:
        return self.deed.name in self.possible[self.thing.state]

    def get_permission_required(self) -> list[str]:
        return [self.deed.permission]

    def get_form_class(self) -> type[BaseForm]:
        return self.deed.form

    def act(self, form: Any) -> Any:
        return self.deed.act(self.thing, by=self.request.user, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.title, self.submit = self.deed.label, self.deed.label
        self.lead, self.done = self.deed.question, self.deed.done
        return super().get_context_data(**kwargs)

    def form_valid(self, form: BaseForm) -> HttpResponse:
        self.done = self.deed.done
        return super().form_valid(form)


# --- Pages that are put together from facts ---


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
