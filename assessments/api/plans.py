"""Development plans: read as on the pages, and written by the forms of the pages."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, cast

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.generics import GenericAPIView, ListAPIView
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.actions import plans as actions
from assessments.forms.plans import (
    ActionForm,
    DropForm,
    DropNeedForm,
    EditActionForm,
    NeedsForm,
    PlanTitleForm,
    ProgressForm,
)
from assessments.models import DevelopmentPlan, PlanAction
from assessments.queries.plans import Known, actions_of, mentors_for, needs_of, programs_for, visible_action
from assessments.stats import gaps
from capacity.models import Capacity, Stakeholder, User
from common.api import KeysetPagination, PageField, cleaned, conflicts


class PlanSerializer(serializers.ModelSerializer):
    url = serializers.HyperlinkedIdentityField(view_name="api:plan-detail", lookup_field="public_id")
    page = PageField()
    subject = serializers.CharField(source="subject.slug")
    after = serializers.UUIDField(source="session.public_id", default=None, allow_null=True)

    class Meta:
        model = DevelopmentPlan
        fields = ["url", "page", "public_id", "subject", "title", "after", "ended_at", "is_demo"]


class GapSerializer(serializers.Serializer):
    """A need: from 0 to 5 how important, how well now, how well that would last; and what follows from it."""

    capacity = serializers.CharField(source="need.capacity.code")
    importance = serializers.FloatField(source="need.importance")
    ability = serializers.FloatField(source="need.ability")
    robustness = serializers.FloatField(source="need.robustness", allow_null=True)
    discrepancy = serializers.FloatField()
    priority = serializers.FloatField(help_text="Importance times discrepancy (Borich 1980).")


class ActionSerializer(serializers.ModelSerializer):
    capacity = serializers.CharField(source="capacity.code")
    program = serializers.CharField(source="program.slug", default=None, allow_null=True)
    mentor = serializers.CharField(source="mentor.slug", default=None, allow_null=True)
    owner = serializers.CharField(source="owner.slug", default=None, allow_null=True)

    class Meta:
        model = PlanAction
        fields = [
            "public_id", "capacity", "kind", "title", "program", "mentor", "owner", "due_on", "progress", "state",
        ]  # fmt: skip


class WholePlanSerializer(PlanSerializer):
    """With what presses, the most pressing first, and what is done about it."""

    needs = serializers.SerializerMethodField()
    actions = serializers.SerializerMethodField()

    class Meta(PlanSerializer.Meta):
        fields = [*PlanSerializer.Meta.fields, "needs", "actions"]

    @extend_schema_field(GapSerializer(many=True))
    def get_needs(self, plan: DevelopmentPlan) -> Any:
        pressing = gaps(need for need in needs_of(plan) if need.dropped_at is None)
        return GapSerializer(pressing, many=True).data

    @extend_schema_field(ActionSerializer(many=True))
    def get_actions(self, plan: DevelopmentPlan) -> Any:
        return ActionSerializer(actions_of(plan), many=True).data


class NewPlanSerializer(serializers.Serializer):
    title = serializers.CharField(max_length=140)
    organization = serializers.SlugField(
        required=False, help_text="An organization one represents; without it the plan is one's own."
    )


class RatingSerializer(serializers.Serializer):
    capacity = serializers.CharField(max_length=40)
    importance = serializers.DecimalField(max_digits=3, decimal_places=1, min_value=0, max_value=5)
    ability = serializers.DecimalField(max_digits=3, decimal_places=1, min_value=0, max_value=5)
    robustness: Any = serializers.DecimalField(
        max_digits=3, decimal_places=1, min_value=0, max_value=5, required=False, allow_null=True
    )


class NewActionSerializer(serializers.Serializer):
    """At most one of `program` and `mentor`, of those that the page offers for the capacity."""

    capacity = serializers.CharField(max_length=40)
    title = serializers.CharField(max_length=200, required=False, allow_blank=True)
    program = serializers.SlugField(required=False)
    mentor = serializers.SlugField(required=False)
    owner = serializers.SlugField(required=False)
    due_on = serializers.DateField(required=False)


class ChangedActionSerializer(serializers.Serializer):
    """What is not named stays; null makes it nobody's, or without a day."""

    title = serializers.CharField(max_length=200, required=False)
    program = serializers.SlugField(required=False)
    mentor = serializers.SlugField(required=False)
    owner: Any = serializers.SlugField(required=False, allow_null=True)
    due_on = serializers.DateField(required=False, allow_null=True)


