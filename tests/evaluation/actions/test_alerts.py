from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from common.moves import MoveError
from evaluation.actions import alerts, indicators
from evaluation.models import Alert, Measurement
from tests.factories.capacity import UserFactory
from tests.factories.evaluation import (
    AlertFactory,
    FigureFactory,
    FollowUpTaskFactory,
    ProgramIndicatorFactory,
    RecommendationFactory,
)
from tests.factories.programs import CohortFactory, ProgramFactory, ProgramHoldFactory, ProgramRoleFactory

pytestmark = pytest.mark.django_db


def kinds():
    return sorted(Alert.objects.exclude(state="resolved").values_list("kind", flat=True))


def test_it_is_found_once_and_gone_when_the_thing_is_gone():
    figure = FigureFactory()
    assert alerts.refresh() == 0
    with time_machine.travel(timezone.now() + timedelta(days=20)):
        assert (alerts.refresh(), alerts.refresh(), Alert.objects.count()) == (1, 1, 1)
        Measurement.objects.filter(pk=figure.pk).update(state="returned")
        assert alerts.refresh() == 0
        Measurement.objects.filter(pk=figure.pk).update(state="submitted")
        assert alerts.refresh() == 1


def test_what_somebody_resolved_stays_resolved():
    figure, handler = FigureFactory(), UserFactory()
    with time_machine.travel(timezone.now() + timedelta(days=20)):
        alerts.refresh()
        alert = alerts.acknowledge(Alert.objects.get(key=str(figure.pk)), by=handler, reason="I ask for it.")
        assert alerts.refresh() == 1
        alerts.resolve(alert, by=handler, reason="It is not needed.")
        assert alerts.refresh() == 0
        with pytest.raises(MoveError):
            alerts.resolve(alert, by=handler, reason="Again.")


def test_what_is_looked_at():
    today = timezone.localdate()
    program = ProgramFactory()
    cohort = CohortFactory(program=program, starts_on=date(2025, 1, 1), ends_on=today - timedelta(days=40))
    indicator = ProgramIndicatorFactory(program=program)
    FollowUpTaskFactory(
        policy__program=program, cohort=cohort, state="missed", opened_on=None, closes_on=None
    )
    RecommendationFactory(
        finding__evaluation__program=program, respond_by=today - timedelta(days=1), hold=ProgramHoldFactory()
    )
    alerts.refresh()
    assert kinds() == ["missed_follow_up", "missing_figure", "overdue_answer"]
    FigureFactory(indicator=indicator, cohort=cohort, starts_on=date(2026, 1, 1), ends_on=date(2026, 6, 1))
    year = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}
    indicators.set_target(indicator, by=UserFactory(), value=12, **year)
    alerts.refresh()
    assert kinds() == ["late_target", "missed_follow_up", "overdue_answer"]


@pytest.mark.parametrize("rows", [1, 5])
def test_who_is_responsible_sees_them_at_the_same_cost(client, django_assert_num_queries, rows):
    program = ProgramFactory()
    for _each in range(rows):
        AlertFactory(program=program)
    AlertFactory()
    client.force_login(ProgramRoleFactory(program=program).person.user)
    address = reverse("evaluation:alert-list")
    client.get(address)
    with django_assert_num_queries(4):
        assert len(client.get(address).context["lines"]) == rows
    alert = Alert.objects.filter(program=program).first()
    client.post(f"{alert.get_absolute_url()}acknowledge/", {"reason": "I ask."})
    alert.refresh_from_db()
    assert (alert.state, alert.note) == ("acknowledged", "I ask.")
