"""The waves one runs: who was asked, who answered, how the group stands; planned, opened, closed, reminded of. Nothing
here tells of single people."""

from typing import Any, cast

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.generics import GenericAPIView, ListAPIView, RetrieveAPIView
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.actions import invitations, observers
from assessments.actions import waves as actions
from assessments.forms.observers import ObserversForm
from assessments.forms.planning import PLANNED, PlanForm
from assessments.models import Timepoint, Wave
from assessments.queries.observers import teachers_of
from assessments.queries.waves import waves_run_by, waves_with_plan
from assessments.states import WaveState
from assessments.stats import capacity_means, response_rate
from capacity.models import Stakeholder, User
from common.api import KeysetPagination, PageField, cleaned, conflicts
from programs.models import Cohort


class WaveSerializer(serializers.ModelSerializer):
    """`cohort` or `organization`: of whom it asks."""

    url = serializers.HyperlinkedIdentityField(view_name="api:wave-detail", lookup_field="public_id")
    page = PageField()
    instrument = serializers.CharField(source="plan.instrument.code")
    version = serializers.SerializerMethodField()
    cohort = serializers.UUIDField(source="plan.cohort.public_id", default=None, allow_null=True)
    organization = serializers.CharField(source="plan.organization.slug", default=None, allow_null=True)
    is_anonymous = serializers.BooleanField(source="plan.is_anonymous")

    class Meta:
        model = Wave
        fields = [
            "url", "page", "public_id", "instrument", "version", "cohort", "organization", "timepoint", "state",
            "opens_at", "closes_at", "is_anonymous", "is_demo",
        ]  # fmt: skip

    @extend_schema_field(serializers.CharField())
    def get_version(self, wave: Wave) -> str:
        return f"{wave.version.major}.{wave.version.minor}"


class RateSerializer(serializers.Serializer):
    """Who was asked when the wave opened, and how that ended."""

    asked = serializers.IntegerField()
    answered = serializers.IntegerField()
    missing = serializers.IntegerField()
    declined = serializers.IntegerField()
    unreachable = serializers.IntegerField()
    reminders = serializers.IntegerField()


class MeanSerializer(serializers.Serializer):
    """Between 0 and 1. A suppressed figure is null, and says so."""

    capacity = serializers.CharField(source="code")
    n = serializers.IntegerField(allow_null=True)
    mean = serializers.FloatField(allow_null=True)
    suppressed = serializers.BooleanField()


class WaveWithResultsSerializer(WaveSerializer):
    """`results` are empty while the wave is open: two looks would show what came between them."""

    rate = serializers.SerializerMethodField()
    results = serializers.SerializerMethodField()

    class Meta(WaveSerializer.Meta):
        fields = [*WaveSerializer.Meta.fields, "rate", "results"]

    @extend_schema_field(RateSerializer())
    def get_rate(self, wave: Wave) -> Any:
        return RateSerializer(response_rate(wave)).data

    @extend_schema_field(MeanSerializer(many=True))
    def get_results(self, wave: Wave) -> Any:
        return MeanSerializer(capacity_means(wave), many=True).data


class NewWavesSerializer(serializers.Serializer):
    """What is planned already stays, and is not planned twice."""

    version = serializers.UUIDField(help_text="Of a published questionnaire about persons, the newest.")
    timepoints = serializers.ListField(child=serializers.ChoiceField(choices=PLANNED))
    is_anonymous = serializers.BooleanField(default=False)


class RemindedSerializer(serializers.Serializer):
    reminded = serializers.IntegerField(help_text="How many people got a letter.")


class WhomSerializer(serializers.Serializer):
    people = serializers.ListField(child=serializers.SlugField(), help_text="Who teaches in the cohort.")


class AskedSerializer(serializers.Serializer):
    asked = serializers.IntegerField(help_text="How many ratings are asked for now that were not before.")


class WaveFilter(filters.FilterSet):
    cohort = filters.UUIDFilter(field_name="plan__cohort__public_id")
    instrument = filters.CharFilter(field_name="plan__instrument__code")
    timepoint = filters.ChoiceFilter(choices=Timepoint.choices)
    state = filters.ChoiceFilter(choices=WaveState.choices)

    class Meta:
        model = Wave
        fields: list[str] = []


class NewestFirst(KeysetPagination):
    ordering = ("-opens_at", "-id")


