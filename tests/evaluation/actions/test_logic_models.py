import re

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from common.moves import MoveError
from evaluation.actions import logic_models
from evaluation.logic import diagrams
from evaluation.logic.refusals import (
    CircleError,
    DraftExistsError,
    EmptyModelError,
    OwnWorkError,
    UnmeasuredOutcomeError,
)
from evaluation.models import LogicModel, Result, ResultLink
from tests.factories.capacity import UserFactory
from tests.factories.evaluation import (
    LogicModelFactory,
    ProgramIndicatorFactory,
    ResultFactory,
    ResultLinkFactory,
)
from tests.factories.programs import ProgramFactory


@pytest.fixture
def author(db):
    return UserFactory()


@pytest.fixture
def model(author):
    return logic_models.begin(ProgramFactory(), by=author, situation="Few people know how.")


def add(model, author, kind, statement="Something"):
    return logic_models.add_result(model, by=author, kind=kind, statement=statement)


def chain(model, author):
    first, last = add(model, author, "activity"), add(model, author, "outcome_short")
    logic_models.link(model, by=author, cause=first, effect=last)
    ProgramIndicatorFactory(program=model.program, result=last, state="draft")
    return first, last


def test_every_outcome_is_measured(model, author):
    chain(model, author)
    other = add(model, author, "outcome_long")
    with pytest.raises(UnmeasuredOutcomeError):
        logic_models.approve(model, by=UserFactory())
    ProgramIndicatorFactory(program=model.program, result=other, state="retired")
    with pytest.raises(UnmeasuredOutcomeError):
        logic_models.approve(model, by=UserFactory())
    ProgramIndicatorFactory(program=model.program, result=other, state="draft")
    assert logic_models.approve(model, by=UserFactory()).state == "approved"


def test_a_second_person_approves(model, author):
    with pytest.raises(EmptyModelError):
        logic_models.approve(model, by=UserFactory())
    chain(model, author)
    with pytest.raises(OwnWorkError):
        logic_models.approve(model, by=author)
    model = logic_models.approve(model, by=UserFactory())
    assert model.state == "approved"


def test_an_approved_model_stays_and_is_followed(model, author):
    first, _last = chain(model, author)
    model = logic_models.approve(model, by=UserFactory())
    with pytest.raises(MoveError):
        add(model, author, "impact")
    for statement in (
        lambda: Result.objects.filter(pk=first.pk).update(statement="Other"),
        lambda: ResultLink.objects.filter(model=model).delete(),
        lambda: LogicModel.objects.filter(pk=model.pk).update(situation="Other"),
        lambda: LogicModel.objects.filter(pk=model.pk).update(state="draft"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            statement()
    draft = logic_models.follow(model, by=author)
    assert (draft.version, draft.results.count(), draft.links.count()) == (2, 2, 1)
    with pytest.raises(DraftExistsError):
        logic_models.follow(model, by=author)
    logic_models.approve(draft, by=UserFactory())
    model.refresh_from_db()
    assert model.state == "superseded"


def test_no_circle_by_action_or_database(model, author):
    first, last = chain(model, author)
    with pytest.raises(CircleError):
        logic_models.link(model, by=author, cause=last, effect=first)
    with pytest.raises(IntegrityError), transaction.atomic():
        ResultLink.objects.create(model=model, cause=last, effect=first)


@pytest.mark.django_db
def test_a_link_stays_within_its_model():
    with pytest.raises(IntegrityError), transaction.atomic():
        ResultLinkFactory(effect=ResultFactory(model=LogicModelFactory()))


def test_a_result_goes_with_its_links(model, author):
    first, last = chain(model, author)
    logic_models.remove_result(last, by=author)
    assert list(model.results.all()) == [first]
    assert model.links.count() == 0


COLUMNS = [("activity", "activity"), ("output", "output"), ("impact", "impact")]


@given(st.lists(st.tuples(st.sampled_from([code for code, _ in COLUMNS]), st.text(max_size=90)), max_size=12))
def test_boxes_stand_apart_and_are_mirrored(found):
    nodes = [diagrams.Node(key=key, column=column, text=text) for key, (column, text) in enumerate(found)]
    links = [(key, key, key + 1, True) for key in range(len(nodes) - 1)]
    left, right = (diagrams.draw(nodes, links, COLUMNS, rtl=rtl) for rtl in (False, True))
    for one, other in zip(left.boxes, right.boxes, strict=True):
        assert (one.x + one.width, one.y) == (left.width - other.x, other.y)
    for place, one in enumerate(left.boxes):
        for other in left.boxes[place + 1 :]:
            assert one.x != other.x or one.y + one.height < other.y or other.y + other.height < one.y
    assert len(left.arrows) == len(links)


@pytest.mark.parametrize("rtl", [False, True])
def test_a_link_goes_around_what_stands_between(rtl):
    """Behind a box it would look like two links; where nothing is in the way it is drawn as others are."""
    chain = [diagrams.Node(key=key, column=code, text="x") for key, (code, _label) in enumerate(COLUMNS)]
    free = [
        diagrams.Node(key=0, column="activity", text="x" * 210),
        *chain[1:2],
        diagrams.Node(key=2, column="impact", text="x" * 210),
    ]
    link = [(9, 0, 2, True)]
    around, plain, straight = (
        diagrams.draw(nodes, links, COLUMNS, rtl=rtl)
        for nodes, links in ((chain, link), (chain, []), (free, link))
    )
    assert (around.height - plain.height, straight.height) == (
        diagrams.LANE,
        diagrams.draw(free, [], COLUMNS).height,
    )
    lowest = max(box.y + box.height for box in around.boxes)
    below = [float(number) for number in re.findall(r"[\d.]+", around.arrows[0].path)][1::2]
    assert lowest < max(below) < around.height
    assert "L" not in straight.arrows[0].path
