"""Follow-ups of the programs one has to do with, and what came of a cohort. Nobody is named here."""

from typing import Any

import django_filters
from django.forms import BaseForm
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.permissions import IsAuthenticated

from capacity.models import User
from capacity.queries.audit import has_stated_reason
from common.api import Conflict, KeysetPagination, PageField
from evaluation.actions import follow_ups
from evaluation.api.deeds import Deed, Seen
from evaluation.forms.follow_ups import OutcomeForm
from evaluation.forms.indicators import ReasonForm
from evaluation.models import FollowUpOutcome, FollowUpTask
from evaluation.states import FollowUpState


class ByDueDay(KeysetPagination):
    ordering = ("due_on", "id")


class FollowUpSerializer(serializers.ModelSerializer):
    id = serializers.UUIDField(source="public_id")
    page = PageField()
    program = serializers.CharField(source="cohort.program.slug")
    cohort: Any = serializers.UUIDField(source="cohort.public_id")
    months_after = serializers.IntegerField(source="offset")
    instrument = serializers.CharField(source="policy.instrument.code", default=None, allow_null=True)

    class Meta:
        model = FollowUpTask
        fields = [
            "id", "page", "program", "cohort", "months_after", "due_on", "opened_on", "closes_on", "state",
            "skip_reason", "instrument", "is_demo",
        ]  # fmt: skip


class NotedSerializer(serializers.ModelSerializer):
    """Whom it is about, and in whose words, stands on the page."""

    organization: Any = serializers.CharField(source="organization.slug", default=None, allow_null=True)

    class Meta:
        model = FollowUpOutcome
        fields = ["kind", "organization", "people_taught", "happened_on", "evidence"]


class WholeFollowUpSerializer(FollowUpSerializer):
    outcomes = serializers.SerializerMethodField()

    class Meta(FollowUpSerializer.Meta):
        fields = [*FollowUpSerializer.Meta.fields, "outcomes"]

    @extend_schema_field(NotedSerializer(many=True))
    def get_outcomes(self, task: FollowUpTask) -> Any:
        return NotedSerializer(task.outcomes.select_related("organization"), many=True).data


class NewOutcomeOfFollowUpSerializer(serializers.ModelSerializer):
    person: Any = serializers.SlugField(required=False, help_text="Who took part in the cohort.")
    organization: Any = serializers.SlugField(required=False, help_text="On whose behalf somebody took part.")
    role: Any = serializers.UUIDField(required=False, help_text="A role that somebody of the cohort holds.")
    language: Any = serializers.CharField(max_length=20)

    class Meta:
        model = FollowUpOutcome
        fields = [
            "kind", "person", "organization", "role", "people_taught", "happened_on", "description", "language",
            "evidence",
        ]  # fmt: skip


class FollowUpReasonSerializer(serializers.Serializer):
    reason = serializers.CharField(max_length=300)


class FollowUpFilter(django_filters.FilterSet):
    program = django_filters.CharFilter(
        field_name="cohort__program__slug", label=_("Program"), max_length=120
    )
    state = django_filters.ChoiceFilter(choices=FollowUpState.choices)


class OfFollowUps(Seen):
    model = FollowUpTask
    related = ("cohort__program", "policy__instrument")
    permission_classes = [IsAuthenticated]
    serializer_class: Any = WholeFollowUpSerializer
    queryset = FollowUpTask.objects.none()


class FollowUps(OfFollowUps, ListAPIView):
    """In the order of the days on which they are due."""

    serializer_class = FollowUpSerializer
    pagination_class = ByDueDay
    filterset_class = FollowUpFilter


class FollowUpDetail(OfFollowUps, RetrieveAPIView):
    """A follow-up with what came of the cohort."""

    asks = "evaluation.see_follow_up"
    filter_backends = []


class FollowUpDeed(OfFollowUps, Deed):
    asks = "evaluation.edit_follow_up"


@extend_schema_view(post=extend_schema(request=FollowUpReasonSerializer))
class FollowUpSkip(FollowUpDeed):
    """Nobody is asked this time, for a reason."""

    def form(self, thing: Any, data: Any) -> BaseForm:
        return ReasonForm(data)

    def act(self, thing: Any, *, by: User, **given: Any) -> Any:
        return follow_ups.skip(thing, by=by, **given)


@extend_schema_view(post=extend_schema(request=NewOutcomeOfFollowUpSerializer))
class FollowUpOutcomes(FollowUpDeed):
    """Notes what came of the cohort. Staff who neither run nor teach it say first on its page why they look."""

    status = 201

    def may(self, user: User, thing: Any) -> bool:
        if not super().may(user, thing):
            return False
        if not user.has_perm("programs.read_roster", thing.cohort) and not has_stated_reason(
            user, thing.cohort
        ):
            raise Conflict(gettext("Say first on the page of the cohort why you look at these people."))
        return True

    def form(self, thing: Any, data: Any) -> BaseForm:
        return OutcomeForm(data, task=thing, instance=FollowUpOutcome())

    def act(self, thing: Any, *, by: User, **given: Any) -> Any:
        return follow_ups.note_outcome(thing, by=by, **given).task
