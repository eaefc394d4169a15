"""Programs from draft to archive, and the text by which they are found."""

import pytest

from common.models import ActionLog, Notification
from common.moves import MoveError
from programs.actions import holds, programs
from programs.logic import refusals
from programs.states import ProgramState
from tests.factories.capacity import (
    AffiliateFactory,
    CapacityFactory,
    LanguageFactory,
    PersonFactory,
    StaffFactory,
    UserFactory,
)
from tests.factories.programs import (
    CohortFactory,
    MethodFactory,
    ProgramCapacityFactory,
    ProgramProviderFactory,
    ProgramRoleFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    program = programs.create(
        by=UserFactory(),
        slug="telling-stories",
        title="Telling stories",
        summary="How to tell what we learned.",
        method=MethodFactory(),
        original_language=LanguageFactory(),
        audience="Organizers",
    )
    ProgramCapacityFactory(program=program)
    program.languages.add("en")
    ProgramProviderFactory(program=program, organization=AffiliateFactory(name="Sample Users"))
    return program


def test_a_program_goes_from_draft_to_archive(draft):
    author, reviewer = UserFactory(), UserFactory()
    steps = [
        (programs.submit, author),
        (programs.send_back, reviewer),
        (programs.submit, author),
        (programs.publish, reviewer),
        (programs.archive, author),
    ]
    assert [step(draft, by=by).state for step, by in steps] == [
        "in_review",
        "draft",
        "in_review",
        "published",
        "archived",
    ]


@pytest.mark.parametrize("deed", [programs.publish, programs.archive, programs.send_back])
def test_a_draft_is_not_published_or_archived_without_review(draft, deed):
    with pytest.raises(MoveError):
        deed(draft, by=UserFactory())


def test_submit_refuses_a_program_without_what_readers_need_to_know(draft):
    draft.languages.clear()
    with pytest.raises(refusals.NotReadyToPublishError):
        programs.submit(draft, by=UserFactory())


def test_edit_refuses_what_is_archived(draft):
    for step in (programs.submit, programs.publish, programs.archive):
        step(draft, by=UserFactory())
    with pytest.raises(MoveError):
        programs.edit(draft, by=UserFactory(), title="Another title")


def test_a_program_is_found_by_its_texts_in_every_language_its_capacities_and_its_providers(draft):
    capacity = CapacityFactory(name="Public speaking", name_es="Oratoria")
    capacity.labels.create(language=LanguageFactory(code="eo", name_en="Esperanto"), name="Oratorarto")
    ProgramCapacityFactory(program=draft, capacity=capacity)
    programs.edit(draft, by=UserFactory(), title_ar="رواية القصص")
    draft.refresh_from_db()
    words = ["telling", "learned", "روايه القصص", "public speaking", "oratoria", "oratorarto", "sample users"]
    assert [word for word in words if word not in draft.search_text] == []


def test_editing_keeps_the_state(draft):
    assert programs.edit(draft, by=UserFactory(), summary="Better.").state == ProgramState.DRAFT


def published(draft):
    programs.submit(draft, by=UserFactory())
    return programs.publish(draft, by=UserFactory())


def told(user):
    return list(Notification.objects.filter(recipient=user).order_by("pk").values_list("text", flat=True))


def test_who_asked_for_the_review_does_not_publish(draft):
    author = UserFactory()
    programs.submit(draft, by=author)
    with pytest.raises(refusals.OwnReviewError):
        programs.publish(draft, by=author)


def test_the_refusal_names_all_that_is_missing(draft):
    draft.languages.clear()
    draft.aims.all().delete()
    with pytest.raises(refusals.NotReadyToPublishError) as refusal:
        programs.submit(draft, by=UserFactory())
    assert str(refusal.value) == (
        "Before it is published, this program still needs: a language of delivery and a capacity it builds."
    )


def test_what_is_incomplete_by_now_is_not_published(draft):
    programs.submit(draft, by=UserFactory())
    draft.provisions.all().delete()
    with pytest.raises(refusals.NotReadyToPublishError):
        programs.publish(draft, by=UserFactory())


def test_publishing_waits_until_every_hold_is_lifted(draft):
    programs.submit(draft, by=UserFactory())
    hold = holds.put(draft, by=None, reason="A harm was reported.")
    with pytest.raises(refusals.HoldStandsError):
        programs.publish(draft, by=UserFactory())
    holds.lift(hold, by=UserFactory())
    assert programs.publish(draft, by=UserFactory()).state == "published"


def test_a_review_is_asked_of_other_coordinators_and_of_staff_and_its_outcome_told(draft):
    author = ProgramRoleFactory(program=draft).person.user
    second, staff = ProgramRoleFactory(program=draft).person.user, StaffFactory()
    programs.submit(draft, by=author)
    programs.comment(draft, by=staff, text="For whom?")
    programs.publish(draft, by=staff)
    title = draft.title
    assert [told(user) for user in (author, second, staff)] == [
        [f"A comment on “{title}”", f"Published: “{title}”"],
        [f"A program waits for your review: “{title}”", f"A comment on “{title}”", f"Published: “{title}”"],
        [f"A program waits for your review: “{title}”"],
    ]


def test_a_comment_is_settled_once(draft):
    said = programs.comment(draft, by=UserFactory(), text="For whom?")
    first = programs.settle(said, by=UserFactory())
    again = programs.settle(said, by=UserFactory())
    assert (again.resolved_by, again.resolved_at) == (first.resolved_by, first.resolved_at)


def test_the_log_holds_no_word_of_a_comment(draft):
    said = programs.comment(draft, by=UserFactory(), text="For whom?")
    assert ActionLog.objects.order_by("pk").last().after == {"comment": said.pk}


def test_each_edit_of_a_published_program_keeps_a_version(draft):
    program = published(draft)
    programs.edit(program, by=UserFactory(), summary_en="Better.")
    programs.edit(program, by=UserFactory(), summary_en="Better.")
    kept = list(program.versions.order_by("number").values_list("number", "content__summary_en"))
    assert kept == [(1, "How to tell what we learned."), (2, "Better.")]


def test_the_text_others_fall_back_to_follows(draft):
    programs.edit(draft, by=UserFactory(), title_en="Telling better stories")
    columns = type(draft).objects.rewrite(False).values_list("title", "title_en").get(pk=draft.pk)
    assert columns == ("Telling better stories", "Telling better stories")


def test_a_published_program_does_not_lose_what_readers_need_to_know(draft):
    program = published(draft)
    with pytest.raises(refusals.NotReadyToPublishError):
        programs.edit(program, by=UserFactory(), lists=programs.Lists(languages=[]))
    program.refresh_from_db()
    assert program.languages.count() == 1


def test_a_program_begun_belongs_to_who_begins_it_and_is_in_her_language():
    person = PersonFactory()
    LanguageFactory(code="ar", name_en="Arabic")
    program = programs.begin(
        by=person.user, person=person, title="رواية القصص", language="ar", method=MethodFactory()
    )
    assert (program.title_ar, program.original_language_id, program.slug, program.state) == (
        "رواية القصص",
        "ar",
        "program",
        "draft",
    )
    assert person.user.has_perm("programs.edit_program", program)


def test_addresses_are_never_taken_twice_nor_from_a_page():
    person, method = PersonFactory(), MethodFactory()
    LanguageFactory()
    made = [
        programs.begin(by=person.user, person=person, title=title, language="en", method=method).slug
        for title in ("Stories", "Stories", "New", "!")
    ]
    assert made == ["stories", "stories-2", "new-2", "program"]


def test_a_clone_is_a_draft_with_the_same_texts_and_lists_and_no_cohort(draft):
    CohortFactory(program=draft)
    programs.edit(draft, by=UserFactory(), summary_ar="ملخص", external_ids={"wikidata": "Q1"})
    person = PersonFactory()
    copy = programs.clone(draft, by=person.user, person=person, title="Once more")
    copy.refresh_from_db()
    assert (copy.state, copy.title, copy.summary_ar, copy.external_ids) == ("draft", "Once more", "ملخص", {})
    assert [
        list(each.values_list("pk", flat=True)) for each in (copy.languages, copy.capacities, copy.providers)
    ] == [
        list(each.values_list("pk", flat=True))
        for each in (draft.languages, draft.capacities, draft.providers)
    ]
    assert not copy.cohorts.exists()
