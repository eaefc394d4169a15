"""Evaluations: how they are planned and led, and what they say."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from common import formats
from evaluation.actions import evaluations
from evaluation.forms.learning import EvaluationForm, EvaluationSearch
from evaluation.http.asking import Deed, DeedPage, ForProgram, OfThing, ThingForm
from evaluation.http.sheets import Fact, Item, ListingPage, Part, SheetPage, item_of
from evaluation.models import Claim, Evaluation
from evaluation.queries.cited_figures import figures_of_findings
from evaluation.queries.learnings import evaluations_for, programs_evaluated
from evaluation.queries.programs import programs_within
from evaluation.queries.waiting import with_claims_for
from evaluation.states import (
    WRITABLE_EVALUATION_STATES,
    EvaluationState,
)

NOT_ATTRIBUTABLE = _("Change observed; not attributable to the program alone.")

EVALUATION_DEEDS = {
    deed.name: deed
    for deed in [
        Deed(
            "approve-plan",
            permission="evaluation.approve_evaluation_plan",
            label=_("Approve the plan"),
            question=_(
                "It is kept as it stands, with its hash: everybody can see later that it was not changed after the data"
                " were there. Somebody other than who leads the evaluation approves it."
            ),
            done=_("The plan is approved and kept."),
            act=evaluations.approve_plan,
        ),
        Deed(
            "collect",
            permission="evaluation.edit_evaluation",
            label=_("Begin collecting"),
            question=_("Findings, claims and recommendations can be written."),
            done=_("The evaluation can be worked on."),
            act=evaluations.collect,
        ),
        Deed(
            "analyze",
            permission="evaluation.edit_evaluation",
            label=_("Begin analyzing"),
            question=_("What was collected is looked at. Findings can be written as before."),
            done=_("The evaluation is being analyzed."),
            act=evaluations.analyze,
        ),
        Deed(
            "ask-review",
            permission="evaluation.edit_evaluation",
            label=_("Ask for a review"),
            question=_("Nothing can be changed while somebody else looks at it."),
            done=_("A review is asked for."),
            act=evaluations.ask_review,
        ),
        Deed(
            "publish",
            permission="evaluation.publish_evaluation",
            label=_("Publish the evaluation"),
            question=_(
                "Everybody can read it then. Recommendations hold the program, and new cohorts of it, until they are"
                " answered."
            ),
            done=_("The evaluation is published."),
            act=evaluations.publish,
        ),
        Deed(
            "close",
            permission="evaluation.edit_evaluation",
            label=_("Close the evaluation"),
            question=_("Every recommendation is answered, and no other is added."),
            done=_("The evaluation is closed."),
            act=evaluations.close,
        ),
    ]
}
POSSIBLE = {
    EvaluationState.PLANNED: ["approve-plan"],
    EvaluationState.TOR_APPROVED: ["collect"],
    EvaluationState.COLLECTING: ["analyze"],
    EvaluationState.ANALYZING: ["ask-review", "collect"],
    EvaluationState.PEER_REVIEW: ["publish", "analyze"],
    EvaluationState.PUBLISHED: ["close"],
    EvaluationState.RESPONSE_DUE: ["close"],
    EvaluationState.CLOSED: [],
}


class EvaluationList(ListingPage):
    template_name = "evaluation/evaluation_list.html"
    title = _("Evaluations")
    lead = _("What was looked at, by whom and how; what was found, and what became of what was recommended.")
    heads = (_("Evaluation"), _("Program"), _("Kind"), _("Design"))
    nothing = (_("No evaluations yet"), _("Evaluations stand here once they are published."))
    writes = ("evaluation.write_indicators", _("New evaluation"), "evaluation:evaluation-create")
    more = (
        (_("Recommendations"), "evaluation:recommendation-list"),
        (_("Learnings"), "evaluation:learning-list"),
    )

    def rows(self) -> Any:
        user = self.request.user
        self.form = EvaluationSearch(self.request.GET or None, programs=programs_evaluated(user))
        self.form.is_valid()
        if self.is_narrowed():
            return with_claims_for(user)
        return evaluations_for(user, self.form.asked)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "search": self.form}

    def item(self, row: Any) -> tuple[Item, list[Any]]:
        item = Item(
            text=row.title,
            language=row.language_id,
            href=row.get_absolute_url(),
            state=row.state,
            state_label=row.get_state_display(),
            is_demo=row.is_demo,
        )
        programs = row.program.title
        if row.others:
            programs = gettext("%(program)s and %(n)s more") % {
                "program": programs,
                "n": formats.number(row.others),
            }
        return item, [programs, row.get_kind_display(), row.get_design_display()]


class EvaluationDetail(SheetPage):
    model = Evaluation
    related = ("program", "lead__person")
    home = (_("Evaluations"), "evaluation:evaluation-list")
    deeds = EVALUATION_DEEDS

    def kicker(self) -> Any:
        return self.thing.program.title

    def possible(self) -> list[str]:
        return POSSIBLE[self.thing.state]

    def notices(self) -> list[tuple[str, Any]]:
        found: list[tuple[str, Any]] = [("notice", NOT_ATTRIBUTABLE)] if self.thing.is_single_group else []
        leads = self.thing.lead_id == self.request.user.pk
        if leads and self.thing.state in {EvaluationState.PLANNED, EvaluationState.PEER_REVIEW}:
            found.append(("notice", _("The next step is somebody else's: you lead this evaluation.")))
        return found

    def links(self) -> list[tuple[Any, str]]:
        if self.thing.state == EvaluationState.PLANNED and self.may("evaluation.edit_evaluation"):
            return [(_("Edit the evaluation"), self.address("evaluation-edit"))]
        if self.thing.plan_hash:
            return [(_("The approved plan as a file"), self.address("evaluation-plan"))]
        return []

    @property
    def is_writable(self) -> bool:
        return self.thing.state in WRITABLE_EVALUATION_STATES and self.may("evaluation.edit_evaluation")

    def address(self, name: str) -> str:
        return reverse(f"evaluation:{name}", kwargs={"public_id": self.thing.public_id})

    def facts(self) -> list[Fact]:
        thing = self.thing
        first, *others = thing.programs
        return [
            Fact(label=_("Program"), text=first.title, href=first.get_absolute_url()),
            *(Fact(label=_("And"), text=each.title, href=each.get_absolute_url()) for each in others),
            Fact(label=_("Kind"), text=thing.get_kind_display()),
            Fact(label=_("Design"), text=thing.get_design_display()),
            Fact(label=_("Who evaluates"), text=thing.get_standing_display()),
            Fact(label=_("Conflicts of interest"), text=thing.conflict_note, language=thing.language_id),
            Fact(label=_("What it is for"), text=thing.purpose, language=thing.language_id, is_long=True),
            Fact(label=_("What it asks"), text=thing.questions, language=thing.language_id, is_long=True),
            Fact(label=_("How it is answered"), text=thing.plan, language=thing.language_id, is_long=True),
            Fact(label=_("Plan approved"), day=thing.plan_approved_at and thing.plan_approved_at.date()),
            Fact(label=_("SHA-256 of the approved plan"), text=thing.plan_hash, is_code=True),
            Fact(label=_("Published"), day=thing.published_at and thing.published_at.date()),
        ]

    def parts(self) -> list[Part]:
        return [self.findings(), self.claims(), self.recommendations()]

    def findings(self) -> Part:
        figures = figures_of_findings(self.thing, self.request.user)
        items = [
            Item(
                text=each.statement,
                language=self.thing.language_id,
                more=figures.get(each.pk, []),
                note=_("Confidence: %(confidence)s") % {"confidence": each.get_confidence_display()},
                adds=[words for words in (each.question, each.rationale) if words],
            )
            for each in self.thing.findings.all()
        ]
        return Part(
            key="findings",
            title=_("Findings"),
            items=items,
            nothing=_("Nothing is written yet."),
            add=self.address("finding-create") if self.is_writable else "",
            add_label=_("Add a finding"),
        )

    def claims(self) -> Part:
        judges = self.may("evaluation.edit_evaluation")
        items = [
            Item(
                text=each.statement,
                language=self.thing.language_id,
                href=self.address_of_claim(each) if judges and each.verdicts_of(self.request.user) else "",
                state=each.state,
                state_label=each.get_state_display(),
                note=_("%(kind)s; confidence: %(confidence)s. What else could explain it:")
                % {"kind": each.get_kind_display(), "confidence": each.get_confidence_display()},
                adds=[each.rival_explanations],
            )
            for each in self.thing.claims.all()
        ]
        return Part(
            key="claims",
            title=_("What may be said because of it"),
            items=items,
            nothing=_("Nothing is claimed."),
            add=self.address("claim-create") if self.is_writable else "",
            add_label=_("Add a claim"),
        )

    def address_of_claim(self, claim: Claim) -> str:
        kwargs = {"public_id": self.thing.public_id, "number": claim.pk}
        return reverse("evaluation:claim-judge", kwargs=kwargs)

    def recommendations(self) -> Part:
        may = self.may("evaluation.edit_evaluation") and self.thing.state not in {
            EvaluationState.PEER_REVIEW,
            EvaluationState.CLOSED,
        }
        return Part(
            key="recommendations",
            title=_("Recommendations"),
            items=[
                item_of(each) for each in self.thing.recommendations.select_related("program", "evaluation")
            ],
            nothing=_("Nothing is recommended."),
            add=self.address("recommendation-create") if may else "",
            add_label=_("Add a recommendation"),
        )


class EvaluationPlan(OfThing, View):
    """The approved plan, to the byte: its SHA-256 is the one that the page shows."""

    model = Evaluation

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.thing.plan_hash:
            raise Http404
        answer = HttpResponse(self.thing.plan_document, content_type="application/json")
        answer["Content-Disposition"] = f'attachment; filename="plan-{self.thing.plan_hash[:12]}.json"'
        return answer


class EvaluationCreate(ForProgram):
    permission_required = "evaluation.write_indicators"
    form_class = EvaluationForm
    title = _("A new evaluation")
    submit = _("Save")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "instance": Evaluation(),
            "programs": programs_within(self.request.user).exclude(slug=self.request.GET.get("program", "")),
        }

    def act(self, form: EvaluationForm) -> Evaluation:
        program: Any = self.program
        return evaluations.begin(program, by=self.request.user, **form.cleaned_data)


class EvaluationEdit(ThingForm):
    model = Evaluation
    related = ("program",)
    permission_required = "evaluation.edit_evaluation"
    open_in = [EvaluationState.PLANNED]
    submit = _("Save")
    done = _("Saved.")
    form_class = EvaluationForm
    title = _("Edit the evaluation")

    def get_form_kwargs(self) -> dict[str, Any]:
        programs = programs_within(self.request.user).exclude(pk=self.thing.program_id)
        return {
            **super().get_form_kwargs(),
            "instance": self.thing,
            "programs": programs,
            "initial": {"also": self.thing.also.all()},
        }

    def act(self, form: EvaluationForm) -> Evaluation:
        return evaluations.edit(self.thing, by=self.request.user, **form.cleaned_data)


class EvaluationDeed(DeedPage):
    model = Evaluation
    related = ("program",)
    possible = POSSIBLE
