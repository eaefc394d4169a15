import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from capacity.actions import access
from capacity.models import DataExport, Erasure
from capacity.states import LookReason
from config import tasks
from config.actions import data_exports
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


@pytest.mark.parametrize(
    "name", ["my-data", "my-data-table", "my-data-json", "my-data-html", "my-data-erase"]
)
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
    tables = len(client.get(reverse("my-data")).context["tables"])
    with django_assert_num_queries(
        tables + 6
    ):  # who reads, all keys, merged accounts, files, what others did
        client.get(reverse("my-data"))


def test_the_page_shows_the_newest_and_how_many_there_are(client, person):
    for number in range(5):
        EnrollmentFactory(person=person, motivation=f"Wish {number}.")
    page = client.get(reverse("my-data"))
    words = flat(page.content.decode())
    assert [f"Wish {number}." in words for number in range(5)] == [False, False, True, True, True]
    table = next(each for each in page.context["tables"] if each.held.holding.label == "programs.enrollment")
    assert (table.count, table.has_more) == (5, True)
    assert "?of=programs.enrollment" in words


def test_all_rows_of_a_kind_stand_on_pages_of_their_own(client, person, settings):
    settings.PAGE_ROWS = 2
    for number in range(3):
        EnrollmentFactory(person=person, motivation=f"Wish {number}.")
    EnrollmentFactory(motivation="The words of another")
    first = client.get(reverse("my-data-table"), {"of": "programs.enrollment"})
    last = client.get(first.context["next"])
    seen = [[row["motivation"] for row in page.context["each"].rows] for page in (first, last)]
    assert seen == [["Wish 2.", "Wish 1."], ["Wish 0."]]


@pytest.mark.parametrize("asked", [{"of": "nonsense"}, {"of": "programs.enrollment", "page": "nonsense"}])
def test_a_table_that_is_none_is_not_found(client, person, asked):
    assert client.get(reverse("my-data-table"), asked).status_code == 404


@pytest.mark.parametrize("rows", [1, 5])
def test_a_page_of_a_table_costs_the_same_however_long(client, person, rows, django_assert_num_queries):
    EnrollmentFactory.create_batch(rows, person=person)
    client.get(reverse("my-data-table"), {"of": "programs.enrollment"})
    with django_assert_num_queries(5):
        client.get(reverse("my-data-table"), {"of": "programs.enrollment"})


def test_much_is_made_into_a_file_by_a_worker_and_is_whole(client, person, settings):
    settings.EXPORT_ROWS = 3
    EnrollmentFactory.create_batch(5, person=person, motivation="I want to learn")
    assert client.get(reverse("my-data-json"))["Location"] == reverse("my-data")
    assert client.post(reverse("my-data"), {"kind": "json"})["Location"] == reverse("my-data")
    assert "being made" in client.get(reverse("my-data")).content.decode()
    tasks.make_export(DataExport.objects.get().pk)
    data = json.loads(client.get(reverse("my-data-json")).content)
    assert [row["motivation"] for row in data["tables"]["programs.enrollment"]] == ["I want to learn"] * 5
    assert "capacity.dataexport" in data["tables"]
    assert "content" not in data["tables"]["capacity.dataexport"][0]


def test_a_file_of_another_kind_or_of_another_person_is_not_made(client, person):
    assert client.post(reverse("my-data"), {"kind": "exe"})["Location"] == reverse("my-data")
    assert DataExport.objects.count() == 0
    with pytest.raises(PermissionError):
        data_exports.ask(person.user, kind="json", by=UserFactory())


def test_files_go_after_their_time_and_a_gone_one_is_no_fault(person, settings):
    export = data_exports.ask(person.user, kind="html", by=person.user)
    assert data_exports.forget_old() == 0
    DataExport.objects.update(asked_at=timezone.now() - timedelta(days=settings.EXPORT_DAYS + 1))
    tasks.forget_exports()
    tasks.make_export(export.pk)
    assert DataExport.objects.count() == 0
