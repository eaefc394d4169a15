"""What an evaluation finds, claims and recommends."""

from functools import cached_property
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from evaluation.actions import evaluations, recommendations
from evaluation.forms.learning import ClaimForm, ClaimVerdictForm, FindingForm, RecommendationForm
from evaluation.http.asking import AddingForm, OfThing, ThingForm
from evaluation.logic.spoken import spoken
from evaluation.models import Claim, Evaluation, Finding, Recommendation
from evaluation.states import WRITABLE_EVALUATION_STATES, EvaluationState


class OfEvaluation(OfThing):
    model = Evaluation
    related = ("program",)
    permission_required = "evaluation.edit_evaluation"


class AddingToEvaluation(OfEvaluation, AddingForm):
    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "evaluation": self.thing}


class FindingCreate(AddingToEvaluation):
    form_class = FindingForm
    part = Finding
    add = staticmethod(evaluations.add_finding)
    open_in = WRITABLE_EVALUATION_STATES
    title = _("Add a finding")


class ClaimCreate(AddingToEvaluation):
    form_class = ClaimForm
    part = Claim
    add = staticmethod(evaluations.add_claim)
    open_in = WRITABLE_EVALUATION_STATES
    title = _("Add a claim")
    lead = _(
        "What may be said because of the evaluation. That the program caused something, only some designs allow."
    )


class ClaimJudge(OfEvaluation, ThingForm):
    """Accept, contest or retract a claim."""

    form_class = ClaimVerdictForm
    title = _("Judge the claim")
    submit = _("Save")
    done = _("Saved.")

    @cached_property
    def claim(self) -> Claim:
        return get_object_or_404(Claim, evaluation=self.thing, pk=self.kwargs["number"])

    def is_open(self) -> bool:
        return bool(self.claim.verdicts_of(self.request.user))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.lead = spoken(self.claim.statement, "", is_demo=self.thing.is_demo).text
        return super().get_context_data(**kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "possible": self.claim.verdicts_of(self.request.user)}

    def act(self, form: Any) -> Evaluation:
        evaluations.judge_claim(self.claim, by=self.request.user, **form.cleaned_data)
        evaluation: Evaluation = self.thing
        return evaluation


class RecommendationCreate(AddingToEvaluation):
    form_class = RecommendationForm
    part = Recommendation
    title = _("Add a recommendation")
    open_in = [state for state in EvaluationState if state != EvaluationState.CLOSED]
    lead = _("What should be done because of a finding. It is answered by those who run the program.")

    def act(self, form: RecommendationForm) -> Recommendation:
        """Leads on to it."""
        return recommendations.add(self.thing, by=self.request.user, **form.cleaned_data)
