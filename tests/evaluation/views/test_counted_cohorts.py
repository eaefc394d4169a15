"""From a figure of the movement to the rows it is made of."""

from datetime import date
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from tests.factories.capacity import PersonFactory, StaffFactory, UserFactory
from tests.factories.evaluation import ParticipationFactory
from tests.factories.programs import CohortFactory, ProgramRoleFactory
from tests.markup import flat

pytestmark = pytest.mark.django_db
ADDRESS = reverse("evaluation:counted-cohorts")


@pytest.fixture
def staff(client):
    client.force_login(StaffFactory())


def counted(starts_on=date(2025, 2, 10), **fields):
    cohort = CohortFactory(starts_on=starts_on, ends_on=starts_on, **fields)
    ParticipationFactory(cohort=cohort, program=cohort.program, quarter=date(2025, 1, 1))
    return cohort


def names(page):
    return [cohort.name for cohort in page.context["page"].rows]


@pytest.mark.parametrize("rows", [1, 5])
def test_the_list_costs_the_same_however_long(client, staff, django_assert_num_queries, rows):
    for number in range(rows):
        counted(name=f"Cohort {number}")
    client.get(ADDRESS)
    with django_assert_num_queries(4):
        assert len(names(client.get(ADDRESS))) == rows


def test_a_cohort_counts_with_the_quarter_in_which_it_began(client, staff):
    counted(date(2025, 2, 10), name="In winter")
    counted(date(2025, 5, 10), name="In spring")
    CohortFactory(starts_on=date(2025, 2, 1), name="Nobody came")
    assert names(client.get(ADDRESS, {"since": "2025-04-15"})) == ["In spring"]
    assert names(client.get(ADDRESS, {"until": "2025-01-05"})) == ["In winter"]
    assert names(client.get(ADDRESS, {"since": "2025-07-01"})) == []


def test_a_program_is_asked_by_its_address_and_a_wrong_one_is_told(client, staff):
    cohort, _other = counted(name="Mine"), counted(name="Other")
    assert names(client.get(ADDRESS, {"program": cohort.program.slug})) == ["Mine"]
    assert "There is no program at this address." in flat(client.get(ADDRESS, {"program": "nowhere"}))


def test_figures_lead_to_the_rows_that_are_asked_and_these_to_their_programs_figures(client, staff):
    cohort = counted()
    asked = {"since": "2025-01-01", "program": cohort.program.slug}
    rows = f"{ADDRESS}?{urlencode(asked)}".replace("&", "&amp;")
    assert rows in client.get(reverse("evaluation:dashboard"), {**asked, "region": "SSA"}).content.decode()
    assert (
        f"{ADDRESS}?since=2025-01-01"
        in client.get(reverse("evaluation:equity"), {"since": "2025-01-01"}).content.decode()
    )
    page = client.get(ADDRESS, asked).content.decode()
    assert f"{program_figures(cohort)}?since=2025-01-01" in page
    assert reverse("evaluation:desk-cohort", kwargs={"public_id": cohort.public_id}) in page


def test_who_does_not_run_a_cohort_is_led_to_its_public_page(client):
    cohort, user = counted(), UserFactory()
    ProgramRoleFactory(program=None, person=PersonFactory(user=user), role="evaluator")
    client.force_login(user)
    assert f'href="{cohort.get_absolute_url()}"' in client.get(ADDRESS).content.decode()
    figures = client.get(program_figures(cohort)).content.decode()
    assert f'href="{reverse("evaluation:dashboard")}"' in figures
    assert f'href="{reverse("evaluation:desk")}"' not in figures


def program_figures(cohort):
    return reverse("evaluation:program-figures", kwargs={"slug": cohort.program.slug})


def test_it_is_not_for_members(client):
    client.force_login(UserFactory())
    assert client.get(ADDRESS).status_code == 403
