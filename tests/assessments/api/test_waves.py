import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.models import Invitation, Wave
from assessments.states import WaveState
from capacity.models import AffiliationRole
from tests.factories.assessments import (
    AssessmentPlanFactory,
    InvitationFactory,
    ResponseFactory,
    ScoreFactory,
    WaveFactory,
    WaveTargetFactory,
    published_version,
    recorded_session,
)
from tests.factories.capacity import (
    AffiliateFactory,
    AffiliationFactory,
    CapacityFactory,
    PersonFactory,
    StaffFactory,
)
from tests.factories.programs import CohortFactory, EnrollmentFactory, ProgramRoleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(client):
    person = PersonFactory()
    client.force_login(person.user)
    return person


def wave_run_by(person, **fields):
    cohort = CohortFactory()
    ProgramRoleFactory(program=None, cohort=cohort, person=person)
    return WaveFactory(plan__cohort=cohort, **fields)


def answered(wave, capacity, *, people, value="0.5"):
    for _one in range(people):
        invitation = InvitationFactory(target__wave=wave, state="submitted")
        response = ResponseFactory(
            wave=wave,
            subject=invitation.respondent,
            respondent_key=str(uuid.uuid4()),
            state="submitted",
            submitted_at=timezone.now(),
        )
        ScoreFactory(response=response, capacity=capacity, normalized=Decimal(value))


@pytest.mark.parametrize("rows", [1, 5])
def test_who_runs_cohorts_reads_their_waves_in_a_constant_number_of_queries(
    client, coordinator, rows, django_assert_num_queries
):
    for _row in range(rows):
        wave_run_by(coordinator)
    WaveFactory(plan__cohort=CohortFactory())
    with django_assert_num_queries(3):
        page = client.get(reverse("api:wave-list")).json()
    assert len(page["results"]) == rows


def test_staff_read_waves_of_cohorts_and_none_of_organizations(client):
    of_cohort = WaveFactory(plan__cohort=CohortFactory())
    WaveFactory(plan=AssessmentPlanFactory(cohort=None, organization=AffiliateFactory()))
    client.force_login(StaffFactory())
    page = client.get(reverse("api:wave-list")).json()
    assert [one["public_id"] for one in page["results"]] == [str(of_cohort.public_id)]


@pytest.mark.parametrize(("people", "shown"), [(4, None), (5, 0.5)])
def test_results_are_of_as_many_people_as_may_be_shown(client, coordinator, people, shown):
    wave, capacity = wave_run_by(coordinator, state=WaveState.CLOSED), CapacityFactory()
    answered(wave, capacity, people=people)
    told = client.get(reverse("api:wave-detail", args=[wave.public_id])).json()
    assert (told["rate"]["asked"], told["rate"]["answered"]) == (people, people)
    n = None if shown is None else people
    assert told["results"] == [
        {"capacity": capacity.code, "n": n, "mean": shown, "suppressed": shown is None}
    ]


def test_an_open_wave_has_no_results(client, coordinator):
    wave = wave_run_by(coordinator, state=WaveState.OPEN)
    answered(wave, CapacityFactory(), people=6)
    assert client.get(reverse("api:wave-detail", args=[wave.public_id])).json()["results"] == []


def test_a_wave_of_others_does_not_exist(client, coordinator):
    wave = WaveFactory(plan__cohort=CohortFactory())
    assert client.get(reverse("api:wave-detail", args=[wave.public_id])).status_code == 404


def test_a_self_assessment_is_read_by_those_to_whom_the_organization_shows_it(client):
    shown = recorded_session(organization=AffiliateFactory(), visibility="public")
    hidden = recorded_session(organization=AffiliateFactory(), visibility="private")
    told = client.get(reverse("api:self-assessment-detail", args=[shown.public_id])).json()
    assert (told["organization"], told["state"]) == (shown.organization.slug, "recorded")
    assert [row["level"]["change"] for row in told["profile"]] == [None] * len(told["profile"])
    address = reverse("api:self-assessment-detail", args=[hidden.public_id])
    assert client.get(address).status_code == 404
    representative = PersonFactory()
    AffiliationFactory(
        person=representative, organization=hidden.organization, role=AffiliationRole.REPRESENTATIVE
    )
    client.force_login(representative.user)
    assert client.get(address).status_code == 200


def send(client, name, thing, data=None):
    to = reverse(f"api:{name}", args=[thing.public_id])
    return client.post(to, data or {}, content_type="application/json")


def test_waves_are_planned_opened_reminded_of_and_closed(client, coordinator):
    cohort = CohortFactory()
    ProgramRoleFactory(program=None, cohort=cohort, person=coordinator)
    asked = EnrollmentFactory(cohort=cohort, state="enrolled").person
    version = published_version()
    plan = {"version": str(version.public_id), "timepoints": ["endline", "baseline"]}
    made = send(client, "cohort-waves", cohort, plan)
    assert [(one["timepoint"], one["state"]) for one in made.json()] == [
        ("baseline", "planned"),
        ("endline", "planned"),
    ]
    assert send(client, "cohort-waves", cohort, plan).json() == []
    wave = Wave.objects.get(timepoint="baseline")
    assert send(client, "wave-close", wave).status_code == 409
    opened = send(client, "wave-open", wave).json()
    assert (opened["state"], opened["rate"]["asked"]) == ("open", 1)
    assert Invitation.objects.get().respondent == asked
    assert send(client, "wave-remind", wave).json() == {"reminded": 0}
    Invitation.objects.update(sent_at=timezone.now() - timedelta(days=6))
    assert send(client, "wave-remind", wave).json() == {"reminded": 1}
    states = [
        send(client, name, wave).json()["state"] for name in ("wave-close", "wave-close", "wave-reopen")
    ]
    assert states == ["closing", "closed", "open"]


def test_what_is_wrong_with_a_plan_of_waves_is_said(client, coordinator):
    cohort = CohortFactory()
    ProgramRoleFactory(program=None, cohort=cohort, person=coordinator)
    nothing = send(client, "cohort-waves", cohort, {"version": str(uuid.uuid4()), "timepoints": ["baseline"]})
    assert [one["pointer"] for one in nothing.json()["errors"]] == ["/version"]
    later = {"version": str(published_version().public_id), "timepoints": ["adhoc"]}
    assert send(client, "cohort-waves", cohort, later).status_code == 400
    assert not Wave.objects.exists()


def test_those_who_teach_are_asked_how_they_see_everybody(client, coordinator):
    wave = wave_run_by(coordinator)
    cohort = wave.plan.cohort
    facilitator = ProgramRoleFactory(program=None, cohort=cohort, role="facilitator").person
    WaveTargetFactory(wave=wave)
    told = send(client, "wave-observers", wave, {"people": [facilitator.slug]})
    assert told.json() == {"asked": 1}
    refused = send(client, "wave-observers", wave, {"people": [PersonFactory().slug]})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, "/people")


def test_waves_of_others_are_not_run(client, coordinator):
    wave = WaveFactory(plan__cohort=CohortFactory())
    assert send(client, "wave-close", wave).status_code == 404
    assert send(client, "cohort-waves", wave.plan.cohort).status_code == 403
