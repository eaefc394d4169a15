"""Reserved seats as the coordinator sets them, and as the public reads them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from programs.models import Cohort, SeatPool
from tests.factories.capacity import LanguageFactory, PersonFactory, RegionFactory, TerritoryFactory
from tests.factories.programs import CohortFactory, EnrollmentFactory, ProgramRoleFactory, SeatPoolFactory
from tests.markup import flat

pytestmark = pytest.mark.django_db


def address(name, cohort, **more):
    return reverse(
        f"programs:{name}", kwargs={"slug": cohort.program.slug, "public_id": cohort.public_id, **more}
    )


@pytest.fixture
def cohort(client):
    cohort = CohortFactory(seats=9)
    client.force_login(ProgramRoleFactory(program=cohort.program).person.user)
    RegionFactory(), TerritoryFactory(), LanguageFactory()
    return cohort


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("region", ["SSA"]),
        ("territory", ["GH"]),
        ("affiliate_type", ["chapter"]),
        ("language", ["en"]),
        ("newcomer", []),
    ],
)
def test_a_coordinator_reserves_seats_of_each_kind(client, cohort, kind, values):
    page = address("seat-add", cohort, kind=kind)
    assert client.get(page).status_code == 200
    response = client.post(page, {"values": values, "seats": 3})
    assert (response.status_code, response.url) == (302, address("seat-list", cohort))
    pool = SeatPool.objects.get()
    assert (pool.kind, pool.values, pool.seats) == (kind, values, 3)
    assert client.get(response.url).status_code == 200
    assert client.get(cohort.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"values": ["SSA"], "seats": 10}, 409),
        ({"values": ["nowhere"], "seats": 1}, 422),
        ({"seats": 1}, 422),
        ({"values": ["SSA"], "seats": "x"}, 422),
    ],
)
def test_what_cannot_be_reserved_is_said_and_what_was_typed_is_kept(client, cohort, given, status):
    response = client.post(address("seat-add", cohort, kind="region"), given)
    assert response.status_code == status
    assert response.context["form"].errors
    assert f'value="{given["seats"]}"' in flat(response)


def test_an_unknown_kind_is_not_found(client, cohort):
    assert client.get(address("seat-add", cohort, kind="tall")).status_code == 404


def test_seats_are_resized_removed_and_their_release_is_set(client, cohort):
    pool = SeatPoolFactory(cohort=cohort)
    edit = address("seat-edit", cohort, pool=pool.public_id)
    assert client.get(edit).status_code == 200
    client.post(edit, {"seats": 4})
    assert SeatPool.objects.get().seats == 4
    day = cohort.enrollment_closes_at + timedelta(days=1)
    client.post(address("seat-list", cohort), {"date": f"{day:%Y-%m-%d}", "time": "12:00"})
    assert Cohort.objects.get(pk=cohort.pk).reserves_release_at.date() == day.date()
    past = client.post(address("seat-list", cohort), {"date": "2020-01-01", "time": "12:00"})
    assert past.status_code == 409
    client.post(edit, {"remove": "1"})
    assert not SeatPool.objects.exists()


def test_only_who_runs_the_cohort_sets_its_seats(client):
    cohort = SeatPoolFactory().cohort
    client.force_login(PersonFactory().user)
    assert client.get(address("seat-list", cohort)).status_code == 403


def test_the_public_page_says_for_whom_and_whether_seats_are_free_but_not_how_many_are_held(client):
    cohort = CohortFactory()
    pool = SeatPoolFactory(cohort=cohort, seats=3)
    EnrollmentFactory(cohort=cohort, pool=pool)
    page = flat(client.get(cohort.get_absolute_url()))
    assert "before: 3 seats" in page
    assert "(some are free)" in page


def test_the_form_says_for_which_seats_one_counts(client):
    cohort = CohortFactory()
    SeatPoolFactory(cohort=cohort)
    client.force_login(PersonFactory().user)
    page = flat(client.get(address("enroll", cohort)))
    assert "<strong>you count</strong>" in page


def test_the_api_says_what_is_reserved(client):
    cohort = CohortFactory()
    SeatPoolFactory(cohort=cohort)
    answer = client.get(reverse("api:cohort-detail", kwargs={"public_id": cohort.public_id})).json()
    assert answer["reserved"] == [{"kind": "newcomer", "values": [], "seats": 2, "has_free_seats": True}]
    assert answer["free_open_seats"] == 8
