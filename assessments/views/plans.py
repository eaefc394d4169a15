"""The pages of development plans: of a person, and of the organizations she represents."""

from decimal import Decimal
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from assessments.actions import plans
from assessments.forms.plans import (
    ActionForm,
    DropForm,
    DropNeedForm,
    EditActionForm,
    NeedsForm,
    PlanTitleForm,
    ProgressForm,
)
from assessments.models import ConsensusSession, DevelopmentPlan, Need, PlanAction
from assessments.queries.plans import (
    Known,
    abilities_of,
    actions_of,
    mentors_for,
    needs_of,
    plans_of,
    programs_for,
    visible_action,
)
from assessments.stats import gaps
from capacity.forms.claims import SearchForm
from capacity.http import MemberRequest
from capacity.models import Affiliation, Capacity, Stakeholder
from capacity.queries import taxonomy
from common.moves import MoveError

CONFLICT, UNPROCESSABLE = 409, 422
MOST_FOUND, MOST_ADDED = 15, 20


class PlanList(LoginRequiredMixin, View):
    def get(self, request: MemberRequest) -> HttpResponse:
        represented = Affiliation.objects.representing(request.user).values("organization")
        context = {
            "plans": plans_of(request.user),
            "organizations": Stakeholder.objects.filter(pk__in=represented).order_by("name", "pk"),
        }
        return render(request, "assessments/plan_list.html", context)


class PlanCreate(LoginRequiredMixin, View):
    """One's own; with ?organization= that of an organization one represents, with ?after= on its self-assessment."""

    request: MemberRequest

    @cached_property
    def session(self) -> ConsensusSession | None:
        after = self.request.GET.get("after", "")
        if not after:
            return None
        recorded = ConsensusSession.objects.visible_to(self.request.user).recorded()
        try:
            return get_object_or_404(recorded, public_id=after)
        except ValidationError as no_id:
            raise Http404 from no_id

    @cached_property
    def subject(self) -> Stakeholder:
        slug = self.request.GET.get("organization", "")
        mine: dict[str, Any] = {"slug": slug} if slug else {"user": self.request.user}
        subject = get_object_or_404(Stakeholder.objects.visible_to(self.request.user), **mine)
        if not self.request.user.has_perm("assessments.make_plan", subject):
            raise PermissionDenied
        if self.session is not None and self.session.organization_id != subject.pk:
            raise Http404
        return subject

    def get(self, request: MemberRequest) -> HttpResponse:
        return self.page(PlanTitleForm())

    def post(self, request: MemberRequest) -> HttpResponse:
        form = PlanTitleForm(request.POST)
        if not form.is_valid():
            return self.page(form, UNPROCESSABLE)
        plan = plans.create(
            self.subject, by=request.user, title=form.cleaned_data["title"], session=self.session
        )
        return redirect("assessments:plan-needs", public_id=plan.public_id)

    def page(self, form: PlanTitleForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "subject": self.subject, "here": self.request.get_full_path()}
        return render(self.request, "assessments/plan_form.html", context, status=status)


class OfPlan(LoginRequiredMixin, View):
    """What all pages of one plan share: for whom it is hidden, there is no such page."""

    request: MemberRequest
    asks = "assessments.see_plan"

    @cached_property
    def plan(self) -> DevelopmentPlan:
        rows = DevelopmentPlan.objects.visible_to(self.request.user)
        rows = rows.select_related("subject", "session__wave")
        plan = get_object_or_404(rows, public_id=self.kwargs["public_id"])
        if not self.request.user.has_perm(self.asks, plan):
            raise PermissionDenied
        return plan


class PlanDetail(OfPlan):
    def get(self, request: MemberRequest, public_id: str) -> HttpResponse:
        plans_it = request.user.has_perm("assessments.edit_plan", self.plan)
        actions, needs = list(actions_of(self.plan)), needs_of(self.plan)
        context = {
            "plan": self.plan,
            "may_edit": self.plan.ended_at is None and plans_it,
            "gaps": gaps(need for need in needs if need.dropped_at is None),
            "dropped": [need for need in needs if need.dropped_at is not None],
            "actions": actions,
            "opens": actions
            if plans_it
            else [each for each in actions if request.user.has_perm("assessments.see_to_action", each)],
        }
        return render(request, "assessments/plan_detail.html", context)


