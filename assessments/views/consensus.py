"""The pages of an organization's self-assessment."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views import View
from rules.contrib.views import PermissionRequiredMixin

from assessments.actions import consensus, responses
from assessments.forms.consensus import BeginForm, ConsensusForm, InviteForm, VisibilityForm
from assessments.models import ConsensusSession, VisibleTo
from assessments.queries.consensus import ratings_of, sessions_of, turnout_of
from assessments.queries.profiles import ProfileRow, previous_of, profile_of
from assessments.queries.questionnaires import questionnaire
from assessments.states import ConsensusState, WaveState
from capacity.http import MemberRequest
from capacity.http.organizations import OfOrganization
from common import charts, formats
from common.moves import MoveError

CONFLICT, UNPROCESSABLE = 409, 422


class Assessing(OfOrganization, PermissionRequiredMixin, View):
    """For who represents the organization."""

    request: MemberRequest
    permission_required = "assessments.assess_organization"


class SelfAssessmentList(Assessing):
    def get(self, request: MemberRequest, slug: str) -> HttpResponse:
        context = {"organization": self.organization, "sessions": sessions_of(self.organization)}
        return render(request, "assessments/self_assessment_list.html", context)


class SelfAssessmentBegin(Assessing):
    def get(self, request: MemberRequest, slug: str) -> HttpResponse:
        return self.page(BeginForm(organization=self.organization))

    def post(self, request: MemberRequest, slug: str) -> HttpResponse:
        form = BeginForm(request.POST, organization=self.organization)
        if not form.is_valid():
            return self.page(form, UNPROCESSABLE)
        opens_at, closes_at = form.window
        try:
            session = consensus.begin(
                self.organization,
                form.cleaned_data["version"],
                by=request.user,
                participants=list(form.cleaned_data["participants"]),
                opens_at=opens_at,
                closes_at=closes_at,
                repeats=form.cleaned_data["repeats"],
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self.page(form, CONFLICT)
        messages.success(request, _("Planned. Whom you named gets a letter when the ratings open."))
        return redirect(session)

    def page(self, form: BeginForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "organization": self.organization}
        return render(self.request, "assessments/self_assessment_form.html", context, status=status)


class OfSession(View):
    """What all pages of one self-assessment share: for whom it is hidden, there is no such page."""

    asks = "assessments.see_self_assessment"

    def find(self, request: HttpRequest) -> ConsensusSession:
        rows = ConsensusSession.objects.visible_to(request.user).select_related(
            "organization", "wave__plan__instrument", "wave__version", "response", "facilitator"
        )
        session = get_object_or_404(rows, public_id=self.kwargs["public_id"])
        if not request.user.has_perm(self.asks, session):
            raise PermissionDenied
        return session


class SelfAssessmentDetail(OfSession):
    """While it goes on: how far it is. Once it is recorded: the profile."""

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        session = self.find(request)
        runs = request.user.has_perm("assessments.run_self_assessment", session)
        context: dict[str, Any] = {"session": session, "runs": runs, "organization": session.organization}
        if session.state == ConsensusState.RECORDED:
            context |= self.result(session)
        if runs:
            context |= self.progress(session)
        return render(request, "assessments/self_assessment_detail.html", context)

    def result(self, session: ConsensusSession) -> dict[str, Any]:
        before = previous_of(session, reader=self.request.user)
        rows = profile_of(session, before)
        return {
            "rows": rows,
            "before": before.session if before else None,
            "bridges": list((before.bridges or {}).values()) if before else [],
            "chart": chart_of(rows, session, before.session if before else None) if rows else None,
            "evidence": list(session.evidence.select_related("item").order_by("item__position")),
        }

    def progress(self, session: ConsensusSession) -> dict[str, Any]:
        asked, rated = turnout_of(session)
        return {
            "asked": asked,
            "rated": rated,
            "people": session.participants.select_related("person").order_by("person__name", "pk"),
            "invite": InviteForm(session=session) if session.state == ConsensusState.RATING else None,
            "visibility": VisibilityForm(initial={"visibility": session.visibility}),
            "can_close": session.state == ConsensusState.RATING and session.wave.state != WaveState.PLANNED,
        }


def chart_of(
    rows: list[ProfileRow], session: ConsensusSession, before: ConsensusSession | None
) -> charts.Chart:
    title, summary = _("Profile"), _("What was agreed on, as a share of the highest level of the scale.")
    if before is None:
        bars = [
            charts.Bar(
                label=row.name,
                value=row.level.now,
                mark=1,
                suppressed="" if row.level.now is not None else _("not answered"),
            )
            for row in rows
        ]
        return charts.Bars(
            key="profile",
            title=title,
            summary=summary,
            format=formats.percent,
            rows=bars,
            row_label=_("Part"),
            value_label=_("Level"),
            mark_label=_("Highest level"),
        )
    return charts.Pairs(
        key="profile",
        title=title,
        summary=summary,
        format=formats.percent,
        rows=[charts.Pair(label=row.name, before=row.level.before, after=row.level.now) for row in rows],
        row_label=_("Part"),
        before_label=formats.day(before.day),
        after_label=formats.day(session.day),
        low=0,
        high=1,
    )


class RunSession(LoginRequiredMixin, OfSession):
    """For who represents the organization."""

    asks = "assessments.run_self_assessment"
    request: MemberRequest


class SelfAssessmentDeed(RunSession):
    """One button: it does its deed and leads back."""

    def post(self, request: MemberRequest, public_id: str) -> HttpResponse:
        session = self.find(request)
        try:
            said = self.act(session)
        except MoveError:
            messages.error(request, _("This is not possible any more."))
            return redirect(session)
        messages.success(request, said)
        return redirect(session)

    def act(self, session: ConsensusSession) -> str:
        """Does it, and says what was done."""
        raise NotImplementedError


class RatingsClose(SelfAssessmentDeed):
    def act(self, session: ConsensusSession) -> str:
        consensus.close_ratings(session, by=self.request.user)
        return _("The ratings are closed. Now look for what you can agree on.")


class RatingsReopen(SelfAssessmentDeed):
    def act(self, session: ConsensusSession) -> str:
        consensus.reopen_ratings(session, by=self.request.user)
        return _("The ratings are open again for a week.")


class SelfAssessmentInvite(SelfAssessmentDeed):
    def act(self, session: ConsensusSession) -> str:
        form = InviteForm(self.request.POST, session=session)
        if not form.is_valid():
            return _("Nobody was chosen.")
        people = list(form.cleaned_data["people"])
        n = consensus.invite(session, people, by=self.request.user)
        return ngettext("%(n)s person more is asked.", "%(n)s people more are asked.", n) % {
            "n": formats.number(n)
        }


class SelfAssessmentShow(SelfAssessmentDeed):
    def act(self, session: ConsensusSession) -> str:
        form = VisibilityForm(self.request.POST)
        if not form.is_valid():
            return _("Nothing was changed.")
        consensus.show_to(session, VisibleTo(form.cleaned_data["visibility"]), by=self.request.user)
        return _("Saved.")


class SelfAssessmentCallOff(RunSession):
    """Asked about before it is done."""

    def get(self, request: MemberRequest, public_id: str) -> HttpResponse:
        return render(request, "assessments/self_assessment_call_off.html", {"session": self.find(request)})

    def post(self, request: MemberRequest, public_id: str) -> HttpResponse:
        session = self.find(request)
        organization = session.organization
        try:
            consensus.call_off(session, by=request.user)
        except MoveError:
            messages.error(request, _("This is not possible any more."))
        else:
            messages.success(request, _("Called off."))
        return redirect("assessments:self-assessment-list", slug=organization.slug)


class ConsensusRecord(RunSession):
    """The meeting's page: what each said, what is agreed on. It can be saved as often as one likes."""

    def get(self, request: MemberRequest, public_id: str) -> HttpResponse:
        session = self.in_meeting(request)
        return self.page(session, self.form(session))

    def post(self, request: MemberRequest, public_id: str) -> HttpResponse:
        session = self.in_meeting(request)
        form = self.form(session, request.POST)
        if not form.is_valid():
            return self.page(session, form, UNPROCESSABLE)
        try:
            missing = self.keep(session, form)
        except MoveError:
            messages.error(request, _("This is not possible any more."))
            return redirect(session)
        except ValidationError as faults:
            missing = faults.message_dict
        if missing:
            form.refuse(missing)
            return self.page(session, form, UNPROCESSABLE)
        if self.is_final:
            messages.success(request, _("The consensus is recorded."))
            return redirect(session)
        messages.success(request, _("Saved. The consensus is not recorded yet; you can go on any time."))
        return redirect("assessments:consensus-record", public_id=session.public_id)

    def in_meeting(self, request: MemberRequest) -> ConsensusSession:
        session = self.find(request)
        if session.state != ConsensusState.AGREEING:
            raise Http404
        return session

    def form(self, session: ConsensusSession, data: Any = None) -> ConsensusForm:
        asked = questionnaire(session.wave.version, language=get_language() or "")
        given = {}
        if session.response is not None:
            answers = session.response.answers.select_related("item")
            given = {answer.item.code: responses.given_of(answer) for answer in answers}
        ratings = ratings_of(session)
        return ConsensusForm(data, session=session, questionnaire=asked, given=given, ratings=ratings)

    @property
    def is_final(self) -> bool:
        return self.request.POST.get("deed") == "record"

    def keep(self, session: ConsensusSession, form: ConsensusForm) -> dict[str, list[str]]:
        """Returns what is missing."""
        meeting = consensus.Meeting(
            answers=form.answers(),
            evidence=form.evidence(),
            minutes=form.cleaned_data["minutes"],
            present=list(form.cleaned_data["present"]),
        )
        keep: dict[str, Any] = {"by": self.request.user, "language": form.questionnaire.language}
        if self.is_final:
            return consensus.save_and_conclude(session, meeting, **keep)
        consensus.save(session, meeting, **keep)
        return {}

    def page(self, session: ConsensusSession, form: ConsensusForm, status: int = 200) -> HttpResponse:
        context = {"session": session, "form": form, "parts": form.parts()}
        return render(self.request, "assessments/consensus_form.html", context, status=status)
