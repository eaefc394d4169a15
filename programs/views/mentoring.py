"""Mentoring as mentors and mentees have it: taking part, their pairs, goals, meetings, and the end."""

from collections.abc import Callable, Collection
from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from rules.contrib.views import PermissionRequiredMixin

from capacity.http import MemberRequest
from capacity.http.names import name_first
from capacity.models import Stakeholder
from common.moves import MoveError
from programs.actions import mentoring, pair_meetings
from programs.forms.mentoring import GoalForm, MeetingForm, PartForm, ReasonForm, ViewForm
from programs.http.cohorts import OfCohort
from programs.http.rosters import RosterBehindReason
from programs.logic.refusals import RefusalError
from programs.models import (
    Cohort,
    MentoringGoal,
    MentoringMeeting,
    MentoringPair,
    MentoringPart,
    MentoringSide,
)
from programs.queries.mentoring import PEOPLE, live_pairs_of, own_pairs, own_parts, pair_page
from programs.states import LIVE_PAIR_STATES, WORKING_PAIR_STATES, PairState

CONFLICT, UNPROCESSABLE = 409, 422
MOVED_ON = gettext_lazy("That is not possible any more: the pair has moved on meanwhile.")


class Mentoring(PermissionRequiredMixin, View):
    """My pairs, as mentor and as mentee, and where I want to be paired."""

    request: MemberRequest
    permission_required = "programs.see_mentoring"

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = own_pairs(request.user)
        context = {
            "live": [row for row in rows if row.pair.state in LIVE_PAIR_STATES],
            "over": [row for row in rows if row.pair.state not in LIVE_PAIR_STATES],
            "parts": own_parts(request.user),
        }
        return render(request, "programs/mentoring_list.html", context)


class Join(OfCohort):
    """Wanting to be paired: nobody is without saying so here."""

    permission_required = "programs.join_mentoring"

    @cached_property
    def side(self) -> MentoringSide:
        try:
            return MentoringSide(self.kwargs["side"])
        except ValueError as unknown:
            raise Http404 from unknown

    @cached_property
    def person(self) -> Stakeholder | None:
        return Stakeholder.objects.filter(user=self.request.user).select_related("user").first()

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.cohort.program.is_mentoring:
            raise Http404
        if self.person is None:
            return name_first(request)
        return self.page(self.form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.person is None or not self.cohort.program.is_mentoring:
            return self.get(request)
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(form, status=UNPROCESSABLE)
        try:
            part = mentoring.join(
                self.cohort, person=self.person, side=self.side, by=self.request.user, **form.cleaned_data
            )
        except RefusalError as refusal:
            form.add_error(None, str(refusal))
            return self.page(form, status=CONFLICT)
        waits = _("Thank you. Those who run the cohort decide about your offer; you get a letter.")
        done = _("Saved. You get a letter when somebody is proposed to you.")
        messages.success(request, done if part.accepted_at else waits)
        return redirect("programs:mentoring")

    def form(self, *data: Any) -> PartForm:
        return PartForm(*data, cohort=self.cohort, person=self.person, side=self.side)

    def page(self, form: PartForm, status: int = 200) -> HttpResponse:
        context = {"cohort": self.cohort, "program": self.cohort.program, "form": form, "side": self.side}
        return render(self.request, "programs/mentoring_join.html", context, status=status)


class Leave(PermissionRequiredMixin, View):
    """Asks first: her pairs end."""

    request: MemberRequest
    permission_required = "programs.leave_mentoring"

    @cached_property
    def part(self) -> MentoringPart:
        rows = MentoringPart.objects.visible_to(self.request.user)
        rows = rows.select_related("person", "cohort__program")
        return get_object_or_404(rows, public_id=self.kwargs["public_id"])

    def get_permission_object(self) -> MentoringPart:
        return self.part

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        context = {"part": self.part, "pairs": live_pairs_of(self.part)}
        return render(request, "programs/mentoring_leave.html", context)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            mentoring.leave(self.part, by=self.request.user)
        except RefusalError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("You are not paired there any more."))
        return redirect("programs:mentoring")


class OfPair(RosterBehindReason, PermissionRequiredMixin, View):
    request: MemberRequest

    @cached_property
    def pair(self) -> MentoringPair:
        rows = MentoringPair.objects.visible_to(self.request.user).select_related(*PEOPLE)
        return get_object_or_404(rows, public_id=self.kwargs["public_id"])

    def get_permission_object(self) -> MentoringPair:
        return self.pair

    @property
    def cohort(self) -> Cohort:
        return self.pair.mentee.cohort

    def knows_them(self, reader: Any) -> bool:
        return reader.has_perm("programs.read_pair", self.pair)

    def do(self, deed: Callable[[], Any], done: str | Callable[[Any], str]) -> HttpResponse:
        """`done` is what is said then, or says it of what came of the deed."""
        try:
            after = deed()
        except MoveError:
            messages.error(self.request, str(MOVED_ON))
        except RefusalError as refusal:
            messages.error(self.request, str(refusal))
        else:
            messages.success(self.request, done if isinstance(done, str) else done(after))
        return redirect(self.pair)


