"""What the admin pages of every app share: each change is logged, nothing is deleted, texts stand by language."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.db import models
from django.db.models import Model
from django.http import HttpRequest
from modeltranslation.admin import TranslationAdmin
from modeltranslation.utils import build_localized_fieldname

from common.forms import DayField
from common.log import record


class HouseAdmin(admin.ModelAdmin):
    formfield_overrides = {
        models.URLField: {"assume_scheme": "https"},
        models.DateField: {"form_class": DayField},
    }


class LoggedAdmin(HouseAdmin):
    """What others point to is ended, hidden or archived, never deleted. `noun` is that of the log: "cohorts"."""

    noun: str

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def save_related(
        self, request: HttpRequest, form: forms.ModelForm, formsets: Iterable[Any], change: bool
    ) -> None:
        """In the transaction of the save itself."""
        super().save_related(request, form, formsets, change)
        self.log(request, form.instance, changed_fields(form, formsets), change=change)

    def log(self, request: HttpRequest, obj: Any, fields: list[str], *, change: bool) -> None:
        verb = f"{obj._meta.app_label}.{self.noun}.{'edit' if change else 'create'}"
        record(verb, obj, by=request.user, after={"fields": fields})


class ReadOnlyAdmin(HouseAdmin):
    """For reference data, whose one source is its files, and for what only actions write."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class CuratedAdmin(LoggedAdmin, TranslationAdmin):
    """With texts in every language. Not the tabbed one: it loads its script from another host."""


class ReadOnlyInline(admin.TabularInline):
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


def changed_fields(form: forms.ModelForm, formsets: Iterable[Any]) -> list[str]:
    lists = [formset.prefix for formset in formsets if formset.has_changed()]
    return sorted({*form.changed_data, *lists})


def texts(*names: str) -> list[Any]:
    """A fieldset for each language; only that of the texts everybody falls back to is open."""
    return [
        (
            autonym,
            {
                "fields": [build_localized_fieldname(name, code) for name in names],
                "classes": [] if code == settings.LANGUAGE_CODE else ["collapse"],
            },
        )
        for code, autonym in settings.LANGUAGES
    ]
