"""Staff pages for accounts, people, organizations and what is said of them."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialToken
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from capacity.actions import directory
from capacity.forms.staff import AffiliationForm, StakeholderForm
from capacity.http.reasons import PersonalAdmin, known_as
from capacity.models import (
    AccountMerge,
    Affiliation,
    CapacityClaim,
    Contact,
    RoleAssignment,
    Stakeholder,
    StakeholderKind,
    StakeholderName,
    User,
)
from capacity.states import AffiliationState
from common.admin import LoggedAdmin, ReadOnlyAdmin, ReadOnlyInline
from common.jobs import enqueue

ORGANIZATION_FACTS = ("recognized_on", "ended_on", "website", "meta_url", "source")


# How somebody signs in, and where, is nobody's to look up; her addresses stand on her account's page, behind a reason.
for model in (EmailAddress, SocialAccount, SocialToken, Authenticator, UserSession):
    admin.site.unregister(model)


@admin.register(User)
class UserAdmin(PersonalAdmin, LoggedAdmin):
    """Accounts are made by signing up; address and password belong to their owner (allauth). Staff decide who is
    active, superusers also about staff; nobody about herself.
    """

    noun = "accounts"
    list_display = ["__str__", "is_active", "is_staff", "is_demo", "date_joined"]
    list_filter = ["is_active", "is_staff", "is_superuser", "is_demo"]
    search_fields = [
        "person__name",
        "wikimedia_username",
    ]  # never the address: what is searched stands in the URL
    ordering = ["-date_joined"]
    fields = [
        "person", "email", "wikimedia_username", "language", "time_zone", "is_active", "is_staff", "is_superuser",
        "groups", "is_demo", "date_joined", "last_login", "erased_at",
    ]  # fmt: skip
    readonly_fields = [
        "person", "email", "wikimedia_username", "language", "time_zone", "is_demo", "date_joined", "last_login",
        "erased_at",
    ]  # fmt: skip
    filter_horizontal = ["groups"]

    def account_of(self, obj: Any) -> User:
        return obj

    @admin.display(description=_("person"))
    def person(self, user: User) -> Stakeholder | None:
        return getattr(user, "person", None)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        over_her = obj is not None and obj.is_staff and not request.user.is_superuser
        return obj != request.user and not over_her and super().has_change_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        if request.user.is_superuser:
            return [*self.readonly_fields]
        return [*self.readonly_fields, "is_staff", "is_superuser", "groups"]


class StakeholderNameInline(admin.TabularInline):
    model = StakeholderName
    extra = 0
    autocomplete_fields = ["language"]


class ContactInline(ReadOnlyInline):
    """Whoever is meant writes them herself."""

    model = Contact
    fields = ["kind", "address"]


@admin.register(Stakeholder)
class StakeholderAdmin(PersonalAdmin, LoggedAdmin):
    """Organizations. A person makes herself by signing up, and her name is hers to choose."""

    noun = "stakeholders"
    form = StakeholderForm
    list_display = [
        "shown_name",
        "kind",
        "affiliate_type",
        "territory",
        "region",
        "maturity",
        "status",
        "is_demo",
    ]
    list_filter = ["kind", "affiliate_type", "status", "maturity", "region", "is_demo"]
    list_select_related = ["territory", "region"]
    search_fields = ["name", "names__name", "slug"]
    ordering = ["name", "pk"]
    autocomplete_fields = ["territory", "territories", "languages", "source"]
    inlines = [StakeholderNameInline, ContactInline]
    fields = [
        "kind", "affiliate_type", "name", "slug", "description", "territory", "territories", "region", "languages",
        "maturity", "maturity_year", "maturity_reason", "status", *ORGANIZATION_FACTS, "external_ids", "user",
        "is_demo",
    ]  # fmt: skip

    def account_of(self, obj: Any) -> User | None:
        return obj.user

    @admin.display(description=_("name"), ordering="name")
    def shown_name(self, stakeholder: Stakeholder) -> str:
        return known_as(stakeholder)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        fixed = ["user", "is_demo"]
        if obj is not None:
            fixed += ["kind", "slug"]
            fixed += [] if obj.kind == StakeholderKind.AFFILIATE else ["affiliate_type"]
            fixed += ["name", *ORGANIZATION_FACTS] if obj.is_person else []
        return fixed

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return [ContactInline] if obj is not None and obj.is_person else [*self.inlines]

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "kind":
            kinds = [choice for choice in StakeholderKind.choices if choice[0] != StakeholderKind.PERSON]
            kwargs["choices"] = kinds
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        directory.keep_searchable(form.instance)
        enqueue("programs.tasks.follow_organization", organization_id=form.instance.pk)


@admin.register(Affiliation)
class AffiliationAdmin(PersonalAdmin, LoggedAdmin):
    noun = "affiliations"
    form = AffiliationForm
    list_display = ["who", "organization", "role", "state", "starts_on", "ends_on", "is_demo"]
    list_filter = ["state", "role", "is_demo"]
    list_select_related = ["person", "organization"]
    search_fields = ["person__name", "organization__name"]
    autocomplete_fields = ["person", "organization"]
    fields = ["person", "organization", "role", "state", "starts_on", "ends_on", "decided_by", "decided_at"]
    readonly_fields = ["decided_by", "decided_at"]

    def account_of(self, obj: Any) -> User | None:
        return obj.person.user

    @admin.display(description=_("person"))
    def who(self, affiliation: Affiliation) -> str:
        return known_as(affiliation.person)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        chosen = {
            "person": Stakeholder.objects.persons(),
            "organization": Stakeholder.objects.organizations(),
        }
        if db_field.name in chosen:
            kwargs["queryset"] = chosen[db_field.name]
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (form,), {"asks": request.user})

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody confirms herself."""
        own = obj is not None and obj.person.user_id == request.user.pk
        return not own and super().has_change_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [*self.readonly_fields, *(["person", "organization"] if obj is not None else [])]

    def save_model(self, request: HttpRequest, obj: Any, form: forms.ModelForm, change: bool) -> None:
        if obj.state == AffiliationState.REQUESTED:
            obj.decided_by, obj.decided_at = None, None
        elif "state" in form.changed_data or obj.decided_at is None:
            obj.decided_by, obj.decided_at = request.user, timezone.now()
        obj.is_demo = obj.person.is_demo
        super().save_model(request, obj, form, change)


