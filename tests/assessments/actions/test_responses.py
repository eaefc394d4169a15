import threading
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import Error, connection, transaction
from django.utils import timezone

from assessments.actions import drafts, responses
from assessments.logic.answering import Given
from assessments.models import Answer, InstrumentVersion, Invitation, ItemKind, Response, Score
from assessments.states import InvitationState, ResponseState, WaveState
from common.moves import MoveError
from tests.assessments.answering import answer, codes, invitation_to, submitted, value
from tests.factories.assessments import (
    DimensionFactory,
    InvitationFactory,
    ItemFactory,
    ScaleAnchorFactory,
    ScaleFactory,
    WaveFactory,
    published_version,
    version_of,
)
from tests.factories.capacity import CapacityFactory, UserFactory

pytestmark = pytest.mark.django_db


# --- Beginning and saving ---


def test_beginning_makes_a_draft_of_the_waves_version(invitation, person):
    draft = responses.start(invitation, by=person, language="ar")
    wave = invitation.target.wave
    assert (draft.state, draft.version, draft.language, draft.subject, draft.invitation) == (
        ResponseState.DRAFT,
        wave.version,
        "ar",
        invitation.target.subject,
        invitation,
    )
    assert draft.respondent_key == str(person.public_id)
    assert Invitation.objects.get().state == InvitationState.STARTED


def test_beginning_twice_finds_the_same_draft(invitation, person):
    first = responses.start(invitation, by=person, language="en")
    assert responses.start(invitation, by=person, language="en") == first


def test_a_draft_may_have_gaps_and_is_changed_at_will(invitation, person):
    first, second = codes(invitation)
    responses.save_answers(invitation, {first: value(0)}, by=person)
    responses.save_answers(invitation, {first: value(3), second: Given(missing_code="dont_know")}, by=person)
    assert list(Answer.objects.order_by("item__position").values_list("value", "missing_code")) == [
        (Decimal(3), None),
        (None, "dont_know"),
    ]


def test_what_is_not_named_stays_and_none_takes_back(invitation, person):
    first, second = codes(invitation)
    answer(invitation, 1, 2)
    responses.save_answers(invitation, {second: None}, by=person)
    assert list(Answer.objects.values_list("item__code", flat=True)) == [first]


@pytest.mark.parametrize("number", ["-1", "5", "2.5", "NaN", "Infinity"])
def test_a_value_outside_its_scale_is_refused_and_nothing_is_kept(invitation, person, number):
    first, second = codes(invitation)
    with pytest.raises(ValidationError) as refusal:
        responses.save_answers(invitation, {first: value(1), second: value(number)}, by=person)
    assert list(refusal.value.message_dict) == [second]
    assert Answer.objects.count() == 0


def test_an_unknown_item_is_refused(invitation, person):
    with pytest.raises(ValidationError) as refusal:
        responses.save_answers(invitation, {"nonsense": value(1)}, by=person)
    assert refusal.value.message_dict == {"nonsense": ["This questionnaire has no such question."]}


@pytest.mark.parametrize(
    ("kind", "given", "fits"),
    [
        (ItemKind.OPEN, Given(text="a"), True),
        (ItemKind.OPEN, value(1), False),
        (ItemKind.OPEN, Given(text="a" * 5001), False),
        (ItemKind.NUMBER, value(3), True),
        (ItemKind.NUMBER, Given(text="3"), False),
        (ItemKind.SINGLE, value(3), True),
        (ItemKind.SINGLE, Given(choices=(Decimal(3),)), False),
        (ItemKind.MULTIPLE, Given(choices=(Decimal(3), Decimal(4))), True),
        (ItemKind.MULTIPLE, Given(choices=(Decimal(9),)), False),
        (ItemKind.MULTIPLE, value(3), False),
        (ItemKind.FREQUENCY, Given(missing_code="refused"), True),
    ],
)
def test_each_kind_of_question_is_answered_in_its_way(kind, given, fits):
    invitation = invitation_to({"kind": kind, "code": "q"})
    if fits:
        responses.save_answers(invitation, {"q": given}, by=invitation.respondent.user)
        assert responses.given_of(Answer.objects.get()) == given
    else:
        with pytest.raises(ValidationError):
            responses.save_answers(invitation, {"q": given}, by=invitation.respondent.user)


