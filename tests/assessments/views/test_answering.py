from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments.actions import responses
from assessments.logic.answering import Given
from assessments.models import Answer, Invitation, ItemKind, Response
from assessments.states import InvitationState, ResponseState, WaveState
from tests.factories.assessments import (
    AssessmentPlanFactory,
    InvitationFactory,
    WaveFactory,
    WaveTargetFactory,
    published_version,
    version_of,
)
from tests.factories.capacity import UserFactory
from tests.factories.programs import EnrollmentFactory

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


@pytest.fixture
def client(client, person):
    client.force_login(person)
    return client


def address(name, invitation):
    return reverse(f"assessments:{name}", kwargs={"public_id": invitation.public_id})


def names(invitation):
    items = invitation.target.wave.version.items.order_by("position")
    return [f"q-{code}" for code in items.values_list("code", flat=True)]


def sent(invitation, *values, deed="save"):
    return {"deed": deed, **dict(zip(names(invitation), values, strict=False))}


def submitted(invitation, *numbers):
    given = {
        name.removeprefix("q-"): Given(value=Decimal(n))
        for name, n in zip(names(invitation), numbers, strict=False)
    }
    user = invitation.respondent.user
    responses.save_answers(invitation, given, by=user, language="en")
    return responses.submit(invitation, by=user)


OWN_PAGES = ["answer", "result", "correct", "withdraw", "decline", "opt-out"]


@pytest.mark.parametrize("name", OWN_PAGES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_somebody_elses_invitation_does_not_exist(client, invitation, name, method):
    client.force_login(UserFactory())
    expected = 405 if (name, method) in {("correct", "get"), ("result", "post")} else 404
    assert getattr(client, method)(address(name, invitation)).status_code == expected


@pytest.mark.parametrize("name", OWN_PAGES)
def test_who_is_not_signed_in_is_asked_to(client, invitation, name):
    client.logout()
    response = client.post(address(name, invitation))
    assert (response.status_code, response.url.startswith(reverse("account_login"))) == (302, True)


# --- The list ---


def test_the_list_shows_what_is_due_with_its_minutes(client, invitation):
    page = client.get(reverse("assessments:assessment-list"))
    assert [(due.invitation, due.minutes) for due in page.context["due"]] == [(invitation, 2)]
    assert "about 2 minutes" in page.text


def test_the_list_leaves_out_what_is_over_or_anothers(client, person, invitation):
    InvitationFactory()
    InvitationFactory(respondent=invitation.respondent, state=InvitationState.DECLINED)
    InvitationFactory(respondent=invitation.respondent, target__wave__state=WaveState.CLOSED)
    InvitationFactory(respondent=invitation.respondent, target__wave__state=WaveState.CLOSING)
    page = client.get(reverse("assessments:assessment-list"))
    assert [due.invitation for due in page.context["due"]] == [invitation]


def test_what_was_begun_stays_due_while_a_wave_closes(client, invitation):
    begun = InvitationFactory(
        respondent=invitation.respondent,
        state=InvitationState.STARTED,
        target__wave=WaveFactory(state=WaveState.CLOSING, closes_at=timezone.now()),
    )
    page = client.get(reverse("assessments:assessment-list"))
    assert [due.invitation for due in page.context["due"]] == [begun, invitation]


def test_an_empty_list_says_what_belongs_there(client):
    client.force_login(UserFactory())
    assert "Nothing to answer now" in client.get(reverse("assessments:assessment-list")).text


@pytest.mark.parametrize("rows", [1, 5])
def test_the_list_has_a_constant_number_of_queries(client, person, rows, django_assert_num_queries):
    Invitation.objects.all().delete()
    for _ in range(rows):
        enrollment = EnrollmentFactory(person=person.person)
        plan = AssessmentPlanFactory(cohort=enrollment.cohort)
        for timepoint, state in [("baseline", "submitted"), ("endline", "sent")]:
            wave = WaveFactory(plan=plan, timepoint=timepoint)
            target = WaveTargetFactory(wave=wave, enrollment=enrollment)
            InvitationFactory(target=target, state=state)
    with django_assert_num_queries(6):  # session, user, due, minutes, navigation, done
        client.get(reverse("assessments:assessment-list"))


# --- The questions ---


def test_the_page_says_everything_before_the_first_question(client, invitation):
    text = client.get(address("answer", invitation)).text
    before = text[: text.index("<fieldset")]
    for said in ["What it is for", "Who sees it", "About 2 minutes", "Only 1 person is asked here"]:
        assert said in before


def test_a_wave_of_more_than_five_is_not_warned_of(client, invitation):
    WaveTargetFactory.create_batch(5, wave=invitation.target.wave)
    assert "You are few" not in client.get(address("answer", invitation)).text


def test_looking_notes_that_it_was_opened(client, invitation):
    client.get(address("answer", invitation))
    assert Invitation.objects.get().state == InvitationState.OPENED


def test_saving_keeps_answers_and_comes_back_with_them(client, invitation):
    response = client.post(address("answer", invitation), sent(invitation, "0", "dont_know"), follow=True)
    assert response.redirect_chain == [(address("answer", invitation), 302)]
    assert list(Answer.objects.order_by("item__position").values_list("value", "missing_code")) == [
        (Decimal(0), None),
        (None, "dont_know"),
    ]
    assert chosen_in(response) == ["0", "dont_know"]


def test_submitting_leads_to_the_result(client, invitation):
    response = client.post(address("answer", invitation), sent(invitation, "1", "4", deed="submit"))
    assert (response.status_code, response.url) == (302, address("result", invitation))
    assert Response.objects.get().state == ResponseState.SUBMITTED


def test_a_value_outside_its_scale_is_refused_beside_its_question_and_the_rest_is_kept(client, invitation):
    _first, second = names(invitation)
    response = client.post(address("answer", invitation), sent(invitation, "3", "9", deed="submit"))
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [second]
    assert f'href="#id_{second}"' in response.text
    assert Answer.objects.get().value == Decimal(3)
    assert Response.objects.get().state == ResponseState.DRAFT


def test_a_missing_required_answer_is_named_and_what_was_typed_stays(client, invitation):
    version = version_of({"code": "first"}, {"code": "second", "is_required": True})
    own = InvitationFactory(target__wave=WaveFactory(version=version), respondent=invitation.respondent)
    response = client.post(address("answer", own), {"q-first": "3", "deed": "submit"})
    assert list(response.context["form"].errors) == ["q-second"]
    assert chosen_in(response) == ["3"]


def chosen_in(response):
    questions = [question for section in response.context["sections"] for question in section.questions]
    return [option.value for question in questions for option in question.options if option.is_chosen]


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"deed": "nonsense"},
        {"q-unknown": "1", "deed": "save"},
        {"deed": "save", "q-": ["1", "2"]},
    ],
)
def test_odd_input_is_no_fault_of_ours(client, invitation, data):
    assert client.post(address("answer", invitation), data).status_code == 302
    assert Answer.objects.count() == 0


