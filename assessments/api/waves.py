"""Read the waves one runs: who was asked, who answered, how the group stands. Nothing here tells of single people."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.permissions import IsAuthenticated

from assessments.models import Timepoint, Wave
from assessments.queries.waves import waves_run_by
from assessments.states import WaveState
from assessments.stats import capacity_means, response_rate
from common.api import KeysetPagination, PageField


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