class EditPlan(OfPlan):
    asks = "assessments.edit_plan"


class PlanEnd(EditPlan):
    def get(self, request: MemberRequest, public_id: str) -> HttpResponse:
        return render(request, "assessments/plan_end.html", {"plan": self.plan})

    def post(self, request: MemberRequest, public_id: str) -> HttpResponse:
        try:
            plans.end(self.plan, by=request.user)
        except MoveError:
            messages.error(request, _("This is not possible any more."))
        return redirect(self.plan)


class PlanNeeds(EditPlan):
    """What is important, and how well it is there: proposed from what is known, more by search."""

    def get(self, request: MemberRequest, public_id: str) -> HttpResponse:
        return self.page(self.form())

    def post(self, request: MemberRequest, public_id: str) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(form, UNPROCESSABLE)
        try:
            rated = {capacity: plans.Rated(**said) for capacity, said in form.rated.items()}
            plans.rate_needs(self.plan, rated, by=request.user)
        except MoveError:
            messages.error(request, _("This is not possible any more."))
        return redirect(self.plan)

    def form(self, data: Any = None) -> NeedsForm:
        needs = needs_of(self.plan)
        known = {need.capacity: Known(ability=need.ability, robustness=need.robustness) for need in needs}
        known |= {each: said for each, said in abilities_of(self.plan).items() if each not in known}
        for added in self.added():
            known.setdefault(added, Known(ability=Decimal(0)))
        lasting = not self.plan.subject.is_person
        return NeedsForm(data, capacities=known, needs=needs, lasting=lasting)

    def added(self) -> Any:
        codes = [code for code in self.codes if "\x00" not in code][:MOST_ADDED]
        return Capacity.objects.shown().fitting(self.plan.subject).filter(code__in=codes).order_by("path")

    @property
    def codes(self) -> list[str]:
        return self.request.POST.getlist("capacity") or self.request.GET.getlist("capacity")

    def page(self, form: NeedsForm, status: int = 200) -> HttpResponse:
        search = SearchForm(self.request.GET if "q" in self.request.GET else None)
        words = search.cleaned_data["q"] if search.is_valid() else ""
        found = [
            row for row in (taxonomy.search(words) if words else []) if row.capacity.is_of(self.plan.subject)
        ]
        context = {
            "plan": self.plan,
            "form": form,
            "search": search,
            "words": words,
            "found": [row for row in found if row.capacity not in form.capacities][:MOST_FOUND],
            "codes": [each.code for each in form.capacities],
        }
        return render(self.request, "assessments/plan_needs.html", context, status=status)


class NeedDrop(EditPlan):
    """Asked about before it is done: why?"""

    @cached_property
    def need(self) -> Need:
        rows = self.plan.needs.filter(dropped_at=None).select_related("capacity")
        return get_object_or_404(rows, capacity__code=self.kwargs["code"])

    def get(self, request: MemberRequest, public_id: str, code: str) -> HttpResponse:
        return self.page(DropNeedForm())

    def post(self, request: MemberRequest, public_id: str, code: str) -> HttpResponse:
        form = DropNeedForm(request.POST)
        if not form.is_valid():
            return self.page(form, UNPROCESSABLE)
        try:
            plans.drop_need(self.need, reason=form.cleaned_data["reason"], by=request.user)
        except MoveError:
            messages.error(request, _("This is not possible any more."))
        else:
            messages.success(request, _("Noted: it presses no more. Actions chosen for it stay."))
        return redirect(self.plan)

    def page(self, form: DropNeedForm, status: int = 200) -> HttpResponse:
        context = {"plan": self.plan, "need": self.need, "form": form}
        return render(self.request, "assessments/plan_need_drop.html", context, status=status)


