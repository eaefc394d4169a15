"""The pages of who answers: what she is asked, the questions, her result, and saying no."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from assessments.actions import invitations, responses
from assessments.forms.answering import QuestionnaireForm, name_of
from assessments.models import Invitation, Perspective, Timepoint
from assessments.queries.efforts import minutes_of
from assessments.queries.invitations import done_by, due_for, invitations_of
from assessments.queries.observers import observers_of, seen_by_others
from assessments.queries.questionnaires import questionnaire
from assessments.queries.responses import response_to
from assessments.queries.results import OwnScores, own_scores, timepoints_in
from assessments.states import InvitationState, ResponseState, WaveState
from capacity.http import MemberRequest
from common import charts, formats
from common.moves import MoveError

SMALL_WAVE = 5  # people or fewer: whoever knows them may guess who said what


class AssessmentList(LoginRequiredMixin, TemplateView):
    template_name = "assessments/assessment_list.html"
    request: MemberRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        done = done_by(user, most=settings.PAGE_ROWS)
        return super().get_context_data(due=due_for(user), done=done, **kwargs)


class OwnInvitation(LoginRequiredMixin, View):
    """What all pages of one invitation share: only the invited person comes in; for others there is no such page."""

    asks = "assessments.answer"
    request: MemberRequest

    def invitation(self) -> Invitation:
        own = invitations_of(self.request.user).select_related("respondent__user", "target__wave__version")
        found = own.filter(public_id=self.kwargs["public_id"]).first()
        if found is None:
            raise Http404
        return found

    def get_own(self) -> Invitation:
        if not hasattr(self, "_own"):
            self._own = self.invitation()
        return self._own


class Answer(OwnInvitation):
    """The questions. Saving keeps what is right even if something is wrong; submitting wants all of it right."""

    def get(self, request: MemberRequest, **kwargs: Any) -> HttpResponse:
        invitation = self.get_own()
        if not self._can_answer():
            return self._over()
        invitations.note_opened(invitation, by=request.user)
        return self._page(self._form())

    def post(self, request: MemberRequest, **kwargs: Any) -> HttpResponse:
        form = self._form(request.POST)
        form.is_valid()
        try:
            draft = responses.save_answers(
                self.get_own(), form.answers(), by=request.user, language=form.questionnaire.language
            )
            if more := form.further(responses.given_in(draft)):
                return self._go_on(more)
            if request.POST.get("deed") == "submit" and not form.errors:
                responses.submit(self.get_own(), by=request.user)
                return redirect("assessments:result", **kwargs)
        except MoveError:
            return self._too_late()
        except ValidationError as faults:
            form.refuse(faults.message_dict)
        return self._answer(form)

    def _go_on(self, further: list[str]) -> HttpResponse:
        if self._wants_json():
            return JsonResponse({"saved_at": timezone.now().isoformat(), "errors": {}, "more": True})
        messages.info(self.request, _("Saved. Your answers lead to further questions."))
        page = reverse("assessments:answer", kwargs=self.kwargs)
        return redirect(f"{page}#id_{name_of(further[0])}")

    def _answer(self, form: QuestionnaireForm) -> HttpResponse:
        if self._wants_json():
            errors = {name: [str(error) for error in found] for name, found in form.errors.items()}
            return JsonResponse({"saved_at": timezone.now().isoformat(), "errors": errors})
        if form.errors:
            return self._page(form)
        messages.success(
            self.request, _("Saved. Your answers are not submitted yet; you can go on whenever you like.")
        )
        return redirect("assessments:answer", **self.kwargs)

    def _form(self, data: Any = None) -> QuestionnaireForm:
        invitation = self.get_own()
        draft = response_to(invitation, state=ResponseState.DRAFT)
        given = responses.given_in(draft) if draft is not None else {}
        asked = questionnaire(invitation.target.wave.version, language=get_language() or "")
        return QuestionnaireForm(data, questionnaire=asked, given=given)

    def _page(self, form: QuestionnaireForm) -> HttpResponse:
        invitation = self.get_own()
        wave = invitation.target.wave
        people = wave.targets.count()
        context = {
            "form": form,
            "sections": form.sections(),
            "invitation": invitation,
            "wave": wave,
            "minutes": minutes_of([wave.version_id])[wave.version_id],
            "people": people if people <= SMALL_WAVE else 0,
            "is_only_observer": invitation.perspective == Perspective.OBSERVER
            and len(observers_of(invitation.target)) == 1,
            "is_correction": invitation.state == InvitationState.SUBMITTED,
        }
        return render(self.request, "assessments/answer_form.html", context)

    def _can_answer(self) -> bool:
        return responses.can_answer(self.get_own())

    def _over(self) -> HttpResponse:
        invitation = self.get_own()
        if invitation.state == InvitationState.SUBMITTED:
            return redirect("assessments:result", **self.kwargs)
        return render(self.request, "assessments/answer_over.html", {"invitation": invitation})

    def _too_late(self) -> HttpResponse:
        """Answered already in another tab, or the wave is over."""
        self._own = self.invitation()
        if self._wants_json():
            return JsonResponse({"over": True}, status=409)
        if self._own.state == InvitationState.SUBMITTED:
            messages.warning(
                self.request, _("These answers have been submitted already; nothing was changed.")
            )
        response = self._over()
        if not isinstance(response, HttpResponseRedirect):
            response.status_code = 409
        return response

    def _wants_json(self) -> bool:
        return self.request.headers.get("Accept", "").startswith("application/json")


class Result(OwnInvitation):
    """Thanks, and her own scores: as they are now, or before and after."""

    def get(self, request: MemberRequest, **kwargs: Any) -> HttpResponse:
        invitation = self.get_own()
        if invitation.state != InvitationState.SUBMITTED:
            raise Http404
        wave = invitation.target.wave
        counted = response_to(invitation, state=ResponseState.SUBMITTED)
        is_own = invitation.perspective == Perspective.SELF and invitation.target.enrollment_id is not None
        scores = own_scores(invitation) if is_own else []
        context = {
            "invitation": invitation,
            "wave": wave,
            "response": counted,
            "seen": seen_by_others(invitation) if is_own and not wave.plan.is_anonymous else [],
            "can_ask": is_own and wave.state == WaveState.OPEN and not wave.plan.is_anonymous,
            "chart": chart_of(scores) if scores else None,
            "can_correct": counted is not None and responses.can_correct(invitation),
            "can_withdraw": counted is not None and responses.can_withdraw(invitation),
        }
        return render(request, "assessments/result.html", context)


def chart_of(scores: list[OwnScores]) -> charts.Chart:
    """Two points of time, where there are two: the first and the last; else bars."""
    times = timepoints_in(scores)
    title = _("Your own result")
    if len(times) < 2:
        [time] = times
        return charts.Bars(
            key="own-result",
            title=title,
            summary=_("How you rated yourself, as a share of the highest level of the scale."),
            format=formats.percent,
            rows=[
                charts.Bar(
                    label=one.label,
                    value=one.by_timepoint[time],
                    mark=1,
                    suppressed="" if one.by_timepoint[time] is not None else _("too few answers"),
                )
                for one in scores
            ],
            row_label=_("Capacity"),
            value_label=str(Timepoint(time).label),
            mark_label=_("Highest level"),
        )
    first, last = times[0], times[-1]
    return charts.Pairs(
        key="own-result",
        title=title,
        summary=_("How you rated yourself at two times, as a share of the highest level of the scale."),
        format=formats.percent,
        rows=[
            charts.Pair(label=one.label, before=one.by_timepoint.get(first), after=one.by_timepoint.get(last))
            for one in scores
        ],
        row_label=_("Capacity"),
        before_label=str(first.label),
        after_label=str(last.label),
        low=0,
        high=1,
    )


class Correct(OwnInvitation):
    def post(self, request: MemberRequest, **kwargs: Any) -> HttpResponse:
        try:
            responses.correct(self.get_own(), by=request.user)
        except MoveError:
            messages.error(request, _("These answers cannot be corrected any more."))
            return redirect("assessments:result", **kwargs)
        return redirect("assessments:answer", **kwargs)


class Confirmed(OwnInvitation):
    """A deed that is asked about before it is done."""

    template_name: str
    done: str | Promise

    def get(self, request: MemberRequest, **kwargs: Any) -> HttpResponse:
        return render(request, self.template_name, {"invitation": self.get_own()})

    def post(self, request: MemberRequest, **kwargs: Any) -> HttpResponse:
        try:
            self.act(self.get_own())
        except MoveError:
            messages.error(request, _("This is not possible any more."))
        else:
            messages.success(request, str(self.done))
        return redirect("assessments:assessment-list")

    def act(self, invitation: Invitation) -> object:
        raise NotImplementedError


class Decline(Confirmed):
    template_name = "assessments/invitation_decline.html"
    done = gettext_lazy("Noted: you do not answer this time, and get no more reminders of it.")

    def act(self, invitation: Invitation) -> object:
        return invitations.decline(invitation, by=self.request.user)


class OptOut(Confirmed):
    template_name = "assessments/invitation_opt_out.html"
    done = gettext_lazy("Noted: you get no more invitations and reminders of this kind.")

    def act(self, invitation: Invitation) -> object:
        return invitations.opt_out(invitation, by=self.request.user)


class Withdraw(Confirmed):
    template_name = "assessments/response_withdraw.html"
    done = gettext_lazy("Your answers are withdrawn: they count no more.")

    def act(self, invitation: Invitation) -> object:
        return responses.withdraw(invitation, by=self.request.user)