class WaveList(ListAPIView):
    """The waves of cohorts one runs and of organizations one represents; for staff those of all cohorts."""

    permission_classes = [IsAuthenticated]
    serializer_class = WaveSerializer
    filterset_class = WaveFilter
    pagination_class = NewestFirst
    queryset = Wave.objects.none()

    def get_queryset(self) -> QuerySet[Wave]:
        return waves_run_by(self.request.user)


class WaveDetail(RetrieveAPIView):
    """A wave with its response rate and the results of the group."""

    asks = "assessments.run_wave"
    permission_classes = [IsAuthenticated]
    serializer_class = WaveWithResultsSerializer
    filter_backends = []
    queryset = Wave.objects.none()

    def get_object(self) -> Wave:
        return get_object_or_404(waves_run_by(self.request.user), public_id=self.kwargs["public_id"])


class CohortWaves(GenericAPIView):
    """Plans waves of a cohort, at the times that its dates say."""

    asks = "assessments.plan_waves"
    permission_classes = [IsAuthenticated]
    serializer_class = WaveSerializer
    filter_backends = []
    queryset = Wave.objects.none()

    @extend_schema(request=NewWavesSerializer, responses={201: WaveSerializer(many=True)})
    def post(self, request: Request, public_id: str) -> Response:
        user = cast("User", request.user)
        cohort = get_object_or_404(Cohort.objects.visible_to(user), public_id=public_id)
        if not user.has_perm(self.asks, cohort):
            raise PermissionDenied
        said = NewWavesSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        given = cleaned(PlanForm(said.validated_data))
        with conflicts():
            made = actions.plan_for_cohort(cohort, by=user, **given)
        rows = waves_with_plan().filter(pk__in=[wave.pk for wave in made]).order_by("opens_at", "pk")
        return Response(self.get_serializer(rows, many=True).data, status=201)


class WaveDeed(GenericAPIView):
    """A deed is posted to an address of its own."""

    asks = "assessments.run_wave"
    permission_classes = [IsAuthenticated]
    serializer_class = WaveWithResultsSerializer
    filter_backends = []
    queryset = Wave.objects.none()

    def post(self, request: Request, public_id: str) -> Response:
        user = cast("User", request.user)
        wave = get_object_or_404(waves_run_by(user), public_id=public_id)
        if not user.has_perm(self.asks, wave):
            raise PermissionDenied
        with conflicts():
            done = self.deed(wave, by=user)
        return Response(self.get_serializer(waves_with_plan().get(pk=wave.pk)).data if done is None else done)

    def deed(self, wave: Wave, *, by: User) -> dict[str, int] | None:
        """Does it; what it gives is the answer, and the wave where that is nothing."""
        raise NotImplementedError


@extend_schema_view(post=extend_schema(request=None))
class WaveOpen(WaveDeed):
    """Fixes whom it asks, and invites them."""

    def deed(self, wave: Wave, *, by: User) -> None:
        actions.open_wave(wave, by=by)


@extend_schema_view(post=extend_schema(request=None))
class WaveClose(WaveDeed):
    """The first time begins the time of grace, the second ends it."""

    def deed(self, wave: Wave, *, by: User) -> None:
        (actions.close if wave.state == WaveState.CLOSING else actions.begin_closing)(wave, by=by)


@extend_schema_view(post=extend_schema(request=None))
class WaveReopen(WaveDeed):
    """For a week."""

    def deed(self, wave: Wave, *, by: User) -> None:
        actions.reopen(wave, by=by)


@extend_schema_view(post=extend_schema(request=None, responses=RemindedSerializer))
class WaveRemind(WaveDeed):
    """Three times at most, five days apart, nobody who said no."""

    def deed(self, wave: Wave, *, by: User) -> dict[str, int]:
        return {"reminded": invitations.remind_wave(wave, by=by)}


@extend_schema_view(post=extend_schema(request=WhomSerializer, responses=AskedSerializer))
class WaveObservers(WaveDeed):
    """Asks those who teach in the cohort how they see everybody in it."""

    asks = "assessments.ask_teachers"

    def deed(self, wave: Wave, *, by: User) -> dict[str, int]:
        said = WhomSerializer(data=self.request.data)
        said.is_valid(raise_exception=True)
        cohort = wave.plan.cohort
        teachers = teachers_of(cohort) if cohort else Stakeholder.objects.none()
        given = cleaned(ObserversForm(said.validated_data, people=teachers))
        return {"asked": observers.ask_teachers(wave, list(given["people"]), by=by)}
