"""Cohorts and their sessions: planned, changed, cloned, cancelled by those who run them."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from rules.contrib.views import PermissionRequiredMixin

from capacity.http import MemberRequest
from common import formats
from programs.actions import cohorts, sessions
from programs.actions.messages import Words
from programs.actions.messages import send as write_to_groups
from programs.forms.cohorts import CancelForm, CloneCohortForm, CohortForm, RuleForm, SessionForm, usual
from programs.forms.messages import MessageForm
from programs.http.cohorts import OfCohort
from programs.http.planning import planned, tongues_of
from programs.logic.recurrence import Occurrence, occurrences
from programs.logic.refusals import RefusalError, SessionCancelledError
from programs.models import Cohort, Program, Session
from programs.queries.authoring import standing_holds
from programs.queries.conflicts import Span, conflicts_of, spans_of

CONFLICT, UNPROCESSABLE = 409, 422


class CohortCreate(PermissionRequiredMixin, View):
    request: MemberRequest
    permission_required = "programs.edit_program"

    @cached_property
    def program(self) -> Program:
        rows = Program.objects.visible_to(self.request.user).select_related("method")
        return get_object_or_404(rows, slug=self.kwargs["slug"])

    def get_permission_object(self) -> Program:
        return self.program

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.answer(CohortForm(initial=usual(self.program)))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = CohortForm(request.POST)
        if not form.is_valid():
            return self.answer(form, status=UNPROCESSABLE)
        try:
            cohort = cohorts.create(
                self.program, by=self.request.user, tongues=tongues_of(form), **form.fields_given
            )
        except RefusalError as refusal:
            form.add_error(None, str(refusal))
            return self.answer(form, status=CONFLICT)
        messages.success(request, _("The cohort is planned. Now its sessions."))
        return redirect_to_sessions(cohort)

    def answer(self, form: CohortForm, status: int = 200) -> HttpResponse:
        context = {"program": self.program, "form": form, "holds": standing_holds(self.program)}
        return render(self.request, "programs/cohort_form.html", context, status=status)


class OfPlannedCohort(OfCohort):
    permission_required = "programs.run_cohort"

    def page(self, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
        context = {"cohort": self.cohort, "program": self.cohort.program, **context}
        return render(self.request, f"programs/{template}.html", context, status=status)


class CohortEdit(OfPlannedCohort):
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page("cohort_form", form=CohortForm(instance=self.cohort))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = CohortForm(request.POST, instance=get_object_or_404(Cohort, pk=self.cohort.pk))
        if not form.is_valid():
            return self.page("cohort_form", form=form, status=UNPROCESSABLE)
        try:
            cohorts.edit(self.cohort, by=self.request.user, tongues=tongues_of(form), **form.fields_given)
        except RefusalError as refusal:
            form.add_error(None, str(refusal))
            return self.page("cohort_form", form=form, status=CONFLICT)
        messages.success(request, _("Saved."))
        return redirect_to_sessions(self.cohort)


class CohortCancel(OfPlannedCohort):
    """Asks first: nobody can take it back."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.answer(CancelForm())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = CancelForm(request.POST)
        if not form.is_valid():
            return self.answer(form, status=UNPROCESSABLE)
        try:
            ended = cohorts.cancel(self.cohort, by=self.request.user, **form.cleaned_data)
        except RefusalError as refusal:
            messages.error(request, str(refusal))
        else:
            said = ngettext(
                "The cohort is cancelled; %(people)s person is told.",
                "The cohort is cancelled; %(people)s people are told.",
                ended,
            )
            messages.success(request, said % {"people": formats.number(ended)})
        return redirect("evaluation:desk-cohort", public_id=self.cohort.public_id)

    def answer(self, form: CancelForm, status: int = 200) -> HttpResponse:
        return self.page("cohort_cancel", form=form, status=status)


class CohortClone(OfPlannedCohort):
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page("cohort_clone", form=CloneCohortForm())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = CloneCohortForm(request.POST)
        if not form.is_valid():
            return self.page("cohort_clone", form=form, status=UNPROCESSABLE)
        copy = cohorts.clone(self.cohort, by=self.request.user, **form.cleaned_data)
        messages.success(request, _("The cohort is planned, with its sessions."))
        return redirect_to_sessions(copy)


class CohortMessage(OfPlannedCohort):
    """To groups of its people. The mark in the form keeps a second press of the button from writing twice."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page("message_form", form=MessageForm())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = MessageForm(request.POST)
        if not form.is_valid():
            return self.page("message_form", form=form, status=UNPROCESSABLE)
        told = write_to_groups(
            self.cohort,
            by=self.request.user,
            states=form.cleaned_data["states"],
            words={code: Words(*texts) for code, texts in form.words.items()},
            first=form.first,
            mark=str(form.cleaned_data["mark"]),
        )
        said = ngettext(
            "The message goes to %(people)s person.", "The message goes to %(people)s people.", told
        )
        messages.success(request, said % {"people": formats.number(told)})
        return redirect("evaluation:desk-cohort", public_id=self.cohort.public_id)


class SessionList(OfPlannedCohort):
    """The sessions, each with what stands against its time."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        planned = list(self.cohort.sessions.all())
        standing = [session for session in planned if session.cancelled_at is None]
        found = dict(
            zip(
                (session.pk for session in standing),
                conflicts_of(self.cohort, spans_of(standing)),
                strict=True,
            )
        )
        return self.page(
            "session_list", sessions=[(session, found.get(session.pk, [])) for session in planned]
        )


