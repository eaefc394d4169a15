"""Whether reports come to the same when they are made again: seen by staff."""

import pytest
from django.urls import reverse

from common.log import record
from tests.factories.capacity import StaffFactory, UserFactory
from tests.factories.evaluation import ImpactReportFactory

pytestmark = pytest.mark.django_db
ADDRESS = reverse("evaluation:reproduced")


def made_again(report, reason="same"):
    return record("evaluation.reports.audit", report, by=None, reason=reason)


@pytest.mark.parametrize("rows", [1, 5])
def test_staff_see_each_at_the_same_cost(client, django_assert_num_queries, rows):
    for number in range(rows):
        made_again(ImpactReportFactory(vintage=number + 1))
    client.force_login(StaffFactory())
    client.get(ADDRESS)
    with django_assert_num_queries(6):
        page = client.get(ADDRESS)
    assert [line.is_same for line in page.context["lines"]] == [True] * rows
    assert (page.context["all"], page.context["other"]) == (rows, 0)


def test_what_came_to_something_else_is_said_first(client):
    report = ImpactReportFactory()
    record("evaluation.reports.publish", report, by=None)
    made_again(report)
    made_again(report, "differs")
    client.force_login(StaffFactory())
    page = client.get(ADDRESS)
    assert [line.is_same for line in page.context["lines"]] == [False, True]
    assert (page.context["all"], page.context["other"]) == (2, 1)
    assert report.get_absolute_url() in page.content.decode()


def test_nobody_else_sees_it(client):
    client.force_login(UserFactory())
    assert client.get(ADDRESS).status_code == 403
