"""Staff pages for what is offered."""

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from capacity.http.reasons import PersonalAdmin, known_as
from capacity.models import Stakeholder, User
from common import formats
from common.admin import CuratedAdmin, LoggedAdmin, ReadOnlyAdmin, ReadOnlyInline, texts
from common.log import record
from common.moves import MoveError
from common.search import normalize
from programs.actions import moves, programs, sessions
from programs.forms.staff import CohortForm, ProgramCapacityForm, ProgramRoleForm, SessionForm
from programs.logic.refusals import RefusalError
from programs.models import (
    RULE_FIELDS,
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


@admin.register(Method)
class MethodAdmin(CuratedAdmin):
    noun = "methods"
    list_display = ["code", "name", *RULE_FIELDS, "position"]
    search_fields = ["code", "name_en"]
    ordering = ["position", "code"]
    fieldsets = [(None, {"fields": ["code", *RULE_FIELDS, "position"]}), *texts("name", "description")]

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        return ["code"] if obj is not None else []


class ProgramCapacityInline(admin.TabularInline):
    model = ProgramCapacity
    form = ProgramCapacityForm
    extra = 0
    autocomplete_fields = ["capacity"]


class ProgramProviderInline(admin.TabularInline):
    model = ProgramProvider
    extra = 0
    autocomplete_fields = ["organization"]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "organization":
            kwargs["queryset"] = Stakeholder.objects.organizations()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Program)