class ActionAdd(EditPlan):
    """For one capacity: what is on offer, or something of one's own."""

    @cached_property
    def capacity(self) -> Capacity:
        code = self.request.GET.get("capacity", "").replace("\x00", "")
        chosen = Capacity.objects.shown().fitting(self.plan.subject).filter(code=code).first()
        first = self.plan.needs.select_related("capacity").order_by("pk").first()
        if chosen is None and first is None:
            raise Http404
        return chosen or first.capacity  # type: ignore[union-attr]

    @cached_property
    def offers(self) -> dict[str, Any]:
        return {
            "programs": programs_for(self.plan, self.capacity),
            "mentors": mentors_for(self.plan, self.capacity, reader=self.request.user),
        }

    def get(self, request: MemberRequest, public_id: str) -> HttpResponse:
        return self.page(ActionForm(plan=self.plan, **self.offers))

    def post(self, request: MemberRequest, public_id: str) -> HttpResponse:
        form = ActionForm(request.POST, plan=self.plan, **self.offers)
        if not form.is_valid():
            return self.page(form, UNPROCESSABLE)
        try:
            plans.add_action(self.plan, plans.Step(capacity=self.capacity, **form.chosen()), by=request.user)
        except MoveError:
            messages.error(request, _("This is not possible any more."))
        return redirect(self.plan)

    def page(self, form: ActionForm, status: int = 200) -> HttpResponse:
        context = {"plan": self.plan, "form": form, "capacity": self.capacity, **self.offers}
        return render(self.request, "assessments/plan_action_form.html", context, status=status)


class OfAction(LoginRequiredMixin, View):
    """An action, for whose plan it is and who sees to it."""

    request: MemberRequest
    asks = "assessments.work_on_action"

    @cached_property
    def action(self) -> PlanAction:
        rows = visible_action(self.request.user, self.kwargs["public_id"])
        action = get_object_or_404(rows)
        if not self.request.user.has_perm(self.asks, action):
            raise PermissionDenied
        return action

    def edit_form(self, *data: Any) -> EditActionForm:
        plan, capacity = self.action.plan, self.action.capacity
        mentors = mentors_for(plan, capacity, reader=self.request.user)
        return EditActionForm(
            *data, action=self.action, programs=programs_for(plan, capacity), mentors=mentors
        )

    def page(self, status: int = 200, **forms: Any) -> HttpResponse:
        action = self.action
        may_edit = self.request.user.has_perm("assessments.edit_plan", action.plan)
        context = {
            "action": action,
            "plan": action.plan,
            "progress": ProgressForm(initial={"progress": action.progress}),
            "drop": DropForm(prefix="drop"),
            "edit": self.edit_form() if may_edit and "edit" not in forms else None,
            **forms,
        }
        return render(self.request, "assessments/plan_action.html", context, status=status)


class ActionDetail(OfAction):
    def get(self, request: MemberRequest, public_id: str) -> HttpResponse:
        return self.page()


class ActionDeed(OfAction):
    """A form of the action's page: it is told there what is wrong."""

    def post(self, request: MemberRequest, public_id: str) -> HttpResponse:
        try:
            wrong = self.act()
        except MoveError:
            messages.error(request, _("This is not possible any more."))
            return redirect(self.action)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect(self.action)
        if wrong:
            return self.page(UNPROCESSABLE, **wrong)
        messages.success(request, _("Saved."))
        return redirect(self.action.plan)

    def act(self) -> dict[str, Any]:
        """Does it; or returns the form that says what is wrong, by its name on the page."""
        raise NotImplementedError


class ActionStart(ActionDeed):
    def act(self) -> dict[str, Any]:
        plans.start(self.action, by=self.request.user)
        return {}


class ActionFinish(ActionDeed):
    def act(self) -> dict[str, Any]:
        plans.finish(self.action, by=self.request.user)
        return {}


class ActionProgress(ActionDeed):
    def act(self) -> dict[str, Any]:
        form = ProgressForm(self.request.POST)
        if not form.is_valid():
            return {"progress": form}
        plans.note_progress(self.action, form.cleaned_data["progress"], by=self.request.user)
        return {}


class ActionDrop(ActionDeed):
    def act(self) -> dict[str, Any]:
        form = DropForm(self.request.POST, prefix="drop")
        if not form.is_valid():
            return {"drop": form}
        plans.drop(self.action, reason=form.cleaned_data["reason"], by=self.request.user)
        return {}


class ActionEdit(ActionDeed):
    asks = "assessments.edit_action"

    def act(self) -> dict[str, Any]:
        form = self.edit_form(self.request.POST)
        if not form.is_valid():
            return {"edit": form}
        step = plans.Step(capacity=self.action.capacity, **form.chosen())
        plans.edit_action(self.action, step, by=self.request.user)
        return {}
