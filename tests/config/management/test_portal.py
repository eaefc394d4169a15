"""What `dev.py run` looks at before it starts anything that could spoil data."""

import time
from io import StringIO

import pytest
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from capacity.models import User
from config.management.commands.portal import Command, check_age_of_database

REPLACEMENTS = MigrationLoader(None).replacements


@pytest.mark.django_db
def test_a_new_database_is_no_old_one() -> None:
    check_age_of_database()


@pytest.mark.django_db
def test_a_database_that_went_every_step_is_taken_as_it_is() -> None:
    for app, name in REPLACEMENTS:
        MigrationRecorder(connection).record_unapplied(app, name)
    check_age_of_database()


@pytest.mark.django_db
def test_a_database_of_an_unfinished_state_is_refused_with_what_to_do() -> None:
    last_step = REPLACEMENTS["programs", "0001_tables"].replaces[-1]
    MigrationRecorder(connection).record_unapplied(*last_step)
    with pytest.raises(CommandError, match="remove the folder var/postgres"):
        check_age_of_database()


@pytest.mark.django_db
def test_what_a_broken_demo_load_left_is_gone_before_a_worker_starts() -> None:
    User.objects.create_user("person-1@demo.example", "correct horse", is_demo=True)
    command = Command(stdout=StringIO())
    command.began = time.monotonic()
    command.remove_unfinished_demo()
    assert "did not come to its end" in command.stdout.getvalue()
    assert not User.objects.filter(is_demo=True).exists()


@pytest.mark.django_db
def test_where_no_demo_load_was_begun_nothing_is_removed() -> None:
    User.objects.create_user("somebody@example.org", "correct horse")
    command = Command(stdout=StringIO())
    command.remove_unfinished_demo()
    assert command.stdout.getvalue() == ""
    assert User.objects.count() == 1