def test_a_stale_tab_does_not_empty_what_another_answered(client, invitation):
    first, second = names(invitation)
    client.post(address("answer", invitation), {first: "1", "deed": "save"})
    client.post(address("answer", invitation), {second: "2", "deed": "save"})
    assert sorted(Answer.objects.values_list("value", flat=True)) == [Decimal(1), Decimal(2)]


def test_submitting_from_a_second_tab_changes_nothing_and_says_so(client, invitation):
    submitted(invitation, 1, 1)
    response = client.post(
        address("answer", invitation), sent(invitation, "4", "4", deed="submit"), follow=True
    )
    assert response.redirect_chain == [(address("result", invitation), 302)]
    assert "submitted already" in response.text
    assert set(Answer.objects.values_list("value", flat=True)) == {Decimal(1)}


def test_a_closed_wave_is_not_answered(client, invitation):
    wave = invitation.target.wave
    wave.state = WaveState.CLOSED
    wave.save()
    assert "time to answer this questionnaire is over" in client.get(address("answer", invitation)).text
    response = client.post(address("answer", invitation), sent(invitation, "1", "1", deed="submit"))
    assert (response.status_code, Response.objects.count()) == (409, 0)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_language_answered_in_is_kept(client, invitation, language):
    version = invitation.target.wave.version
    version.items.update(stem_ar="سؤال")
    version.dimensions.update(name_ar="بعد")
    version.scales.get().anchors.update(label_ar="درجة")
    response = client.get(address("answer", invitation), {"uselang": language})
    assert response.context["form"].questionnaire.language == language
    client.post(f"{address('answer', invitation)}?uselang={language}", sent(invitation, "1"))
    assert Response.objects.get().language == language


def test_a_half_translated_questionnaire_is_asked_in_its_original_language(client, invitation):
    invitation.target.wave.version.items.update(stem_ar="سؤال")
    response = client.get(address("answer", invitation), {"uselang": "ar"})
    assert response.context["form"].questionnaire.language == "en"
    assert 'lang="en" dir="auto">Question' in response.text


def test_every_kind_of_question_has_its_field(client, invitation):
    version = version_of(
        *(
            {"kind": kind, "code": kind.value}
            for kind in [ItemKind.SINGLE, ItemKind.MULTIPLE, ItemKind.NUMBER]
        ),
        {"kind": ItemKind.OPEN, "code": "open", "scale": None},
    )
    own = InvitationFactory(target__wave=WaveFactory(version=version), respondent=invitation.respondent)
    data = {"q-single": "2", "q-multiple": ["1", "3"], "q-number": "4", "q-open": "سلام", "deed": "save"}
    client.post(address("answer", own), data)
    kept = {answer.item.code: responses.given_of(answer) for answer in Answer.objects.select_related("item")}
    assert kept == {
        "single": Given(value=Decimal(2)),
        "multiple": Given(choices=(Decimal(1), Decimal(3))),
        "number": Given(value=Decimal(4)),
        "open": Given(text="سلام"),
    }
    page = client.get(address("answer", own))
    assert 'value="4"' in page.text
    assert "سلام" in page.text
    client.post(
        address("answer", own), {"deed": "save", "q-multiple": ["refused"], "q-open": "", "q-number": ""}
    )
    kept = {answer.item.code: responses.given_of(answer) for answer in Answer.objects.select_related("item")}
    assert kept == {"single": Given(value=Decimal(2)), "multiple": Given(missing_code="refused")}
    both = client.post(address("answer", own), {"deed": "save", "q-multiple": ["refused", "1"]})
    assert list(both.context["form"].errors) == ["q-multiple"]


