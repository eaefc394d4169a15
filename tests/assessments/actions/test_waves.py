from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.actions import waves
from assessments.models import AssessmentPlan, Invitation, Wave, WaveTarget
from assessments.queries.responses import respondent_key, response_to
from assessments.states import InvitationState, ResponseState, WaveState
from common import outbox
from common.models import ActionLog, Message
from common.moves import MoveError
from programs.states import EnrollmentState
from tests.factories.assessments import (
    AssessmentPlanFactory,
    InstrumentVersionFactory,
    InvitationFactory,
    ResponseFactory,
    WaveFactory,
    WaveTargetFactory,
    published_version,
)
from tests.factories.capacity import (
    AffiliateFactory,
    AffiliationFactory,
    PersonFactory,
    RegionFactory,
    StaffFactory,
    TerritoryFactory,
    UserFactory,
)
from tests.factories.programs import CohortFactory, EnrollmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    return CohortFactory(
        starts_on=date(2026, 3, 20),
        ends_on=date(2026, 5, 31),
        enrollment_opens_at=datetime(2026, 1, 1, tzinfo=UTC),
        enrollment_closes_at=datetime(2026, 3, 10, tzinfo=UTC),
    )


@pytest.fixture
def planned():
    """A planned baseline that is due since a minute."""
    return WaveFactory(state=WaveState.PLANNED, opens_at=timezone.now() - timedelta(minutes=1))


def states(wave):
    return sorted(Invitation.objects.filter(target__wave=wave).values_list("state", flat=True))


def refreshed(wave):
    return Wave.objects.get(pk=wave.pk)


# --- Planning ---


def test_waves_are_planned_from_the_cohorts_dates(cohort):
    version = published_version()
    found = waves.plan_for_cohort(cohort, version, ["baseline", "endline", "m6"], by=StaffFactory())
    assert [(wave.timepoint, wave.opens_at.date(), wave.state) for wave in found] == [
        ("baseline", date(2026, 3, 10), WaveState.PLANNED),
        ("endline", date(2026, 5, 31), WaveState.PLANNED),
        ("m6", date(2026, 11, 30), WaveState.PLANNED),
    ]
    assert {wave.version for wave in found} == {version}


def test_planning_again_adds_only_what_is_missing(cohort):
    version = published_version()
    waves.plan_for_cohort(cohort, version, ["baseline"], by=None)
    added = waves.plan_for_cohort(cohort, version, ["baseline", "endline"], by=None)
    assert [wave.timepoint for wave in added] == ["endline"]
    assert AssessmentPlan.objects.count() == 1


def test_a_draft_is_not_asked(cohort):
    with pytest.raises(ValidationError):
        waves.plan_for_cohort(cohort, InstrumentVersionFactory(), ["baseline"], by=None)


def test_a_plan_asks_one_major_version_only(cohort):
    first = published_version()
    waves.plan_for_cohort(cohort, first, ["baseline"], by=None)
    second = published_version(instrument=first.instrument, major=2)
    with pytest.raises(ValidationError):
        waves.plan_for_cohort(cohort, second, ["endline"], by=None)


# --- Opening ---


def test_opening_freezes_the_participants_with_their_strata(planned):
    territory = TerritoryFactory()
    person = PersonFactory(territory=territory)
    affiliation = AffiliationFactory(person=person)
    enrollment = EnrollmentFactory(cohort=planned.plan.cohort, person=person)
    waves.open_wave(planned)
    target = WaveTarget.objects.get()
    assert (target.subject, target.enrollment, target.organization, target.territory, target.region) == (
        person,
        enrollment,
        affiliation.organization,
        territory,
        territory.region,
    )


def test_a_delegate_stands_for_who_sent_her_and_for_her_own_region(planned):
    region = RegionFactory(code="ESEAP")
    person = PersonFactory(territory=TerritoryFactory(), region=region)
    AffiliationFactory(person=person)
    sender = AffiliateFactory()
    EnrollmentFactory(cohort=planned.plan.cohort, person=person, organization=sender)
    waves.open_wave(planned)
    target = WaveTarget.objects.get()
    assert (target.organization, target.region) == (sender, region)


@pytest.mark.parametrize(
    ("state", "asked"),
    [
        (EnrollmentState.ENROLLED, 1),
        (EnrollmentState.COMPLETED, 1),
        (EnrollmentState.NOT_COMPLETED, 1),
        (EnrollmentState.WAITLISTED, 0),
        (EnrollmentState.WITHDRAWN, 0),
        (EnrollmentState.TRANSFERRED, 0),
    ],
)
def test_only_participants_are_asked(planned, state, asked):
    EnrollmentFactory(cohort=planned.plan.cohort, state=state)
    waves.open_wave(planned)
    assert Invitation.objects.count() == asked


def test_who_enrolls_later_is_not_added(planned):
    EnrollmentFactory(cohort=planned.plan.cohort)
    waves.open_wave(planned)
    EnrollmentFactory(cohort=planned.plan.cohort)
    waves.advance()
    assert WaveTarget.objects.count() == 1


