from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from common.models import ActionLog
from evaluation.actions import equity_targets
from evaluation.models import EquityTarget
from tests.factories.capacity import StaffFactory
from tests.factories.evaluation import EquityTargetFactory

pytestmark = pytest.mark.django_db


def set_target(by, **changes):
    wanted = {
        "dimension": "region",
        "group": "SSA",
        "part": "teach",
        "share": Decimal(20),
        "starts_on": date(2026, 3, 1),
        "reason": "As many as learn.",
    }
    return equity_targets.set_target(**{**wanted, **changes}, by=by)


def test_a_new_target_ends_the_one_that_stood_the_day_before():
    staff = StaffFactory()
    first = set_target(staff)
    second = set_target(staff, share=Decimal(25), starts_on=date(2026, 9, 1))
    first.refresh_from_db()
    assert (first.ends_on, second.ends_on) == (date(2026, 8, 31), None)
    verbs = [
        "evaluation.equity_targets.set",
        "evaluation.equity_targets.end",
        "evaluation.equity_targets.set",
    ]
    assert list(ActionLog.objects.order_by("pk").values_list("verb", flat=True)) == verbs


def test_a_target_does_not_begin_before_the_one_that_stands():
    staff = StaffFactory()
    set_target(staff)
    with pytest.raises(equity_targets.TargetDateError):
        set_target(staff, starts_on=date(2026, 3, 1))
    assert EquityTarget.objects.count() == 1


def test_what_was_wanted_cannot_be_changed_in_the_database():
    target = EquityTargetFactory()
    for statement in ("UPDATE evaluation_equitytarget SET share = 1", "DELETE FROM evaluation_equitytarget"):
        refused = pytest.raises(DatabaseError, match="does not change")
        with refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"{statement} WHERE id = %s", [target.pk])


def test_one_open_target_for_a_group_and_a_part():
    EquityTargetFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        EquityTargetFactory()