@admin.register(CapacityClaim)
class CapacityClaimAdmin(PersonalAdmin, ReadOnlyAdmin):
    """What was said of whom. Only those it is about say it anew, or withdraw it."""

    list_display = ["who", "capacity", "kind", "level", "evidence_kind", "stated_on", "is_current", "is_demo"]
    list_filter = ["kind", "level", "evidence_kind", "is_current", "is_demo"]
    list_select_related = ["stakeholder", "capacity", "level"]
    search_fields = ["stakeholder__name", "stakeholder__slug", "capacity__code", "capacity__name_en"]
    ordering = ["-stated_on", "-pk"]
    date_hierarchy = "stated_on"

    def account_of(self, obj: Any) -> User | None:
        return obj.stakeholder.user

    @admin.display(description=_("who"))
    def who(self, claim: CapacityClaim) -> str:
        return known_as(claim.stakeholder)


@admin.register(AccountMerge)
class AccountMergeAdmin(PersonalAdmin, ReadOnlyAdmin):
    """Which accounts became one: whoever writes about the closed one is found under the other."""

    list_display = ["closed", "kept", "at"]
    list_select_related = ["closed", "kept"]
    ordering = ["-pk"]
    date_hierarchy = "at"

    def account_of(self, obj: Any) -> User | None:
        return obj.kept


@admin.register(RoleAssignment)
class RoleAssignmentAdmin(PersonalAdmin, LoggedAdmin):
    """Who holds which role; a role that is over keeps its row and gets a last day."""

    noun = "role_assignments"
    list_display = ["title", "function", "level", "who", "starts_on", "ends_on"]
    list_filter = ["function", "level"]
    list_select_related = ["holder"]
    search_fields = ["title", "holder__name"]
    autocomplete_fields = ["holder", "organization"]
    fields = ["title", "function", "level", "region", "organization", "holder", "starts_on", "ends_on"]

    def account_of(self, obj: Any) -> User | None:
        return obj.holder.user

    @admin.display(description=_("holder"))
    def who(self, role: RoleAssignment) -> str:
        return known_as(role.holder)
