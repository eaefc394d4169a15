"""Writing a program: as a draft, in steps; its review; its translations, history and clones."""

from functools import cached_property
from itertools import zip_longest
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from rules.contrib.views import PermissionRequiredMixin

from capacity.http import MemberRequest
from capacity.http.names import name_first
from capacity.models import Stakeholder, User
from common import formats
from common.moves import MoveError
from programs.actions import holds, programs
from programs.forms.authoring import (
    STEPS,
    CommentForm,
    HoldForm,
    NewProgramForm,
    StepForm,
    TitleForm,
    TranslationForm,
)
from programs.http.program_deeds import DEEDS, explain, possible_deeds
from programs.logic.readiness import NEEDED
from programs.logic.refusals import RefusalError
from programs.models import Program
from programs.queries import authoring
from programs.queries.versions import changes_between
from programs.states import PROGRAM_MOVES, PUBLIC_PROGRAM_STATES, ProgramState

CONFLICT, UNPROCESSABLE = 409, 422


class Writers(PermissionRequiredMixin, View):
    """For those who may write programs at all."""

    request: MemberRequest
    permission_required = "programs.write_programs"


class ProgramDesk(Writers):
    """The programs one writes, and what waits for a review."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(
            request, "programs/program_desk.html", {"programs": authoring.programs_of(self.request.user)}
        )


class ProgramCreate(Writers):
    def get(self, request: HttpRequest) -> HttpResponse:
        if person_of(self.request.user) is None:
            return ask_name(request)
        return self.page(NewProgramForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        person = person_of(self.request.user)
        if person is None:
            return ask_name(request)
        form = NewProgramForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=UNPROCESSABLE)
        program = programs.begin(by=self.request.user, person=person, **form.cleaned_data)
        messages.success(request, _("The draft is saved. Only you and staff see it."))
        return redirect("programs:program-step", slug=program.slug, step="about")

    def page(self, form: NewProgramForm, status: int = 200) -> HttpResponse:
        return render(self.request, "programs/program_new.html", {"form": form}, status=status)


class OfProgram(PermissionRequiredMixin, View):
    """What one may not know of is not found; what one may only read is forbidden."""

    request: MemberRequest
    permission_required = "programs.edit_program"

    @cached_property
    def program(self) -> Program:
        rows = Program.objects.visible_to(self.request.user).select_related("method", "submitted_by")
        return get_object_or_404(rows, slug=self.kwargs["slug"])

    def get_permission_object(self) -> Program:
        return self.program

    def page(self, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
        context = {"program": self.program, **context}
        return render(self.request, f"programs/{template}.html", context, status=status)


class ProgramEdit(OfProgram):
    """Leads to the first step in which something is missing."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        missing = authoring.missing_in(self.program)
        step = NEEDED[missing[0]][1] if missing else next(iter(STEPS))
        return redirect("programs:program-step", slug=self.program.slug, step=step)


