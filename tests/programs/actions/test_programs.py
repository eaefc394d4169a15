"""Programs from draft to archive, and the text by which they are found."""

import pytest

from common.moves import MoveError
from programs.actions import programs
from programs.logic import refusals
from programs.states import ProgramState
from tests.factories.capacity import AffiliateFactory, CapacityFactory, LanguageFactory, UserFactory
from tests.factories.programs import MethodFactory, ProgramCapacityFactory, ProgramProviderFactory

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
    )
    program.languages.add("en")
    ProgramProviderFactory(program=program, organization=AffiliateFactory(name="Sample Users"))
    return program


def test_a_program_goes_from_draft_to_archive(draft):
    by = UserFactory()
    steps = [programs.submit, programs.send_back, programs.submit, programs.publish, programs.archive]
    assert [step(draft, by=by).state for step in steps] == [
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
    by = UserFactory()
    for step in (programs.submit, programs.publish, programs.archive):
        step(draft, by=by)
    with pytest.raises(MoveError):
        programs.edit(draft, by=by, title="Another title")


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
