import pytest
from django.db import DatabaseError
from django.utils import translation

from assessments.actions import instruments, versions
from assessments.models import Instrument, Item
from assessments.states import VersionState
from common.moves import MoveError
from tests.factories.assessments import InstrumentVersionFactory
from tests.factories.capacity import CapacityFactory
from tests.factories.programs import ProgramCapacityFactory, ProgramFactory

pytestmark = pytest.mark.django_db


def test_compact_asks_three_questions_for_each_capacity_one_of_them_reversed():
    aims = ProgramCapacityFactory.create_batch(2, program=ProgramFactory(slug="learn-to-lead"))
    version = instruments.create_compact(aims[0].program, by=None)
    assert version.instrument.code == "capacity-check-learn-to-lead"
    assert version.state == VersionState.PUBLISHED
    assert [item.code.rsplit("-", 1)[1] for item in version.items.all()] == [
        "knowledge",
        "practice",
        "helping",
    ] * 2
    assert [item.is_reversed for item in version.items.all()] == [False, False, True] * 2
    assert [anchor.value for anchor in version.scales.get().anchors.all()] == [0, 1, 2, 3, 4]


def test_compact_quotes_the_name_of_the_capacity_in_each_language():
    capacity = CapacityFactory(name_en="budgeting", name_ar="إعداد الميزانية")
    program = ProgramCapacityFactory(capacity=capacity).program
    item = instruments.create_compact(program, by=None).items.get(code__endswith="-knowledge")
    with translation.override("en"):
        assert (
            item.stem == "I know what “budgeting” involves and could explain it to somebody who is new to it."
        )
    with translation.override("ar"):
        assert item.stem == "أعرف ما تشمله قدرة «إعداد الميزانية»، وأستطيع أن أشرحها لشخص جديد عليها."


def test_compact_gives_the_same_version_again():
    program = ProgramCapacityFactory().program
    first = instruments.create_compact(program, by=None)
    assert instruments.create_compact(program, by=None) == first
    assert Instrument.objects.count() == 1


def test_compact_makes_a_new_major_version_when_the_capacities_have_changed():
    program = ProgramCapacityFactory().program
    first = instruments.create_compact(program, by=None)
    ProgramCapacityFactory(program=program)
    second = instruments.create_compact(program, by=None)
    assert (second.major, second.supersedes, second.items.count()) == (2, first, 6)
    assert second.content_hash != first.content_hash


def test_compact_code_of_a_long_address_name_is_cut_and_stays_unique():
    long = "a" * 115
    programs = [ProgramFactory(slug=f"{long}-{end}") for end in "bc"]
    codes = {instruments.compact_code(program) for program in programs}
    assert [len(code) for code in codes] == [80, 80]


def test_compact_refuses_a_program_without_capacities():
    with pytest.raises(instruments.NothingToAskError):
        instruments.create_compact(ProgramFactory(), by=None)


def test_compact_of_a_demo_program_is_marked_demo():
    program = ProgramCapacityFactory(program__is_demo=True).program
    version = instruments.create_compact(program, by=None)
    assert (version.is_demo, version.instrument.is_demo) == (True, True)


def test_what_is_published_cannot_change():
    version = instruments.create_compact(ProgramCapacityFactory().program, by=None)
    with pytest.raises(DatabaseError):
        Item.objects.filter(version=version).update(is_reversed=False)


def test_publish_refuses_a_draft():
    with pytest.raises(MoveError):
        versions.publish(InstrumentVersionFactory(), by=None)


def test_retire_keeps_the_version_and_its_hash():
    version = instruments.create_compact(ProgramCapacityFactory().program, by=None)
    retired = versions.retire(version, by=None)
    assert (retired.state, retired.content_hash) == (VersionState.RETIRED, version.content_hash)
