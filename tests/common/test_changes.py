"""What is written is told to who remembers, whenever its transaction ends."""

from datetime import timedelta

import psycopg
import pytest
from django.db import connection, transaction
from django.utils import timezone

from common import changes
from common.models import Change
from programs.models import Program
from tests.factories.capacity import AffiliateFactory, LanguageFactory
from tests.factories.programs import CohortFactory, MethodFactory, ProgramFactory

pytestmark = pytest.mark.django_db(transaction=True)
TOPICS = ["programs_program", "words", "capacity_stakeholder"]


def told_of(deed):
    remembered = changes.snapshot()
    deed()
    news = changes.since(remembered, TOPICS)
    return (news.subjects, news.whole) if news else None


def other_connection():
    place = connection.settings_dict
    return psycopg.connect(host=place["HOST"], user=place["USER"], dbname=place["NAME"])


def test_nothing_is_told_where_nothing_was_written():
    assert told_of(lambda: None) is None


def test_a_program_is_told_with_all_that_hangs_on_it():
    program, language = ProgramFactory(), LanguageFactory()
    deeds = [
        program.save,
        lambda: CohortFactory(program=program),
        lambda: program.cohorts.update(held_seats=1),
        lambda: program.languages.add(language),
        lambda: program.languages.clear(),
    ]
    for deed in deeds:
        assert told_of(deed) == ({"programs_program": {program.pk}}, set())


def test_words_are_told_as_a_whole_and_an_organization_by_its_name_only():
    method, organization = MethodFactory(), AffiliateFactory()
    assert told_of(method.save) == ({}, {"words"})
    assert told_of(organization.save) is None
    organization.name = "Another name"
    assert told_of(organization.save) == ({"capacity_stakeholder": {organization.pk}}, set())


def test_many_rows_at_once_are_told_as_a_whole():
    method, language = MethodFactory(), LanguageFactory()
    rows = [Program(slug=f"p{n}", title="P", method=method, original_language=language) for n in range(501)]
    assert told_of(lambda: Program.objects.bulk_create(rows)) == ({}, {"programs_program"})


def test_what_began_earlier_and_ends_later_is_told_when_it_ends():
    first, second = ProgramFactory(), ProgramFactory()
    with other_connection() as slow:
        slow.execute("UPDATE programs_program SET scope = 'local' WHERE id = %s", [first.pk])
        remembered = changes.snapshot()
        second.save()
        news = changes.since(remembered, TOPICS)
        assert news.subjects == {"programs_program": {second.pk}}
        slow.commit()
    assert changes.since(news.snapshot, TOPICS).subjects == {"programs_program": {first.pk}}


def test_what_is_rolled_back_is_never_told():
    program = ProgramFactory()

    def deed():
        with transaction.atomic():
            program.save()
            transaction.set_rollback(True)

    assert told_of(deed) is None


def test_nothing_is_kept_inside_a_transaction():
    assert changes.may_be_kept()
    with transaction.atomic():
        assert not changes.may_be_kept()


def test_notes_are_forgotten_after_a_day():
    ProgramFactory()
    Change.objects.update(at=timezone.now() - timedelta(hours=25))
    program = ProgramFactory()
    assert changes.forget() > 0
    assert set(Change.objects.values_list("topic", "subject")) == {("programs_program", program.pk)}
