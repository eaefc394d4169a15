"""Handing in and noting: by the person; deciding: by those who run or teach the cohort."""

import pytest
from django.urls import reverse

from programs.models import Activity, Deliverable
from tests.factories.capacity import UserFactory
from tests.factories.programs import (
    ActivityFactory,
    CohortFactory,
    DeliverableFactory,
    EnrollmentFactory,
    ProgramRoleFactory,
)
from tests.markup import flat

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrollment():
    return EnrollmentFactory(
        cohort=CohortFactory(
            seats=20, sessions_needed=0, hours_needed=5, meetings_needed=3, deliverables_needed=1
        )
    )


def of(name, thing):
    return reverse(f"programs:{name}", args=[thing.public_id])


def role(enrollment, kind):
    return ProgramRoleFactory(program=enrollment.cohort.program, role=kind).person.user


def test_a_person_hands_in_and_sees_it_with_her_progress(client, enrollment):
    client.force_login(enrollment.person.user)
    response = client.post(
        of("hand-in", enrollment), {"title": "Our plan", "link": "https://example.org/plan"}
    )
    assert (response.status_code, response.url) == (302, enrollment.get_absolute_url())
    page = flat(client.get(response.url))
    assert "0 of 5 hours, 0 of 3 meetings, result missing" in page
    assert "Our plan" in page


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"title": "Our plan"}, "link"),
        ({"title": "", "text": "x"}, "title"),
        ({"title": "Our plan", "link": "javascript:alert(1)"}, "link"),
        ({"title": "a\0b", "text": "x"}, "title"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(client, enrollment, data, field):
    client.force_login(enrollment.person.user)
    response = client.post(of("hand-in", enrollment), data)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert not Deliverable.objects.exists()


def test_nobody_hands_in_for_another(client, enrollment):
    client.force_login(role(enrollment, "coordinator"))
    assert client.post(of("hand-in", enrollment), {"title": "x", "text": "y"}).status_code == 403
    client.force_login(UserFactory())
    assert client.get(of("hand-in", enrollment)).status_code == 404


def test_a_coordinator_returns_with_a_reason_and_the_person_reads_it(client, enrollment):
    made = DeliverableFactory(enrollment=enrollment)
    client.force_login(role(enrollment, "coordinator"))
    missing = client.post(of("deliverable-detail", made), {"deed": "return", "note": ""})
    assert (missing.status_code, list(missing.context["form"].errors)) == (422, ["note"])
    client.post(of("deliverable-detail", made), {"deed": "return", "note": "Who does it?"})
    client.force_login(enrollment.person.user)
    assert "Who does it?" in flat(client.get(of("deliverable-detail", made)))


def test_a_decision_that_was_made_is_not_made_twice(client, enrollment):
    made = DeliverableFactory(enrollment=enrollment)
    client.force_login(role(enrollment, "coordinator"))
    for _ in range(2):
        assert client.post(of("deliverable-detail", made), {"deed": "accept"}).status_code == 302
    made.refresh_from_db()
    assert made.state == "accepted"


@pytest.mark.parametrize(
    ("who", "deed", "status"),
    [
        ("participant", "accept", 403),
        ("participant", "take-back", 302),
        ("facilitator", "accept", 403),
        ("coordinator", "accept", 302),
        ("coordinator", "take-back", 403),
        ("coordinator", "burn", 422),
    ],
)
def test_who_decides_about_a_result(client, enrollment, who, deed, status):
    made = DeliverableFactory(enrollment=enrollment)
    client.force_login(enrollment.person.user if who == "participant" else role(enrollment, who))
    assert client.post(of("deliverable-detail", made), {"deed": deed}).status_code == status


def test_what_is_noted_by_a_person_waits_and_by_who_teaches_counts(client, enrollment):
    data = {"kind": "meeting", "held_on": "2026-01-05", "minutes": 60, "note": "Aims"}
    for user in (enrollment.person.user, role(enrollment, "mentor")):
        client.force_login(user)
        assert client.post(of("activity-note", enrollment), data).status_code == 302
    assert list(Activity.objects.order_by("pk").values_list("state", flat=True)) == ["noted", "confirmed"]


@pytest.mark.parametrize("minutes", ["0", "1441", "many", ""])
def test_minutes_are_those_of_a_day(client, enrollment, minutes):
    client.force_login(enrollment.person.user)
    data = {"kind": "work", "held_on": "2026-01-05", "minutes": minutes}
    response = client.post(of("activity-note", enrollment), data)
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["minutes"])


@pytest.mark.parametrize(
    ("who", "status"), [("participant", 403), ("facilitator", 302), ("coordinator", 302)]
)
def test_who_confirms_a_meeting(client, enrollment, who, status):
    activity = ActivityFactory(enrollment=enrollment)
    client.force_login(enrollment.person.user if who == "participant" else role(enrollment, who))
    assert client.post(of("activity-confirm", activity)).status_code == status


@pytest.mark.parametrize("number", [1, 5])
def test_the_list_of_a_cohort_takes_as_many_queries_for_many(
    client, enrollment, number, django_assert_num_queries
):
    for _ in range(number):
        DeliverableFactory(enrollment__cohort=enrollment.cohort)
        ActivityFactory(enrollment__cohort=enrollment.cohort)
    client.force_login(role(enrollment, "coordinator"))
    cohort = enrollment.cohort
    address = reverse("programs:cohort-work", args=[cohort.program.slug, cohort.public_id])
    client.get(address)
    with django_assert_num_queries(7):
        page = client.get(address, {"page": "x"})
    assert (len(page.context["page"].object_list), len(page.context["to_confirm"])) == (number, number)


def test_the_list_of_a_cohort_is_not_for_everybody(client, enrollment):
    cohort = enrollment.cohort
    client.force_login(enrollment.person.user)
    address = reverse("programs:cohort-work", args=[cohort.program.slug, cohort.public_id])
    assert client.get(address).status_code == 403
