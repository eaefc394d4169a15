"""Enrolling, one's own enrollment, and what can be done with it."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils import timezone

from common.models import Message, Notification
from programs.models import Cohort, Enrollment
from tests.factories.capacity import (
    AffiliateFactory,
    AffiliationFactory,
    LanguageFactory,
    PersonFactory,
    UserFactory,
)
from tests.factories.programs import (
    CohortFactory,
    EnrollmentFactory,
    EquityWeightFactory,
    ProgramCapacityFactory,
    ProgramProviderFactory,
    ProgramRoleFactory,
    SeatPoolFactory,
    SessionFactory,
    SessionMaterialFactory,
)
from tests.markup import flat

pytestmark = pytest.mark.django_db


def enroll_page(cohort):
    return reverse("programs:enroll", kwargs={"slug": cohort.program.slug, "public_id": cohort.public_id})


def deed_page(enrollment, deed):
    return reverse(f"programs:enrollment-{deed}", kwargs={"public_id": enrollment.public_id})


@pytest.fixture
def person(client):
    person = PersonFactory()
    client.force_login(person.user)
    return person


@pytest.fixture
def coordinator(client):
    role = ProgramRoleFactory()
    client.force_login(role.person.user)
    return role


def state_of(enrollment):
    return Enrollment.objects.values_list("state", flat=True).get(pk=enrollment.pk)


@pytest.mark.parametrize(
    ("target", "led_to"),
    [
        ("/programs/", "/programs/"),
        ("https://evil.example/", ""),
        ("//evil.example", ""),
        ("/\\evil.example", ""),
    ],
)
def test_a_deed_leads_to_pages_of_the_portal_only(client, person, target, led_to):
    enrollment = EnrollmentFactory(person=person)
    answer = client.post(deed_page(enrollment, "withdraw"), {"next": target})
    assert answer["Location"] == (led_to or enrollment.get_absolute_url())


def test_who_is_not_signed_in_signs_in_first_and_comes_back(client):
    address = enroll_page(CohortFactory())
    assert client.get(address).url == f"{reverse('account_login')}?next={address}"


def test_a_person_enrolls_for_her_organization_and_sees_her_enrollment(client, person):
    affiliation, cohort = AffiliationFactory(person=person), CohortFactory()
    response = client.post(
        enroll_page(cohort), {"organization": affiliation.organization.slug, "motivation": "To teach."}
    )
    enrollment = Enrollment.objects.get()
    assert (response.status_code, response.url) == (302, enrollment.get_absolute_url())
    assert (enrollment.person, enrollment.organization, enrollment.motivation) == (
        person,
        affiliation.organization,
        "To teach.",
    )
    page = client.get(response.url).content.decode()
    assert "You are enrolled." in page
    assert "To teach." in page


def test_an_account_without_a_person_is_asked_its_name_first(client):
    client.force_login(UserFactory())
    page = enroll_page(CohortFactory())
    assert client.post(page).url == f"{reverse('capacity:settings')}?{urlencode({'next': page})}"


def test_an_organization_she_is_not_affiliated_with_is_refused_and_what_was_typed_kept(client, person):
    AffiliationFactory(person=person)
    stranger = AffiliationFactory()
    response = client.post(
        enroll_page(CohortFactory()),
        {"organization": stranger.organization.slug, "motivation": "Typed with care"},
    )
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["organization"]
    assert "Typed with care" in response.content.decode()


def test_a_motivation_is_needed_where_applications_are_reviewed(client, person):
    response = client.post(enroll_page(CohortFactory(confirmation="review")), {"motivation": " "})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["motivation"])


def test_a_cohort_that_has_closed_meanwhile_refuses_and_keeps_what_was_typed(client, person):
    cohort = CohortFactory(enrollment_closes_at=timezone.now() - timedelta(hours=1))
    response = client.post(enroll_page(cohort), {"motivation": "Typed with care"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Enrollment in this cohort is closed." in page
    assert "Typed with care" in page


def test_the_form_of_a_past_cohort_says_why_there_is_none(client, person):
    cohort = CohortFactory(starts_on=timezone.localdate() - timedelta(days=90))
    page = client.get(enroll_page(cohort)).content.decode()
    assert "This cohort is over." in page
    assert "<textarea" not in page


def test_enrolling_twice_leads_to_the_first_enrollment(client, person):
    cohort = CohortFactory()
    first, second = (client.post(enroll_page(cohort)) for _ in range(2))
    assert second.url == first.url
    assert "You already have an application or a place" in client.get(second.url).content.decode()
    assert Enrollment.objects.count() == 1


@pytest.mark.parametrize(
    "address",
    [
        "/programs/no-such/",
        "/programs/no-such/cohorts/00000000-0000-4000-8000-000000000000/",
        "/enrollments/00000000-0000-4000-8000-000000000000/",
        "/enrollments/nonsense/",
    ],
)
def test_unknown_addresses_are_not_found(client, person, address):
    assert client.get(address).status_code == 404


def test_an_enrollment_is_not_shown_to_strangers(client, person):
    enrollment = EnrollmentFactory()
    assert client.get(enrollment.get_absolute_url()).status_code == 404
    assert client.post(deed_page(enrollment, "withdraw")).status_code == 404
    assert state_of(enrollment) == "enrolled"


def test_the_place_on_the_waiting_list_is_shown(client, person):
    cohort = CohortFactory(seats=1)
    EnrollmentFactory(cohort=cohort, state="waitlisted")
    mine = EnrollmentFactory(cohort=cohort, state="waitlisted", person=person)
    places = client.get(mine.get_absolute_url()).context["places"]
    assert [place.number for place in places] == [2]


def test_withdrawing_asks_first_and_then_gives_the_seat_to_the_next_person(client, person):
    cohort = CohortFactory(seats=1)
    mine = EnrollmentFactory(cohort=cohort, person=person)
    waiting = EnrollmentFactory(cohort=cohort, state="waitlisted")
    assert "Withdraw from this cohort?" in client.get(deed_page(mine, "withdraw")).content.decode()
    assert state_of(mine) == "enrolled"
    assert client.post(deed_page(mine, "withdraw")).url == mine.get_absolute_url()
    assert (state_of(mine), state_of(waiting)) == ("withdrawn", "enrolled")


@pytest.mark.parametrize(("deed", "state"), [("take-offer", "enrolled"), ("refuse-offer", "refused")])
def test_an_offer_is_taken_or_refused(client, person, deed, state):
    mine = EnrollmentFactory(person=person, state="offered")
    client.post(deed_page(mine, deed))
    assert state_of(mine) == state


def test_who_is_offered_a_place_takes_or_refuses_it(client, person):
    row = EnrollmentFactory(person=person, state="offered")
    page = client.get(row.get_absolute_url()).text
    shown = [deed_page(row, deed) in page for deed in ("take-offer", "refuse-offer", "withdraw")]
    assert shown == [True, True, False]


def test_an_offer_that_expired_is_refused_with_the_reason(client, person):
    past = timezone.now() - timedelta(hours=1)
    mine = EnrollmentFactory(person=person, state="offered", offer_expires_at=past)
    response = client.post(deed_page(mine, "take-offer"))
    assert response.status_code == 409
    assert "This offer has expired." in response.content.decode()


def test_a_deed_that_is_no_longer_possible_says_so(client, person):
    mine = EnrollmentFactory(person=person, state="withdrawn")
    assert client.get(deed_page(mine, "withdraw")).url == mine.get_absolute_url()
    response = client.post(deed_page(mine, "withdraw"))
    assert response.status_code == 409
    assert "the enrollment is now “withdrawn”" in response.content.decode()


@pytest.mark.parametrize("deed", ["accept", "decline", "offer", "complete", "not-complete"])
def test_a_person_does_not_decide_on_her_own_enrollment(client, person, deed):
    mine = EnrollmentFactory(person=person, state="applied")
    assert client.post(deed_page(mine, deed), {"reason": "other"}).status_code == 403
    assert state_of(mine) == "applied"


@pytest.mark.parametrize(
    ("deed", "before", "after"),
    [
        ("accept", "applied", "enrolled"),
        ("decline", "applied", "declined"),
        ("offer", "waitlisted", "offered"),
        ("withdraw", "enrolled", "withdrawn"),
        ("complete", "enrolled", "completed"),
        ("not-complete", "enrolled", "not_completed"),
    ],
)
def test_a_coordinator_decides(client, coordinator, deed, before, after):
    cohort = CohortFactory(program=coordinator.program, starts_on=timezone.localdate())
    enrollment = EnrollmentFactory(cohort=cohort, state=before)
    assert client.get(deed_page(enrollment, deed)).status_code == 200
    client.post(deed_page(enrollment, deed), {"reason": "other", "note": "A word."})
    assert state_of(enrollment) == after


def test_results_are_offered_once_the_cohort_has_begun(client, coordinator):
    row = EnrollmentFactory(cohort__program=coordinator.program)
    Cohort.objects.update(starts_on=timezone.now().date() + timedelta(days=1))
    assert deed_page(row, "complete") not in client.get(row.get_absolute_url()).text
    Cohort.objects.update(starts_on=timezone.now().date())
    assert deed_page(row, "complete") in client.get(row.get_absolute_url()).text


def test_declining_without_a_reason_is_refused_and_the_note_kept(client, coordinator):
    enrollment = EnrollmentFactory(cohort=CohortFactory(program=coordinator.program), state="applied")
    response = client.post(deed_page(enrollment, "decline"), {"reason": "mood", "note": "Typed with care"})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["reason"])
    assert "Typed with care" in response.content.decode()


def test_the_letter_is_read_before_it_is_sent(client, coordinator):
    person = PersonFactory(user__language="ar")
    cohort = CohortFactory(program=coordinator.program)
    enrollment = EnrollmentFactory(cohort=cohort, person=person, state="applied")
    page = deed_page(enrollment, "decline")
    assert client.post(page, {"preview": "1", "note": "Kept"}).context["form"].errors.keys() == {"reason"}
    response = client.post(page, {"preview": "1", "reason": "other", "note": "Next time."})
    letter = response.context["letter"]
    assert (response.status_code, letter.language, "Next time." in letter.text) == (200, "ar", True)
    assert letter.subject in flat(response)
    assert (state_of(enrollment), Notification.objects.filter(recipient=person.user).count()) == (
        "applied",
        0,
    )
    client.post(page, {"reason": "other", "note": "Next time."})
    sent = Message.objects.get(recipient=person.user)
    assert (sent.subject, sent.text) == (letter.subject, letter.text)


@pytest.mark.parametrize(
    ("seats", "said"),
    [(1, "The application is accepted."), (0, "No seat is free: the person waits for one now.")],
)
def test_a_word_at_accepting_stands_in_the_letter(client, coordinator, seats, said):
    cohort = CohortFactory(program=coordinator.program, seats=1)
    if not seats:
        EnrollmentFactory(cohort=cohort)
    enrollment = EnrollmentFactory(cohort=cohort, state="applied")
    response = client.post(deed_page(enrollment, "accept"), {"note": "Bring a laptop."}, follow=True)
    assert said in flat(response)
    assert "Bring a laptop." in Message.objects.get(recipient=enrollment.person.user).text


def test_links_to_join_are_shown_to_those_who_take_part_and_to_those_who_run_it_only(client):
    session = SessionFactory(link="https://example.org/secret-room")
    cohort = session.cohort
    role = ProgramRoleFactory(program=None, cohort=cohort, role="facilitator")
    seen = {}
    for name, person in {
        "enrolled": EnrollmentFactory(cohort=cohort).person,
        "waiting": EnrollmentFactory(cohort=cohort, state="waitlisted").person,
        "stranger": PersonFactory(),
        "facilitator": role.person,
    }.items():
        client.force_login(person.user)
        seen[name] = "secret-room" in client.get(cohort.get_absolute_url()).content.decode()
    client.logout()
    seen["anonymous"] = "secret-room" in client.get(cohort.get_absolute_url()).content.decode()
    assert seen == {
        "enrolled": True,
        "waiting": False,
        "stranger": False,
        "facilitator": True,
        "anonymous": False,
    }


def test_sessions_are_shown_in_the_readers_zone_with_its_name(client):
    session = SessionFactory(cohort__starts_on=timezone.localdate() + timedelta(days=5))
    client.force_login(PersonFactory(user__time_zone="Asia/Kolkata").user)
    page = client.get(session.cohort.get_absolute_url()).content.decode()
    assert "8:30" in page
    assert 'class="local-time__zone"' in page


@pytest.mark.parametrize("rows", [1, 5])
def test_a_cohort_page_takes_as_many_queries_for_one_session_as_for_five(
    client, person, django_assert_num_queries, rows
):
    """With all that a cohort can have."""
    cohort = CohortFactory(confirmation="review")
    own = EnrollmentFactory(cohort=cohort, person=person, state="applied")
    for _ in range(rows):
        language, organization = LanguageFactory(), AffiliateFactory()
        cohort.languages.add(language)
        SessionMaterialFactory(session=SessionFactory(cohort=cohort), audience="public")
        SeatPoolFactory(cohort=cohort, kind="language", values=[language.pk], seats=1)
        EquityWeightFactory(cohort=cohort, kind="language", values=[language.pk])
        ProgramProviderFactory(program=cohort.program, organization=organization)
        ProgramCapacityFactory(program=cohort.program)
    address = cohort.get_absolute_url()
    with django_assert_num_queries(9):
        page = client.get(address)
    shown = page.context
    assert [pool.pool.seats for pool in shown["pools"]] == [1] * rows
    assert [label for _weight, label in shown["weights"]][-1] == f"Speakers of these languages: {language}"
    assert shown["providers"][-1].get_absolute_url() == organization.get_absolute_url()
    assert (shown["standing"].enrollment.get_absolute_url(), shown["standing"].can_enroll) == (
        own.get_absolute_url(),
        False,
    )