@pytest.mark.parametrize(
    "state", [WaveState.PLANNED, WaveState.CLOSING, WaveState.CLOSED, WaveState.ANALYZED]
)
def test_nobody_begins_in_a_wave_that_is_not_open(invitation, person, state):
    wave = invitation.target.wave
    wave.state = state
    wave.save()
    with pytest.raises(MoveError):
        responses.start(invitation, by=person, language="en")


def test_nobody_answers_for_another(invitation):
    with pytest.raises(PermissionDenied):
        responses.start(invitation, by=UserFactory(), language="en")


@pytest.mark.parametrize("state", ["declined", "opted_out", "expired", "ineligible", "submitted"])
def test_an_ended_invitation_is_not_answered(state):
    invitation = InvitationFactory(state=state)
    with pytest.raises(MoveError):
        responses.start(invitation, by=invitation.respondent.user, language="en")


# --- Submitting ---


def test_submitting_scores_the_answers_and_ends_the_invitation(
    invitation, sent_tasks, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        response = submitted(invitation, 1, 4)
    score = Score.objects.get()
    assert response.state == ResponseState.SUBMITTED
    assert response.submitted_at is not None
    assert (score.method_id, score.raw, score.normalized) == ("mean.v1", Decimal("2.5"), Decimal("0.625"))
    assert (score.items_answered, score.items_asked) == (2, 2)
    assert Invitation.objects.get().state == InvitationState.SUBMITTED
    assert sent_tasks == [
        ("assessments.tasks.count_response", {"response_id": response.pk}),
        ("evaluation.tasks.refresh_changes", {"response_id": response.pk}),
    ]


def test_what_was_left_empty_is_skipped_and_not_zero(invitation):
    submitted(invitation, 4)
    assert list(Answer.objects.order_by("item__position").values_list("value", "missing_code")) == [
        (Decimal(4), None),
        (None, "skipped"),
    ]
    score = Score.objects.get()
    assert (score.raw, score.normalized, score.items_answered) == (None, None, 1)


def test_a_required_question_wants_an_answer():
    invitation = invitation_to({"is_required": True, "code": "q"})
    responses.start(invitation, by=invitation.respondent.user, language="en")
    with pytest.raises(ValidationError) as refusal:
        responses.submit(invitation, by=invitation.respondent.user)
    assert list(refusal.value.message_dict) == ["q"]
    assert Response.objects.get().state == ResponseState.DRAFT


def test_rather_not_saying_is_an_answer():
    invitation = invitation_to({"is_required": True, "code": "q"})
    responses.save_answers(invitation, {"q": Given(missing_code="refused")}, by=invitation.respondent.user)
    assert responses.submit(invitation, by=invitation.respondent.user).state == ResponseState.SUBMITTED


def test_a_question_that_does_not_apply_is_noted_as_not_asked():
    relevance = "${first} = 4"
    invitation = invitation_to(
        {"code": "first"}, {"code": "second", "is_required": True, "relevance": relevance}
    )
    submitted(invitation, 0)
    assert Answer.objects.get(item__code="second").missing_code == "not_asked"
    assert Score.objects.get().items_asked == 1


def test_questions_of_several_capacities_are_scored_apart():
    version = published_version(capacities=[CapacityFactory(code="1"), CapacityFactory(code="2")], items=1)
    submitted(InvitationFactory(target__wave=WaveFactory(version=version)), 0, 4)
    assert list(Score.objects.order_by("capacity__code").values_list("normalized", flat=True)) == [
        Decimal(0),
        Decimal(1),
    ]


def test_submitting_twice_is_refused(invitation, person):
    submitted(invitation, 1, 1)
    with pytest.raises(MoveError):
        responses.submit(invitation, by=person)


def test_submitted_answers_are_not_saved_over(invitation, person):
    submitted(invitation, 1, 1)
    with pytest.raises(MoveError):
        answer(invitation, 2, 2)
    assert set(Answer.objects.values_list("value", flat=True)) == {Decimal(1)}


def test_the_database_keeps_submitted_answers(invitation):
    submitted(invitation, 1, 1)
    with pytest.raises(Error, match="submitted answers cannot change"), transaction.atomic():
        Answer.objects.update(value=2)


def test_what_was_begun_is_submitted_in_the_time_of_grace(invitation, person):
    answer(invitation, 1, 1)
    wave = invitation.target.wave
    wave.state = WaveState.CLOSING
    wave.opens_at, wave.closes_at = timezone.now() - timedelta(days=9), timezone.now() - timedelta(hours=47)
    wave.save()
    assert responses.submit(invitation, by=person).state == ResponseState.SUBMITTED


def test_after_the_grace_nothing_is_submitted(invitation, person):
    answer(invitation, 1, 1)
    wave = invitation.target.wave
    wave.opens_at, wave.closes_at = timezone.now() - timedelta(days=9), timezone.now() - timedelta(hours=49)
    wave.save()
    with pytest.raises(MoveError):
        responses.submit(invitation, by=person)


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_submit_once(sent_tasks):
    invitation = InvitationFactory()
    answer(invitation, 1, 4)
    ready, outcomes = threading.Barrier(8), []

    def click():
        try:
            ready.wait()
            responses.submit(Invitation.objects.get(pk=invitation.pk), by=invitation.respondent.user)
            outcomes.append("submitted")
        except MoveError:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["refused"] * 7 + ["submitted"]
    assert Response.objects.filter(state=ResponseState.SUBMITTED).count() == 1
    assert Score.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_tabs_beginning_at_the_same_moment_share_one_draft():
    invitation = InvitationFactory()
    ready, drafts = threading.Barrier(6), []

    def begin():
        try:
            ready.wait()
            drafts.append(
                responses.start(
                    Invitation.objects.get(pk=invitation.pk), by=invitation.respondent.user, language="en"
                ).pk
            )
        finally:
            connection.close()

    threads = [threading.Thread(target=begin) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert drafts == [Response.objects.get().pk] * 6


def test_the_language_answered_in_changes_no_score():
    version = version_of({"code": "a"}, {"code": "b", "is_reversed": True}, {"code": "c"})
    found = []
    for language in ("en", "ar"):
        invitation = InvitationFactory(target__wave=WaveFactory(version=version))
        given = {code: Given(value=Decimal(number)) for number, code in enumerate("abc")}
        responses.save_answers(invitation, given, by=invitation.respondent.user, language=language)
        response = responses.submit(invitation, by=invitation.respondent.user)
        found.append(list(response.scores.values_list("raw", "normalized", "items_answered", "method_id")))
    assert found[0] == found[1]


def test_what_an_item_says_of_itself_is_what_its_score_is_made_of():
    """Reversed, on a scale where less is better, in a dimension that weighs more, of another aspect."""
    version = version_of({"code": "a"}, {"code": "b", "is_reversed": True}, scoring_rule="weighted")
    capacity = version.dimensions.get().capacity
    version.refresh_from_db()
    draft = drafts.begin_next(version, step="major", by=None)
    heavy, lasting = (
        DimensionFactory(version=draft, capacity=capacity, code=code, weight=weight)
        for code, weight in (("heavy", 3), ("lasting", 1))
    )
    scale = draft.scales.get()
    fewer = ScaleFactory(version=draft, code="fewer", minimum=0, maximum=4, higher_is_better=False)
    for number in range(5):
        ScaleAnchorFactory(scale=fewer, value=number)
    ItemFactory(version=draft, dimension=heavy, scale=fewer, code="c")
    ItemFactory(version=draft, dimension=lasting, scale=scale, code="d", aspect="robustness")
    InstrumentVersion.objects.filter(pk=draft.pk).update(
        state="published", published_at=timezone.now(), content_hash="0" * 64
    )
    invitation = InvitationFactory(target__wave=WaveFactory(version=draft))
    given = {code: Given(value=Decimal(value)) for code, value in zip("abcd", (4, 4, 1, 2), strict=True)}
    responses.save_answers(invitation, given, by=invitation.respondent.user, language="en")
    response = responses.submit(invitation, by=invitation.respondent.user)
    found = response.scores.order_by("aspect").values_list("aspect", "raw", "normalized", "method_id")
    # (1 x 4 + 1 x (4 - 4) + 3 x (4 - 1)) / 5 = 2.6
    assert list(found) == [
        ("level", Decimal("2.6000"), Decimal("0.650000"), "weighted.v1"),
        ("robustness", Decimal("2.0000"), Decimal("0.500000"), "weighted.v1"),
    ]