class PairDetail(OfPair):
    permission_required = "programs.see_pair"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        context = pair_page(self.pair, request.user)
        context["may_work"] = request.user.has_perm("programs.work_in_pair", self.pair)
        context["may_end"] = request.user.has_perm("programs.end_pair", self.pair)
        context["runs"] = request.user.has_perm("programs.run_cohort", self.pair.mentee.cohort)
        return render(request, "programs/pair_detail.html", context)


class PairAgree(OfPair):
    """POST only."""

    permission_required = "programs.work_in_pair"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.do(
            lambda: mentoring.agree(self.pair, by=self.request.user),
            lambda pair: (
                _("You have both agreed: the pair has begun.")
                if pair.state == PairState.ACTIVE
                else _("You have agreed. The pair begins once both of you have.")
            ),
        )


class PairForm(OfPair):
    """A deed that needs words: the form, then the deed; what was typed is kept when it is refused."""

    permission_required = "programs.work_in_pair"
    form_class: type[forms.BaseForm]
    act: Callable[..., Any]
    title: Promise
    done: Promise
    while_it_is: Collection[str] = WORKING_PAIR_STATES

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.pair.state not in self.while_it_is:
            messages.error(request, str(MOVED_ON))
            return redirect(self.pair)
        return self.page(self.form_class())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form: Any = self.form_class(request.POST)
        if not form.is_valid():
            return self.page(form, status=UNPROCESSABLE)
        try:
            type(self).act(self.pair, by=self.request.user, **form.cleaned_data)
        except MoveError:
            form.add_error(None, str(MOVED_ON))
            return self.page(form, status=CONFLICT)
        except RefusalError as refusal:
            form.add_error(None, str(refusal))
            return self.page(form, status=CONFLICT)
        messages.success(request, str(self.done))
        return redirect(self.pair)

    def page(self, form: forms.BaseForm, status: int = 200) -> HttpResponse:
        context = {
            "pair": self.pair,
            "cohort": self.pair.mentee.cohort,
            "title": str(self.title),
            "form": form,
        }
        return render(self.request, "programs/pair_form.html", context, status=status)


class PairDecline(PairForm):
    while_it_is = (PairState.PROPOSED,)
    form_class, act = ReasonForm, mentoring.decline
    title, done = gettext_lazy("Decline the proposal"), gettext_lazy("You have declined.")


class PairEnd(PairForm):
    permission_required = "programs.end_pair"
    form_class, act = ReasonForm, mentoring.end
    title, done = gettext_lazy("End the pair early"), gettext_lazy("The pair has ended.")


class PairGoal(PairForm):
    form_class, act = GoalForm, mentoring.set_goal
    title, done = gettext_lazy("Set a goal"), gettext_lazy("The goal is set.")


class PairMeet(PairForm):
    form_class, act = MeetingForm, pair_meetings.note
    title, done = gettext_lazy("Note a meeting"), gettext_lazy("Noted. It counts once the other confirms it.")


class PairLookBack(PairForm):
    form_class, act = ViewForm, mentoring.look_back
    title, done = gettext_lazy("Look back and close"), gettext_lazy("Thank you for your view.")


class GoalReach(OfPair):
    """POST only: reached, or open again."""

    permission_required = "programs.work_in_pair"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        goals = MentoringGoal.objects.filter(pair=self.pair).select_related("pair__mentee")
        goal = get_object_or_404(goals, public_id=kwargs["goal"])
        return self.do(lambda: mentoring.reach_goal(goal, by=self.request.user), _("Noted."))


class MeetingDecide(OfPair):
    """POST only: it was so, it was not so, or it is taken back."""

    permission_required = "programs.work_in_pair"
    http_method_names = ["post"]
    deed: Callable[..., MentoringMeeting]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        meetings = MentoringMeeting.objects.filter(pair=self.pair).select_related("pair__mentee")
        meeting = get_object_or_404(meetings, public_id=kwargs["meeting"])
        return self.do(lambda: type(self).deed(meeting, by=self.request.user), _("Noted."))


class MeetingConfirm(MeetingDecide):
    deed = pair_meetings.confirm


class MeetingDispute(MeetingDecide):
    deed = pair_meetings.dispute


class MeetingTakeBack(MeetingDecide):
    deed = pair_meetings.take_back