class ProgramAdmin(CuratedAdmin):
    """Texts and facts here; its state is changed by the actions of the list. An archived program is only read."""

    noun = "programs"
    list_display = ["title", "state", "method", "scope", "original_language", "published_at", "is_demo"]
    list_filter = ["state", "method", "scope", "is_demo"]
    list_select_related = ["method", "original_language"]
    search_fields = ["search_text", "slug"]
    ordering = ["-created_at", "-pk"]
    autocomplete_fields = ["method", "original_language", "languages"]
    prepopulated_fields = {"slug": ["title_en"]}
    filter_horizontal = ["regions"]
    inlines = [ProgramCapacityInline, ProgramProviderInline]
    actions = ["submit", "send_back", "publish", "archive"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "slug", "state", "method", "scope", "audience", "audience_groups", "original_language",
                    "languages", "regions", "external_ids", "published_at", "archived_at", "created_by", "is_demo",
                ]
            },
        ),
        *texts("title", "summary", "description", "prerequisites"),
    ]  # fmt: skip
    readonly_fields = ["state", "published_at", "archived_at", "created_by", "is_demo"]

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        return super().get_search_results(request, queryset, normalize(search_term))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        archived = obj is not None and obj.state == ProgramState.ARCHIVED
        return not archived and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only a draft, one at a time: it was never seen."""
        draft = obj is not None and obj.state == ProgramState.DRAFT
        return draft and admin.ModelAdmin.has_delete_permission(self, request, obj)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        record("programs.programs.delete", obj, by=member(request))
        super().delete_model(request, obj)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        return {} if obj is not None else {**self.prepopulated_fields}

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [*self.readonly_fields, *(["slug"] if obj is not None and obj.published_at else [])]

    def save_model(self, request: HttpRequest, obj: Any, form: forms.ModelForm, change: bool) -> None:
        if not change:
            obj.created_by = request.user
        super().save_model(request, obj, form, change)

    def log(self, request: HttpRequest, obj: Any, fields: list[str], *, change: bool) -> None:
        programs.note_edit(obj, by=member(request), created=not change, fields=fields)

    @admin.action(permissions=["change"], description=gettext_lazy("Ask for a review"))
    def submit(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._do(request, queryset, programs.submit)

    @admin.action(permissions=["change"], description=gettext_lazy("Send back to draft"))
    def send_back(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._do(request, queryset, programs.send_back)

    @admin.action(permissions=["change"], description=gettext_lazy("Publish"))
    def publish(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._do(request, queryset, programs.publish)

    @admin.action(permissions=["change"], description=gettext_lazy("Archive"))
    def archive(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._do(request, queryset, programs.archive)

    def _do(self, request: HttpRequest, queryset: QuerySet, verb: Callable[..., Program]) -> None:
        """Each program on its own: one that is refused does not stop the others."""
        done = 0
        for program in queryset:
            try:
                verb(program, by=member(request))
                done += 1
            except MoveError as refusal:
                state = ProgramState(refusal.current).label
                why = _("This is not possible in the state “%(state)s”.") % {"state": state}
                self._warn(request, program, why)
            except RefusalError as refusal:
                self._warn(request, program, str(refusal))
        if done:
            said = ngettext("%(programs)s program is changed.", "%(programs)s programs are changed.", done)
            self.message_user(request, said % {"programs": formats.number(done)}, messages.SUCCESS)

    def _warn(self, request: HttpRequest, program: Program, why: str) -> None:
        said = _("Not done for “%(program)s”: %(reason)s") % {"program": program.title, "reason": why}
        self.message_user(request, said, messages.WARNING)


class SessionInline(ReadOnlyInline):
    model = Session
    fields = ["title", "local_date", "local_time", "time_zone", "minutes", "cancelled_at"]
    show_change_link = True


@admin.register(Cohort)
class CohortAdmin(LoggedAdmin):
    """Seats that are added go at once to those who wait. It is cancelled on its own page, where everybody is told."""

    noun = "cohorts"
    form = CohortForm
    list_display = [
        "name", "program", "delivery", "starts_on", "ends_on", "held_seats", "seats", "confirmation", "is_demo",
    ]  # fmt: skip
    list_filter = ["delivery", "confirmation", "is_demo", "starts_on"]
    list_select_related = ["program"]
    search_fields = ["name", "program__search_text"]
    ordering = ["-starts_on", "-pk"]
    autocomplete_fields = ["program", "territory", "languages", "interpretation"]
    inlines = [SessionInline]
    readonly_fields = ["held_seats", "cancelled_at", "is_demo"]
    fields = [
        "program", "name", "delivery", "place", "territory", "time_zone", "starts_on", "ends_on",
        "enrollment_opens_at", "enrollment_closes_at", "seats", "held_seats", "confirmation", "offer_hours",
        *RULE_FIELDS, "languages", "interpretation", "access_provisions", "fee", "cancelled_at",
        "is_demo",
    ]  # fmt: skip

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [*self.readonly_fields, *(["program"] if obj is not None else [])]

    def save_model(self, request: HttpRequest, obj: Any, form: forms.ModelForm, change: bool) -> None:
        """Only what was changed is written: the database keeps the seats held, and others may enroll meanwhile."""
        if change:
            fields = [name for name in form.changed_data if not obj._meta.get_field(name).many_to_many]
            obj.save(update_fields=[*fields, "updated_at"])
            return
        obj.is_demo = obj.program.is_demo
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if change and "name" in form.changed_data:
            sessions.follow_name(form.instance.sessions.all())
        if change and "place" in form.changed_data:
            sessions.follow_place(form.instance)
        if change and "seats" in form.changed_data:
            moves.promote(form.instance)


@admin.register(Session)
class SessionAdmin(LoggedAdmin):
    """A session that moves gets a new revision, so that calendars follow and people are reminded anew."""

    noun = "sessions"
    form = SessionForm
    list_display = ["title", "cohort", "starts_at", "minutes", "cancelled_at", "is_demo"]
    list_filter = ["is_demo", "local_date"]
    list_select_related = ["cohort"]
    search_fields = ["title", "cohort__name", "cohort__program__search_text"]
    ordering = ["-starts_at", "-pk"]
    autocomplete_fields = ["cohort"]
    readonly_fields = ["starts_at", "ends_at", "sequence", "is_demo"]
    fields = [
        "cohort", "title", "local_date", "local_time", "time_zone", "minutes", "room", "link", "cancelled_at",
        "starts_at", "ends_at", "sequence", "is_demo",
    ]  # fmt: skip

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [*self.readonly_fields, *(["cohort"] if obj is not None else [])]

    def save_model(self, request: HttpRequest, obj: Any, form: forms.ModelForm, change: bool) -> None:
        sessions.save(obj, by=member(request), moved=bool(sessions.MOVING & set(form.changed_data)))

    def log(self, request: HttpRequest, obj: Any, fields: list[str], *, change: bool) -> None:
        """The action has written it."""


@admin.register(ProgramRole)
class ProgramRoleAdmin(PersonalAdmin, LoggedAdmin):
    """A role ends by its date."""

    noun = "roles"
    form = ProgramRoleForm
    list_display = ["who", "role", "program", "cohort", "starts_on", "ends_on", "is_demo"]
    list_filter = ["role", "is_demo"]
    list_select_related = ["person", "program", "cohort"]
    search_fields = ["person__name", "program__search_text", "cohort__name"]
    ordering = ["-starts_on", "-pk"]
    autocomplete_fields = ["person", "program", "cohort"]
    fields = ["person", "role", "program", "cohort", "starts_on", "ends_on"]

    def account_of(self, obj: Any) -> User | None:
        return obj.person.user

    @admin.display(description=gettext_lazy("person"))
    def who(self, role: ProgramRole) -> str:
        return known_as(role.person)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "person":
            kwargs["queryset"] = Stakeholder.objects.persons()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: forms.ModelForm, change: bool) -> None:
        obj.is_demo = obj.person.is_demo
        super().save_model(request, obj, form, change)


class EnrollmentEventInline(ReadOnlyInline):
    model = EnrollmentEvent
    fields = ["at", "by", "from_state", "to_state", "reason"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("by")


@admin.register(Enrollment)
class EnrollmentAdmin(PersonalAdmin, ReadOnlyAdmin):
    """Enrollments are moved on the coordinator's desk; here is what became of them."""

    list_display = ["who", "cohort", "state", "organization", "applied_at", "is_demo"]
    list_filter = ["state", "is_demo"]
    list_select_related = ["person", "cohort", "organization"]
    search_fields = ["person__name", "cohort__name", "cohort__program__search_text"]
    ordering = ["-pk"]
    inlines = [EnrollmentEventInline]

    def account_of(self, obj: Any) -> User | None:
        return obj.person.user

    @admin.display(description=gettext_lazy("person"))
    def who(self, enrollment: Enrollment) -> str:
        return known_as(enrollment.person)
