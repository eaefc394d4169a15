"""What every answer of the API has: rates, and errors that machines read."""

import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
import time_machine
from django import forms
from django.core.cache import cache
from rest_framework.exceptions import ValidationError
from rest_framework.throttling import SimpleRateThrottle

from common import kept
from common.api import cleaned, field_errors
from config.views.api import KeptSchemaGenerator
from tests.factories.capacity import UserFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def few(monkeypatch):
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", {"anon": "3/min", "user": "5/min"})


def rate(response):
    names = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")
    return [response.headers.get(name) for name in names]


def test_each_answer_says_what_is_left(client):
    with time_machine.travel(NOW, tick=False) as clock:
        first = client.get("/api/v1/")
        clock.shift(10)
        second = client.get("/api/v1/")
    assert (rate(first), rate(second)) == (["3", "2", "60"], ["3", "1", "50"])


def test_who_is_signed_in_has_a_rate_of_her_own(client):
    client.force_login(UserFactory())
    with time_machine.travel(NOW, tick=False):
        assert rate(client.get("/api/v1/")) == ["5", "4", "60"]


def test_too_many_requests_are_a_problem_that_says_when_to_come_back(client):
    with time_machine.travel(NOW, tick=False):
        *_, response = [client.get("/api/v1/") for _ in range(4)]
    assert (response.status_code, response["Content-Type"], response["Retry-After"]) == (
        429,
        "application/problem+json",
        "60",
    )
    assert rate(response) == ["3", "0", "60"]


def test_no_address_of_anybody_lies_in_the_cache(client):
    client.get("/api/v1/", REMOTE_ADDR="192.0.2.77")
    assert [key for key in cache._cache.get_client().keys("*throttle*") if b"192.0.2.77" in key] == []


@pytest.mark.parametrize("path", ["nothing/", "programs/nothing/", "cohorts/nothing/"])
def test_what_is_not_there_is_a_problem_too(client, path):
    response = client.get(f"/api/v1/{path}")
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")
    problem = response.json()
    assert (problem["type"], problem["status"], problem["title"]) == ("about:blank", 404, "Not Found")


def test_writing_is_refused_as_a_problem(client):
    response = client.post("/api/v1/cohorts/", {})
    assert (response.status_code, response["Content-Type"]) == (405, "application/problem+json")


@pytest.fixture
def hasty_threads():
    """Threads take turns so often that what they share shows."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(usual)


def test_several_who_ask_for_the_schema_at_once_get_all_of_it(hasty_threads):
    def ask(_turn):
        return KeptSchemaGenerator().get_schema(public=True)

    whole = ask(0)
    kept.clear_all()
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(ask, range(8))) == [whole] * 8


def test_a_message_within_what_was_sent_has_a_pointer_to_its_place():
    error = ValidationError(
        {
            "rows": [{}, {"code": ["Unknown."]}],
            "words": {"ar": {"text": ["Empty."]}},
            "non_field_errors": ["All."],
        }
    )
    assert [(each["pointer"], each["detail"]) for each in field_errors(error)] == [
        ("/rows/1/code", "Unknown."),
        ("/words/ar/text", "Empty."),
        ("", "All."),
    ]
    assert field_errors(ValidationError(["Whole."])) == [{"pointer": "", "detail": "Whole."}]


class MomentForm(forms.Form):
    day, at, moment = forms.DateField(), forms.TimeField(), forms.DateTimeField()


@pytest.mark.parametrize("odd", [5, 1.5, ["2026-01-01"], {"day": 1}, True])
def test_a_moment_of_an_odd_kind_is_a_problem_beside_it(odd):
    with pytest.raises(ValidationError) as refused:
        cleaned(MomentForm(dict.fromkeys(("day", "at", "moment"), odd)))
    assert set(refused.value.detail) == {"day", "at", "moment"}
