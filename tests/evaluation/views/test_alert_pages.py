"""From an alert one is led only to where one may go."""

import pytest
from django.urls import reverse

from evaluation.models import AlertKind
from programs.models import ProgramRoleKind
from tests.factories.capacity import PersonFactory
from tests.factories.evaluation import AlertFactory
from tests.factories.programs import CohortFactory, ProgramRoleFactory
from tests.markup import flat

pytestmark = pytest.mark.django_db


def links_for(client, cohort, *roles):
    """Of an alert of a wave: whether it leads to the wave, and whether to the desk."""
    person = PersonFactory()
    for role, place in roles:
        ProgramRoleFactory(person=person, role=role, **{"program": None, "cohort": None} | place)
    alert = AlertFactory(
        kind=AlertKind.LOW_RESPONSE, cohort=cohort, program=cohort.program, address="/assessments/waves/x/"
    )
    client.force_login(person.user)
    page = flat(client.get(alert.get_absolute_url()))
    desk = reverse("evaluation:desk-cohort", kwargs={"public_id": cohort.public_id})
    return [name for name, address in (("wave", alert.address), ("desk", desk)) if address in page]


def test_an_alert_of_a_wave_leads_where_its_reader_may_go(client):
    cohort = CohortFactory()
    program, own = {"program": cohort.program}, {"cohort": cohort}
    evaluates = (ProgramRoleKind.EVALUATOR, program)
    assert links_for(client, cohort, (ProgramRoleKind.COORDINATOR, program)) == ["wave"]
    assert links_for(client, cohort, evaluates, (ProgramRoleKind.FACILITATOR, own)) == ["desk"]
    assert links_for(client, cohort, evaluates) == []