@pytest.mark.parametrize("items", [2, 10])
def test_the_page_has_a_constant_number_of_queries(client, person, items):
    version = published_version(items=items)
    own = InvitationFactory(target__wave=WaveFactory(version=version), respondent=person.person)
    client.get(address("answer", own))
    with CaptureQueriesContext(connection) as captured:
        client.get(address("answer", own))
    assert len(captured) == PAGE_QUERIES


PAGE_QUERIES = 13


# --- Drafts saved by the page itself ---


def test_a_draft_is_saved_in_the_background(client, invitation):
    response = client.post(address("answer", invitation), sent(invitation, "1"), headers=JSON)
    assert (response.status_code, response.json()["errors"]) == (200, {})
    assert Answer.objects.count() == 1


def test_the_background_learns_what_was_not_right(client, invitation):
    first, _second = names(invitation)
    response = client.post(address("answer", invitation), sent(invitation, "77"), headers=JSON)
    assert list(response.json()["errors"]) == [first]


def test_the_background_learns_that_it_is_over(client, invitation):
    submitted(invitation, 1, 1)
    assert client.post(address("answer", invitation), sent(invitation, "1"), headers=JSON).status_code == 409


# --- The result ---


def test_the_result_shows_own_scores(client, invitation):
    submitted(invitation, 1, 4)
    page = client.get(address("result", invitation))
    assert [bar.value for bar in page.context["chart"].rows] == [0.625]
    assert "<table" in page.text


def test_the_result_shows_before_and_after(client, invitation):
    submitted(invitation, 1, 1)
    wave = WaveFactory(
        plan=invitation.target.wave.plan, version=invitation.target.wave.version, timepoint="endline"
    )
    target = WaveTargetFactory(wave=wave, enrollment=invitation.target.enrollment)
    after = InvitationFactory(target=target)
    submitted(after, 3, 4)
    page = client.get(address("result", after))
    assert [(pair.before, pair.after) for pair in page.context["chart"].rows] == [(0.25, 0.875)]


def test_too_few_answers_give_no_score_and_the_page_says_so(client, invitation):
    submitted(invitation, 1)
    page = client.get(address("result", invitation))
    assert [bar.suppressed for bar in page.context["chart"].rows] == ["too few answers"]


def test_anonymous_answers_show_their_own_result_to_who_gave_them(client, invitation):
    plan = invitation.target.wave.plan
    plan.is_anonymous = True
    plan.save()
    other = InvitationFactory(target__wave=invitation.target.wave)
    submitted(other, 0, 0)
    submitted(invitation, 4, 4)
    page = client.get(address("result", invitation))
    assert [bar.value for bar in page.context["chart"].rows] == [1.0]


def test_what_is_not_answered_has_no_result(client, invitation):
    assert client.get(address("result", invitation)).status_code == 404


def test_answers_are_corrected_through_the_page(client, invitation):
    submitted(invitation, 1, 1)
    assert client.post(address("correct", invitation)).url == address("answer", invitation)
    client.post(address("answer", invitation), sent(invitation, "2", "2", deed="submit"))
    assert sorted(Response.objects.values_list("state", flat=True)) == ["submitted", "superseded"]


def test_answers_are_withdrawn_after_asking(client, invitation):
    submitted(invitation, 1, 1)
    client.get(address("withdraw", invitation))
    assert Response.objects.get().state == ResponseState.SUBMITTED
    client.post(address("withdraw", invitation))
    assert Response.objects.get().state == ResponseState.WITHDRAWN
    assert "Your answers are withdrawn" in client.get(address("result", invitation)).text


@pytest.mark.parametrize(("name", "state"), [("decline", "declined"), ("opt-out", "opted_out")])
def test_saying_no_is_asked_about_first(client, invitation, name, state):
    assert client.get(address(name, invitation)).status_code == 200
    assert Invitation.objects.get().state == InvitationState.SENT
    response = client.post(address(name, invitation), follow=True)
    assert "Noted:" in response.text
    assert Invitation.objects.get().state == state
    assert client.get(address("answer", invitation)).status_code == 200


def test_saying_no_to_what_is_answered_is_refused_in_words(client, invitation):
    submitted(invitation, 1, 1)
    assert "not possible any more" in client.post(address("decline", invitation), follow=True).text
