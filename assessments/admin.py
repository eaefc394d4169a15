"""Staff look here; what a state allows is done by actions, so that states and answers are read only."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from modeltranslation.admin import TranslationAdmin

from assessments import models
from capacity.http.reasons import PersonalAdmin
from capacity.models import User


class LookOnly(admin.ModelAdmin):
    """Rows that only actions write."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(models.Instrument)
class InstrumentAdmin(TranslationAdmin):
    list_display = ["code", "title", "family", "unit", "publisher", "is_demo"]
    list_filter = ["family", "unit", "is_demo"]
    search_fields = ["code", "title", "publisher"]
    filter_horizontal = ["sources"]


@admin.register(models.InstrumentVersion)
class InstrumentVersionAdmin(LookOnly):
    list_display = ["instrument", "major", "minor", "state", "scoring_rule", "published_at", "content_hash"]
    list_filter = ["state", "scoring_rule", "is_demo"]
    list_select_related = ["instrument"]


@admin.register(models.Item)
class ItemAdmin(TranslationAdmin):
    """A published question's words stay; a missing language may be filled. The database sees to both."""

    list_display = ["code", "version", "dimension", "kind", "is_required", "is_reversed"]
    list_filter = ["kind", "is_required"]
    list_select_related = ["version", "dimension"]
    search_fields = ["code", "stem"]
    raw_id_fields = ["version", "dimension", "scale"]


@admin.register(models.AssessmentPlan)
class AssessmentPlanAdmin(LookOnly):
    list_display = ["instrument", "cohort", "organization", "is_anonymous", "is_demo"]
    list_filter = ["is_anonymous", "is_demo"]
    list_select_related = ["instrument", "cohort", "organization"]


@admin.register(models.Wave)
class WaveAdmin(LookOnly):
    list_display = ["plan", "timepoint", "state", "opens_at", "closes_at", "is_demo"]
    list_filter = ["state", "timepoint", "is_demo"]
    list_select_related = ["plan"]
    date_hierarchy = "opens_at"


@admin.register(models.Invitation)
class InvitationAdmin(PersonalAdmin, LookOnly):
    """Who was asked and whether she answered; what she answered is not shown to staff."""

    def account_of(self, obj: models.Invitation) -> User | None:
        return obj.respondent.user

    list_display = ["public_id", "state", "sent_at", "reminders", "is_demo"]
    list_filter = ["state", "is_demo"]
