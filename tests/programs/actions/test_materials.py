"""When something may be added to a session, and who sees it."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from common.models import ActionLog
from programs.actions import materials
from programs.logic import refusals
from programs.models import SessionMaterial
from tests.factories.capacity import LanguageFactory, UserFactory
from tests.factories.programs import (
    CohortFactory,
    ProgramRoleFactory,
    SessionFactory,
    SessionMaterialFactory,
)

pytestmark = pytest.mark.django_db


def recording(session):
    link, language = "https://example.org/recording", LanguageFactory()
    return SessionMaterial(session=session, title="Recording", link=link, language=language)


def test_something_is_added_from_the_moment_the_session_begins():
    session, by = SessionFactory(), UserFactory()
    before = session.starts_at - timedelta(seconds=1)
    with time_machine.travel(before, tick=False), pytest.raises(refusals.MaterialTooEarlyError):
        materials.save(recording(session), by=by)
    with time_machine.travel(session.starts_at, tick=False):
        assert materials.save(recording(session), by=by).added_by == by
    assert ActionLog.objects.get(verb="programs.materials.add").after == {
        "kind": "recording",
        "audience": "enrolled",
    }


def test_nothing_is_added_to_a_session_that_did_not_take_place():
    session = SessionFactory(cancelled_at=timezone.now())
    with time_machine.travel(session.ends_at, tick=False), pytest.raises(refusals.SessionCancelledError):
        materials.save(recording(session), by=UserFactory())
    assert not SessionMaterial.objects.exists()


@pytest.mark.parametrize("is_demo", [True, False])
def test_what_is_added_is_invented_where_its_session_is(is_demo):
    session = SessionFactory(is_demo=is_demo)
    with time_machine.travel(session.ends_at, tick=False):
        assert materials.save(recording(session), by=UserFactory()).is_demo is is_demo


def test_who_has_a_role_in_a_cohort_sees_all_of_it_and_nothing_of_another():
    material = SessionMaterialFactory()
    cohort = material.session.cohort
    SessionMaterialFactory(session__cohort=CohortFactory(program=cohort.program))
    user = ProgramRoleFactory(program=None, cohort=cohort, role="facilitator").person.user
    assert list(SessionMaterial.objects.visible_to(user)) == [material]
