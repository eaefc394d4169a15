"""What forms of evaluation share: a thing is looked for among what one may see, a form asks, an action is called."""

from collections.abc import Collection, Mapping
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.forms import BaseForm, CharField, Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from rules.contrib.views import PermissionRequiredMixin

from capacity.http import MemberRequest
from common.moves import MoveError
from evaluation.logic.spoken import spoken
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
