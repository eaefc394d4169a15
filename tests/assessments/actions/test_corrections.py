"""Answers that were given are withdrawn, or corrected; in an anonymous plan by somebody whom they do not name."""

from decimal import Decimal

import pytest

from assessments.actions import responses
from assessments.models import Answer, Invitation, Response
from assessments.states import InvitationState, ResponseState, WaveState
from common.models import ActionLog
from common.moves import MoveError
from tests.assessments.answering import submitted
from tests.factories.assessments import (
    InvitationFactory,
)

pytestmark = pytest.mark.django_db


def test_withdrawn_answers_are_kept_but_count_no_more(
    invitation, person, sent_tasks, django_capture_on_commit_callbacks
):
    submitted(invitation, 1, 1)
    with django_capture_on_commit_callbacks(execute=True):
        response = responses.withdraw(invitation, by=person)
    assert response.state == ResponseState.WITHDRAWN
    assert Answer.objects.count() == 2
    assert sent_tasks == [
        ("assessments.tasks.count_response", {"response_id": response.pk}),
        ("evaluation.tasks.refresh_changes", {"response_id": response.pk}),
    ]


def test_what_is_analyzed_is_not_withdrawn(invitation, person):
    submitted(invitation, 1, 1)
    invitation.target.wave.state = WaveState.ANALYZED
    invitation.target.wave.save()
    with pytest.raises(MoveError):
        responses.withdraw(invitation, by=person)


def test_a_correction_begins_with_the_answers_and_supersedes_them(invitation, person):
    first = submitted(invitation, 1)
    draft = responses.correct(invitation, by=person)
    assert [answer.value for answer in draft.answers.all()] == [Decimal(1)]
    first.refresh_from_db()
    assert first.state == ResponseState.SUBMITTED
    second = submitted(invitation, 3, 4)
    first.refresh_from_db()
    assert (first.state, second.state, second.supersedes) == (
        ResponseState.SUPERSEDED,
        ResponseState.SUBMITTED,
        first,
    )
    assert Answer.objects.filter(response=first).count() == 2


def test_answers_are_not_corrected_after_the_wave(invitation, person):
    submitted(invitation, 1, 1)
    invitation.target.wave.state = WaveState.CLOSING
    invitation.target.wave.save()
    with pytest.raises(MoveError):
        responses.correct(invitation, by=person)


def test_withdrawing_ends_a_correction_that_was_begun(invitation, person):
    submitted(invitation, 1, 1)
    responses.correct(invitation, by=person)
    responses.withdraw(invitation, by=person)
    assert set(Response.objects.values_list("state", flat=True)) == {ResponseState.WITHDRAWN}


# --- Anonymous plans ---


@pytest.fixture
def anonymous(invitation):
    plan = invitation.target.wave.plan
    plan.is_anonymous = True
    plan.save()
    return invitation


def test_anonymous_answers_name_nobody(anonymous, person):
    response = submitted(anonymous, 1, 1)
    response.refresh_from_db()
    assert (response.subject, response.invitation) == (None, None)
    assert str(person.public_id) not in response.respondent_key
    assert len(response.respondent_key) == 64
    assert ActionLog.objects.get(verb="assessments.responses.submitted").by is None


def test_no_moment_tells_whose_anonymous_answers_they_are(anonymous):
    before = Invitation.objects.get()
    submitted(anonymous, 1, 1)
    after = Invitation.objects.get()
    assert (after.state, after.ended_at, after.updated_at) == (
        InvitationState.SUBMITTED,
        None,
        before.updated_at,
    )


def test_anonymous_answers_are_found_again_by_who_gave_them(anonymous, person):
    first = submitted(anonymous, 1, 1)
    draft = responses.correct(anonymous, by=person)
    assert (draft.supersedes, draft.respondent_key) == (first, first.respondent_key)


def test_anonymous_answers_are_submitted_once_per_person(anonymous):
    other = InvitationFactory(target__wave=anonymous.target.wave)
    submitted(anonymous, 1, 1)
    submitted(other, 2, 2)
    assert Response.objects.values("respondent_key").distinct().count() == 2


def test_the_same_person_has_another_key_in_another_plan(anonymous, person):
    first = submitted(anonymous, 1, 1)
    elsewhere = InvitationFactory(respondent=anonymous.respondent)
    plan = elsewhere.target.wave.plan
    plan.is_anonymous = True
    plan.save()
    assert submitted(elsewhere, 1, 1).respondent_key != first.respondent_key
