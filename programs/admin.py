"""For staff: find and correct programs, cohorts, sessions and roles. States are changed by the verbs, not by fields."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import admin, messages
from django.db.models import QuerySet, URLField
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modeltranslation.admin import TranslationAdmin

from capacity.models import User
from common.log import record
from common.moves import MoveError
from programs.actions import enrollments, programs, sessions
from programs.logic.refusals import RefusalError
from programs.models import (
    Cohort,
    Enrollment,
    EnrollmentEvent,
    Method,
    Program,
    ProgramCapacity,
    ProgramProvider,
    ProgramRole,
    Session,
)
from programs.states import ProgramState


def member(request: HttpRequest) -> User:
    """The admin lets in nobody who is not signed in."""
    return cast("User", request.user)


class AimInline(admin.TabularInline):
    model = ProgramCapacity
    extra = 1
    raw_id_fields = ["capacity"]


class ProviderInline(admin.TabularInline):
    model = ProgramProvider
    extra = 1
    raw_id_fields = ["organization"]


@admin.register(Method)
class MethodAdmin(TranslationAdmin):
    list_display = ["name", "code", "completion_kind", "position"]
    search_fields = ["code", "name"]


@admin.register(Program)
class ProgramAdmin(TranslationAdmin):
    list_display = ["title", "state", "method", "scope", "published_at", "is_demo"]
    list_filter = ["state", "method", "scope", "is_demo"]
    search_fields = ["slug", "search_text"]
    prepopulated_fields = {"slug": ["title"]}
    raw_id_fields = ["original_language"]
    filter_horizontal = ["languages", "regions"]
    readonly_fields = ["state", "published_at", "archived_at", "created_by", "is_demo"]
    inlines = [AimInline, ProviderInline]
    actions = ["submit", "send_back", "publish", "archive"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and (
            obj is None or obj.state == ProgramState.DRAFT
        )

    def save_model(self, request: HttpRequest, obj: Program, form: ModelForm, change: bool) -> None:
        if not change:
            obj.created_by = member(request)
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        programs.note_edit(form.instance, by=member(request), created=not change, fields=form.changed_data)

    @admin.action(description=gettext_lazy("Submit for review"))
    def submit(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._each(request, queryset, programs.submit)

    @admin.action(description=gettext_lazy("Send back to draft"))
    def send_back(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._each(request, queryset, programs.send_back)

    @admin.action(description=gettext_lazy("Publish"))
    def publish(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._each(request, queryset, programs.publish)

    @admin.action(description=gettext_lazy("Archive"))
    def archive(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._each(request, queryset, programs.archive)

    def _each(self, request: HttpRequest, queryset: QuerySet, deed: Callable[..., Program]) -> None:
        for program in queryset:
            try:
                deed(program, by=member(request))
            except RefusalError as refusal:
                self._refuse(request, program, str(refusal))
            except MoveError as error:
                state = ProgramState(error.current).label
                self._refuse(request, program, _("It is now “%(state)s”.") % {"state": state})

    def _refuse(self, request: HttpRequest, program: Program, why: str) -> None:
        text = _("%(program)s: %(problem)s") % {"program": program.title, "problem": why}
        self.message_user(request, text, messages.ERROR)


@admin.register(Cohort)
class CohortAdmin(admin.ModelAdmin):
    list_display = ["name", "program", "starts_on", "seats", "held_seats", "confirmation", "is_demo"]
    list_filter = ["delivery", "confirmation", "is_demo", "starts_on"]
    search_fields = ["name", "program__slug", "program__search_text"]
    raw_id_fields = ["program", "territory"]
    filter_horizontal = ["languages", "interpretation"]
    readonly_fields = ["held_seats", "is_demo"]
    list_select_related = ["program"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # a cohort is cancelled, not deleted

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        verb = "edit" if change else "create"
        record(
            f"programs.cohorts.{verb}",
            form.instance,
            by=member(request),
            after={"fields": sorted(form.changed_data)},
        )
        enrollments.promote(form.instance)  # seats may have been added


@admin.register(Session)
class SessionAdmin(admin.ModelAdmin):
    list_display = ["title", "cohort", "starts_at", "minutes", "cancelled_at"]
    list_filter = ["is_demo", "starts_at"]
    search_fields = ["title", "cohort__name"]
    raw_id_fields = ["cohort"]
    readonly_fields = ["sequence", "is_demo"]
    formfield_overrides = {URLField: {"assume_scheme": "https"}}
    list_select_related = ["cohort"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # a session is cancelled, not deleted

    def save_model(self, request: HttpRequest, obj: Session, form: ModelForm, change: bool) -> None:
        sessions.save(obj, by=member(request), moved=bool(sessions.MOVING & set(form.changed_data)))


@admin.register(ProgramRole)
class ProgramRoleAdmin(admin.ModelAdmin):
    list_display = ["person", "role", "program", "cohort", "starts_on", "ends_on"]
    list_filter = ["role", "is_demo"]
    search_fields = ["person__name", "program__slug", "cohort__name"]
    raw_id_fields = ["program", "cohort", "person"]
    readonly_fields = ["is_demo"]
    list_select_related = ["person", "program", "cohort"]

    def save_model(self, request: HttpRequest, obj: ProgramRole, form: ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        verb = "edit" if change else "create"
        record(f"programs.roles.{verb}", obj, by=member(request), after={"role": obj.role})


class EventInline(admin.TabularInline):
    model = EnrollmentEvent
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Enrollment)
class EnrollmentAdmin(admin.ModelAdmin):
    """To be read only: enrollments are moved on the coordinator's desk, where every move is an event."""

    list_display = ["public_id", "cohort", "person", "state", "applied_at", "is_demo"]
    list_filter = ["state", "is_demo"]
    search_fields = ["public_id", "person__name", "cohort__name"]
    list_select_related = ["cohort", "person"]
    inlines = [EventInline]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
