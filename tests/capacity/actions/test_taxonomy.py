"""The tree of capacities, kept whole through every change."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from assessments.models import Dimension, InstrumentVersion, Score
from capacity.actions import references, taxonomy
from capacity.logic.taxonomy import (
    CircleError,
    HasPartsError,
    IntoItselfError,
    MergedError,
    NamelessError,
    NothingChangesError,
    TooDeepError,
    UnknownLanguageError,
)
from capacity.models import (
    Capacity,
    CapacityCategory,
    CapacityChange,
    CapacityLabel,
    CategoryRelation,
)
from common.models import ActionLog
from evaluation.actions import folding
from evaluation.models import ChangeFact, Rollup
from programs.models import Program, ProgramCapacity
from programs.tasks import follow_capacity, follow_names
from tests.factories.assessments import DimensionFactory, ScoreFactory
from tests.factories.capacity import (
    CapacityClaimFactory,
    CapacityFactory,
    CategoryFactory,
    GlossaryTermFactory,
    LanguageFactory,
    StaffFactory,
)
from tests.factories.evaluation import ChangeFactFactory
from tests.factories.programs import ProgramCapacityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return StaffFactory()


def places():
    return list(Capacity.objects.order_by("path").values_list("path", "depth"))


def changes(capacity):
    rows = CapacityChange.objects.filter(capacity=capacity).order_by("id")
    return list(rows.values_list("kind", "language", "before", "after"))


def test_a_new_capacity_gets_a_code_of_our_own_and_a_place(staff):
    root = CapacityFactory(code="10")
    made = taxonomy.create(name="Hosting", under=root, by=staff)
    again = taxonomy.create(name="Baking", under=None, by=staff)
    assert [(each.code, each.path, each.depth) for each in (made, again)] == [
        ("cp1", "10/cp1", 2),
        ("cp2", "cp2", 1),
    ]
    assert changes(made) == [("created", "en", "", "Hosting")]


def test_one_that_is_named_in_another_language_only_stays_hidden(staff):
    LanguageFactory(code="tr", name_en="Turkish")
    made = taxonomy.create(name="Ev sahipliği", language="tr", under=None, by=staff)
    assert (made.is_hidden, made.name, made.labels.get().name) == (True, "", "Ev sahipliği")


def test_a_name_is_kept_as_label_and_column_and_found(staff):
    capacity = CapacityFactory(code="12", name="budgeting")
    taxonomy.name(capacity, language="ar", text="إعداد الميزانية", by=staff)
    capacity.refresh_from_db()
    assert (capacity.name_ar, capacity.labels.get(language="ar").name) == ("إعداد الميزانية",) * 2
    assert capacity.search_text == "12 budgeting اعداد الميزانيه"
    assert changes(capacity) == [("named", "ar", "", "إعداد الميزانية")]


def test_a_name_can_be_in_any_language(staff):
    LanguageFactory(code="tr", name_en="Turkish")
    capacity = CapacityFactory()
    taxonomy.name(capacity, language="tr", text="Bütçeleme", by=staff)
    assert list(capacity.labels.values_list("language", "name", "source")) == [("tr", "Bütçeleme", None)]


def test_a_description_is_in_a_language_of_the_interface(staff):
    capacity = CapacityFactory()
    taxonomy.describe(capacity, language="es", text="Qué es.", by=staff)
    capacity.refresh_from_db()
    assert capacity.description_es == "Qué es."
    with pytest.raises(UnknownLanguageError):
        taxonomy.describe(capacity, language="tr", text="Nedir.", by=staff)


def test_a_shown_capacity_keeps_an_english_name(staff):
    with pytest.raises(NamelessError):
        taxonomy.name(CapacityFactory(), language="en", text="", by=staff)


def test_what_is_so_already_is_no_change(staff):
    capacity = CapacityFactory(name="budgeting")
    with pytest.raises(NothingChangesError):
        taxonomy.name(capacity, language="en", text="budgeting", by=staff)


def test_a_branch_moves_whole(staff):
    first, second = CapacityFactory(code="1"), CapacityFactory(code="2")
    branch = CapacityFactory(code="3", parent=first)
    CapacityFactory(code="4", parent=branch)
    taxonomy.move(branch, under=second, by=staff)
    assert places() == [("1", 1), ("2", 1), ("2/3", 2), ("2/3/4", 3)]
    assert changes(branch) == [("moved", None, "1", "2")]


def test_a_branch_can_become_a_root(staff):
    branch = CapacityFactory(code="3", parent=CapacityFactory(code="1"))
    CapacityFactory(code="4", parent=branch)
    taxonomy.move(branch, under=None, by=staff)
    assert places() == [("1", 1), ("3", 1), ("3/4", 2)]


def test_nothing_becomes_part_of_its_own_part(staff):
    root = CapacityFactory(code="1")
    part = CapacityFactory(code="2", parent=root)
    for under in (root, part):
        with pytest.raises((CircleError, NothingChangesError)):
            taxonomy.move(root, under=under, by=staff)


def test_there_is_no_fourth_level(staff):
    deep = CapacityFactory(parent=CapacityFactory(parent=CapacityFactory()))
    with pytest.raises(TooDeepError):
        taxonomy.create(name="Too deep", under=deep, by=staff)
    branch = CapacityFactory()
    CapacityFactory(parent=branch)
    with pytest.raises(TooDeepError):
        taxonomy.move(branch, under=deep.parent, by=staff)


def test_the_database_refuses_a_path_that_does_not_follow_the_tree():
    capacity = CapacityFactory(code="1")
    with transaction.atomic():
        Capacity.objects.filter(pk=capacity.pk).update(path="2/1")
        with pytest.raises(IntegrityError):
            connection.check_constraints()
        transaction.set_rollback(True)


def test_history_is_never_changed_but_a_reason_can_be_emptied(staff):
    capacity = taxonomy.create(name="Hosting", under=None, by=staff, reason="Asked for by Ada")
    CapacityChange.objects.filter(capacity=capacity).update(reason="")
    with pytest.raises(IntegrityError), transaction.atomic():
        CapacityChange.objects.filter(capacity=capacity).update(after="Baking")
    with pytest.raises(IntegrityError), transaction.atomic():
        CapacityChange.objects.filter(capacity=capacity).delete()


def test_hiding_takes_it_out_of_the_tree_and_can_be_undone(staff):
    capacity = taxonomy.hide(CapacityFactory(), by=staff)
    assert Capacity.objects.shown().count() == 0
    taxonomy.show(capacity, by=staff)
    assert Capacity.objects.shown().count() == 1
    assert [kind for kind, *_ in changes(capacity)] == ["hidden", "shown"]


def test_one_with_shown_parts_is_not_hidden(staff):
    root = CapacityFactory()
    CapacityFactory(parent=root)
    with pytest.raises(HasPartsError):
        taxonomy.hide(root, by=staff)


def test_a_merge_takes_every_reference_along(staff):
    gone, stays = CapacityFactory(code="1", name="budgets"), CapacityFactory(code="2", name="budgeting")
    rows = [
        GlossaryTermFactory(capacity=gone),
        ProgramCapacityFactory(capacity=gone),
        DimensionFactory(capacity=gone),
        ScoreFactory(capacity=gone),
        ChangeFactFactory(capacity=gone),
        CapacityClaimFactory(capacity=gone),
        CapacityCategory.objects.create(
            capacity=gone, category=CategoryFactory(), relation=CategoryRelation.PRIMARY
        ),
    ]
    taxonomy.merge(gone, into=stays, by=staff)
    for row in rows:
        row.refresh_from_db()
    assert [row.capacity for row in rows] == [stays] * len(rows)
    folding.fold()
    assert set(Rollup.objects.values_list("capacity_id", flat=True)) == {stays.pk}


def test_a_merge_leaves_no_reference_behind_in_any_app(staff):
    """Whatever points to a capacity tomorrow is found in the models, or stays by decision."""
    columns = {f"{model._meta.label}.{field.name}" for model, field in references.references()}
    assert {
        "capacity.CapacityCategory.capacity",
        "capacity.GlossaryTerm.capacity",
        "capacity.Capacity.merged_into",
        "programs.ProgramCapacity.capacity",
        "assessments.Dimension.capacity",
        "assessments.Score.capacity",
        "evaluation.ChangeFact.capacity",
    } <= columns


def test_a_merge_keeps_what_the_other_has_already(staff):
    gone, stays = CapacityFactory(), CapacityFactory()
    aim = ProgramCapacityFactory(capacity=gone)
    ProgramCapacityFactory(program=aim.program, capacity=stays)
    category = CategoryFactory()
    for capacity in (gone, stays):
        CapacityCategory.objects.create(
            capacity=capacity, category=category, relation=CategoryRelation.PRIMARY
        )
    score = ScoreFactory(capacity=gone)
    ScoreFactory(capacity=stays, response=score.response, method_id=score.method_id)
    fact = ChangeFactFactory(capacity=gone)
    ChangeFactFactory(
        capacity=stays,
        subject_key=fact.subject_key,
        cohort=fact.cohort,
        from_timepoint=fact.from_timepoint,
        to_timepoint=fact.to_timepoint,
        method_id=fact.method_id,
    )
    taxonomy.merge(gone, into=stays, by=staff)
    for model in (ProgramCapacity, CapacityCategory, Score, ChangeFact):
        assert list(model.objects.values_list("capacity", flat=True)) == [stays.pk]


def test_a_merge_moves_the_parts_and_leaves_a_way(staff):
    gone, stays = CapacityFactory(code="1", name="budgets"), CapacityFactory(code="2", name="budgeting")
    CapacityFactory(code="3", parent=gone)
    CapacityLabel.objects.create(capacity=gone, language=LanguageFactory(code="es"), name="presupuestos")
    taxonomy.merge(gone, into=stays, by=staff)
    gone.refresh_from_db()
    stays.refresh_from_db()
    assert (gone.merged_into, gone.is_hidden, gone.labels.count()) == (stays, True, 1)
    assert places() == [("1", 1), ("2", 1), ("2/3", 2)]
    assert stays.search_text == "2 budgeting budgets presupuestos"
    assert (changes(gone), changes(stays)) == (
        [("merged", None, "", "2")],
        [("absorbed", None, "1", "")],
    )


def test_what_was_merged_earlier_follows(staff):
    first, second, third = CapacityFactory(), CapacityFactory(), CapacityFactory()
    taxonomy.merge(first, into=second, by=staff)
    taxonomy.merge(second, into=third, by=staff)
    first.refresh_from_db()
    assert first.merged_into == third


def test_a_published_questionnaire_follows_a_merge_and_nothing_else(staff):
    dimension = DimensionFactory(capacity=CapacityFactory())
    InstrumentVersion.objects.filter(pk=dimension.version_id).update(
        state="published", published_at=timezone.now(), content_hash="0" * 64
    )
    other = CapacityFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Dimension.objects.filter(pk=dimension.pk).update(capacity=other)
    taxonomy.merge(dimension.capacity, into=other, by=staff)
    dimension.refresh_from_db()
    assert dimension.capacity == other


def test_nothing_is_merged_into_itself_its_part_or_what_is_merged(staff):
    root = CapacityFactory()
    part = CapacityFactory(parent=root)
    for into in (root, part):
        with pytest.raises(IntoItselfError):
            taxonomy.merge(root, into=into, by=staff)
    other = CapacityFactory()
    taxonomy.merge(part, into=root, by=staff)
    with pytest.raises(MergedError):
        taxonomy.merge(other, into=part, by=staff)
    with pytest.raises(MergedError):
        taxonomy.name(part, language="en", text="Another name", by=staff)


def test_programs_are_found_by_the_new_name(staff, django_capture_on_commit_callbacks):
    aim = ProgramCapacityFactory(capacity=CapacityFactory(name="budgets"))
    with django_capture_on_commit_callbacks() as callbacks:
        taxonomy.name(aim.capacity, language="en", text="budgeting", by=staff)
    assert len(callbacks) == 1
    assert follow_capacity(aim.capacity_id) == 1
    assert "budgeting" in Program.objects.get(pk=aim.program_id).search_text


def test_what_the_broker_lost_is_caught_up_with(staff):
    aim = ProgramCapacityFactory(capacity=CapacityFactory(name="budgets"))
    taxonomy.name(aim.capacity, language="en", text="budgeting", by=staff)
    assert follow_names() == 1
    assert "budgeting" in Program.objects.get(pk=aim.program_id).search_text


def test_each_change_is_logged(staff):
    first, second = CapacityFactory(), CapacityFactory()
    taxonomy.merge(first, into=second, by=staff)
    merges = ActionLog.objects.filter(verb="capacity.taxonomy.merge")
    assert list(merges.values_list("verb", "by", "after")) == [
        ("capacity.taxonomy.merge", staff.pk, {"into": second.code, "moved": {}})
    ]


@pytest.mark.django_db(transaction=True)
def test_two_moves_at_once_make_no_circle():
    staff = StaffFactory()
    one, other = CapacityFactory(code="1"), CapacityFactory(code="2")
    start, refused = threading.Barrier(2), []

    def move(capacity, under):
        start.wait()
        try:
            taxonomy.move(capacity, under=under, by=staff)
        except CircleError:
            refused.append(capacity.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=move, args=pair) for pair in [(one, other), (other, one)]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(refused), sorted(places())) in [
        (1, [("1", 1), ("1/2", 2)]),
        (1, [("2", 1), ("2/1", 2)]),
    ]
