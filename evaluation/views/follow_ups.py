"""Follow-ups: planned, listed, one of them with what came of the cohort."""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from rules.contrib.views import PermissionRequiredMixin

from common import formats
from evaluation.actions import follow_ups
from evaluation.forms.follow_ups import FollowUpPlanForm, OutcomeForm
from evaluation.forms.indicators import ReasonForm
from evaluation.http.asking import Deed, DeedPage, ForProgram, ThingForm
from evaluation.http.sheets import Fact, Item, ListingPage, Part, SheetPage
from evaluation.logic.spoken import spoken
from evaluation.models import FollowUpOutcome, FollowUpPolicy, FollowUpTask
from evaluation.states import FollowUpState
from programs.http.rosters import RosterBehindReason
from programs.models import Cohort

DEEDS = {
    "skip": Deed(
        "skip",
        permission="evaluation.edit_follow_up",
        label=_("Skip the follow-up"),
        question=_("Say why nobody is asked this time."),
        done=_("The follow-up is skipped."),
        act=follow_ups.skip,
        form=ReasonForm,
    )
}
POSSIBLE: dict[str, list[str]] = {
    FollowUpState.SCHEDULED: ["skip"],
    FollowUpState.OPEN: ["skip"],
    FollowUpState.CLOSED: [],
    FollowUpState.SKIPPED: [],
    FollowUpState.MISSED: [],
}


class FollowUpList(PermissionRequiredMixin, ListingPage):
    permission_required = "evaluation.write_indicators"
    title = _("Follow-ups")
    lead = _("What came of a cohort after 3, 6, 12 and 24 months: this is where impact begins to show.")
    heads = (_("Cohort"), _("Program"), _("Months after"), _("Due on"))
    ordering = ("due_on", "pk")
    nothing = (_("No follow-ups"), _("Plan them for a program, and they stand here when its cohorts end."))
    writes = ("evaluation.write_indicators", _("Plan follow-ups"), "evaluation:follow-up-plan")

    def rows(self) -> Any:
        tasks = FollowUpTask.objects.visible_to(self.request.user)
        return tasks.select_related("cohort__program")

    def item(self, row: Any) -> tuple[Item, list[Any]]:
        item = Item(
            text=row.cohort.name,
            href=row.get_absolute_url(),
            state=row.state,
            state_label=row.get_state_display(),
            is_demo=row.is_demo,
        )
        return item, [row.cohort.program.title, formats.number(row.offset), formats.day(row.due_on)]


class FollowUpDetail(LoginRequiredMixin, SheetPage):
    model = FollowUpTask
    asks = "evaluation.see_follow_up"
    related = ("cohort__program", "policy__instrument")
    home = (_("Follow-ups"), "evaluation:follow-up-list")
    deeds = DEEDS

    def kicker(self) -> Any:
        return self.thing.cohort.program.title

    def possible(self) -> list[str]:
        return POSSIBLE[self.thing.state]

    def facts(self) -> list[Fact]:
        thing = self.thing
        instrument = thing.policy.instrument
        return [
            Fact(label=_("Cohort"), text=thing.cohort.name, href=thing.cohort.get_absolute_url()),
            Fact(label=_("Months after"), text=formats.number(thing.offset)),
            Fact(label=_("Due on"), day=thing.due_on),
            Fact(label=_("Opened on"), day=thing.opened_on),
            Fact(label=_("Closes on"), day=thing.closes_on),
            Fact(label=_("Questionnaire"), text=instrument.title if instrument else ""),
            Fact(label=_("Why it is skipped"), text=thing.skip_reason),
        ]

    def parts(self) -> list[Part]:
        thing = self.thing
        may = self.may("evaluation.edit_follow_up") and thing.state in {
            FollowUpState.OPEN,
            FollowUpState.CLOSED,
        }
        address = reverse("evaluation:follow-up-outcome", kwargs={"public_id": thing.public_id})
        rows = thing.outcomes.select_related("person", "organization", "role")
        names = self.request.user.has_perm("programs.read_roster", thing.cohort)
        return [
            Part(
                key="outcomes",
                title=_("What came of it"),
                items=[item_of_outcome(each, names=names) for each in rows],
                nothing=_("Nothing is noted yet."),
                add=address if may else "",
                add_label=_("Note what came of it"),
            )
        ]


def item_of_outcome(each: FollowUpOutcome, *, names: bool) -> Item:
    """A person and her role are named to those who run or teach the cohort."""
    about = each.organization or (each.person if names else None)
    words = [about.name] if about else []
    if each.role and names:
        words.append(spoken(each.role.title, "", is_demo=each.role.is_demo).text)
    if each.people_taught:
        people = ngettext("%(n)s person taught", "%(n)s people taught", each.people_taught)
        words.append(people % {"n": formats.number(each.people_taught)})
    return Item(
        text=str(each.get_kind_display()),
        note=" · ".join(words),
        adds=[each.description] if each.description else [],
        day=each.happened_on,
        href=each.evidence,
    )


class FollowUpPlan(ForProgram):
    permission_required = "evaluation.write_indicators"
    form_class = FollowUpPlanForm
    title = _("Plan follow-ups")
    lead = _(
        "Everybody is asked again after the cohort's end. What is late opens late: no answer is dated back."
    )
    submit = _("Save the plan")
    done = _("The follow-ups are planned.")

    def get_initial(self) -> dict[str, Any]:
        policy = FollowUpPolicy.objects.filter(program=self.program).first() if self.program else None
        if policy is None:
            return {}
        names = ("offsets", "window_days", "instrument", "starts_on")
        return {name: getattr(policy, name) for name in names}

    def act(self, form: FollowUpPlanForm) -> Any:
        program: Any = self.program
        follow_ups.plan(program, by=self.request.user, **form.cleaned_data)
        return reverse("evaluation:follow-up-list")


class FollowUpDeed(DeedPage):
    model = FollowUpTask
    related = ("cohort__program",)
    possible = POSSIBLE


class OutcomeCreate(RosterBehindReason, ThingForm):
    model = FollowUpTask
    related = ("cohort__program",)
    permission_required = "evaluation.edit_follow_up"
    form_class = OutcomeForm
    title = _("Note what came of it")
    lead = _(
        "Changed practice, a role taken on, others taught, an organization that changed: what you know, or were told."
    )
    submit = _("Save")
    done = _("Saved.")

    @property
    def cohort(self) -> Cohort:
        task: FollowUpTask = self.thing
        return task.cohort

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "task": self.thing, "instance": FollowUpOutcome()}

    def get_form(self, form_class: Any = None) -> Any:
        """Nobody of the cohort has a role in the register: the question would have no answer."""
        form = super().get_form(form_class)
        if not form.fields["role"].queryset.exists():
            del form.fields["role"]
        return form

    def act(self, form: OutcomeForm) -> FollowUpTask:
        follow_ups.note_outcome(self.thing, by=self.request.user, **form.cleaned_data)
        task: FollowUpTask = self.thing
        return task