class ProgressSerializer(serializers.Serializer):
    progress = serializers.IntegerField(min_value=0, max_value=100)


class ReasonSerializer(serializers.Serializer):
    reason = serializers.CharField(max_length=300)


class OfPlans(GenericAPIView):
    permission_classes = [IsAuthenticated]
    serializer_class = PlanSerializer
    pagination_class = KeysetPagination
    filter_backends = []
    queryset = DevelopmentPlan.objects.none()

    @property
    def user(self) -> User:
        return cast("User", self.request.user)

    def visible(self) -> QuerySet[DevelopmentPlan]:
        rows = DevelopmentPlan.objects.visible_to(self.user)
        return rows.select_related("subject", "session").order_by("-pk")

    def plan(self, asks: str) -> DevelopmentPlan:
        plan = get_object_or_404(self.visible(), public_id=self.kwargs["public_id"])
        if not self.user.has_perm(asks, plan):
            raise PermissionDenied
        return plan

    def whole(self, plan: DevelopmentPlan, status: int = 200) -> Response:
        return Response(WholePlanSerializer(plan, context=self.get_serializer_context()).data, status=status)


class PlanList(OfPlans, ListAPIView):
    """One's own plans, those of organizations one represents, and those in which one has something to do. POST begins
    one."""

    def get_queryset(self) -> QuerySet[DevelopmentPlan]:
        return self.visible()

    @extend_schema(request=NewPlanSerializer, responses={201: WholePlanSerializer})
    def post(self, request: Request) -> Response:
        wanted = NewPlanSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        slug = wanted.validated_data.get("organization")
        whose: dict[str, Any] = {"slug": slug} if slug else {"user": self.user}
        subject = get_object_or_404(Stakeholder.objects.visible_to(self.user), **whose)
        if not self.user.has_perm("assessments.make_plan", subject):
            raise PermissionDenied
        given = cleaned(PlanTitleForm(wanted.validated_data))
        return self.whole(actions.create(subject, by=self.user, title=given["title"]), 201)


class PlanDetail(OfPlans):
    asks = "assessments.see_plan"

    @extend_schema(responses=WholePlanSerializer)
    def get(self, request: Request, public_id: str) -> Response:
        return self.whole(self.plan(self.asks))


class PlanNeeds(OfPlans):
    """Says how important capacities are, and how well they are there; what is not named stays."""

    asks = "assessments.edit_plan"

    @extend_schema(request=RatingSerializer(many=True), responses=WholePlanSerializer)
    def post(self, request: Request, public_id: str) -> Response:
        plan = self.plan(self.asks)
        said = RatingSerializer(data=request.data, many=True)
        said.is_valid(raise_exception=True)
        rows = {row["capacity"]: row for row in said.validated_data}
        fitting = {
            each.code: each for each in Capacity.objects.shown().fitting(plan.subject).filter(code__in=rows)
        }
        if unknown := sorted(rows.keys() - fitting.keys()):
            raise serializers.ValidationError(
                {"capacity": [_("There is no such capacity.") + f" ({unknown[0]})"]}
            )
        data = {
            f"{name}-{code}": value
            for code, row in rows.items()
            for name, value in row.items()
            if value is not None
        }
        known = {each: Known(ability=Decimal(0)) for each in fitting.values()}
        form = NeedsForm(data, capacities=known, lasting=not plan.subject.is_person)
        cleaned(form)
        rated = {capacity: actions.Rated(**one) for capacity, one in form.rated.items()}
        with conflicts():
            actions.rate_needs(plan, rated, by=self.user)
        return self.whole(plan)


class NeedDrop(OfPlans):
    """A capacity presses no more; the need stays, with the reason."""

    asks = "assessments.edit_plan"

    @extend_schema(request=ReasonSerializer, responses=WholePlanSerializer)
    def post(self, request: Request, public_id: str, code: str) -> Response:
        plan = self.plan(self.asks)
        rows = plan.needs.filter(dropped_at=None).select_related("capacity")
        need = get_object_or_404(rows, capacity__code=code)
        given = cleaned(DropNeedForm(cast("Any", request.data)))
        with conflicts():
            actions.drop_need(need, reason=given["reason"], by=self.user)
        return self.whole(plan)


