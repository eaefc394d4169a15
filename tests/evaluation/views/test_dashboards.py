import pytest
from django.urls import reverse

from evaluation.actions import changes, participations
from evaluation.logic.definitions import DEFINITIONS
from tests.evaluation.asking import Asking, group, region
from tests.factories.capacity import CapacityFactory, StaffFactory, TerritoryFactory, UserFactory
from tests.factories.evaluation import (
    AlertFactory,
    ClaimFactory,
    FigureFactory,
    ImpactReportFactory,
    IndicatorFactory,
    OutcomeStatementFactory,
)
from tests.factories.programs import AttendanceFactory, ProgramRoleFactory, SessionFactory

pytestmark = pytest.mark.django_db
STAFF = "/staff/"


@pytest.fixture
def cohort():
    """Seven people of one region who took part and answered twice, and two of another."""
    TerritoryFactory(population=900)
    TerritoryFactory(code="EG", region=region("MENA", "Middle East"), population=100)
    asking = Asking(capacity=CapacityFactory(code="36", name="Communication"))
    pair = ("baseline", "endline")
    people = group(asking, [(0.25, 0.5), (0.5, 0.5)] * 3 + [(0, 1)], timepoints=pair, region=region())
    people += group(asking, [(0.25, 0.75)] * 2, timepoints=pair, region=region("MENA", "Middle East"))
    session = SessionFactory(cohort=asking.cohort)
    for enrollment in asking.cohort.enrollments.all():
        AttendanceFactory(session=session, enrollment=enrollment)
    changes.refresh_for_subjects([person.pk for person in people])
    participations.refresh([asking.cohort.pk])
    return asking.cohort


def evaluator():
    return ProgramRoleFactory(program=None, role="evaluator").person.user


def test_who_evaluates_sees_first_what_waits_for_her_and_each_line_leads_there(client):
    me, other = evaluator(), UserFactory()
    AlertFactory()
    FigureFactory(entered_by=other)
    FigureFactory(entered_by=me)  # who entered a figure does not verify it
    claim = ClaimFactory(written_by=other)
    ClaimFactory(written_by=me)
    ClaimFactory(written_by=other, state="accepted", reviewed_by=me)
    outcome = OutcomeStatementFactory(state="clarified", drafted_by=other)
    OutcomeStatementFactory(state="clarified", drafted_by=me)
    OutcomeStatementFactory(state="drafted", drafted_by=other)
    ImpactReportFactory(state="review")  # is staff's
    client.force_login(me)
    told = client.get(STAFF).context["waiting"]
    assert [(each.label, each.count) for each in told] == [
        ("Alerts", 1),
        ("Figures to verify", 1),
        ("Evaluations with claims to judge", 1),
        ("Outcome statements to substantiate", 1),
    ]
    answers = [client.get(each.address) for each in told[2:]]
    assert all("Only what waits for you is listed." in each.content.decode() for each in answers)
    lists = [each.context["lines"] for each in answers]
    assert [[item.href for item, _cells in lines] for lines in lists] == [
        [claim.evaluation.get_absolute_url()],
        [outcome.get_absolute_url()],
    ]


def test_staff_see_the_reports_that_wait_for_a_second_person(client):
    me = StaffFactory()
    ImpactReportFactory(state="review", author=StaffFactory())
    ImpactReportFactory(state="review", author=me, vintage=2)
    ImpactReportFactory(state="failed", author=me, vintage=3)
    client.force_login(me)
    told = client.get(STAFF).context["waiting"]
    assert [(each.label, each.count) for each in told] == [
        ("Reports to review", 1),
        ("Reports that failed", 1),
    ]
    assert [client.get(each.address).status_code for each in told] == [200, 200]


def test_where_nothing_waits_nothing_is_said(client):
    client.force_login(evaluator())
    assert "What waits for you" not in client.get(STAFF).content.decode()


@pytest.mark.parametrize("address", ["/outcomes/?waiting=1", "/evaluations/?waiting=1"])
def test_a_list_in_which_nothing_waits_does_not_say_that_there_is_nothing(client, address):
    client.force_login(evaluator())
    told = client.get(address).content.decode()
    assert "Nothing waits" in told
    assert "No evaluations yet" not in told
    assert "No outcome statements yet" not in told


