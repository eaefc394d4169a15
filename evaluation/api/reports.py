"""Published reports to be read by machines: what may not be shown on a page is not here either."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.permissions import AllowAny

from common.api import PageField
from evaluation.filters import ReportFilter
from evaluation.formats.reports import about, as_data
from evaluation.models import ImpactReport
from evaluation.queries.report_pages import results_of


class ReportSerializer(serializers.ModelSerializer):
    id = serializers.UUIDField(source="public_id")
    page = PageField()
    region = serializers.CharField(source="region.code", default=None)
    program = serializers.CharField(source="program.slug", default=None)
    organization = serializers.CharField(source="organization.slug", default=None)
    contains_demo_data = serializers.BooleanField(source="touches_demo")
    data_sha256 = serializers.CharField(source="data_hash")
    results_sha256 = serializers.CharField(source="result_hash")
    supersedes = serializers.UUIDField(source="supersedes.public_id", default=None)
    source = serializers.SerializerMethodField()  # type: ignore[assignment]  # a field of this name
    license = serializers.SerializerMethodField()

    class Meta:
        model = ImpactReport
        fields = [
            "id",
            "page",
            "kind",
            "scope",
            "region",
            "program",
            "organization",
            "period",
            "starts_on",
            "ends_on",
            "as_of",
            "vintage",
            "supersedes",
            "erratum",
            "state",
            "published_at",
            "contains_demo_data",
            "method_version",
            "data_sha256",
            "results_sha256",
            "recomputable",
            "source",
            "license",
        ]

    def get_source(self, report: ImpactReport) -> str:
        return about(report)["source"]

    def get_license(self, report: ImpactReport) -> str:
        return about(report)["license"]


class ResultSerializer(serializers.Serializer):
    """One figure. A suppressed one has its place and its reason, and nothing else."""

    metric = serializers.CharField()
    cell = serializers.DictField(child=serializers.CharField())
    n = serializers.IntegerField(allow_null=True)
    value = serializers.CharField(allow_null=True)
    low = serializers.CharField(allow_null=True)
    high = serializers.CharField(allow_null=True)
    method_id = serializers.CharField()
    quality = serializers.DictField()
    suppressed = serializers.BooleanField()
    reason = serializers.CharField()


class ReportWithResultsSerializer(ReportSerializer):
    results = serializers.SerializerMethodField()

    class Meta(ReportSerializer.Meta):
        fields = [*ReportSerializer.Meta.fields, "results"]

    @extend_schema_field(ResultSerializer(many=True))
    def get_results(self, report: ImpactReport) -> Any:
        return as_data(report, results_of(report))["results"]


def public_reports() -> QuerySet[ImpactReport]:
    return ImpactReport.objects.public().select_related("region", "program", "organization", "supersedes")


class ReportList(ListAPIView):
    """Published impact reports, newest first."""

    permission_classes = [AllowAny]
    serializer_class = ReportSerializer
    filterset_class = ReportFilter
    queryset = public_reports()


class ReportDetail(RetrieveAPIView):
    """A published impact report with its results."""

    permission_classes = [AllowAny]
    serializer_class = ReportWithResultsSerializer
    filter_backends = []
    lookup_field = "public_id"
    queryset = public_reports()
