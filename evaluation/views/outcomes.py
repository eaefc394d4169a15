"""Outcome statements: who does what differently, who confirms it, and on what it rests."""

from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common import formats
from evaluation.actions import stories
from evaluation.forms.follow_ups import EvidenceForm, StatementForm, SubstantiationForm
from evaluation.http.asking import AddingForm, Deed, DeedPage, ForProgram, OfThing, ThingForm
from evaluation.http.sheets import Fact, Item, ListingPage, Part, SheetPage
from evaluation.models import Evidence, OutcomeStatement, Substantiation
from evaluation.queries.waiting import outcomes_for
from evaluation.states import OutcomeState

DEEDS = {
    deed.name: deed
    for deed in [
        Deed(
            "clarify",
            permission="evaluation.edit_outcome",
            label=_("Fix the words"),
            question=_("Others are asked about these very words, so they stay as they are."),
            done=_("Now ask somebody who should know."),
            act=stories.clarify,
        ),
        Deed(
            "substantiate",
            permission="evaluation.judge_outcome",
            label=_("Count it as substantiated"),
            question=_(
                "Somebody who took no part in the program agrees, at least in part. Everybody can read it then."
            ),
            done=_("The outcome is substantiated."),
            act=stories.substantiate,
        ),
        Deed(
            "analyze",
            permission="evaluation.judge_outcome",
            label=_("Mark as analyzed"),
            question=_("It was taken into an evaluation."),
            done=_("Marked as analyzed."),
            act=stories.analyze,
        ),
    ]
}
POSSIBLE = {
    OutcomeState.DRAFTED: ["clarify"],
    OutcomeState.CLARIFIED: ["substantiate"],
    OutcomeState.SUBSTANTIATED: ["analyze"],
    OutcomeState.ANALYZED: [],
}


class OutcomeList(ListingPage):
    template_name = "evaluation/outcome_list.html"
    title = _("Outcome statements")
    lead = _("Somebody does something differently, and others confirm it: what programs contributed to.")
    heads = (_("Outcome"), _("Who"), _("Program"))
    nothing = (
        _("No outcome statements yet"),
        _("They stand here once somebody from outside has confirmed them."),
    )
    writes = ("evaluation.write_indicators", _("Draft an outcome"), "evaluation:outcome-create")
    more = ((_("Stories of change"), "evaluation:story-list"),)

    def rows(self) -> Any:
        if self.is_narrowed():
            return outcomes_for(self.request.user)
        return self.every()

    def every(self) -> Any:
        return OutcomeStatement.objects.visible_to(self.request.user).select_related("program")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        done = Q(state__in=[OutcomeState.SUBSTANTIATED, OutcomeState.ANALYZED])
        counted = self.every().exclude(state=OutcomeState.DRAFTED).order_by()
        counts = counted.aggregate(asked=Count("pk"), done=Count("pk", filter=done))
        return super().get_context_data(
            asked=counts["asked"],
            done=counts["done"],
            rate=formats.percent(counts["done"] / counts["asked"]) if counts["asked"] else "",
            **kwargs,
        )

    def item(self, row: Any) -> tuple[Item, list[Any]]:
        item = Item(
            text=row.change,
            language=row.language_id,
            href=row.get_absolute_url(),
            state=row.state,
            state_label=row.get_state_display(),
            is_demo=row.is_demo,
        )
        return item, [row.who, row.program.title]


