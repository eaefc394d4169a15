"""The page of each role: what stands there, who may see it, and that its cost does not grow."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from capacity.actions import access
from capacity.models import AffiliationRole
from capacity.states import LookReason
from evaluation.queries.affiliate import SENT_ROWS
from programs.models import ProgramRoleKind
from programs.states import EnrollmentState
from tests.factories.assessments import (
    ConsensusSessionFactory,
    DevelopmentPlanFactory,
    InvitationFactory,
    PlanActionFactory,
    WaveFactory,
)
from tests.factories.capacity import (
    AffiliateFactory,
    AffiliationFactory,
    CapacityFactory,
    PersonFactory,
    StaffFactory,
)
from tests.factories.evaluation import ChangeFactFactory
from tests.factories.programs import (
    ActivityFactory,
    AttendanceConflictFactory,
    AttendanceFactory,
    BulkDeedFactory,
    CohortFactory,
    DelegationFactory,
    DelegationPlaceFactory,
    DeliverableFactory,
    EnrollmentFactory,
    ProgramProviderFactory,
    ProgramRoleFactory,
    SessionFactory,
    SessionMaterialFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client):
    person = PersonFactory()
    client.force_login(person.user)
    return person


def coordinator_of(cohort, person):
    ProgramRoleFactory(program=cohort.program, person=person, role=ProgramRoleKind.COORDINATOR)


def desk_of(cohort):
    return reverse("evaluation:desk-cohort", kwargs={"public_id": cohort.public_id})


# --- My page ---


def test_a_visitor_of_my_page_is_asked_to_sign_in(client):
    response = client.get(reverse("evaluation:my"))
    assert (response.status_code, response.url) == (302, "/accounts/login/?next=/my/")


def test_an_empty_page_offers_the_next_step(client, person):
    page = client.get(reverse("evaluation:my"))
    assert page.context["my"].is_empty
    assert reverse("programs:program-list") in page.content.decode()


@pytest.mark.parametrize(
    ("state", "place"),
    [
        (EnrollmentState.OFFERED, "offers"),
        (EnrollmentState.ENROLLED, "running"),
        (EnrollmentState.APPLIED, "waiting"),
        (EnrollmentState.WAITLISTED, "waiting"),
        (EnrollmentState.COMPLETED, "history"),
        (EnrollmentState.WITHDRAWN, "history"),
    ],
)
def test_each_enrollment_stands_in_its_place(client, person, state, place):
    enrollment = EnrollmentFactory(person=person, state=state)
    EnrollmentFactory(state=state)  # somebody else's
    my = client.get(reverse("evaluation:my")).context["my"]
    assert {
        name: rows for name in ("offers", "running", "waiting", "history") if (rows := getattr(my, name))
    } == {place: [enrollment]}


def test_the_schedule_shows_what_is_ahead_in_my_cohorts(client, person):
    enrollment = EnrollmentFactory(person=person)
    ahead = SessionFactory(cohort=enrollment.cohort)
    SessionFactory(cohort=enrollment.cohort, local_date=timezone.now().date() - timedelta(days=3))
    SessionFactory()
    assert client.get(reverse("evaluation:my")).context["my"].sessions == [ahead]


def test_a_questionnaire_that_is_due_stands_there(client, person):
    wave = WaveFactory()
    enrollment = EnrollmentFactory(cohort=wave.plan.cohort, person=person)
    mine = InvitationFactory(target__wave=wave, target__enrollment=enrollment)
    InvitationFactory(target__wave=wave)
    assert client.get(reverse("evaluation:my")).context["my"].due == [mine]


@pytest.mark.parametrize("rows", [1, 5])
def test_my_page_costs_the_same_however_much_there_is(client, person, rows, django_assert_num_queries):
    for _ in range(rows):
        enrollment = EnrollmentFactory(person=person, organization=AffiliateFactory())
        SessionFactory(cohort=enrollment.cohort)
        wave = WaveFactory(plan__cohort=enrollment.cohort)
        InvitationFactory(target__wave=wave, target__enrollment=enrollment)
        PlanActionFactory(plan__subject=person)
    with django_assert_num_queries(10):
        page = client.get(reverse("evaluation:my"))
    assert page.text.count("Action ") == rows


def my(client):
    return client.get(reverse("evaluation:my")).context["my"]


def test_tasks_are_what_waits_for_her(client, person):
    today = timezone.now().date()
    soon = timezone.now() + timedelta(minutes=10)
    running = EnrollmentFactory(person=person, cohort__deliverables_needed=1, cohort__starts_on=today)
    session = SessionFactory(cohort=running.cohort, local_date=soon.date(), local_time=soon.time())
    SessionFactory(cohort=running.cohort, local_date=today + timedelta(days=2))
    draft = EnrollmentFactory(person=person, state=EnrollmentState.DRAFT)
    place = DelegationPlaceFactory(person=person, email="")
    tasks = my(client)
    assert (tasks.joining, tasks.to_hand_in, tasks.drafts, tasks.named) == (
        [session],
        [running],
        [draft],
        [place],
    )
    DeliverableFactory(enrollment=running)
    assert my(client).to_hand_in == []


def test_history_says_how_many_sessions_she_attended(client, person):
    done = EnrollmentFactory(person=person, state=EnrollmentState.COMPLETED)
    for status in ("present", "partly", "absent"):
        AttendanceFactory(session=SessionFactory(cohort=done.cohort), enrollment=done, status=status)
    assert [(each, each.attended) for each in my(client).history] == [(done, 2)]


def test_recordings_of_my_cohorts_stand_there_and_of_no_other(client, person):
    mine = SessionMaterialFactory(session__cohort=EnrollmentFactory(person=person).cohort)
    SessionMaterialFactory(audience="public")
    waiting = EnrollmentFactory(person=person, state=EnrollmentState.WAITLISTED)
    SessionMaterialFactory(session__cohort=waiting.cohort)
    assert my(client).materials == [mine]


# --- Desk ---


def test_the_desk_is_closed_to_who_runs_nothing(client, person):
    assert client.get(reverse("evaluation:desk")).status_code == 403


def test_the_desk_shows_my_cohorts_and_what_there_is_to_do(client, person):
    cohort = CohortFactory()
    coordinator_of(cohort, person)
    CohortFactory()
    EnrollmentFactory(cohort=cohort, state=EnrollmentState.APPLIED)
    SessionFactory(cohort=cohort, local_date=timezone.now().date() - timedelta(days=3))
    shown = client.get(reverse("evaluation:desk")).context["cohorts"]
    assert [(row, row.applied, row.enrolled, row.to_record, row.asking) for row in shown] == [
        (cohort, 1, 0, True, False)
    ]


def test_the_desk_names_what_lapses_what_is_disputed_and_who_does_not_come(client, person):
    cohort = CohortFactory()
    coordinator_of(cohort, person)
    soon, later = (timezone.now() + timedelta(hours=hours) for hours in (5, 50))
    for expires in (soon, later):
        EnrollmentFactory(cohort=cohort, state=EnrollmentState.OFFERED, offer_expires_at=expires)
    sessions = [SessionFactory(cohort=cohort) for _ in range(2)]
    absent = EnrollmentFactory(cohort=cohort)
    for session in sessions:
        AttendanceFactory(session=session, enrollment=absent, status="absent")
    AttendanceConflictFactory(mark__session=sessions[0], mark__enrollment=absent)
    past = SessionFactory(cohort=cohort, local_date=timezone.now().date() - timedelta(days=3))
    page = client.get(reverse("evaluation:desk"))
    (row,) = page.context["cohorts"]
    assert (row.lapsing, row.to_settle, row.missing, row.unrecorded_session) == (
        1,
        True,
        True,
        past.public_id,
    )
    assert f"/sessions/{past.public_id}/attendance/" in page.content.decode()


def test_the_roster_warns_of_who_was_absent_twice(client, person):
    cohort = CohortFactory()
    coordinator_of(cohort, person)
    often, once = (EnrollmentFactory(cohort=cohort) for _ in range(2))
    for each in (often, often, once):
        AttendanceFactory(session=SessionFactory(cohort=cohort), enrollment=each, status="absent")
    page = client.get(desk_of(cohort))
    assert {row: row.absences for row in page.context["roster"].page.object_list} == {often: 2, once: 1}
    assert page.content.decode().count("absent at 2 sessions") == 1
    assert "absent at 1 session" not in page.content.decode()


@pytest.mark.parametrize("rows", [1, 5])
def test_the_desk_costs_the_same_however_many_cohorts(client, person, rows, django_assert_num_queries):
    for _ in range(rows):
        cohort = CohortFactory()
        coordinator_of(cohort, person)
        EnrollmentFactory(cohort=cohort)
    with django_assert_num_queries(6):
        client.get(reverse("evaluation:desk"))


def test_a_stranger_does_not_see_a_roster(client, person):
    assert client.get(desk_of(CohortFactory())).status_code == 403


def test_the_roster_has_who_waits_for_a_decision_first_and_no_drafts(client, person):
    cohort = CohortFactory()
    coordinator_of(cohort, person)
    enrolled = EnrollmentFactory(cohort=cohort)
    applied = EnrollmentFactory(cohort=cohort, state=EnrollmentState.APPLIED)
    EnrollmentFactory(cohort=cohort, state=EnrollmentState.DRAFT)
    roster = client.get(desk_of(cohort)).context["roster"]
    assert list(roster.page.object_list) == [applied, enrolled]


def test_the_roster_can_be_narrowed_to_a_state(client, person):
    cohort = CohortFactory()
    coordinator_of(cohort, person)
    EnrollmentFactory(cohort=cohort)
    applied = EnrollmentFactory(cohort=cohort, state=EnrollmentState.APPLIED)
    page = client.get(desk_of(cohort), {"state": "applied", "page": "nonsense"})
    assert list(page.context["roster"].page.object_list) == [applied]


@pytest.mark.parametrize("rows", [1, 5])
def test_a_roster_costs_the_same_however_many_people(client, person, rows, django_assert_num_queries):
    cohort = CohortFactory()
    coordinator_of(cohort, person)
    for _ in range(rows):
        session = SessionFactory(cohort=cohort)
        enrollment = EnrollmentFactory(cohort=cohort)
        AttendanceFactory(session=session, enrollment=enrollment)
        DeliverableFactory(enrollment=enrollment)
        ActivityFactory(enrollment=enrollment)
        BulkDeedFactory(cohort=cohort)
    with django_assert_num_queries(10):
        client.get(desk_of(cohort))


# --- Affiliate ---


def test_an_affiliates_desk_is_its_representatives(client, person):
    organization = AffiliateFactory()
    address = reverse("evaluation:affiliate-desk", kwargs={"slug": organization.slug})
    AffiliationFactory(person=person, organization=organization)
    assert client.get(address).status_code == 403
    AffiliationFactory(person=person, organization=organization, role=AffiliationRole.REPRESENTATIVE)
    assert client.get(address).status_code == 200


def test_an_affiliate_counts_each_person_once(client):
    organization, person = AffiliateFactory(), PersonFactory()
    staff = StaffFactory()
    client.force_login(staff)
    access.state_reason(organization, by=staff, reason=LookReason.SUPPORT)
    for state in (EnrollmentState.COMPLETED, EnrollmentState.ENROLLED, EnrollmentState.DECLINED):
        EnrollmentFactory(person=person, organization=organization, state=state)
    page = client.get(reverse("evaluation:affiliate-desk", kwargs={"slug": organization.slug}))
    affiliate = page.context["affiliate"]
    assert (affiliate.applied, affiliate.took_part, affiliate.completed) == (1, 1, 1)


@pytest.mark.parametrize("rows", [1, 5])
def test_an_affiliates_desk_costs_staff_the_same(client, rows, django_assert_num_queries):
    organization, staff = AffiliateFactory(), StaffFactory()
    client.force_login(staff)
    access.state_reason(organization, by=staff, reason=LookReason.SUPPORT)
    for _ in range(rows):
        EnrollmentFactory(organization=organization)
        ProgramProviderFactory(organization=organization)
    address = reverse("evaluation:affiliate-desk", kwargs={"slug": organization.slug})
    client.get(address)
    with django_assert_num_queries(9):
        client.get(address)


@pytest.mark.parametrize("rows", [1, 5])
def test_a_representative_with_everything_on_her_page_asks_ten_questions_of_the_database(
    client, person, rows, django_assert_num_queries
):
    organization = AffiliateFactory()
    AffiliationFactory(person=person, organization=organization, role=AffiliationRole.REPRESENTATIVE)
    ChangeFactFactory.create_batch(12, organization=organization, capacity=CapacityFactory())
    for _ in range(rows):
        EnrollmentFactory(organization=organization)
        ProgramProviderFactory(organization=organization)
        AffiliationFactory(organization=organization, state="requested", decided_at=None)
        DelegationPlaceFactory(delegation__organization=organization)
        ConsensusSessionFactory(organization=organization)
        PlanActionFactory.create_batch(2, plan=DevelopmentPlanFactory(subject=organization))
    address = reverse("evaluation:affiliate-desk", kwargs={"slug": organization.slug})
    client.get(address)
    with django_assert_num_queries(10):
        page = client.get(address)
    affiliate = page.context["affiliate"]
    assert (len(affiliate.delegation), len(affiliate.provided), len(affiliate.plans)) == (rows, rows, rows)
    assert "What changed for those who took part" in page.text


def test_an_affiliates_people_and_plans_stand_newest_first(client, person):
    organization = AffiliateFactory()
    AffiliationFactory(person=person, organization=organization, role=AffiliationRole.REPRESENTATIVE)
    sent = [
        EnrollmentFactory(organization=organization, state=state)
        for state in (EnrollmentState.COMPLETED, EnrollmentState.APPLIED)
    ]
    EnrollmentFactory(organization=organization, state=EnrollmentState.DRAFT)
    plans = [DevelopmentPlanFactory(subject=organization, title=title) for title in ("Old", "New")]
    DevelopmentPlanFactory(subject=organization, title="Over", ended_at=timezone.now())
    action = PlanActionFactory(plan=plans[0], title="Write it down")
    rated = [ConsensusSessionFactory(organization=organization) for _ in range(4)]
    page = client.get(reverse("evaluation:affiliate-desk", kwargs={"slug": organization.slug}))
    affiliate = page.context["affiliate"]
    assert [(row.href, row.name, row.program, row.cohort, row.state) for row in affiliate.delegation] == [
        (
            each.get_absolute_url(),
            each.person.name,
            each.cohort.program.title,
            each.cohort.name,
            each.state,
        )
        for each in reversed(sent)
    ]
    assert affiliate.plans == [(each.pk, each.get_absolute_url(), each.title) for each in reversed(plans)]
    assert action.get_absolute_url() in page.text
    assert [(row.href, row.title, row.day, row.label) for row in affiliate.sessions] == [
        (each.get_absolute_url(), each.wave.plan.instrument.title, each.day, each.get_state_display())
        for each in sorted(rated, key=lambda each: (each.wave.opens_at, each.pk), reverse=True)[:3]
    ]


def test_an_affiliate_finds_the_rest_of_its_people_on_a_page_of_their_own(client, person):
    organization = AffiliateFactory()
    AffiliationFactory(person=person, organization=organization, role=AffiliationRole.REPRESENTATIVE)
    EnrollmentFactory.create_batch(SENT_ROWS, organization=organization)
    desk = reverse("evaluation:affiliate-desk", kwargs={"slug": organization.slug})
    rest = reverse("programs:sent-list", kwargs={"slug": organization.slug})
    assert rest not in client.get(desk).text
    EnrollmentFactory(organization=organization)
    page = client.get(desk)
    assert len(page.context["affiliate"].delegation) == SENT_ROWS
    assert rest in page.text


def test_a_representative_finds_her_delegations_and_how_many_have_answered(client, person):
    organization = AffiliateFactory()
    AffiliationFactory(person=person, organization=organization, role=AffiliationRole.REPRESENTATIVE)
    delegation = DelegationFactory(organization=organization)
    DelegationPlaceFactory.create_batch(2, delegation=delegation)
    DelegationPlaceFactory(delegation=delegation, state="cancelled", email="")
    other = DelegationPlaceFactory().delegation
    page = client.get(reverse("evaluation:affiliate-desk", kwargs={"slug": organization.slug}))
    [sent] = page.context["delegations"]
    assert (sent, sent.named, sent.confirmed, sent.unanswered) == (delegation, 3, 0, 2)
    assert delegation.get_absolute_url() in page.content.decode()
    assert other.get_absolute_url() not in page.content.decode()


def test_a_person_has_no_affiliate_desk(client):
    client.force_login(StaffFactory())
    address = reverse("evaluation:affiliate-desk", kwargs={"slug": PersonFactory().slug})
    assert client.get(address).status_code == 404
