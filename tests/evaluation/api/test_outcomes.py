"""Outcome statements by the API: from a draft to what somebody from outside confirms."""

import pytest

from evaluation.models import OutcomeStatement
from tests.factories.capacity import LanguageFactory, UserFactory
from tests.factories.evaluation import OutcomeStatementFactory
from tests.factories.programs import ProgramFactory, ProgramRoleFactory

pytestmark = pytest.mark.django_db
OUTCOMES = "/api/v1/outcomes/"
ANSWER = {"source": "A librarian", "independence": "independent", "verdict": "full", "note": "I was there."}


@pytest.fixture
def program():
    LanguageFactory(code="en")
    return ProgramFactory()


def as_(client, program, role):
    client.force_login(ProgramRoleFactory(program=program, role=role).person.user)


def send(client, address, **said):
    return client.post(address, said, content_type="application/json")


def words(**more):
    return {
        "level": "organization", "who": "A user group", "change": "plans its year with its members",
        "happened": "In spring", "place": "", "significance": "It lasts.", "contribution": "A template.",
        "language": "en", **more,
    }  # fmt: skip


def test_from_a_draft_to_what_everybody_can_read(client, program):
    as_(client, program, "coordinator")
    drafted = send(client, OUTCOMES, program=program.slug, **words())
    assert (drafted.status_code, drafted.json()["state"]) == (201, "drafted")
    one = f"{OUTCOMES}{drafted.json()['id']}/"
    assert send(client, f"{one}answers/", **ANSWER).status_code == 409
    assert send(client, f"{one}edit/", **words(who="Two user groups")).json()["who"] == "Two user groups"
    assert send(client, f"{one}clarify/").json()["state"] == "clarified"
    assert send(client, f"{one}edit/", **words()).status_code == 409
    assert send(client, f"{one}substantiate/").status_code == 403
    as_(client, program, "evaluator")
    assert send(client, f"{one}substantiate/").status_code == 409
    assert send(client, f"{one}answers/", **ANSWER).status_code == 201
    assert send(client, f"{one}substantiate/").json()["state"] == "substantiated"
    client.logout()
    told = client.get(one)
    assert told.json()["answers"] == [
        {"source": "A librarian", "independence": "independent", "verdict": "full"}
    ]
    assert "I was there." not in told.content.decode()
    assert told.json()["license"] == "https://creativecommons.org/licenses/by-sa/4.0/"


def test_evidence_is_asked_for_as_on_the_page(client, program):
    statement = OutcomeStatementFactory(program=program)
    as_(client, program, "coordinator")
    address = f"{OUTCOMES}{statement.public_id}/evidence/"
    seen = {
        "role": "supports", "kind": "wiki_revision", "title": "Minutes", "captured_on": "2026-01-01",
        "reliability": "documented",
    }  # fmt: skip
    refused = send(client, address, **seen)
    assert {each["pointer"] for each in refused.json()["errors"]} == {"/url", "/revision_id"}
    made = send(client, address, **seen, url="https://meta.wikimedia.org/", revision_id=7)
    assert [each["revision_id"] for each in made.json()["evidence"]] == [7]


def test_what_is_not_confirmed_is_nobodys_to_read_or_write(client, program):
    statement = OutcomeStatementFactory(program=program, state="clarified")
    one = f"{OUTCOMES}{statement.public_id}/"
    assert send(client, OUTCOMES, program=program.slug, **words()).status_code in {401, 403}
    client.force_login(UserFactory())
    assert client.get(OUTCOMES).json()["results"] == []
    assert (client.get(one).status_code, send(client, f"{one}clarify/").status_code) == (404, 404)
    assert send(client, OUTCOMES, program=program.slug, **words()).status_code == 403
    as_(client, ProgramFactory(), "coordinator")
    assert send(client, OUTCOMES, program=program.slug, **words()).status_code == 404
    assert OutcomeStatement.objects.count() == 1


@pytest.mark.parametrize("rows", [1, 5])
def test_the_list_costs_the_same_however_long(client, program, django_assert_num_queries, rows):
    for _each in range(rows):
        OutcomeStatementFactory(state="substantiated")
    with django_assert_num_queries(1):
        assert len(client.get(OUTCOMES).json()["results"]) == rows
