"""Evaluation for staff to find and to look at, not to change: what changes it are actions and the database."""

from typing import Any, cast

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from capacity.models import User
from common.admin import ReadOnlyAdmin
from evaluation.actions import leaving
from evaluation.models import (
    Alert,
    Design,
    Disaggregation,
    DisaggregationValue,
    EquityTarget,
    Evaluation,
    FollowUpTask,
    ImpactReport,
    Indicator,
    Learning,
    LogicModel,
    Measurement,
    OutcomeStatement,
    Recommendation,
    Reliability,
    ReportResult,
)


class LookAtAdmin(ReadOnlyAdmin):
    """Leads to the page where it is worked on, and to what was done with it."""

    show_full_result_count = False
    list_filter = ["state", "is_demo"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["worked_on", *super().get_fields(request, obj)]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*super().get_readonly_fields(request, obj), "worked_on"]

    @admin.display(description=gettext_lazy("Page and history"))
    def worked_on(self, obj: Any) -> SafeString:
        history = f"{reverse('capacity:audit')}?object_type={obj._meta.label_lower}&object_id={obj.pk}"
        return format_html(
            '<a href="{}">{}</a> · <a href="{}">{}</a>',
            obj.get_absolute_url(),
            _("Where it is worked on"),
            history,
            _("What was done with it"),
        )


@admin.register(ImpactReport)
class ImpactReportAdmin(LookAtAdmin):
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
    list_filter = ["state", "kind", "scope", "period", "is_demo"]
    search_fields = ["program__title_en", "organization__name", "region__code", "data_hash", "result_hash"]
    date_hierarchy = "ends_on"


@admin.register(ReportResult)
class ReportResultAdmin(ReadOnlyAdmin):
    """Protected results only: those of a report before its check of disclosure are nobody's to read."""

    list_display = ["report_id", "metric", "cell", "n", "value", "is_suppressed"]
    list_filter = ["metric", "is_suppressed"]
    search_fields = ["=report__id", "metric", "method_id"]
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).filter(report__state__in=["review", "published", "superseded"])


@admin.register(Indicator)
class IndicatorAdmin(LookAtAdmin):
    list_display = ["code", "version", "name", "program", "level", "measure", "state"]
    list_filter = ["state", "level", "measure", "is_demo"]
    search_fields = ["code", "name_en", "name_ar", "program__title_en"]
    list_select_related = ["program"]


class DisaggregationValueInline(admin.TabularInline):
    model = DisaggregationValue
    fields = ["code", "name_en", "name_ar", "position", "valid_from", "valid_to"]
    extra = 1


@admin.register(Disaggregation)
class DisaggregationAdmin(admin.ModelAdmin):
    """Staff curate by what figures are divided; a sensitive one has the higher threshold."""

    list_display = ["code", "name", "is_exclusive", "is_sensitive"]
    list_filter = ["is_exclusive", "is_sensitive"]
    search_fields = ["code", "name_en", "name_ar"]
    fields = ["code", "name_en", "name_ar", "position", "is_exclusive", "is_sensitive"]
    inlines = [DisaggregationValueInline]


@admin.register(LogicModel)
class LogicModelAdmin(LookAtAdmin):
    list_display = ["program", "version", "state", "approved_at"]
    list_select_related = ["program"]
    search_fields = ["program__title_en", "situation"]


@admin.register(Measurement)
class MeasurementAdmin(LookAtAdmin):
    list_display = ["indicator", "program", "measured", "n", "state", "provenance"]
    list_filter = ["state", "provenance", "is_demo"]
    list_select_related = ["indicator", "program"]
    search_fields = ["indicator__code", "indicator__name_en", "program__title_en", "measured"]


@admin.register(Evaluation)
class EvaluationAdmin(LookAtAdmin):
    list_display = ["title", "program", "kind", "design", "standing", "state", "published_at"]
    list_filter = ["state", "kind", "standing", "is_demo"]
    list_select_related = ["program"]
    search_fields = ["title", "program__title_en"]


@admin.register(Recommendation)
class RecommendationAdmin(LookAtAdmin):
    list_display = ["text", "program", "respond_by", "state", "response"]
    list_filter = ["state", "response", "is_demo"]
    list_select_related = ["program"]
    search_fields = ["text", "program__title_en"]


@admin.register(Learning)
class LearningAdmin(LookAtAdmin):
    list_display = ["title", "program", "verdict", "strength", "language"]
    list_filter = ["verdict", "strength", "is_demo"]
    list_select_related = ["program", "language"]
    search_fields = ["title", "search_text", "program__title_en"]


@admin.register(OutcomeStatement)
class OutcomeStatementAdmin(LookAtAdmin):
    list_display = ["change", "who", "program", "level", "state"]
    list_filter = ["state", "level", "is_demo"]
    list_select_related = ["program"]
    search_fields = ["change", "who", "program__title_en"]


@admin.register(FollowUpTask)
class FollowUpTaskAdmin(LookAtAdmin):
    list_display = ["cohort", "offset", "due_on", "state", "closes_on"]
    list_select_related = ["cohort"]
    search_fields = ["cohort__name", "cohort__program__title_en"]


@admin.register(Alert)
class AlertAdmin(LookAtAdmin):
    list_display = ["kind", "program", "cohort", "state", "created_at", "resolved_at"]
    list_filter = ["state", "kind", "is_demo"]
    list_select_related = ["program", "cohort"]
    search_fields = ["program__title_en", "cohort__name"]


@admin.register(EquityTarget)
class EquityTargetAdmin(ReadOnlyAdmin):
    list_filter = ["dimension", "is_demo"]
    search_fields = ["reason"]


@admin.register(Design)
class DesignAdmin(ReadOnlyAdmin):
    list_display = ["cohort", "kind", "comparison", "admitted_below", "updated_at"]
    list_filter = ["kind"]
    list_select_related = ["cohort", "comparison"]
    search_fields = ["cohort__name", "cohort__program__title_en"]


@admin.register(Reliability)
class ReliabilityAdmin(admin.ModelAdmin):
    """Alphas are computed each night; what a publication says is stated here, with its source, by adding it."""

    list_display = ["version", "capacity", "kind", "value", "people", "stated_on"]
    list_filter = ["kind"]
    list_select_related = ["version__instrument", "capacity"]
    search_fields = ["version__instrument__code", "capacity__code", "source"]
    fields = ["version", "capacity", "value", "source"]
    autocomplete_fields = ["capacity"]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        if "source" in form.base_fields:  # not where it is only looked at
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
