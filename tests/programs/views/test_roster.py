"""What a coordinator does with people of a cohort: some deeds at once, those that end something after a question."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone
from zeal import zeal_ignore

from common.models import Message
from programs.models import BulkDeed, Cohort, Confirmation, EnrollmentEvent
from tests.factories.capacity import PersonFactory, StaffFactory, UserFactory
from tests.factories.programs import (
    AttendanceFactory,
    CohortFactory,
    EnrollmentFactory,
    ProgramRoleFactory,
    SessionFactory,
)
from tests.markup import flat

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    return CohortFactory(seats=2, confirmation=Confirmation.REVIEW)


@pytest.fixture
def coordinator(cohort):
    return ProgramRoleFactory(program=cohort.program).person


@pytest.fixture
def signed_in(client, coordinator):
    client.force_login(coordinator.user)
    return client


def address(cohort):
    return reverse(
        "programs:roster-deed", kwargs={"slug": cohort.program.slug, "public_id": cohort.public_id}
    )


def do(client, cohort, deed, *people, **more):
    data = {"deed": deed, "enrollment": [enrollment.public_id for enrollment in people], **more}
    with zeal_ignore():  # each person is moved in a transaction of her own, under the cohort's lock
        return client.post(address(cohort), data)


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def states(*people):
    for person in people:
        person.refresh_from_db()
    return [person.state for person in people]


def test_who_ends_a_cohort_sees_first_what_would_become_of_whom(signed_in, cohort):
    page = reverse("programs:cohort-conclude", args=[cohort.program.slug, cohort.public_id])
    assert "Nobody is enrolled now" in flat(signed_in.get(page))
    session = SessionFactory(cohort=cohort)
    AttendanceFactory(session=session, enrollment=EnrollmentFactory(cohort=cohort))
    EnrollmentFactory(cohort=cohort)
    Cohort.objects.filter(pk=cohort.pk).update(sessions_needed=1)
    runs = signed_in.get(page)
    assert ("The cohort runs until" in flat(runs), ">End the cohort</button>" in flat(runs)) == (True, False)
    yesterday = timezone.now().date() - timedelta(days=1)
    Cohort.objects.filter(pk=cohort.pk).update(starts_on=yesterday - timedelta(days=9), ends_on=yesterday)
    over = signed_in.get(page)
    assert [over.context[name] for name in ("completed", "not_completed", "waiting")] == [1, 1, 0]
    assert ">End the cohort</button>" in flat(over)


def test_accepting_acts_at_once_says_what_became_of_whom_and_leads_back(signed_in, cohort):
    people = [EnrollmentFactory(cohort=cohort, state="applied") for _ in range(3)]
    response = do(signed_in, cohort, "accept", *people)
    assert (response.status_code, response.url) == (
        302,
        reverse("evaluation:desk-cohort", args=[cohort.public_id]),
    )
    assert states(*people) == ["enrolled", "enrolled", "waitlisted"]
    *became, back = said(response)
    assert became == ["2 people are now: enrolled.", "1 person is now: on the waiting list."]
    link = f'<a href="{BulkDeed.objects.get().get_absolute_url()}">Take it back</a>'
    assert back == f"You can take it back for 30 minutes: {link}"


def test_one_stays_among_those_in_the_same_state_as_long_as_there_are_any(signed_in, cohort):
    people = [EnrollmentFactory(cohort=cohort, state="applied") for _ in range(3)]
    desk = reverse("evaluation:desk-cohort", kwargs={"public_id": cohort.public_id})
    here = f"{address(cohort)}?state=applied"
    assert f'action="{here}"' in flat(signed_in.get(desk, {"state": "applied"}))
    sent = {"deed": "accept", "enrollment": [people[0].public_id]}
    with zeal_ignore():
        assert signed_in.post(here, sent).url == f"{desk}?state=applied"
        assert signed_in.post(here, {"deed": "accept"}).url == f"{desk}?state=applied"
    sent = {"deed": "decline", "enrollment": [person.public_id for person in people[1:]]}
    asked = flat(signed_in.post(here, sent))
    assert (f'action="{here}"' in asked, f'href="{desk}?state=applied"' in asked) == (True, True)
    with zeal_ignore():
        assert signed_in.post(here, {**sent, "reason": "incomplete"}).url == desk
    assert signed_in.post(f"{address(cohort)}?state=nonsense", {}).url == desk


def test_what_is_not_possible_for_one_does_not_stop_the_others(signed_in, cohort):
    over = EnrollmentFactory(cohort=cohort, state="withdrawn", person=PersonFactory(name="Ada"))
    waiting = EnrollmentFactory(cohort=cohort, state="applied")
    response = do(signed_in, cohort, "accept", over, waiting)
    assert states(over, waiting) == ["withdrawn", "enrolled"]
    assert said(response)[:-1] == [
        "1 person is now: enrolled.",
        "Not done for Ada: This is not possible in the state “withdrawn”.",
    ]


def test_offering_without_a_free_seat_is_refused_for_each_with_one_sentence(signed_in, cohort):
    for _ in range(2):
        EnrollmentFactory(cohort=cohort)
    people = [
        EnrollmentFactory(cohort=cohort, state="waitlisted", person=PersonFactory(name=name))
        for name in ("Ada", "Bo")
    ]
    response = do(signed_in, cohort, "offer", *people)
    assert said(response) == ["Not done for Ada and Bo: No seat is free in this cohort."]


@pytest.mark.parametrize(
    ("deed", "before", "after", "reason"),
    [
        ("decline", "applied", "declined", "incomplete"),
        ("withdraw", "enrolled", "withdrawn", "own_wish"),
    ],
)
def test_what_ends_something_asks_first_and_then_acts_with_reason_and_note(
    signed_in, cohort, deed, before, after, reason
):
    person = EnrollmentFactory(cohort=cohort, state=before)
    asked = do(signed_in, cohort, deed, person)
    assert (asked.status_code, asked.templates[0].name) == (200, "programs/roster_confirm.html")
    assert person.person.name in asked.content.decode()
    assert states(person) == [before]

    do(signed_in, cohort, deed, person, reason=reason, note="Next time.")
    assert states(person) == [after]
    assert person.decision_note == "Next time."
    assert EnrollmentEvent.objects.get(enrollment=person).reason == reason
    assert "Next time." in Message.objects.get().text


def test_whom_a_deed_does_not_fit_is_named_apart_and_not_sent_along(signed_in, cohort):
    applied = EnrollmentFactory(cohort=cohort, state="applied", person=PersonFactory(name="Ada"))
    waiting = EnrollmentFactory(cohort=cohort, state="waitlisted", person=PersonFactory(name="Bo"))
    asked = do(signed_in, cohort, "decline", applied, waiting)
    assert (asked.context["people"], asked.context["others"]) == ([applied], [waiting])
    assert str(applied.public_id) in asked.content.decode()
    assert str(waiting.public_id) not in asked.content.decode()


def test_what_fits_nobody_is_said_before_a_reason_is_asked(signed_in, cohort):
    waiting = EnrollmentFactory(cohort=cohort, state="waitlisted")
    response = do(signed_in, cohort, "decline", waiting)
    assert response.status_code == 302
    assert said(response) == ["This is not possible for anybody you selected, as things stand."]


def test_not_completing_is_asked_first_and_refused_before_the_cohort_begins(signed_in, cohort):
    person = EnrollmentFactory(cohort=cohort, person=PersonFactory(name="Ada"))
    assert do(signed_in, cohort, "not_complete", person).status_code == 200
    response = do(signed_in, cohort, "not_complete", person, reason="coordinator")
    assert said(response) == ["Not done for Ada: This cohort has not begun yet."]


def test_a_reason_that_is_not_on_the_list_asks_again_and_keeps_what_was_typed(signed_in, cohort):
    person = EnrollmentFactory(cohort=cohort, state="applied")
    response = do(signed_in, cohort, "decline", person, reason="own_wish", note="Please read")
    assert response.context["form"].errors["reason"] == [
        "Select a valid choice. own_wish is not one of the available choices."
    ]
    assert "Please read" in response.content.decode()
    assert states(person) == ["applied"]


def test_nobody_decides_about_herself(signed_in, cohort, coordinator):
    own = EnrollmentFactory(cohort=cohort, state="applied", person=coordinator)
    response = do(signed_in, cohort, "accept", own)
    assert states(own) == ["applied"]
    assert said(response) == [f"Not done for {coordinator.name}: Nobody decides about herself or himself."]


def test_staff_do_not_decide_about_themselves_either(client, cohort):
    person = PersonFactory(user=StaffFactory())
    own = EnrollmentFactory(cohort=cohort, state="applied", person=person)
    client.force_login(person.user)
    do(client, cohort, "accept", own)
    assert states(own) == ["applied"]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ({"deed": "accept"}, "Please select at least one person."),
        (
            {"deed": "accept", "enrollment": "5e0f7a5e-2f0c-4c6e-8f0f-000000000000"},
            "One of those selected is not in this cohort.",
        ),
        ({"deed": "accept", "enrollment": "x"}, "“x” is not a valid UUID."),
    ],
)
def test_what_was_not_selected_well_is_said(signed_in, cohort, data, problem):
    response = signed_in.post(address(cohort), data)
    assert (response.status_code, said(response)) == (302, [problem])


def test_an_unknown_deed_does_nothing(signed_in, cohort):
    person = EnrollmentFactory(cohort=cohort, state="applied")
    response = do(signed_in, cohort, "delete", person)
    assert said(response) == ["Select a valid choice. delete is not one of the available choices."]
    assert states(person) == ["applied"]


def test_somebody_of_another_cohort_is_not_reached(signed_in, cohort):
    other = EnrollmentFactory(state="applied")
    response = do(signed_in, cohort, "accept", other)
    assert said(response) == ["One of those selected is not in this cohort."]
    assert states(other) == ["applied"]


def test_a_stranger_is_turned_away(client, cohort):
    person = EnrollmentFactory(cohort=cohort, state="applied")
    client.force_login(UserFactory())
    assert do(client, cohort, "accept", person).status_code == 403
    assert states(person) == ["applied"]


def test_who_is_not_signed_in_is_asked_to(client, cohort):
    response = do(client, cohort, "accept")
    assert (response.status_code, response.url.split("?")[0]) == (302, reverse("account_login"))


def test_the_address_itself_leads_to_the_desk(signed_in, cohort):
    response = signed_in.get(address(cohort))
    assert response.url == reverse("evaluation:desk-cohort", args=[cohort.public_id])


def test_a_cohort_under_another_program_is_not_found(signed_in, cohort):
    wrong = address(cohort).replace(cohort.program.slug, "another")
    assert signed_in.post(wrong).status_code == 404
