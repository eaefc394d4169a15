import json

import pytest
from django.urls import reverse

from capacity.actions import access
from capacity.models import Erasure
from capacity.states import LookReason
from config.actions.personal_data import HOLDINGS
from tests.factories.capacity import PersonFactory, StaffFactory, UserFactory
from tests.factories.programs import EnrollmentFactory
from tests.markup import flat

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse"


@pytest.fixture
def person(client):
    made = PersonFactory(name="Ada")
    assert client.login(email=made.user.email, password=PASSWORD)
    return made


def prove(client):
    return client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def test_she_sees_what_is_held_and_who_looked_at_it_without_a_name(client, person):
    EnrollmentFactory(person=person, motivation="I want to learn")
    EnrollmentFactory(motivation="The words of another")
    staff = PersonFactory(name="Grace of the staff", user=StaffFactory())
    access.state_reason(person.user, by=staff.user, reason=LookReason.SAFETY)
    page = flat(client.get(reverse("my-data")).content.decode())
    assert "I want to learn" in page
    assert "looked at your data" in page
    assert "a report of abuse or a danger to somebody" in page
    assert "Grace" not in page
    assert "The words of another" not in page


def test_she_takes_it_along_as_json_and_to_read(client, person):
    EnrollmentFactory(person=person, motivation="I want to learn")
    machine = client.get(reverse("my-data-json"))
    data = json.loads(machine.content)
    assert data["tables"]["programs.enrollment"][0]["motivation"] == "I want to learn"
    assert machine["Content-Disposition"] == 'attachment; filename="my-data.json"'
    assert "password" not in data["tables"]["capacity.user"][0]
    assert "I want to learn" in client.get(reverse("my-data-html")).content.decode()


@pytest.mark.parametrize("name", ["my-data", "my-data-json", "my-data-html", "my-data-erase"])
def test_nobody_else_comes_in(client, name):
    assert client.get(reverse(name))["Location"].startswith(reverse("account_login"))


def test_she_proves_who_she_is_before_she_is_forgotten(client, person):
    asked = client.post(reverse("my-data-erase"), {"agreed": "on"})
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    assert Erasure.objects.count() == 0


def test_she_is_forgotten_when_she_has_said_so(client, person):
    prove(client)
    assert "agreed" in client.post(reverse("my-data-erase"), {}).context["form"].errors
    gone = client.post(reverse("my-data-erase"), {"agreed": "on"})
    erasure = Erasure.objects.get(account=person.user)
    assert gone["Location"] == reverse("erasure", kwargs={"public_id": erasure.public_id})
    assert client.get(reverse("my-data")).status_code == 302
    assert client.get(gone["Location"]).status_code == 200
    assert client.login(email=person.user.email, password=PASSWORD) is False


def test_a_shared_account_stays(client):
    user = UserFactory(is_demo=True)
    client.login(email=user.email, password=PASSWORD)
    prove(client)
    assert client.post(reverse("my-data-erase"), {"agreed": "on"})["Location"] == reverse("my-data")
    assert Erasure.objects.count() == 0


@pytest.mark.parametrize("rows", [1, 5])
def test_the_page_costs_the_same_however_much_is_held(client, person, rows, django_assert_num_queries):
    EnrollmentFactory.create_batch(rows, person=person)
    client.get(reverse("my-data"))
    tables = sum(1 for holding in HOLDINGS if holding.of)
    with django_assert_num_queries(tables + 4):  # and who reads, and what others did
        client.get(reverse("my-data"))
