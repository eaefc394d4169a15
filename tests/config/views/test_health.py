import pytest
from django.test import Client
from kombu import Connection

from config.views import health

pytestmark = pytest.mark.django_db


def test_live_asks_nobody(client: Client) -> None:
    response = client.get("/health/live")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_ready_when_database_and_broker_answer(client: Client) -> None:
    response = client.get("/health/ready")
    assert (response.status_code, response.json()) == (
        200,
        {"status": "ok", "database": "ok", "broker": "ok"},
    )


@pytest.mark.parametrize("part", ["database", "broker"])
def test_not_ready_names_what_does_not_answer(
    client: Client, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    monkeypatch.setattr(health, f"{part}_answers", lambda: False)
    response = client.get("/health/ready")
    assert response.status_code == 503
    assert response.json() == {"status": "not ready", "database": "ok", "broker": "ok"} | {
        part: "does not answer"
    }


def test_a_missing_broker_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    nowhere = Connection("redis+socket:///nowhere.sock")
    monkeypatch.setattr(health.app, "connection_for_write", lambda **options: nowhere)
    assert health.broker_answers() is False


def test_robots_stay_out_of_personal_pages(client: Client) -> None:
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert "Disallow: /my/" in lines


def test_the_old_address_of_the_icon_leads_to_it(client: Client) -> None:
    assert client.get("/favicon.ico")["Location"] == "/static/favicon.svg"
