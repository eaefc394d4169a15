"""Every list of evaluation can be reached by who may read it, without knowing its address."""

import pytest
from django.urls import reverse

from tests.factories.capacity import PersonFactory
from tests.factories.programs import CohortFactory, EnrollmentFactory, ProgramRoleFactory

pytestmark = pytest.mark.django_db

PUBLIC = [
    "figure-history", "question-list", "indicator-list", "logic-model-list", "evaluation-list", "recommendation-list",
    "learning-list", "outcome-list", "story-list",
]  # fmt: skip
WORK = [
    "alert-list", "measurement-list", "indicator-list", "logic-model-list", "evaluation-list", "recommendation-list",
    "follow-up-list", "outcome-list", "selection-list",
]  # fmt: skip


def missing(client, page, names):
    text = client.get(reverse(f"evaluation:{page}")).content.decode()
    return [name for name in names if f'href="{reverse(f"evaluation:{name}")}"' not in text]


def test_a_visitor_finds_what_is_public_from_the_reports(client):
    assert missing(client, "report-list", PUBLIC) == []
    for name in PUBLIC:
        assert client.get(reverse(f"evaluation:{name}")).status_code == 200


def test_an_evaluator_finds_her_work_from_the_dashboards(client):
    """She runs nothing: the desk is closed to her."""
    client.force_login(ProgramRoleFactory(program=None, role="evaluator").person.user)
    assert client.get(reverse("evaluation:desk")).status_code == 403
    assert missing(client, "dashboard", WORK) == []
    for name in WORK:
        assert client.get(reverse(f"evaluation:{name}")).status_code == 200


def test_who_took_part_is_led_to_telling_what_changed(client):
    person = PersonFactory()
    client.force_login(person.user)
    assert missing(client, "my", ["story-create"]) == ["story-create"]
    EnrollmentFactory(person=person, cohort=CohortFactory(), state="completed")
    assert missing(client, "my", ["story-create"]) == []
