"""Each text has its own state: when the English changes, only its translations are out of date."""

import pytest
from django.core.exceptions import ValidationError
from django.db import Error, connection, transaction

from assessments.actions import drafts, translations, versions
from assessments.models import Item, TextReview
from assessments.queries.documents import document_of
from tests.factories.assessments import published_version
from tests.factories.capacity import StaffFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def translator():
    return StaffFactory()


@pytest.fixture
def reviewer():
    return StaffFactory()


@pytest.fixture
def version(translator, reviewer):
    """Published, in English and reviewed Arabic."""
    version = published_version()
    translations.translate(version, "ar", in_arabic(version), state="draft", by=translator)
    translations.review(version, "ar", by=reviewer)
    version.refresh_from_db()
    return version


def in_arabic(version, word="نص"):
    places = [place for place, texts in document_of(version).texts() if texts]
    return {place: f"{word} {number}" for number, place in enumerate(places)}


def stems(version):
    return [place for place, _texts in document_of(version).texts() if place[-1] == "stem"]


def reword(document):
    document.items[0].stem["en"] = "Asked in other words"


@pytest.fixture
def draft(version):
    return drafts.edit(drafts.begin_next(version, step="minor", by=None), reword, by=None)


def told(version):
    return {(each.place, each.state) for each in document_of(version).reviews}


def test_other_english_leaves_its_own_translation_behind_and_no_other(draft):
    [changed, _other] = stems(draft)
    assert told(draft) == {("/".join(changed), "stale")}
    assert document_of(draft).translations == {"ar": "reviewed"}


def test_it_stays_so_through_other_edits_and_under_another_code(draft):
    def rename(document):
        document.items[0].code = "renamed"

    drafts.edit(drafts.edit(draft, rename, by=None), lambda document: None, by=None)
    assert told(draft) == {("item/renamed/stem", "stale")}


def test_the_same_english_again_is_up_to_date_again(version, draft):
    old = document_of(version).items[0].stem["en"]

    def back(document):
        document.items[0].stem["en"] = old
        document.reviews = []

    drafts.edit(draft, back, by=None)
    assert {state for _place, state in told(draft)} <= {"stale"}


def test_nobody_is_asked_what_is_out_of_date(draft):
    with pytest.raises(ValidationError, match="1 text in this language"):
        versions.submit_for_review(draft, by=None)


def test_sent_as_it_was_it_stays_out_of_date_unless_it_is_confirmed(draft, translator):
    [changed, _other] = stems(draft)
    same = in_arabic(draft)
    translations.translate(draft, "ar", same, state="draft", by=translator)
    assert told(draft) == {("/".join(changed), "stale")}
    translations.translate(draft, "ar", same, state="draft", by=translator, confirmed=[changed])
    assert told(draft) == {("/".join(changed), "draft")}


def test_only_the_changed_text_is_reviewed_again_and_by_a_second_person(draft, translator, reviewer):
    [changed, other] = stems(draft)
    with pytest.raises(ValidationError, match="English has changed"):
        translations.review(draft, "ar", by=reviewer, places=[changed])
    translations.translate(draft, "ar", {changed: "بكلمات أخرى"}, state="draft", by=translator)
    with pytest.raises(ValidationError, match="a second person"):
        translations.review(draft, "ar", by=translator, places=[changed])
    with pytest.raises(ValidationError, match="nothing to review"):
        translations.review(draft, "ar", by=reviewer, places=[other])
    translations.review(draft, "ar", by=reviewer, places=[changed])
    assert told(draft) == set()
    assert TextReview.objects.get(translation__version=draft, place="/".join(changed)).reviewed_by == reviewer
    assert versions.submit_for_review(draft, by=None).state == "in_review"


def test_who_translated_is_known_also_after_the_draft_was_written_anew(draft, translator):
    [changed, other] = stems(draft)
    translations.translate(draft, "ar", {changed: "بكلمات أخرى", other: "غيره"}, state="draft", by=translator)
    drafts.edit(draft, lambda document: None, by=None)
    with pytest.raises(ValidationError, match="a second person"):
        translations.review(draft, "ar", by=translator)


def test_of_a_published_version_reviewed_texts_stay_and_others_do_not(translator, reviewer):
    version = published_version()
    [one, other] = stems(version)
    translations.translate(version, "ar", {one: "أول", other: "ثان"}, state="draft", by=translator)
    translations.review(version, "ar", by=reviewer, places=[one])
    translations.translate(version, "ar", {one: "أول", other: "آخر"}, state="draft", by=translator)
    with pytest.raises(ValidationError, match="new minor version"):
        translations.translate(version, "ar", {one: "غيره"}, state="draft", by=translator)
    words = dict(Item.objects.values_list("code", "stem_ar"))
    assert words == {one[1]: "أول", other[1]: "آخر"}
    for statement in (
        "UPDATE assessments_item SET stem_ar = 'غيره' WHERE stem_ar = 'أول'",
        "UPDATE assessments_textreview SET state = 'draft' WHERE state = 'reviewed'",
        "DELETE FROM assessments_textreview WHERE state = 'reviewed'",
    ):
        with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
