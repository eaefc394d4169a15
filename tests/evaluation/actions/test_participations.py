from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from evaluation import tasks
from evaluation.actions import participations
from evaluation.models import Participation, Pseudonym
from programs.models import AttendanceStatus
from programs.states import EnrollmentState
from tests.evaluation.asking import Asking, region
from tests.factories.capacity import AffiliateFactory, PersonFactory, TerritoryFactory
from tests.factories.programs import AttendanceFactory, CohortFactory, EnrollmentFactory, SessionFactory

pytestmark = pytest.mark.django_db

DEEDS = ["applied", "accepted", "attended", "completed", "followed_up"]


def steps(enrollment):
    key = Pseudonym.objects.get(stakeholder=enrollment.person_id).key
    row = Participation.objects.get(subject_key=key, cohort=enrollment.cohort_id)
    return [deed for deed in DEEDS if getattr(row, deed)]


@pytest.mark.parametrize(
    ("state", "come"),
    [
        (EnrollmentState.APPLIED, ["applied"]),
        (EnrollmentState.WAITLISTED, ["applied"]),
        (EnrollmentState.DECLINED, ["applied"]),
        (EnrollmentState.OFFERED, ["applied", "accepted"]),
        (EnrollmentState.ENROLLED, ["applied", "accepted"]),
        (EnrollmentState.COMPLETED, ["applied", "accepted", "completed"]),
        (EnrollmentState.NOT_COMPLETED, ["applied", "accepted"]),
    ],
)
def test_a_person_has_come_as_far_as_her_enrollment(state, come):
    enrollment = EnrollmentFactory(state=state)
    participations.refresh([enrollment.cohort_id])
    assert steps(enrollment) == come


def test_a_draft_is_no_participation():
    enrollment = EnrollmentFactory(state=EnrollmentState.DRAFT, applied_at=None)
    participations.refresh([enrollment.cohort_id])
    assert Participation.objects.count() == 0


def test_minutes_are_those_attended_and_half_where_somebody_was_partly_there():
    enrollment = EnrollmentFactory()
    for status, minutes in [
        ("present", None),
        ("partly", None),
        ("partly", 10),
        ("absent", None),
        ("excused", None),
    ]:
        session = SessionFactory(cohort=enrollment.cohort, minutes=60)
        AttendanceFactory(session=session, enrollment=enrollment, status=status, minutes=minutes)
    participations.refresh([enrollment.cohort_id])
    assert steps(enrollment) == ["applied", "accepted", "attended"]
    assert Participation.objects.get().minutes == 60 + 30 + 10


def test_an_absent_person_has_not_attended():
    attendance = AttendanceFactory(status=AttendanceStatus.ABSENT)
    participations.refresh([attendance.session.cohort_id])
    assert steps(attendance.enrollment) == ["applied", "accepted"]


def test_an_answer_months_later_is_a_follow_up_and_an_endline_is_not():
    asking = Asking()
    early, late = asking.person(), asking.person()
    asking.says(early, "endline", 0.5)
    asking.says(late, "m6", 0.5)
    participations.refresh([asking.cohort.pk])
    assert steps(early.enrollments.get()) == ["applied", "accepted"]
    assert steps(late.enrollments.get()) == ["applied", "accepted", "followed_up"]


def test_somebody_who_applied_twice_is_one_row_with_her_last_organization():
    cohort, organization = CohortFactory(), AffiliateFactory()
    person = PersonFactory()
    EnrollmentFactory(cohort=cohort, person=person, state=EnrollmentState.WITHDRAWN)
    EnrollmentFactory(cohort=cohort, person=person, organization=organization)
    participations.refresh([cohort.pk])
    row = Participation.objects.get()
    assert (row.organization, row.accepted) == (organization, True)