class SessionCreate(OfPlannedCohort):
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.answer(SessionForm(initial=self.usual()))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = SessionForm(request.POST)
        if not form.is_valid():
            return self.answer(form, status=UNPROCESSABLE)
        try:
            made = sessions.plan(self.cohort, [Session(**form.cleaned_data)], by=self.request.user)
        except RefusalError as refusal:
            form.add_error(None, str(refusal))
            return self.answer(form, status=CONFLICT)
        messages.success(request, _("The session is planned."))
        warn(request, self.cohort, made)
        return redirect_to_sessions(self.cohort)

    def usual(self) -> dict[str, Any]:
        return {"time_zone": self.cohort.time_zone, "local_date": self.cohort.starts_on}

    def answer(self, form: SessionForm, status: int = 200) -> HttpResponse:
        return self.page("session_form", title=_("Plan a session"), form=form, status=status)


class SessionsByRule(OfPlannedCohort):
    """First shown, with what stands against each; then planned."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        usual = {"zone": self.cohort.time_zone, "first": self.cohort.starts_on}
        return self.page("session_rule", form=RuleForm(initial=usual))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = RuleForm(request.POST)
        if not form.is_valid():
            return self.page("session_rule", form=form, status=UNPROCESSABLE)
        found = occurrences(form.rule)
        if not found:
            form.add_error("until", _("No day fits this rule."))
            return self.page("session_rule", form=form, status=UNPROCESSABLE)
        if request.POST.get("deed") != "plan":
            return self.preview(form, found)
        try:
            made = sessions.plan(self.cohort, planned(form, found), by=self.request.user)
        except RefusalError as refusal:
            form.add_error(None, str(refusal))
            return self.page("session_rule", form=form, status=CONFLICT)
        said = ngettext("%(n)s session is planned.", "%(n)s sessions are planned.", len(made))
        messages.success(request, said % {"n": formats.number(len(made))})
        return redirect_to_sessions(self.cohort)

    def preview(self, form: RuleForm, found: list[Occurrence]) -> HttpResponse:
        spans = [Span(starts_at=each.starts_at, ends_at=each.ends_at) for each in found]
        rows = list(zip(found, conflicts_of(self.cohort, spans), strict=True))
        return self.page("session_rule", form=form, rows=rows)


class OfSession(OfPlannedCohort):
    @cached_property
    def session(self) -> Session:
        rows = self.cohort.sessions.select_related("cohort__program")
        return get_object_or_404(rows, public_id=self.kwargs["session"])

    def over(self) -> HttpResponse | None:
        """Of a cancelled session nothing is asked any more."""
        if self.session.cancelled_at is None:
            return None
        messages.error(self.request, str(SessionCancelledError()))
        return redirect_to_sessions(self.cohort)


class SessionEdit(OfSession):
    """Who is enrolled is told of a change."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.over() or self.answer(SessionForm(instance=self.session))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = SessionForm(request.POST, instance=self.session)
        if not form.is_valid():
            return self.answer(form, status=UNPROCESSABLE)
        changed = form.save(commit=False)
        moved = bool(sessions.MOVING & set(form.changed_data))
        try:
            sessions.change(changed, by=self.request.user, moved=moved)
        except RefusalError as refusal:
            form.add_error(None, str(refusal))
            return self.answer(form, status=CONFLICT)
        messages.success(request, _("Saved. Those enrolled are told.") if moved else _("Saved."))
        warn(request, self.cohort, [changed])
        return redirect_to_sessions(self.cohort)

    def answer(self, form: SessionForm, status: int = 200) -> HttpResponse:
        return self.page(
            "session_form", title=_("Change the session"), session=self.session, form=form, status=status
        )


class SessionCancel(OfSession):
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.over() or self.page("session_cancel", session=self.session)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            sessions.cancel(self.session, by=self.request.user)
        except RefusalError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The session is cancelled. Those enrolled are told."))
        return redirect_to_sessions(self.cohort)


def warn(request: HttpRequest, cohort: Cohort, changed: list[Session]) -> None:
    for texts in conflicts_of(cohort, spans_of(changed)):
        for text in texts:
            messages.warning(request, text)


def redirect_to_sessions(cohort: Cohort) -> HttpResponse:
    return redirect("programs:session-list", slug=cohort.program.slug, public_id=cohort.public_id)
