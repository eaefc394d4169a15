"""Follow-ups by the API: what came of a cohort, and nobody's name."""

import pytest

from capacity.actions import access
from capacity.states import LookReason
from tests.factories.capacity import LanguageFactory, StaffFactory
from tests.factories.evaluation import FollowUpTaskFactory
from tests.factories.programs import CohortFactory, EnrollmentFactory, ProgramRoleFactory

pytestmark = pytest.mark.django_db
FOLLOW_UPS = "/api/v1/follow-ups/"


@pytest.fixture
def cohort():
    LanguageFactory(code="en")
    return CohortFactory()


def task_of(cohort):
    return FollowUpTaskFactory(policy__program=cohort.program, cohort=cohort)


def send(client, task, deed, **said):
    return client.post(f"{FOLLOW_UPS}{task.public_id}/{deed}/", said, content_type="application/json")


def test_who_runs_the_cohort_notes_what_came_of_it(client, cohort):
    task, person = task_of(cohort), EnrollmentFactory(cohort=cohort).person
    client.force_login(ProgramRoleFactory(program=cohort.program).person.user)
    taught = {"kind": "others_taught", "person": person.slug, "language": "en", "description": "In her town."}
    refused = send(client, task, "outcomes", **taught)
    assert [each["pointer"] for each in refused.json()["errors"]] == ["/people_taught"]
    noted = send(client, task, "outcomes", **taught, people_taught=4)
    assert noted.status_code == 201
    (told,) = client.get(f"{FOLLOW_UPS}{task.public_id}/").json()["outcomes"]
    assert (told["kind"], told["people_taught"]) == ("others_taught", 4)
    for secret in (person.name, person.slug, "In her town."):
        assert secret not in noted.content.decode()
    assert task.outcomes.get().person == person


def test_staff_note_it_where_they_say_why(client, cohort):
    task, person = task_of(cohort), EnrollmentFactory(cohort=cohort).person
    task.outcomes.create(kind="practice_changed", person=person, language_id="en")
    staff = StaffFactory()
    client.force_login(staff)
    assert (
        send(
            client, task, "outcomes", kind="practice_changed", language="en", description="They plan."
        ).status_code
        == 409
    )
    assert person.name not in client.get(task.get_absolute_url()).content.decode()
    access.state_reason(cohort, by=staff, reason=LookReason.SUPPORT)
    assert (
        send(
            client, task, "outcomes", kind="practice_changed", language="en", description="They plan."
        ).status_code
        == 201
    )
    client.force_login(ProgramRoleFactory(program=cohort.program).person.user)
    assert person.name in client.get(task.get_absolute_url()).content.decode()


def test_a_follow_up_is_skipped_with_a_reason(client, cohort):
    task = task_of(cohort)
    client.force_login(ProgramRoleFactory(program=cohort.program).person.user)
    assert send(client, task, "skip", reason="").status_code == 400
    assert send(client, task, "skip", reason="Nobody is left.").json()["state"] == "skipped"
    assert send(client, task, "skip", reason="Again.").status_code == 409


@pytest.mark.parametrize("rows", [1, 5])
def test_one_sees_those_of_ones_programs_at_the_same_cost(client, cohort, django_assert_num_queries, rows):
    policy = task_of(cohort).policy
    for _each in range(rows - 1):
        FollowUpTaskFactory(policy=policy, cohort=CohortFactory(program=cohort.program))
    other = task_of(CohortFactory())
    client.force_login(ProgramRoleFactory(program=cohort.program).person.user)
    with django_assert_num_queries(3):
        shown = client.get(FOLLOW_UPS).json()["results"]
    assert {row["program"] for row in shown} == {cohort.program.slug}
    assert len(shown) == rows
    assert client.get(f"{FOLLOW_UPS}{other.public_id}/").status_code == 404