def test_where_she_is_comes_from_herself_then_from_her_organization():
    ghana = TerritoryFactory()
    organization = AffiliateFactory(
        territory=ghana, region=ghana.region, maturity="emerging", maturity_reason="x"
    )
    placed = EnrollmentFactory(person__region=region("MENA", "Middle East"), organization=organization)
    lent = EnrollmentFactory(organization=organization, cohort=placed.cohort)
    unknown = EnrollmentFactory(cohort=placed.cohort)
    participations.refresh([placed.cohort_id])
    keys = {own.stakeholder_id: own.key for own in Pseudonym.objects.all()}
    places = {
        row.subject_key: (row.region and row.region.code, row.maturity) for row in Participation.objects.all()
    }
    assert [places[keys[each.person_id]] for each in (placed, lent, unknown)] == [
        ("MENA", "emerging"),
        ("SSA", "emerging"),
        (None, "unknown"),
    ]


def test_the_quarter_is_the_cohorts():
    enrollment = EnrollmentFactory(cohort__starts_on=date(2026, 5, 20))
    participations.refresh([enrollment.cohort_id])
    assert Participation.objects.get().quarter == date(2026, 4, 1)


def rows():
    return list(Participation.objects.order_by("cohort").values_list())


def test_what_is_no_longer_so_goes_and_other_cohorts_stay():
    gone, other = EnrollmentFactory(), EnrollmentFactory()
    participations.refresh([gone.cohort_id, other.cohort_id])
    gone.state, gone.enrolled_at, gone.applied_at = EnrollmentState.DRAFT, None, None
    gone.save()
    participations.refresh([gone.cohort_id])
    assert [row.cohort for row in Participation.objects.all()] == [other.cohort]


def test_the_increments_equal_a_full_rebuild():
    for state in [EnrollmentState.APPLIED, EnrollmentState.COMPLETED, EnrollmentState.ENROLLED]:
        enrollment = EnrollmentFactory(state=state)
        AttendanceFactory(session=SessionFactory(cohort=enrollment.cohort), enrollment=enrollment)
        participations.refresh([enrollment.cohort_id])
    kept = rows()
    participations.rebuild()
    assert rows() == kept
    Participation.objects.all().delete()
    participations.rebuild()
    assert [row[1:] for row in rows()] == [row[1:] for row in kept]


def test_the_task_finds_what_happened_and_rests_when_nothing_did():
    with time_machine.travel("2026-11-01T12:00:00Z", tick=False):
        enrollment = EnrollmentFactory()
        assert participations.refresh_due() == 1
    with time_machine.travel("2026-11-01T13:00:00Z", tick=False):
        participations.refresh_due()
        AttendanceFactory(session=SessionFactory(cohort=enrollment.cohort), enrollment=enrollment)
    with time_machine.travel("2026-11-01T13:05:00Z", tick=False):
        tasks.refresh_participations()
        assert steps(enrollment) == ["applied", "accepted", "attended"]
    with time_machine.travel("2026-11-01T13:20:00Z", tick=False):
        assert (participations.refresh_due(), participations.refresh_due()) == (1, 0)


def test_the_task_finds_who_only_answered():
    with time_machine.travel("2026-11-01T12:00:00Z", tick=False):
        asking = Asking()
        person = asking.person()
        asking.target(person, "m6")
        participations.refresh_due()
    with time_machine.travel("2026-11-01T13:00:00Z", tick=False):
        participations.refresh_due()
        asking.says(person, "m6", 0.5)
    with time_machine.travel("2026-11-01T13:05:00Z", tick=False):
        participations.refresh_due()
    assert steps(person.enrollments.get()) == ["applied", "accepted", "followed_up"]


def test_killed_half_way_and_run_again_it_is_complete(monkeypatch):
    enrollment = EnrollmentFactory()
    with monkeypatch.context() as patch:
        patch.setattr(participations, "_write", lambda *_args, **_values: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            participations.refresh_due()
    participations.refresh_due()
    participations.refresh_due()
    assert steps(enrollment) == ["applied", "accepted"]


def test_what_was_not_yet_known_does_not_count():
    now = timezone.now()
    enrollment = EnrollmentFactory(applied_at=now + timedelta(days=1), enrolled_at=now + timedelta(days=1))
    participations.refresh([enrollment.cohort_id])
    assert rows() == []
