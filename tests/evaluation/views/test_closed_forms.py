"""A form that could only be refused is not opened: whoever comes too late is led back to the thing."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.evaluation.views.test_reports import filled
from tests.factories.capacity import PersonFactory, StaffFactory
from tests.factories.evaluation import (
    ActionFactory,
    AlertFactory,
    ClaimFactory,
    EvaluationFactory,
    FigureFactory,
    FollowUpTaskFactory,
    ImpactReportFactory,
    OutcomeStatementFactory,
    ProgramIndicatorFactory,
    RecommendationFactory,
    SelectionRoundFactory,
    StoryFactory,
    approved_logic_model,
)
from tests.factories.programs import ProgramFactory, ProgramRoleFactory

pytestmark = pytest.mark.django_db


def logic_model():
    return approved_logic_model(ProgramFactory())[0]


def figure():
    return FigureFactory(
        state="locked", verified_by=StaffFactory(), verified_at=timezone.now(), locked_at=timezone.now()
    )


def selection():
    story = StoryFactory()
    return SelectionRoundFactory(
        program=story.program, state="decided", chosen=story, reason="It lasts.", decided_at=timezone.now()
    )


CLOSED = [
    (logic_model, ["edit", "results/new", "links/new", "approve"]),
    (lambda: ProgramIndicatorFactory(state="published"), ["edit", "publish"]),
    (lambda: ProgramIndicatorFactory(state="retired"), ["figures/new", "retire", "revise"]),
    (figure, ["edit", "submit", "verify", "return", "lock"]),
    (lambda: EvaluationFactory(state="collecting"), ["edit", "approve-plan", "collect", "publish", "close"]),
    (lambda: EvaluationFactory(state="closed"), ["findings/new", "claims/new", "recommendations/new"]),
    (lambda: RecommendationFactory(state="open"), ["actions/new", "verify"]),
    (lambda: OutcomeStatementFactory(state="drafted"), ["answers/new", "substantiate", "analyze"]),
    (lambda: OutcomeStatementFactory(state="clarified"), ["edit", "clarify"]),
    (lambda: FollowUpTaskFactory(state="closed"), ["skip"]),
    (lambda: AlertFactory(state="resolved", resolved_at=timezone.now()), ["acknowledge", "resolve"]),
    (selection, ["decide"]),
]


@pytest.fixture
def reader(client):
    """Staff who evaluate the whole movement: nothing is closed to her but by its state."""
    person = PersonFactory(user=StaffFactory())
    ProgramRoleFactory(person=person, program=None, role="evaluator")
    client.force_login(person.user)
    return person.user


@pytest.mark.parametrize(("make", "doors"), CLOSED)
def test_what_is_over_cannot_be_asked_for(client, reader, make, doors):
    thing = make()
    if hasattr(thing, "panel"):
        thing.panel.add(reader.person)
    address = thing.get_absolute_url()
    answers = [client.get(f"{address}{door}/") for door in doors]
    assert [(each.status_code, each.headers.get("Location")) for each in answers] == [(302, address)] * len(
        doors
    )
    assert "not possible any more" in client.get(address).content.decode()


def test_an_action_that_is_verified_stays_so(client, reader):
    action = ActionFactory(state="verified")
    answer = client.get(reverse("evaluation:action-finish", kwargs={"public_id": action.public_id}))
    assert (answer.status_code, answer.headers["Location"]) == (302, action.get_absolute_url())


@pytest.mark.parametrize(
    "make", [lambda: filled("published"), lambda: ImpactReportFactory(state="abandoned")]
)
def test_the_text_of_a_final_report_is_not_asked_for(client, reader, make):
    report = make()
    address = report.get_absolute_url()
    assert f"{address}narrative/" not in client.get(address).content.decode()
    answers = [client.get(f"{address}{door}/") for door in ("narrative", "publish", "retry", "abandon")]
    assert [(each.status_code, each.headers.get("Location")) for each in answers] == [(302, address)] * 4
    assert "its text stays as it is" in client.get(address).content.decode()


def test_crumbs_call_things_by_their_names(client, reader):
    """Not by the numbers of their rows."""
    model = approved_logic_model(ProgramFactory(title="Teaching"))[0]
    taught = FigureFactory(indicator__name="People who teach")
    for thing, deed, name in ((model, "follow", "Teaching"), (taught, "verify", "People who teach")):
        assert client.get(f"{thing.get_absolute_url()}{deed}/").context["back_name"] == name
    submitted = FigureFactory(indicator__name="People who teach", state="returned")
    assert client.get(f"{submitted.get_absolute_url()}edit/").context["back_name"] == "People who teach"


@pytest.mark.parametrize(
    ("state", "verdicts", "own"),
    [
        ("draft", {"accepted", "contested", "retracted"}, {"retracted"}),
        ("accepted", {"contested", "retracted"}, {"retracted"}),
        ("retracted", set(), set()),
    ],
)
def test_a_claim_is_judged_as_far_as_it_can_be(client, reader, state, verdicts, own):
    evaluation = EvaluationFactory(state="collecting")
    others, mine = ClaimFactory(evaluation=evaluation), ClaimFactory(evaluation=evaluation, written_by=reader)
    for claim, possible in ((others, verdicts), (mine, own)):
        reviewer = {"reviewed_by": StaffFactory()} if state == "accepted" else {}
        type(claim).objects.filter(pk=claim.pk).update(state=state, **reviewer)
        address = f"{evaluation.get_absolute_url()}judged/{claim.pk}/"
        answer = client.get(address)
        assert answer.status_code == (200 if possible else 302)
        offered = (
            {code for code, _label in answer.context["form"].fields["state"].choices} if possible else set()
        )
        assert offered == possible
        assert (address in client.get(evaluation.get_absolute_url()).content.decode()) == bool(possible)
