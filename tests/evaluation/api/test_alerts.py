"""Alerts by the API: of one's own programs, handled as on their pages."""

import pytest

from common.models import ActionLog
from tests.factories.evaluation import AlertFactory
from tests.factories.programs import ProgramFactory, ProgramRoleFactory

pytestmark = pytest.mark.django_db
ALERTS = "/api/v1/alerts/"


@pytest.fixture
def program(client):
    role = ProgramRoleFactory(program=ProgramFactory())
    client.force_login(role.person.user)
    return role.program


def post(client, alert, deed, **said):
    return client.post(f"{ALERTS}{alert.public_id}/{deed}/", said, content_type="application/json")


@pytest.mark.parametrize("rows", [1, 5])
def test_one_sees_those_of_ones_programs_at_the_same_cost(client, program, django_assert_num_queries, rows):
    for _each in range(rows):
        AlertFactory(program=program)
    other = AlertFactory()
    with django_assert_num_queries(3):
        shown = client.get(ALERTS).json()["results"]
    assert ({row["program"] for row in shown}, len(shown)) == ({program.slug}, rows)
    assert client.get(f"{ALERTS}{other.public_id}/").status_code == 404
    assert post(client, other, "acknowledge", reason="Mine?").status_code == 404
    client.logout()
    assert client.get(ALERTS).status_code in {401, 403}


def test_an_alert_is_acknowledged_and_resolved_with_a_reason(client, program):
    alert = AlertFactory(program=program)
    refused = post(client, alert, "acknowledge", reason=" ")
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, "/reason")
    told = post(client, alert, "acknowledge", reason="I ask.").json()
    assert (told["state"], told["note"]) == ("acknowledged", "I ask.")
    assert post(client, alert, "resolve", reason="It came.").json()["state"] == "resolved"
    again = post(client, alert, "resolve", reason="Again.")
    assert (again.status_code, again["Content-Type"]) == (409, "application/problem+json")
    assert ActionLog.objects.filter(verb="evaluation.alerts.handle").count() == 2
    listed = client.get(ALERTS, {"state": "open"}).json()["results"]
    assert listed == []
    assert [row["id"] for row in client.get(ALERTS, {"state": "resolved"}).json()["results"]] == [
        str(alert.public_id)
    ]
