"""Questions that are asked or not by what was answered before, and levels that want to be shown; without JavaScript."""

from decimal import Decimal

import pytest
from django.urls import reverse

from assessments.models import Answer, Response
from assessments.states import ResponseState
from tests.factories.assessments import InvitationFactory, WaveFactory, version_of

pytestmark = pytest.mark.django_db
CONDITION = "${first} >= 3"


@pytest.fixture
def invitation():
    version = version_of(
        {"code": "first"}, {"code": "second", "relevance": CONDITION, "is_required": True}, {"code": "third"}
    )
    return InvitationFactory(target__wave=WaveFactory(version=version))


@pytest.fixture
def page(client, invitation):
    client.force_login(invitation.respondent.user)
    return reverse("assessments:answer", kwargs={"public_id": invitation.public_id})


def shown(response):
    return [question.item.code for section in response.context["sections"] for question in section.questions]


def test_a_question_whose_condition_is_not_known_to_hold_does_not_stand_on_the_page(client, page):
    assert shown(client.get(page)) == ["first", "third"]


def test_saving_brings_up_the_questions_that_follow(client, page):
    sent = {"deed": "save", "shown": ["first", "third"], "q-first": "4"}
    response = client.post(page, sent)
    assert response.url == f"{page}#id_q-second"
    assert shown(client.get(page)) == ["first", "second", "third"]


def test_submitting_asks_first_what_follows_from_the_answers(client, page):
    sent = {"deed": "submit", "shown": ["first", "third"], "q-first": "4"}
    assert client.post(page, sent).url == f"{page}#id_q-second"
    assert Response.objects.get().state == ResponseState.DRAFT
    sent |= {"shown": ["first", "second", "third"], "q-second": "0"}
    client.post(page, sent)
    assert Response.objects.get().state == ResponseState.SUBMITTED
    assert Answer.objects.get(item__code="second").value == Decimal(0)


def test_what_does_not_follow_is_noted_as_not_asked_even_if_it_was_answered_before(client, page):
    client.post(page, {"deed": "save", "q-first": "4", "q-second": "2"})
    client.post(
        page, {"deed": "submit", "shown": ["first", "second", "third"], "q-first": "1", "q-second": "2"}
    )
    assert Answer.objects.get(item__code="second").missing_code == "not_asked"


def test_saving_in_the_background_says_that_more_is_asked(client, page):
    sent = {"deed": "save", "shown": ["first", "third"], "q-first": "4"}
    assert client.post(page, sent, headers={"Accept": "application/json"}).json()["more"] is True


# --- Levels that want to be shown ---


@pytest.fixture
def rubric(client):
    version = version_of({"code": "plan", "kind": "rubric"}, to_prove=[4])
    invitation = InvitationFactory(target__wave=WaveFactory(version=version))
    client.force_login(invitation.respondent.user)
    return reverse("assessments:answer", kwargs={"public_id": invitation.public_id})


def test_a_level_that_wants_evidence_is_not_submitted_without(client, rubric):
    response = client.post(rubric, {"deed": "submit", "q-plan": "4"})
    assert response.context["form"].errors == {
        "q-plan": ["Please say what shows this level: a link, or a sentence."]
    }


def test_a_lower_level_needs_none(client, rubric):
    client.post(rubric, {"deed": "submit", "q-plan": "3"})
    assert Response.objects.get().state == ResponseState.SUBMITTED


def test_evidence_is_kept_beside_the_level(client, rubric):
    client.post(rubric, {"deed": "submit", "q-plan": "4", "q-plan.evidence": "https://example.org/plan"})
    answer = Answer.objects.get()
    assert (answer.value, answer.evidence) == (Decimal(4), "https://example.org/plan")


def test_evidence_without_a_level_is_not_lost(client, rubric):
    response = client.post(rubric, {"deed": "save", "q-plan.evidence": "our plan"})
    assert response.context["form"].errors == {"q-plan": ["Please choose the level that this shows."]}
    assert "our plan" in response.text
