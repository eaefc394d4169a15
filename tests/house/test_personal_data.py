"""Whoever adds a table, or a column that points to a person or holds text, decides what becomes of it when a person is
erased: in <app>/actions/personal_data.py.
"""

import re
from typing import Any

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.translation import override

from capacity.models import Stakeholder, User
from common.personal_data import Holding, in_words
from config.actions.personal_data import HOLDINGS, NOT_PERSONAL
from programs.actions.personal_data import CATALOG

HELD = {holding.model: holding for holding in HOLDINGS}
MODELS = [
    model
    for model in apps.get_models()
    if any(column for column in model._meta.concrete_fields if column.remote_field or not column.primary_key)
]
ARABIC = re.compile(r"[\u0621-\u064a]")
NOBODYS = {"organization", "subject_key"}  # names of columns that point to organizations, or to nobody


def is_text(column: Any) -> bool:
    if isinstance(column, ArrayField):
        return is_text(column.base_field)
    kinds = (models.CharField, models.TextField, models.JSONField)
    return isinstance(column, kinds) and not column.choices and not column.primary_key


def points_to_people(column: Any) -> bool:
    return column.related_model in {User, Stakeholder} and column.name not in NOBODYS


def telling(model: type[models.Model]) -> set[str]:
    """Columns that may tell of a person."""
    columns = model._meta.concrete_fields
    return {column.name for column in columns if is_text(column) or points_to_people(column)}


def decided(holding: Holding) -> set[str]:
    if holding.deleted:
        return telling(holding.model)
    if holding.model in CATALOG:
        return {
            name
            for name in telling(holding.model)
            if not points_to_people(holding.model._meta.get_field(name))
        } | set(holding.kept)
    return {*holding.kept, *holding.emptied}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_table_says_what_becomes_of_it_when_a_person_is_erased(model: type[models.Model]) -> None:
    if model in HELD:
        undecided = telling(model) - decided(HELD[model]) - {"slug"}
        assert undecided == set(), "Name each in the Holding: emptied, kept, or the whole row deleted."
    else:
        people = {column.name for column in model._meta.concrete_fields if points_to_people(column)}
        known = model in NOT_PERSONAL or not telling(model)
        assert known, "Add a Holding, or name the table in NOT_PERSONAL, in <app>/actions/personal_data.py."
        assert people == set(), "It points to people: add a Holding."


def test_no_table_is_named_twice_or_both_ways() -> None:
    assert len(HELD) == len(HOLDINGS)
    assert set(HELD) & set(NOT_PERSONAL) == set()


@pytest.mark.parametrize("holding", HOLDINGS, ids=lambda holding: holding.label)
def test_each_is_reached_and_names_columns_and_pages_that_exist(holding: Holding) -> None:
    names = {column.name for column in holding.model._meta.concrete_fields}
    assert {*holding.kept, *holding.emptied, *holding.secret} - names == set()
    holding.model._base_manager.filter(**{holding.of: 0}).query.sql_with_params()
    assert not holding.page or reverse(holding.page)


@pytest.mark.parametrize("holding", [each for each in HOLDINGS if each.of], ids=lambda each: each.label)
def test_what_is_kept_of_her_is_named_in_her_language(holding: Holding) -> None:
    with override("ar"):
        labels = in_words(holding, []).labels
        assert [label for label in labels.values() if not ARABIC.search(label)] == []