def test_the_invited_get_a_letter(planned, sent_tasks, django_capture_on_commit_callbacks, monkeypatch):
    monkeypatch.setattr(outbox, "DAYTIME", range(24))
    enrollment = EnrollmentFactory(cohort=planned.plan.cohort, person__user__email="ada@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        waves.open_wave(planned)
    invitation = Invitation.objects.get()
    message = Message.objects.get()
    assert (invitation.respondent, invitation.state) == (enrollment.person, InvitationState.SENT)
    assert message.recipient.email == "ada@example.org"
    assert message.subject == f"A few questions about “{planned.plan.cohort.program.title}”"
    assert f"/assessments/{invitation.public_id}/opt-out/" in message.text
    assert sent_tasks == [("common.tasks.deliver", {"key": message.key})]


def test_who_opted_out_before_gets_no_letter_and_stays_in_the_denominator(planned):
    enrollment = EnrollmentFactory(cohort=planned.plan.cohort)
    earlier = WaveFactory(plan=planned.plan, version=planned.version, timepoint="adhoc")
    target = WaveTargetFactory(wave=earlier, enrollment=enrollment)
    InvitationFactory(target=target, state=InvitationState.OPTED_OUT)
    waves.open_wave(planned)
    assert states(planned) == [InvitationState.OPTED_OUT]
    assert planned.targets.count() == 1
    assert Message.objects.count() == 0


def test_a_closed_account_is_a_target_without_an_invitation(planned):
    EnrollmentFactory(cohort=planned.plan.cohort, person__user=UserFactory(is_active=False))
    waves.open_wave(planned)
    assert (planned.targets.count(), Invitation.objects.count()) == (1, 0)


def test_an_organization_is_asked_through_its_representatives():
    organization = AffiliateFactory()
    first, _second = AffiliationFactory.create_batch(2, organization=organization, role="representative")
    AffiliationFactory(organization=organization, role="member")
    version = published_version()
    plan = AssessmentPlanFactory(cohort=None, organization=organization, instrument=version.instrument)
    wave = WaveFactory(plan=plan, version=version, state=WaveState.PLANNED)
    waves.open_wave(wave)
    assert [target.subject for target in wave.targets.all()] == [organization]
    assert Invitation.objects.count() == 2
    assert Message.objects.filter(recipient=first.person.user).count() == 1


def test_an_open_wave_is_not_opened_again():
    with pytest.raises(MoveError):
        waves.open_wave(WaveFactory())


def test_opening_is_logged(planned):
    staff = StaffFactory()
    waves.open_wave(planned, by=staff)
    log = ActionLog.objects.get(verb="assessments.waves.open")
    assert (log.by, log.object_id, log.before) == (staff, planned.pk, {"state": "planned"})


def test_a_wave_opened_early_begins_at_once():
    wave = WaveFactory(
        state=WaveState.PLANNED,
        opens_at=timezone.now() + timedelta(days=3),
        closes_at=timezone.now() + timedelta(days=9),
    )
    opened = waves.open_wave(wave)
    assert opened.opens_at <= timezone.now()
    assert opened.closes_at == wave.closes_at


def test_each_further_person_costs_no_more_than_her_letter(planned):
    other = WaveFactory(state=WaveState.PLANNED)
    EnrollmentFactory.create_batch(2, cohort=planned.plan.cohort)
    EnrollmentFactory.create_batch(4, cohort=other.plan.cohort)
    assert queries_of(other) - queries_of(planned) == 2 * LETTER_QUERIES


LETTER_QUERIES = 3  # her preference, the note on the page, the letter


def queries_of(wave):
    with CaptureQueriesContext(connection) as captured:
        waves.open_wave(wave)
    return len(captured)


# --- Closing and opening again ---


def test_nobody_can_begin_in_a_closing_wave_and_its_end_is_now():
    wave = waves.begin_closing(WaveFactory())
    assert wave.state == WaveState.CLOSING
    assert wave.closes_at <= timezone.now()


def test_closing_lets_invitations_expire_but_not_what_was_said():
    wave = WaveFactory(state=WaveState.CLOSING)
    for state in ["sent", "started", "submitted", "declined"]:
        InvitationFactory(target__wave=wave, state=state)
    waves.close(wave)
    assert states(wave) == ["declined", "expired", "expired", "submitted"]


def test_an_open_wave_is_not_closed_without_grace():
    with pytest.raises(MoveError):
        waves.close(WaveFactory())


def test_reopening_asks_those_again_whose_invitations_expired():
    wave = WaveFactory(state=WaveState.CLOSED)
    InvitationFactory(target__wave=wave, state="expired", ended_at=timezone.now())
    InvitationFactory(target__wave=wave, state="declined")
    reopened = waves.reopen(wave, by=StaffFactory())
    assert reopened.state == WaveState.OPEN
    assert reopened.closes_at > timezone.now()
    assert states(wave) == ["declined", "sent"]


@pytest.mark.parametrize("state", [WaveState.PLANNED, WaveState.ANALYZED, WaveState.PUBLISHED])
def test_what_never_was_open_or_is_analyzed_is_not_reopened(state):
    with pytest.raises(MoveError):
        waves.reopen(WaveFactory(state=state), by=None)


def test_a_closed_wave_is_analyzed():
    assert waves.mark_analyzed(WaveFactory(state=WaveState.CLOSED)).state == WaveState.ANALYZED


def test_drafts_outlive_the_closing():
    response = ResponseFactory()
    waves.begin_closing(response.wave)
    waves.close(response.wave)
    response.refresh_from_db()
    assert response.state == ResponseState.DRAFT


# --- The clock ---


def test_the_clock_opens_what_is_due_and_nothing_else(planned):
    later = WaveFactory(
        state=WaveState.PLANNED,
        opens_at=timezone.now() + timedelta(hours=1),
        closes_at=timezone.now() + timedelta(days=1),
    )
    assert waves.advance() == 1
    assert (refreshed(planned).state, refreshed(later).state) == (WaveState.OPEN, WaveState.PLANNED)


def test_the_clock_striking_twice_does_nothing_more(planned):
    EnrollmentFactory(cohort=planned.plan.cohort)
    waves.advance()
    assert waves.advance() == 0
    assert Message.objects.count() == 1


def test_the_clock_closes_after_the_time_of_grace():
    wave = WaveFactory()
    with time_machine.travel(wave.closes_at, tick=True):
        waves.advance()
    assert refreshed(wave).state == WaveState.CLOSING
    with time_machine.travel(wave.closes_at + timedelta(hours=49), tick=True):
        waves.advance()
    assert refreshed(wave).state == WaveState.CLOSED


def test_after_weeks_of_silence_an_endline_is_opened_with_all_its_time():
    wave = WaveFactory(
        state=WaveState.PLANNED,
        timepoint="endline",
        opens_at=datetime(2026, 1, 1, tzinfo=UTC),
        closes_at=datetime(2026, 1, 15, tzinfo=UTC),
    )
    waves.advance()
    opened = refreshed(wave)
    assert opened.state == WaveState.OPEN
    assert opened.closes_at - opened.opens_at == timedelta(days=14)


def test_a_baseline_missed_is_not_asked_after_the_start():
    wave = WaveFactory(
        state=WaveState.PLANNED,
        opens_at=timezone.now() - timedelta(days=30),
        closes_at=timezone.now() - timedelta(days=16),
    )
    assert waves.advance() == 0
    assert refreshed(wave).state == WaveState.PLANNED


def test_a_cancelled_cohort_is_not_asked(planned):
    cohort = planned.plan.cohort
    cohort.cancelled_at = timezone.now()
    cohort.save()
    assert waves.advance() == 0


def test_one_waves_trouble_does_not_keep_the_others(planned, monkeypatch, caplog):
    other = WaveFactory(state=WaveState.PLANNED)
    real = waves.targets_for

    def breaks_once(wave):
        if wave.pk == planned.pk:
            raise RuntimeError("no")
        return real(wave)

    monkeypatch.setattr(waves, "targets_for", breaks_once)
    assert waves.advance() == 1
    assert (refreshed(planned).state, refreshed(other).state) == (WaveState.PLANNED, WaveState.OPEN)
    assert [record.getMessage() for record in caplog.records] == [f"wave {planned.pk} could not be advanced"]


# --- Letters by day, links that are cut ---


def test_an_invitation_waits_for_her_morning(planned):
    EnrollmentFactory(cohort=planned.plan.cohort, person__user__time_zone="Asia/Kathmandu")
    with time_machine.travel(datetime(2030, 1, 1, 20, 0, tzinfo=UTC), tick=False):  # 01:45 in Kathmandu
        waves.open_wave(planned)
    assert Message.objects.get().due_at == datetime(2030, 1, 2, 2, 15, tzinfo=UTC)


def test_the_secret_of_an_anonymous_plan_goes_when_nothing_is_to_be_linked_any_more():
    wave = WaveFactory(plan=AssessmentPlanFactory(is_anonymous=True))
    named = WaveFactory()
    over = wave.closes_at + timedelta(days=31)
    assert waves.cut_links(now=over) == 0  # it is open still
    Wave.objects.update(state=WaveState.CLOSED)
    assert waves.cut_links(now=over - timedelta(days=2)) == 0
    assert waves.cut_links(now=over) == 1
    assert waves.cut_links(now=over) == 0
    plan = AssessmentPlan.objects.get(pk=wave.plan_id)
    assert (plan.secret, plan.unlinked_at) == (None, over)
    assert AssessmentPlan.objects.get(pk=named.plan_id).secret is not None


def test_answers_under_a_destroyed_secret_are_nobodys():
    plan = AssessmentPlanFactory(is_anonymous=True)
    invitation = InvitationFactory(target__wave__plan=plan)
    user, plan = invitation.respondent.user, invitation.target.wave.plan
    key = respondent_key(plan, user)
    ResponseFactory(invitation=None, wave=invitation.target.wave, subject=None, respondent_key=key)
    assert response_to(invitation, state=ResponseState.DRAFT) is not None
    plan.secret = None
    assert (respondent_key(plan, user), response_to(invitation, state=ResponseState.DRAFT)) == ("", None)
