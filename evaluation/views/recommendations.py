"""Recommendations: their answers, and what is done because of them."""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from evaluation.actions import recommendations
from evaluation.forms.learning import (
    ActionForm,
    ResponseForm,
)
from evaluation.http.asking import Deed, DeedPage, ThingForm
from evaluation.http.sheets import Fact, Item, ListingPage, Part, SheetPage, item_of
from evaluation.models import Action, Recommendation
from evaluation.queries.learnings import (
    overdue_for,
    recommendations_for,
)
from evaluation.states import (
    ActionState,
    RecommendationState,
)

RECOMMENDATION_DEEDS = {
    "verify": Deed(
        "verify",
        permission="evaluation.verify_recommendation",
        label=_("Close the loop"),
        question=_("Everything that was accepted is done, and somebody has seen it."),
        done=_("The loop is closed."),
        act=recommendations.verify,
    )
}
POSSIBLE: dict[str, list[str]] = {
    RecommendationState.OPEN: [],
    RecommendationState.ANSWERED: ["verify"],
    RecommendationState.VERIFIED: [],
}


class RecommendationList(ListingPage):
    title = _("Recommendations")
    lead = _("What was recommended, what was answered, and what became of it.")
    heads = (_("Recommendation"), _("Program"), _("State"))
    ordering = ("respond_by", "pk")
    nothing = (_("No recommendations"), _("Recommendations of published evaluations stand here."))

    def rows(self) -> Any:
        if self.request.GET.get("overdue"):
            return overdue_for(self.request.user)
        return recommendations_for(self.request.user)

    def item(self, row: Any) -> tuple[Item, list[Any]]:
        return item_of(row), [row.program.title, row.get_state_display()]


class RecommendationDetail(SheetPage):
    model = Recommendation
    related = ("evaluation__program", "program", "finding")
    home = (_("Recommendations"), "evaluation:recommendation-list")
    deeds = RECOMMENDATION_DEEDS

    def kicker(self) -> Any:
        return self.thing.program.title

    def language(self) -> str:
        return str(self.thing.evaluation.language_id)

    def facts(self) -> list[Fact]:
        thing, language = self.thing, self.language()
        return [
            Fact(label=_("Recommendation"), text=thing.text, language=language, is_long=True),
            Fact(
                label=_("Evaluation"),
                text=thing.evaluation.title,
                language=language,
                href=thing.evaluation.get_absolute_url(),
            ),
            Fact(label=_("Because of"), text=thing.finding.statement, language=language, is_long=True),
            Fact(label=_("To be answered by"), day=thing.respond_by),
            Fact(label=_("Answer"), text=thing.get_response_display()),
            Fact(
                label=_("Reason of the answer"), text=thing.response_reason, language=language, is_long=True
            ),
        ]

    def possible(self) -> list[str]:
        return POSSIBLE[self.thing.state]

    def links(self) -> list[tuple[Any, str]]:
        answers = self.may("evaluation.respond_recommendation")
        if self.thing.state == RecommendationState.OPEN and answers:
            return [(_("Answer the recommendation"), self.address("recommendation-respond"))]
        return []

    def address(self, name: str) -> str:
        return reverse(f"evaluation:{name}", kwargs={"public_id": self.thing.public_id})

    def parts(self) -> list[Part]:
        if self.thing.state == RecommendationState.OPEN:
            return []
        inside = self.may("evaluation.respond_recommendation")
        items = [
            Item(
                text=each.text,
                language=self.language(),
                href=reverse("evaluation:action-detail", kwargs={"public_id": each.public_id})
                if inside
                else "",
                state=each.state,
                state_label=each.get_state_display(),
                day=each.due_on,
                note=each.owner.name if inside else "",
            )
            for each in self.thing.actions.select_related("owner")
        ]
        is_open = inside and self.thing.state == RecommendationState.ANSWERED
        return [
            Part(
                key="actions",
                title=_("What is done"),
                items=items,
                nothing=_("No action is planned."),
                add=self.address("action-create") if is_open else "",
                add_label=_("Add an action"),
            )
        ]


class OfRecommendation(ThingForm):
    model = Recommendation
    related = ("evaluation", "program")
    permission_required = "evaluation.respond_recommendation"
    done = _("Saved.")
    submit = _("Save")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "recommendation": self.thing}


class RecommendationRespond(OfRecommendation):
    form_class = ResponseForm
    open_in = [RecommendationState.OPEN]
    title = _("Answer the recommendation")
    lead = _("Accept it, in part or whole, with an action; or reject it, and say why. The answer is public.")
    submit = _("Answer")

    def act(self, form: ResponseForm) -> Recommendation:
        return recommendations.respond(self.thing, by=self.request.user, **form.cleaned_data)


class ActionCreate(OfRecommendation):
    form_class = ActionForm
    open_in = [RecommendationState.ANSWERED]
    title = _("Add an action")

    def act(self, form: ActionForm) -> Recommendation:
        given = form.cleaned_data
        recommendations.add_action(
            self.thing,
            by=self.request.user,
            text=given["action"],
            owner=given["owner"],
            due_on=given["due_on"],
        )
        recommendation: Recommendation = self.thing
        return recommendation


class RecommendationDeed(DeedPage):
    model = Recommendation
    related = ("evaluation", "program")
    possible = POSSIBLE


ACTION_DEEDS = {
    deed.name: deed
    for deed in [
        Deed(
            "finish",
            permission="evaluation.work_on_action",
            label=_("It is done"),
            question=_("Somebody else looks at it next."),
            done=_("Marked as done."),
            act=recommendations.finish_action,
        ),
        Deed(
            "verify",
            permission="evaluation.verify_action",
            label=_("Verify that it is done"),
            question=_("You have seen that it is done."),
            done=_("The action is verified."),
            act=recommendations.verify_action,
        ),
        Deed(
            "reopen",
            permission="evaluation.verify_action",
            label=_("It is not done"),
            question=_("The action is open again."),
            done=_("The action is open again."),
            act=recommendations.reopen_action,
        ),
    ]
}
POSSIBLE_WITH_ACTION = {
    ActionState.OPEN: ["finish"],
    ActionState.DONE: ["verify", "reopen"],
    ActionState.VERIFIED: [],
}


class ActionDetail(LoginRequiredMixin, SheetPage):
    model = Action
    asks = "evaluation.work_on_action"
    related = ("recommendation__program", "recommendation__evaluation", "owner")
    home = (_("Recommendations"), "evaluation:recommendation-list")
    deeds = ACTION_DEEDS

    def possible(self) -> list[str]:
        return POSSIBLE_WITH_ACTION[self.thing.state]

    def language(self) -> str:
        return str(self.thing.recommendation.evaluation.language_id)

    def facts(self) -> list[Fact]:
        asked = self.thing.recommendation
        return [
            Fact(
                label=_("Recommendation"),
                text=asked.text,
                language=self.language(),
                href=asked.get_absolute_url(),
            ),
            Fact(label=_("Who does it"), text=self.thing.owner.name),
            Fact(label=_("Until"), day=self.thing.due_on),
        ]


class ActionDeed(DeedPage):
    model = Action
    related = ("recommendation__program",)
    possible = POSSIBLE_WITH_ACTION