@pytest.mark.parametrize("address", ["/outcomes/?waiting=1", "/evaluations/?waiting=1"])
def test_who_is_not_signed_in_has_the_whole_list(client, address):
    ClaimFactory(evaluation__state="published")
    OutcomeStatementFactory()
    assert len(client.get(address).context["lines"]) == 1


def test_who_may_see_the_dashboard(client):
    assert client.get(STAFF).status_code == 302
    client.force_login(UserFactory())
    assert client.get(STAFF).status_code == 403
    evaluator = ProgramRoleFactory(program=None, role="evaluator")
    client.force_login(evaluator.person.user)
    assert client.get(STAFF).status_code == 200
    client.force_login(StaffFactory())
    assert client.get(STAFF).status_code == 200


@pytest.fixture
def page(client):
    client.force_login(StaffFactory())
    return lambda **asked: client.get(STAFF, asked)


def test_change_stands_with_its_n_and_interval(page, cohort):
    (chart,) = page().context["section"].drawings
    (bar,) = chart.rows
    assert (bar.label, bar.n, round(bar.value, 1)) == ("Communication", 9, 30.6)
    assert bar.low < bar.value < bar.high


def test_few_people_of_a_region_are_hidden_and_so_is_what_would_tell_of_them(page, cohort):
    participants, ratio = page().context["participation"]
    assert [(bar.label, bar.value, bar.suppressed) for bar in participants.rows] == [
        ("Middle East", None, "not shown"),
        ("Sub-Saharan Africa", None, "not shown"),
    ]
    assert {bar.value for bar in ratio.rows} == {None}
    assert page().context["total"].value == "9"


def test_of_nine_people_it_is_not_told_that_all_or_none_came_so_far(page, cohort):
    (funnel,) = page().context["funnel"]
    assert [step.people for step in funnel.steps] == [None, None, 9, None, None]


def test_the_address_narrows_what_is_shown(page, cohort):
    section = page(region="MENA").context["section"]
    assert (section.drawings, section.tables) == ([], [])
    assert section.lead == (
        "People were asked twice about 1 capacity. Not shown, to protect people: by itself or beside other figures,"
        " it could tell of fewer than 5 people."
    )
    assert page(program=cohort.program.slug).context["total"].value == "9"
    assert page(since="2031-01-01").context["changes"] == {}
    assert page(times="baseline-m6").context["changes"] == {}


@pytest.mark.parametrize(
    "asked",
    [
        {"region": "nowhere"},
        {"since": "yesterday"},
        {"program": "none"},
        {"times": "m6-baseline"},
        {"until": "\x00"},
    ],
)
def test_nonsense_in_the_address_is_told_and_does_not_narrow(page, cohort, asked):
    answer = page(**asked)
    assert (answer.status_code, answer.context["total"].value) == (200, "9")
    assert answer.context["form"].errors


def test_the_dashboard_asks_ten_questions_whatever_there_is(page, cohort, django_assert_num_queries):
    page()
    of_the_frame = 3  # session, account and roles
    of_what_waits = 1
    with django_assert_num_queries(6 + of_what_waits + of_the_frame):
        page()
    for _each in range(3):
        other = Asking()
        people = group(
            other, [(0.25, 0.5)] * 6, timepoints=("baseline", "endline"), region=region("SA", "South Asia")
        )
        changes.refresh_for_subjects([person.pk for person in people])
        participations.refresh([other.cohort.pk])
    with django_assert_num_queries(6 + of_what_waits + of_the_frame):
        page()


def test_every_figure_leads_to_its_definition(client, page, cohort):
    IndicatorFactory(name="Returning editors")
    answer = client.get(reverse("evaluation:indicator-list"))
    text = answer.content.decode()
    folded = '<details class="definition reading" id="{}">'
    assert [each.code for each in DEFINITIONS if folded.format(each.code) not in text] == []
    assert "Returning editors" in text
    assert "/indicators/#change" in page().content.decode()
