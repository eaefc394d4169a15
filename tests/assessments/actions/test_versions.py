import pytest
from django.core.exceptions import ValidationError
from django.db import Error, transaction

from assessments.actions import drafts, versions
from assessments.states import VersionState
from common.models import ActionLog
from common.moves import MoveError
from tests.factories.assessments import InstrumentVersionFactory, ItemFactory, published_version
from tests.factories.capacity import StaffFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    return ItemFactory(code="q1").version


def reviewed(version):
    return versions.submit_for_review(version, by=None)


def test_a_published_version_is_dated_and_hashed(version):
    published = versions.publish(reviewed(version), by=StaffFactory())
    published.refresh_from_db()
    assert published.state == VersionState.PUBLISHED
    assert published.content_hash == versions.content_hash(published)
    assert len(published.content_hash) == 64
    assert published.published_at is not None


def test_publishing_is_logged(version):
    staff = StaffFactory()
    versions.publish(reviewed(version), by=staff)
    log = ActionLog.objects.get(verb="assessments.versions.published")
    assert (log.by, log.object_id, log.after) == (staff, version.pk, {"state": "published"})


def test_a_draft_cannot_be_published_without_review(version):
    with pytest.raises(MoveError):
        versions.publish(version, by=None)


def test_a_version_without_questions_is_not_reviewed():
    with pytest.raises(ValidationError):
        versions.submit_for_review(InstrumentVersionFactory(), by=None)


def test_a_version_in_review_can_go_back(version):
    assert versions.return_to_draft(reviewed(version), by=None).state == VersionState.DRAFT


def reword(document):
    document.items[0].stem["en"] = "The same question in other words"


def test_publishing_a_minor_version_retires_the_one_before(version):
    first = versions.publish(reviewed(version), by=None)
    second = drafts.edit(drafts.begin_next(first, step="minor", by=None), reword, by=None)
    versions.publish(reviewed(second), by=None)
    first.refresh_from_db()
    assert first.state == VersionState.RETIRED


def test_a_minor_version_changes_words_only(version):
    first = versions.publish(reviewed(version), by=None)
    second = drafts.begin_next(first, step="minor", by=None)
    with pytest.raises(ValidationError, match="Nothing differs"):
        reviewed(second)
    drafts.edit(second, lambda document: setattr(document.items[0], "is_reversed", True), by=None)
    with pytest.raises(ValidationError, match="needs a major version"):
        reviewed(second)


def test_who_asked_for_the_review_does_not_publish(version):
    first, second = StaffFactory(), StaffFactory()
    waiting = versions.submit_for_review(version, by=first)
    with pytest.raises(ValidationError, match="second person"):
        versions.publish(waiting, by=first)
    assert versions.publish(waiting, by=second).state == VersionState.PUBLISHED


def test_publishing_a_major_version_leaves_the_one_before():
    first = published_version()
    item = ItemFactory(dimension__version=InstrumentVersionFactory(instrument=first.instrument, major=2))
    versions.publish(reviewed(item.version), by=None)
    first.refresh_from_db()
    assert first.state == VersionState.PUBLISHED


def test_other_words_give_another_hash(version):
    before = versions.content_hash(version)
    version.items.update(stem_en="Another question")
    assert versions.content_hash(version) != before


def test_a_translation_leaves_the_hash_as_it_is(version):
    before = versions.content_hash(version)
    version.items.update(stem_ar="سؤال")
    assert versions.content_hash(version) == before


def test_a_published_question_cannot_be_reworded(version):
    versions.publish(reviewed(version), by=None)
    with pytest.raises(Error, match="cannot change"), transaction.atomic():
        version.items.update(stem_en="Another question")


def test_a_published_question_can_be_translated(version):
    versions.publish(reviewed(version), by=None)
    version.items.update(stem_ar="سؤال")
    assert version.items.get().stem_ar == "سؤال"
