"""Moving a participant to another cohort: the seat rules of both, in one transaction."""

import pytest
from django.urls import reverse

from common.models import Message, Notification
from common.moves import MoveError
from programs.actions import enrollments
from programs.logic import refusals
from programs.models import Cohort, Enrollment, EnrollmentEvent
from tests.factories.capacity import UserFactory
from tests.factories.programs import (
    CohortFactory,
    EnrollmentFactory,
    ProgramFactory,
    ProgramRoleFactory,
    SeatPoolFactory,
)
from tests.markup import flat

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohorts():
    program = ProgramFactory()
    return CohortFactory(program=program, seats=1), CohortFactory(program=program, seats=1)


def held(*cohorts):
    return [Cohort.objects.values_list("held_seats", flat=True).get(pk=cohort.pk) for cohort in cohorts]


def events(enrollment):
    rows = EnrollmentEvent.objects.filter(enrollment=enrollment).order_by("pk")
    return list(rows.values_list("from_state", "to_state", "reason"))


def test_she_takes_a_seat_there_and_hers_goes_to_the_next_person_who_waits(cohorts):
    here, there = cohorts
    row = EnrollmentFactory(cohort=here)
    waiting = EnrollmentFactory(cohort=here, state="waitlisted")
    moved = enrollments.transfer(row, to=there, by=UserFactory())
    row.refresh_from_db()
    waiting.refresh_from_db()
    assert (row.state, moved.state, moved.cohort, waiting.state) == (
        "transferred",
        "enrolled",
        there,
        "enrolled",
    )
    assert held(here, there) == [1, 1]
    assert events(row) == [("enrolled", "transferred", "transfer")]
    assert events(moved) == [("draft", "applied", "transfer"), ("applied", "enrolled", "transfer")]
    assert Notification.objects.filter(recipient=row.person.user).count() == 1


def test_without_a_free_seat_there_nothing_changes(cohorts):
    here, there = cohorts
    row = EnrollmentFactory(cohort=here)
    EnrollmentFactory(cohort=there)
    with pytest.raises(refusals.NoFreeSeatError):
        enrollments.transfer(row, to=there, by=UserFactory())
    row.refresh_from_db()
    assert (row.state, held(here, there)) == ("enrolled", [1, 1])


def test_a_seat_reserved_there_for_others_is_not_hers(cohorts):
    here, there = cohorts
    SeatPoolFactory(cohort=there, seats=1, kind="region", values=["SSA"])
    with pytest.raises(refusals.NoFreeSeatError):
        enrollments.transfer(EnrollmentFactory(cohort=here), to=there, by=UserFactory())


def test_the_same_cohort_and_one_she_is_in_are_refused(cohorts):
    here, there = cohorts
    row = EnrollmentFactory(cohort=here)
    EnrollmentFactory(cohort=there, person=row.person, state="waitlisted")
    for target in cohorts:
        with pytest.raises(refusals.AlreadyEnrolledError):
            enrollments.transfer(row, to=target, by=UserFactory())


def test_only_who_is_enrolled_is_moved(cohorts):
    here, there = cohorts
    with pytest.raises(MoveError):
        enrollments.transfer(EnrollmentFactory(cohort=here, state="waitlisted"), to=there, by=UserFactory())


def test_a_coordinator_chooses_among_the_cohorts_with_a_free_seat(client, cohorts):
    here, there = cohorts
    full = CohortFactory(program=here.program, seats=1)
    EnrollmentFactory(cohort=full)
    row = EnrollmentFactory(cohort=here)
    client.force_login(ProgramRoleFactory(program=here.program).person.user)
    page = reverse("programs:enrollment-transfer", kwargs={"public_id": row.public_id})
    shown = flat(client.get(page))
    assert (str(there.public_id) in shown, str(full.public_id) in shown) == (True, False)
    assert client.post(page, {"to": str(full.public_id)}).status_code == 422
    assert client.post(page, {"to": "nonsense"}).status_code == 422
    client.post(page, {"to": str(there.public_id)})
    assert Enrollment.objects.get(cohort=there).person == row.person


def test_the_letter_and_the_page_of_before_lead_to_the_place_of_now(client, cohorts):
    here, there = cohorts
    row = EnrollmentFactory(cohort=here)
    enrollments.transfer(row, to=there, by=UserFactory())
    new = Enrollment.objects.get(cohort=there)
    assert new.get_absolute_url() in Message.objects.get(key__contains="transferred").text
    client.force_login(row.person.user)
    assert f'href="{new.get_absolute_url()}"' in client.get(row.get_absolute_url()).text
    assert "Now in another cohort" not in client.get(new.get_absolute_url()).text


def test_where_no_cohort_has_a_seat_the_page_says_so(client, cohorts):
    here, there = cohorts
    there.delete()
    row = EnrollmentFactory(cohort=here)
    client.force_login(ProgramRoleFactory(program=here.program).person.user)
    page = flat(client.get(reverse("programs:enrollment-transfer", kwargs={"public_id": row.public_id})))
    assert ("There is no other cohort to move to" in page, "</form></div></main>" in page) == (True, False)


def test_the_participant_does_not_move_herself(client, cohorts):
    row = EnrollmentFactory(cohort=cohorts[0])
    client.force_login(row.person.user)
    page = reverse("programs:enrollment-transfer", kwargs={"public_id": row.public_id})
    assert client.post(page, {"to": str(cohorts[1].public_id)}).status_code == 403
