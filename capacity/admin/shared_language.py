"""Staff pages for capacities and the glossary, and for what else has one name everywhere, as places do."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from modeltranslation.admin import TranslationTabularInline

from capacity.actions import taxonomy
from capacity.forms.staff import CapacityForm
from capacity.models import (
    Capacity,
    CapacityCategory,
    CapacityLabel,
    Category,
    ConsentText,
    DemographicDimension,
    DemographicOption,
    GlossaryTerm,
    Language,
    Source,
    Territory,
)
from common.admin import CuratedAdmin, ReadOnlyAdmin, ReadOnlyInline, texts


@admin.register(Territory)
class TerritoryAdmin(ReadOnlyAdmin):
    list_display = ["code", "name_en", "region", "population", "wmf_protected"]
    list_filter = ["region", "wmf_protected", "income_group"]
    list_select_related = ["region"]
    search_fields = ["code", "name_en"]
    ordering = ["name_en"]


@admin.register(Language)
class LanguageAdmin(ReadOnlyAdmin):
    list_display = ["code", "name_en", "autonym", "script", "direction", "open_wikis"]
    list_filter = ["direction", "in_mediawiki"]
    search_fields = ["code", "name_en", "autonym"]
    ordering = ["code"]


@admin.register(Source)
class SourceAdmin(ReadOnlyAdmin):
    list_display = ["code", "title", "publisher", "kind", "as_of", "license"]
    list_filter = ["kind"]
    search_fields = ["code", "title", "publisher"]
    ordering = ["code"]


@admin.register(Category)
class CategoryAdmin(CuratedAdmin):
    noun = "categories"
    list_display = ["code", "name", "position"]
    search_fields = ["code", "name_en"]
    ordering = ["position", "pk"]
    autocomplete_fields = ["source"]
    fieldsets = [(None, {"fields": ["code", "position", "source"]}), *texts("name", "description")]

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        return ["code"] if obj is not None else []


class CapacityCategoryInline(admin.TabularInline):
    model = CapacityCategory
    extra = 0


class CapacityLabelInline(ReadOnlyInline):
    """Names in the languages that the interface does not have, as the source gives them."""

    model = CapacityLabel
    fields = ["language", "name", "source"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("language", "source")


@admin.register(Capacity)
class CapacityAdmin(CuratedAdmin):
    """A node's place in the tree is chosen once: paths of others are made of it."""

    noun = "capacities"
    form = CapacityForm
    list_display = ["code", "name", "parent", "scope", "depth", "is_hidden"]
    list_filter = ["scope", "depth", "is_hidden", "categories"]
    list_select_related = ["parent"]
    search_fields = ["code", "name_en", "labels__name"]
    ordering = ["path"]
    autocomplete_fields = ["parent", "source"]
    inlines = [CapacityCategoryInline, CapacityLabelInline]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "code",
                    "parent",
                    "path",
                    "scope",
                    "is_hidden",
                    "merged_into",
                    "wikidata_qid",
                    "metabase_qid",
                    "source",
                ]
            },
        ),
        *texts("name", "description"),
    ]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was merged into another one is only the way there."""
        merged = obj is not None and obj.merged_into_id
        return not merged and super().has_change_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        return ["path", "merged_into", *(["code", "parent"] if obj is not None else [])]

    def save_model(self, request: HttpRequest, obj: Any, form: forms.ModelForm, change: bool) -> None:
        if not change:
            obj.path = f"{obj.parent.path}/{obj.code}" if obj.parent else obj.code
            obj.depth = obj.parent.depth + 1 if obj.parent else 1
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        before = {column: form.initial.get(column) for column in form.changed_data}
        staff: Any = request.user
        taxonomy.note_edit(form.instance, by=staff, created=not change, before=before)


class DemographicOptionInline(TranslationTabularInline):
    model = DemographicOption
    extra = 0


@admin.register(DemographicDimension)
class DemographicDimensionAdmin(CuratedAdmin):
    """The questions. What persons answered is shown to nobody, and has no page here."""

    noun = "demographic_questions"
    list_display = ["code", "name", "position", "is_active"]
    list_filter = ["is_active"]
    ordering = ["position", "code"]
    inlines = [DemographicOptionInline]
    fieldsets = [(None, {"fields": ["code", "position", "is_active"]}), *texts("name", "help_text", "basis")]

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        return ["code"] if obj is not None else []


@admin.register(ConsentText)
class ConsentTextAdmin(CuratedAdmin):
    """Other words are another version: those that somebody agreed to stay as they were."""

    noun = "consent_texts"
    list_display = ["purpose", "version", "created_at"]
    list_filter = ["purpose"]
    ordering = ["purpose", "-version"]
    fieldsets = [(None, {"fields": ["purpose", "version"]}), *texts("text")]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(GlossaryTerm)
class GlossaryTermAdmin(CuratedAdmin):
    noun = "glossary"
    list_display = ["slug", "term", "topic", "capacity"]
    list_filter = ["topic"]
    list_select_related = ["capacity"]
    search_fields = ["slug", "term_en", "definition_en"]
    ordering = ["slug"]
    autocomplete_fields = ["capacity", "source"]
    fieldsets = [(None, {"fields": ["slug", "topic", "capacity", "source"]}), *texts("term", "definition")]

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        return ["slug"] if obj is not None else []
