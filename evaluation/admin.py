"""Evaluation for administrators: to look at, not to change; what changes it are actions and the database."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from evaluation.models import (
    Disaggregation,
    DisaggregationValue,
    ImpactReport,
    Indicator,
    LogicModel,
    Measurement,
    ReportResult,
)


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
class IndicatorAdmin(ReadOnly):
    list_display = ["code", "version", "name", "level", "measure", "state"]
    list_filter = ["state", "level", "measure"]
    search_fields = ["code", "name"]


class DisaggregationValueInline(admin.TabularInline):
    model = DisaggregationValue
    fields = ["code", "name_en", "name_ar", "position", "valid_from", "valid_to"]
    extra = 1


@admin.register(Disaggregation)
class DisaggregationAdmin(admin.ModelAdmin):
    """Staff curate by what figures are divided; a sensitive one has the higher threshold."""

    list_display = ["code", "name", "is_exclusive", "is_sensitive"]
    fields = ["code", "name_en", "name_ar", "position", "is_exclusive", "is_sensitive"]
    inlines = [DisaggregationValueInline]


@admin.register(LogicModel)
class LogicModelAdmin(ReadOnly):
    list_display = ["program", "version", "state", "approved_at"]
    list_filter = ["state"]
    list_select_related = ["program"]


@admin.register(Measurement)
class MeasurementAdmin(ReadOnly):
    list_display = ["indicator", "program", "measured", "n", "state", "provenance"]
    list_filter = ["state", "provenance"]
    list_select_related = ["indicator", "program"]
