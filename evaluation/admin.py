"""Evaluation for administrators: to look at, not to change; what changes it are actions and the database."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from evaluation.models import ImpactReport, Indicator, Measurement, ReportResult


class ReadOnly(admin.ModelAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(ImpactReport)
class ImpactReportAdmin(ReadOnly):
    list_display = [
        "pk",
        "kind",
        "scope",
        "starts_on",
        "ends_on",
        "vintage",
        "state",
        "attempt",
        "heartbeat_at",
    ]
    list_filter = ["state", "kind", "scope"]
    date_hierarchy = "ends_on"


@admin.register(ReportResult)
class ReportResultAdmin(ReadOnly):
    """Protected results only: those of a report before its check of disclosure are nobody's to read."""

    list_display = ["report_id", "metric", "cell", "n", "value", "is_suppressed"]
    list_filter = ["metric", "is_suppressed"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).filter(report__state__in=["review", "published", "superseded"])


@admin.register(Indicator)
class IndicatorAdmin(admin.ModelAdmin):
    list_display = ["code", "name", "measure", "direction"]
    search_fields = ["code", "name"]


@admin.register(Measurement)
class MeasurementAdmin(ReadOnly):
    list_display = ["indicator", "program", "measured", "n", "state", "provenance"]
    list_filter = ["state", "provenance"]
    list_select_related = ["indicator", "program"]