class OutcomeDetail(SheetPage):
    model = OutcomeStatement
    related = ("program",)
    home = (_("Outcome statements"), "evaluation:outcome-list")
    deeds = DEEDS
    is_phrase = True

    def kicker(self) -> Any:
        return self.thing.program.title

    def possible(self) -> list[str]:
        return POSSIBLE[self.thing.state]

    def links(self) -> list[tuple[Any, str]]:
        if self.thing.state == OutcomeState.DRAFTED and self.may("evaluation.edit_outcome"):
            return [(_("Edit the outcome"), self.address("outcome-edit"))]
        return []

    def address(self, name: str) -> str:
        return reverse(f"evaluation:{name}", kwargs={"public_id": self.thing.public_id})

    def facts(self) -> list[Fact]:
        thing, language = self.thing, self.thing.language_id
        return [
            Fact(label=_("Who"), text=thing.who, language=language),
            Fact(label=_("Does what differently"), text=thing.change, language=language),
            Fact(label=_("When"), text=thing.happened, language=language),
            Fact(label=_("Where"), text=thing.place, language=language),
            Fact(label=_("Level"), text=thing.get_level_display()),
            Fact(label=_("Why it matters"), text=thing.significance, language=language, is_long=True),
            Fact(
                label=_("What the program contributed"),
                text=thing.contribution,
                language=language,
                is_long=True,
            ),
            Fact(label=_("Program"), text=thing.program.title, href=thing.program.get_absolute_url()),
        ]

    def parts(self) -> list[Part]:
        may = self.may("evaluation.edit_outcome")
        answers = [
            Item(
                text=each.source,
                state=each.verdict,
                state_label=each.get_verdict_display(),
                note=each.get_independence_display(),
                adds=[each.note] if may and each.note else [],
            )
            for each in self.thing.substantiations.all()
        ]
        may_ask = may and self.thing.state in {OutcomeState.CLARIFIED, OutcomeState.SUBSTANTIATED}
        evidence = [
            Item(
                text=each.title,
                href=each.url,
                state=each.role,
                state_label=each.get_role_display(),
                note=" · ".join(
                    filter(None, [str(each.get_reliability_display()), str(each.revision_id or "")])
                ),
                day=each.captured_on,
            )
            for each in self.thing.evidence.all()
        ]
        return [
            Part(
                key="answers",
                title=_("Who was asked"),
                items=answers,
                nothing=_("Nobody was asked yet."),
                add=self.address("outcome-answer") if may_ask else "",
                add_label=_("Add an answer"),
            ),
            Part(
                key="evidence",
                title=_("Evidence for and against"),
                items=evidence,
                nothing=_("Nothing is linked yet."),
                add=self.address("outcome-evidence") if may else "",
                add_label=_("Add evidence"),
            ),
        ]


class OutcomeCreate(ForProgram):
    permission_required = "evaluation.write_indicators"
    form_class = StatementForm
    title = _("Draft an outcome")
    submit = _("Save")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": OutcomeStatement()}

    def act(self, form: StatementForm) -> OutcomeStatement:
        program: Any = self.program
        return stories.draft_outcome(program, by=self.request.user, **form.cleaned_data)


class OfOutcome(OfThing):
    model = OutcomeStatement
    is_phrase = True
    related = ("program",)
    permission_required = "evaluation.edit_outcome"


class OutcomeEdit(OfOutcome, ThingForm):
    form_class = StatementForm
    open_in = [OutcomeState.DRAFTED]
    title = _("Edit the outcome")
    submit = _("Save")
    done = _("Saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.thing}

    def act(self, form: StatementForm) -> OutcomeStatement:
        return stories.edit_outcome(self.thing, by=self.request.user, **form.cleaned_data)


class OutcomeAnswer(OfOutcome, AddingForm):
    form_class = SubstantiationForm
    part = Substantiation
    open_in = [state for state in OutcomeState if state != OutcomeState.DRAFTED]
    add = staticmethod(stories.add_answer)
    title = _("Add an answer")
    lead = _("What somebody who should know says of it. It stays, also where it disagrees.")


class OutcomeEvidence(OfOutcome, AddingForm):
    form_class = EvidenceForm
    part = Evidence
    add = staticmethod(stories.add_evidence)
    title = _("Add evidence")
    lead = _("Also what speaks against it.")


class OutcomeDeed(DeedPage):
    model = OutcomeStatement
    is_phrase = True
    related = ("program",)
    possible = POSSIBLE
