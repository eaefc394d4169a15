from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from evaluation.actions import changes, participations
from evaluation.models import ChangeFact, ImpactReport, ReportResult
from tests.evaluation.asking import Asking, group, region
from tests.factories.capacity import CapacityFactory, StaffFactory, UserFactory
from tests.factories.evaluation import ImpactReportFactory
from tests.factories.programs import AttendanceFactory, CohortFactory, ProgramRoleFactory, SessionFactory
from tests.markup import flat

pytestmark = pytest.mark.django_db


def asked_twice(capacity, answers):
    """A cohort whose people answered before and after, and were there."""
    asking = Asking(capacity=capacity)
    people = group(asking, answers, timepoints=("baseline", "endline"), region=region())
    session = SessionFactory(cohort=asking.cohort)
    for enrollment in asking.cohort.enrollments.all():
        AttendanceFactory(session=session, enrollment=enrollment)
    changes.refresh_for_subjects([person.pk for person in people])
    participations.refresh([asking.cohort.pk])
    return asking.cohort


@pytest.fixture
def cohort():
    return asked_twice(CapacityFactory(code="36", name="Communication"), [(0.25, 0.5)] * 6)


def address_of(cohort):
    return f"/desk/programs/{cohort.program.slug}/figures/"


def test_who_may_see_a_program_in_figures(client, cohort):
    assert client.get(address_of(cohort)).status_code == 302
    client.force_login(UserFactory())
    assert client.get(address_of(cohort)).status_code == 403
    of_the_cohort = ProgramRoleFactory(cohort=cohort, program=None, role="coordinator")
    client.force_login(of_the_cohort.person.user)
    assert client.get(address_of(cohort)).status_code == 403
    of_the_program = ProgramRoleFactory(program=cohort.program, role="coordinator")
    client.force_login(of_the_program.person.user)
    assert client.get(address_of(cohort)).status_code == 200


def test_cohort_by_cohort_small_numbers_are_hidden_with_what_would_tell_of_them(client, cohort):
    small = asked_twice(CapacityFactory(code="37"), [(0.25, 0.5)] * 2)
    type(small).objects.filter(pk=small.pk).update(program=cohort.program)
    participations.refresh([small.pk])
    client.force_login(StaffFactory())
    answer = client.get(address_of(cohort))
    rows = {row.cohort.pk: row.people for row in answer.context["rows"]}
    assert rows == {small.pk: "not shown", cohort.pk: "not shown"}
    assert answer.context["total"].value == "8"


def test_dates_narrow_a_program(client, cohort):
    client.force_login(StaffFactory())
    answer = client.get(address_of(cohort), {"since": "2031-01-01", "times": "nonsense"})
    assert (answer.status_code, answer.context["changes"], answer.context["rows"]) == (200, {}, [])


def test_the_number_of_queries_does_not_grow(client, cohort, django_assert_num_queries):
    coordinator = ProgramRoleFactory(program=cohort.program, role="coordinator").person.user
    client.force_login(coordinator)
    client.get(address_of(cohort))
    with django_assert_num_queries(9):
        client.get(address_of(cohort))
    for _each in range(4):
        CohortFactory(program=cohort.program)
    with django_assert_num_queries(9):
        client.get(address_of(cohort))


def test_two_programs_side_by_side(client, cohort):
    other = asked_twice(
        ChangeFact.objects.filter(cohort=cohort)[0].capacity, [(0.25, 0.25)] * 3 + [(0.25, 0.5)] * 3
    )
    client.force_login(StaffFactory())
    asked = {"a": cohort.program.slug, "b": other.program.slug}
    answer = client.get("/staff/compare/", asked)
    (row,) = answer.context["rows"]
    assert row.label == "Communication"
    assert [cell[0] for cell in row.cells] == ["+25.0", "+12.5"]
    assert [cell[2] for cell in row.cells] == ["6", "6"]
    same = client.get("/staff/compare/", {**asked, "b": asked["a"]})
    assert same.context["form"].errors["b"] == ["Choose a program other than the first."]
    nothing = client.get("/staff/compare/", {"a": "nowhere", "b": ""})
    assert (nothing.status_code, nothing.context["programs"]) == (200, [])


def published(vintage, value, *, year=2025, of=None):
    report = ImpactReportFactory(
        state="review",
        kind="long_term_impact",
        period="year",
        starts_on=date(year, 1, 1),
        ends_on=date(year, 12, 31),
        as_of=datetime(2026, 2, 1, tzinfo=UTC),
        vintage=vintage,
    )
    cells = [
        ("participants", {}, value),
        ("change", {"capacity": "36", "from": "baseline", "to": "endline"}, of),
    ]
    for position, (metric, cell, number) in enumerate(cells):
        if number is not None:
            ReportResult.objects.create(
                report=report,
                position=position,
                metric=metric,
                cell=cell,
                n=40,
                value=Decimal(number),
                method_id="m",
            )
    staff = StaffFactory()
    ImpactReport.objects.filter(pk=report.pk).update(
        state="published",
        data_hash="d" * 64,
        result_hash="e" * 64,
        published_by=staff,
        published_at=datetime(2026, 3, vintage, tzinfo=UTC),
    )
    return report


def test_a_figure_as_first_published_and_as_revised(client):
    CapacityFactory(code="36", name="Communication")
    published(1, "40", year=2024)
    published(1, "50", of="0.125")
    published(2, "52", of="0.250")
    answer = client.get("/reports/figures/?period=year")
    change, participants = answer.context["figures"]
    assert change["title"] == "Mean change: Communication"
    assert [(row["first"], row["last"]) for row in change["rows"]] == [("+12.5", "+25.0")]
    assert [(row["first"], row["last"]) for row in participants["rows"]] == [("50", "52"), ("40", "40")]
    assert [line.values for line in participants["chart"].series] == [[40.0, 52.0], [40.0, 50.0]]


def test_one_report_is_no_line(client):
    published(1, "40")
    page = client.get("/reports/figures/?period=year").text
    assert "a line is drawn when there are two" in page
    assert (
        "<svg"
        not in page.partition("<main")[2].partition('id="figure-participants"')[2].partition("</main>")[0]
    )
    published(1, "50", year=2024)
    page = client.get("/reports/figures/?period=year").text
    assert page.count("The figures as a table") == 0  # they stand beside it


@pytest.mark.parametrize(
    ("later", "said"),
    [
        ("50", "No figure differs from the first publication"),
        ("52", "Of all 2 figures 1 differs from the first publication."),
    ],
)
def test_a_later_vintage_says_how_much_is_revised(client, later, said):
    CapacityFactory(code="36", name="Communication")
    published(1, "50", of="0.125")
    page = flat(client.get(published(2, later, of="0.125").get_absolute_url()))
    assert said in page
    assert "<title>The movement, Jan 1, 2025 to Dec 31, 2025" in page


def test_reports_in_the_making_are_in_no_history(client):
    report = ImpactReportFactory(state="review", kind="long_term_impact", period="year")
    ReportResult.objects.create(
        report=report, position=0, metric="participants", cell={}, n=40, value=40, method_id="m"
    )
    answer = client.get("/reports/figures/", {"period": "decade", "capacity": "\x00"})
    assert (answer.status_code, answer.context["figures"]) == (200, [])
