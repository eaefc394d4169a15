"""Holds: invented where their program is, and lifted once."""

import pytest

from common.models import ActionLog
from programs.actions import holds
from tests.factories.capacity import UserFactory
from tests.factories.programs import ProgramFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("is_demo", [True, False])
def test_a_hold_is_invented_where_its_program_is_and_lifted_by_the_first_who_says_so(is_demo):
    first, second = UserFactory(), UserFactory()
    hold = holds.put(ProgramFactory(is_demo=is_demo), by=None, reason="Something first")
    lifted = [holds.lift(hold, by=by) for by in (first, second)]
    assert hold.is_demo is is_demo
    assert [each.lifted_by for each in lifted] == [first, first]
    assert ActionLog.objects.filter(verb="programs.holds.lift").count() == 1
