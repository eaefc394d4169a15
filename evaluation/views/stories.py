"""Stories of change with their tellers' consent, and the panels that choose among them."""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rules.contrib.views import PermissionRequiredMixin

from evaluation.actions import stories
from evaluation.forms.follow_ups import ConsentForm, DecisionForm, RoundForm, StoryForm
from evaluation.http.asking import ForProgram, ThingForm
from evaluation.http.sheets import Fact, Item, ListingPage, Part, SheetPage
from evaluation.models import SelectionRound, Story, TellerConsent
from evaluation.models.reach import within_reach
from evaluation.states import RoundState
from programs.models import Enrollment, Program
from programs.states import PARTICIPANT_STATES


class StoryList(ListingPage):
    title = _("Stories of change")
    lead = _("What has changed most, told by those for whom it did, shown as they agreed.")
    heads = (_("Story"), _("Kind of change"), _("Program"))
    nothing = (
        _("No stories yet"),
        _("Stories stand here once somebody has told one and agreed that it is shown."),
    )
    writes = ("evaluation.tell_story", _("Tell a story"), "evaluation:story-create")
    more = ((_("Outcome statements"), "evaluation:outcome-list"),)

    def rows(self) -> Any:
        return Story.objects.visible_to(self.request.user).select_related("program")

    def item(self, row: Any) -> tuple[Item, list[Any]]:
        item = Item(
            text=row.title, language=row.language_id, href=row.get_absolute_url(), is_demo=row.is_demo
        )
        return item, [row.get_domain_display(), row.program.title]


class StoryDetail(SheetPage):
    model = Story
    related = ("program", "teller")
    home = (_("Stories of change"), "evaluation:story-list")

    def kicker(self) -> Any:
        return self.thing.get_domain_display()

    def links(self) -> list[tuple[Any, str]]:
        if self.may("evaluation.answer_for_story"):
            address = reverse("evaluation:story-consent", kwargs={"public_id": self.thing.public_id})
            return [(_("Change who may read it"), address)]
        return []

    def facts(self) -> list[Fact]:
        thing = self.thing
        is_teller = self.may("evaluation.answer_for_story")
        is_named = thing.consent == TellerConsent.NAMED or is_teller
        return [
            Fact(label=_("Story"), text=thing.text, language=thing.language_id, is_long=True),
            Fact(label=_("Told by"), text=thing.teller.name if is_named else _("a participant")),
            Fact(label=_("Program"), text=thing.program.title, href=thing.program.get_absolute_url()),
            Fact(label=_("Who may read it"), text=thing.get_consent_display() if is_teller else ""),
            Fact(label=_("Agreed until"), day=thing.consent_expires_on if is_teller else None),
        ]

    def parts(self) -> list[Part]:
        chosen = [
            Item(text=each.question, adds=[each.reason], day=each.decided_at.date())
            for each in self.thing.rounds.all()
        ]
        return [Part(key="chosen", title=_("Chosen by a panel"), items=chosen)] if chosen else []


class StoryCreate(ForProgram):
    """For those who took part in the program, or have to do with it."""

    permission_required = "evaluation.tell_story"
    form_class = StoryForm
    title = _("Tell a story of change")
    submit = _("Tell it")
    done = _("Thank you. It is shown to whom you agreed to.")

    def programs(self) -> Any:
        user = self.request.user
        took_part = Enrollment.objects.filter(person__user=user, state__in=PARTICIPANT_STATES)
        mine = Q(pk__in=took_part.values("cohort__program"))
        return Program.objects.filter(mine | within_reach(user, "pk")).order_by("title", "pk")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": Story()}

    def act(self, form: StoryForm) -> Story:
        program: Any = self.program
        user = self.request.user
        return stories.tell(program, by=user, teller=user.person, **form.cleaned_data)


class StoryConsent(ThingForm):
    model = Story
    permission_required = "evaluation.answer_for_story"
    form_class = ConsentForm
    title = _("Who may read your story")
    submit = _("Save")
    done = _("Saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.thing}

    def act(self, form: ConsentForm) -> Story:
        return stories.consent(self.thing, by=self.request.user, **form.cleaned_data)


class SelectionList(PermissionRequiredMixin, ListingPage):
    permission_required = "evaluation.write_indicators"
    title = _("Selections of stories")
    lead = _("A panel reads the stories of a program, chooses the most significant one, and says why.")
    heads = (_("Question"), _("Program"))
    nothing = (_("No selections yet"), _("Open one when a program's stories are there."))
    writes = ("evaluation.write_indicators", _("Open a selection"), "evaluation:selection-create")
    more = ((_("Stories of change"), "evaluation:story-list"),)

    def rows(self) -> Any:
        return SelectionRound.objects.visible_to(self.request.user).select_related("program")

    def item(self, row: Any) -> tuple[Item, list[Any]]:
        item = Item(
            text=row.question,
            href=row.get_absolute_url(),
            state=row.state,
            state_label=row.get_state_display(),
            is_demo=row.is_demo,
        )
        return item, [row.program.title]


class SelectionDetail(LoginRequiredMixin, SheetPage):
    model = SelectionRound
    asks = "evaluation.see_selection"
    related = ("program", "chosen")
    home = (_("Selections of stories"), "evaluation:selection-list")

    def kicker(self) -> Any:
        return self.thing.program.title

    def links(self) -> list[tuple[Any, str]]:
        if self.thing.state == RoundState.OPEN and self.may("evaluation.decide_selection"):
            address = reverse("evaluation:selection-decide", kwargs={"public_id": self.thing.public_id})
            return [(_("Choose a story"), address)]
        return []

    def facts(self) -> list[Fact]:
        thing = self.thing
        chosen = thing.chosen
        return [
            Fact(label=_("Panel"), text=", ".join(person.name for person in thing.panel.all())),
            Fact(
                label=_("Chosen"),
                text=chosen.title if chosen else "",
                href=chosen.get_absolute_url() if chosen else "",
            ),
            Fact(label=_("Why this one"), text=thing.reason),
        ]

    def parts(self) -> list[Part]:
        told = Story.objects.visible_to(self.request.user).filter(program=self.thing.program_id)
        items = [
            Item(text=each.title, language=each.language_id or "", href=each.get_absolute_url())
            for each in told
        ]
        return [Part(key="stories", title=_("Stories"), items=items, nothing=_("Nobody has told one yet."))]


class SelectionCreate(ForProgram):
    permission_required = "evaluation.write_indicators"
    form_class = RoundForm
    title = _("Open a selection")
    submit = _("Open it")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "program": self.program}

    def act(self, form: RoundForm) -> SelectionRound:
        program: Any = self.program
        given = form.cleaned_data
        return stories.open_round(
            program, by=self.request.user, question=given["question"], panel=list(given["panel"])
        )


class SelectionDecide(ThingForm):
    model = SelectionRound
    related = ("program",)
    permission_required = "evaluation.decide_selection"
    form_class = DecisionForm
    open_in = [RoundState.OPEN]
    title = _("Choose the most significant story")
    submit = _("Choose it")
    done = _("The panel's choice is recorded.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "selection": self.thing}

    def act(self, form: DecisionForm) -> SelectionRound:
        return stories.decide(self.thing, by=self.request.user, **form.cleaned_data)
