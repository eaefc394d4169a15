"""Evaluation for administrators: to look at, not to change; what changes it are actions and the database."""

from typing import Any, cast

from django.contrib import admin
from django.db.models import URLField
from django.http import HttpRequest

from capacity.models import User
from evaluation.actions import leaving
from evaluation.models import (
    Design,
    Disaggregation,
    DisaggregationValue,
    ImpactReport,
    Indicator,
    LogicModel,
    Measurement,
    Reliability,
    ReportResult,
)


class ReadOnly(admin.ModelAdmin):
    formfield_overrides = {URLField: {"assume_scheme": "https"}}

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


@admin.register(Design)
class DesignAdmin(ReadOnly):
    list_display = ["cohort", "kind", "comparison", "admitted_below", "updated_at"]
    list_filter = ["kind"]
    list_select_related = ["cohort", "comparison"]


@admin.register(Reliability)
class ReliabilityAdmin(admin.ModelAdmin):
    """Alphas are computed each night; what a publication says is stated here, with its source, by adding it."""

    list_display = ["version", "capacity", "kind", "value", "people", "stated_on"]
    list_filter = ["kind"]
    list_select_related = ["version__instrument", "capacity"]
    fields = ["version", "capacity", "value", "source"]
    autocomplete_fields = ["capacity"]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        form.base_fields["source"].required = True
        return form

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Reliability, form: Any, change: bool) -> None:
        stated = leaving.state_reliability(
            obj.version, obj.capacity, value=obj.value, source=obj.source, by=cast(User, request.user)
        )
        obj.pk = stated.pk