class PlanEnd(OfPlans):
    """Nothing in it changes from then on."""

    asks = "assessments.edit_plan"

    @extend_schema(request=None, responses=WholePlanSerializer)
    def post(self, request: Request, public_id: str) -> Response:
        plan = self.plan(self.asks)
        with conflicts():
            actions.end(plan, by=self.user)
        plan.refresh_from_db(fields=["ended_at"])
        return self.whole(plan)


def choice_in(given: Mapping[str, Any]) -> str | None:
    """What is chosen, as the form names it; None where nothing is said of it."""
    chosen = [f"{kind}-{given[kind]}" for kind in ("program", "mentor") if kind in given]
    if len(chosen) > 1:
        raise serializers.ValidationError({"mentor": [_("Choose a program or a mentor, not both.")]})
    return chosen[0] if chosen else None


class PlanActions(OfPlans):
    """Chooses something to be done for a capacity."""

    asks = "assessments.edit_plan"

    @extend_schema(request=NewActionSerializer, responses={201: ActionSerializer})
    def post(self, request: Request, public_id: str) -> Response:
        plan = self.plan(self.asks)
        said = NewActionSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        given = said.validated_data
        shown = Capacity.objects.shown().fitting(plan.subject)
        capacity = shown.filter(code=given["capacity"]).first()
        if capacity is None:
            raise serializers.ValidationError({"capacity": [_("There is no such capacity.")]})
        form = ActionForm(
            {**given, "choice": choice_in(given) or "own"},
            plan=plan,
            programs=programs_for(plan, capacity),
            mentors=mentors_for(plan, capacity, reader=self.user),
        )
        cleaned(form)
        with conflicts():
            step = actions.Step(capacity=capacity, **form.chosen())
            made = actions.add_action(plan, step, by=self.user)
        return Response(ActionSerializer(made).data, status=201)


class ActionDeed(GenericAPIView):
    """A deed is posted to an address of its own."""

    asks = "assessments.work_on_action"
    permission_classes = [IsAuthenticated]
    serializer_class = ActionSerializer
    queryset = PlanAction.objects.none()

    def post(self, request: Request, public_id: str) -> Response:
        user = cast("User", request.user)
        action = get_object_or_404(visible_action(user, public_id))
        if not user.has_perm(self.asks, action):
            raise PermissionDenied
        with conflicts():
            done = self.deed(action, by=user)
        return Response(ActionSerializer(done).data)

    def deed(self, action: PlanAction, *, by: User) -> PlanAction:
        raise NotImplementedError


@extend_schema_view(post=extend_schema(request=None))
class ActionStart(ActionDeed):
    def deed(self, action: PlanAction, *, by: User) -> PlanAction:
        return actions.start(action, by=by)


@extend_schema_view(post=extend_schema(request=None))
class ActionFinish(ActionDeed):
    def deed(self, action: PlanAction, *, by: User) -> PlanAction:
        return actions.finish(action, by=by)


@extend_schema_view(post=extend_schema(request=ProgressSerializer))
class ActionProgress(ActionDeed):
    def deed(self, action: PlanAction, *, by: User) -> PlanAction:
        given = cleaned(ProgressForm(cast("Any", self.request.data)))
        return actions.note_progress(action, given["progress"], by=by)


@extend_schema_view(post=extend_schema(request=ReasonSerializer))
class ActionDrop(ActionDeed):
    def deed(self, action: PlanAction, *, by: User) -> PlanAction:
        given = cleaned(DropForm(cast("Any", self.request.data)))
        return actions.drop(action, reason=given["reason"], by=by)


@extend_schema_view(post=extend_schema(request=ChangedActionSerializer))
class ActionEdit(ActionDeed):
    """Chooses anew how, who and until when."""

    asks = "assessments.edit_action"

    def deed(self, action: PlanAction, *, by: User) -> PlanAction:
        said = ChangedActionSerializer(data=self.request.data)
        said.is_valid(raise_exception=True)
        plan, given = action.plan, said.validated_data
        offers = {
            "programs": programs_for(plan, action.capacity),
            "mentors": mentors_for(plan, action.capacity, reader=by),
        }
        now = EditActionForm(action=action, **offers).initial
        changed = {**now, **given, "choice": choice_in(given) or now["choice"]}
        form = EditActionForm(changed, action=action, **offers)
        cleaned(form)
        return actions.edit_action(action, actions.Step(capacity=action.capacity, **form.chosen()), by=by)