class ProgramStep(OfProgram):
    """One step of writing. Saving keeps it, whatever else is missing."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.answer(self.form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.answer(form, status=UNPROCESSABLE)
        try:
            lists = programs.Lists(**form.lists_given)
            programs.edit(self.program, by=self.request.user, lists=lists, **form.fields_given)
        except (RefusalError, MoveError) as refusal:
            form.add_error(None, explain(refusal))
            return self.answer(form, status=CONFLICT)
        messages.success(request, _("Saved."))
        if "next" not in request.POST:
            return redirect(request.path)
        return redirect(self.after())

    def form(self, *data: Any) -> StepForm:
        if self.kwargs["step"] not in STEPS:
            raise Http404
        return STEPS[self.kwargs["step"]][1](*data, program=self.program)

    def after(self) -> str:
        names = list(STEPS)
        place = names.index(self.kwargs["step"]) + 1
        if place == len(names):
            return reverse("programs:program-review", kwargs={"slug": self.program.slug})
        return reverse("programs:program-step", kwargs={"slug": self.program.slug, "step": names[place]})

    def answer(self, form: StepForm, status: int = 200) -> HttpResponse:
        step = self.kwargs["step"]
        return self.page(
            "program_step",
            status=status,
            form=form,
            step=step,
            title=STEPS[step][0],
            steps=[(name, label, name == step) for name, (label, _form) in STEPS.items()],
            is_last=step == list(STEPS)[-1],
            written_in=authoring.written_in(self.program),
            autonym=formats.autonym(authoring.written_in(self.program)),
        )


class ProgramReview(OfProgram):
    """What is missing, what was said, what stands against it, and the way to the catalog."""

    permission_required = "programs.edit_program"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.answer()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        deed = request.POST.get("deed", "")
        if deed == "comment":
            return self.say(request)
        if deed in {"hold", "lift"}:
            return self.hold(request, deed)
        if deed == "settle":
            programs.settle(self.one("comments", request), by=self.request.user)
            return redirect(request.path)
        return self.move(request, deed if deed in ASKED_HERE else "")

    def say(self, request: HttpRequest) -> HttpResponse:
        form = CommentForm(request.POST)
        if not form.is_valid():
            return self.answer(comment=form, status=UNPROCESSABLE)
        programs.comment(self.program, by=self.request.user, **form.cleaned_data)
        messages.success(request, _("Your comment is added."))
        return redirect(request.path)

    def hold(self, request: HttpRequest, deed: str) -> HttpResponse:
        self.check("programs.hold_program")
        if deed == "lift":
            holds.lift(self.one("holds", request), by=self.request.user)
            return redirect(request.path)
        form = HoldForm(request.POST)
        if not form.is_valid():
            return self.answer(hold=form, status=UNPROCESSABLE)
        holds.put(self.program, by=self.request.user, **form.cleaned_data)
        return redirect(request.path)

    def move(self, request: HttpRequest, deed: str) -> HttpResponse:
        if deed not in DEEDS:
            messages.error(request, _("Please choose what to do."))
            return self.answer(status=UNPROCESSABLE)
        self.check(DEEDS[deed].permission)
        try:
            DEEDS[deed].action(self.program, by=self.request.user)
        except (RefusalError, MoveError) as refusal:
            messages.error(request, explain(refusal))
        else:
            messages.success(request, str(DEEDS[deed].done))
        return redirect(request.path)

    def check(self, permission: str) -> None:
        if not self.request.user.has_perm(permission, self.program):
            raise PermissionDenied

    def one(self, of: str, request: HttpRequest) -> Any:
        """A comment or a hold of this program; its number stands in the form."""
        number = request.POST.get("pk", "")
        if not number.isdecimal() or len(number) > 18:
            raise Http404
        return get_object_or_404(getattr(self.program, of), pk=int(number))

    def answer(
        self, *, comment: CommentForm | None = None, hold: HoldForm | None = None, status: int = 200
    ) -> HttpResponse:
        missing = authoring.missing_in(self.program)
        return self.page(
            "program_review",
            status=status,
            missing=[] if self.program.state in PUBLIC_PROGRAM_STATES else [NEEDED[name] for name in missing],
            comments=self.program.comments.select_related("author__person"),
            holds=authoring.standing_holds(self.program),
            deeds=possible_deeds(self.request.user, self.program, missing),
            may_hold=self.request.user.has_perm("programs.hold_program", self.program),
            own_review=self.program.state == ProgramState.IN_REVIEW
            and self.program.submitted_by_id == self.request.user.pk,
            comment_form=comment or CommentForm(),
            hold_form=hold or HoldForm(),
        )


class ProgramArchive(OfProgram):
    """Asks first: it cannot be taken back."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if ProgramState.ARCHIVED not in PROGRAM_MOVES[self.program.state]:
            return redirect("programs:program-review", slug=self.program.slug)
        return self.page("program_archive", cohorts=authoring.live_cohorts_of(self.program))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            programs.archive(self.program, by=self.request.user)
        except (RefusalError, MoveError) as refusal:
            messages.error(request, explain(refusal))
        else:
            messages.success(request, str(DEEDS["archive"].done))
        return redirect("programs:program-review", slug=self.program.slug)


ASKED_HERE = ("submit", "publish", "send-back")  # the rest on a page of its own


class ProgramHistory(OfProgram):
    """The versions that were public, each with what it changed."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        versions = list(self.program.versions.select_related("by__person"))
        rows = [
            (version, changes_between(old.content, version.content) if old else None)
            for version, old in zip_longest(versions, versions[1:])
        ]
        return self.page("program_history", rows=rows)


class ProgramClone(OfProgram):
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        title = authoring.text_of(self.program, "title", authoring.written_in(self.program))
        return self.page("program_clone", form=TitleForm(initial={"title": title}))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        person = person_of(self.request.user)
        if person is None:
            return ask_name(request)
        form = TitleForm(request.POST)
        if not form.is_valid():
            return self.page("program_clone", form=form, status=UNPROCESSABLE)
        copy = programs.clone(self.program, by=self.request.user, person=person, **form.cleaned_data)
        messages.success(request, _("The draft is saved. Only you and staff see it."))
        return redirect("programs:program-edit", slug=copy.slug)


class ProgramTranslations(OfProgram):
    """How far each language is."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page("program_translations", translations=authoring.translations_of(self.program))


class ProgramTranslate(OfProgram):
    """Original and translation side by side."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.answer(self.form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.answer(form, status=UNPROCESSABLE)
        try:
            programs.edit(self.program, by=self.request.user, **form.fields_given)
        except (RefusalError, MoveError) as refusal:
            form.add_error(None, explain(refusal))
            return self.answer(form, status=CONFLICT)
        messages.success(request, _("Saved."))
        return redirect("programs:program-translations", slug=self.program.slug)

    def form(self, *data: Any) -> TranslationForm:
        language = self.kwargs["language"]
        known = language in settings.MODELTRANSLATION_LANGUAGES
        if not known or language == authoring.written_in(self.program):
            raise Http404
        return TranslationForm(*data, program=self.program, language=language)

    def answer(self, form: TranslationForm, status: int = 200) -> HttpResponse:
        return self.page(
            "program_translate",
            status=status,
            form=form,
            original=authoring.written_in(self.program),
            original_autonym=formats.autonym(authoring.written_in(self.program)),
            code=form.language,
            autonym=dict(settings.LANGUAGES)[form.language],
        )


def person_of(user: User) -> Stakeholder | None:
    return Stakeholder.objects.filter(user=user).first()


def ask_name(request: HttpRequest) -> HttpResponse:
    return name_first(request, _("Please say first how you are called: it stands with what you write."))
