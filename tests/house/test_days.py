"""A day that somebody types lies within reach, or is a mistake beside its field: in every form, and in the admin."""

from datetime import date
from importlib import import_module
from pkgutil import walk_packages

import pytest
from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError

from common.forms import DayField, within_reach

APPS = ("capacity", "programs", "assessments", "evaluation")
OF_A_DEVICE = {
    "programs.SyncedMarkForm.at"
}  # nobody types it: a wrong clock is told by its form, not to the person
FAR = [date(1, 1, 1), date(26, 3, 1), date(1999, 12, 31), date(2101, 1, 1), date(9999, 12, 31)]


def days():
    """Of each form the fields for days, and the field of the model each stands for."""
    for app in APPS:
        package = import_module(f"{app}.forms")
        for found in walk_packages(package.__path__, f"{app}.forms."):
            module = import_module(found.name)
            for form in vars(module).values():
                if (
                    isinstance(form, type)
                    and issubclass(form, forms.BaseForm)
                    and form.__module__ == found.name
                ):
                    meta = getattr(form, "_meta", None)
                    for name, field in form.base_fields.items():
                        is_of_a_day = isinstance(field, forms.DateField | forms.DateTimeField)
                        if is_of_a_day and f"{app}.{form.__name__}.{name}" not in OF_A_DEVICE:
                            kept = meta.model._meta.get_field(name) if getattr(meta, "model", None) else None
                            yield f"{app}.{form.__name__}.{name}", field, kept


def test_every_form_refuses_days_out_of_reach():
    found = list(days())
    without = [
        name
        for name, field, kept in found
        if within_reach not in [*field.validators, *(kept.validators if kept else [])]
    ]
    assert (without, len(found) > 20) == ([], True)


@pytest.mark.django_db
def test_so_does_every_day_in_the_admin(rf, admin_user):
    request = rf.get("/")
    request.user = admin_user
    found = [
        (model.__name__, name, field)
        for model, its_admin in admin.site._registry.items()
        for name, field in its_admin.get_form(request).base_fields.items()
        if isinstance(field, forms.DateField)
    ]
    assert len(found) > 5
    assert [(model, name) for model, name, field in found if not isinstance(field, DayField)] == []


@pytest.mark.parametrize("day", FAR)
def test_what_is_refused(day):
    with pytest.raises(ValidationError, match="Please give a year from 2000 to 2100"):
        DayField().clean(day.isoformat())


@pytest.mark.parametrize("day", [date(2000, 1, 1), date(2100, 12, 31)])
def test_what_is_not(day):
    assert DayField().clean(day.isoformat()) == day
