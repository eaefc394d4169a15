"""Whether reports come to the same when they are made again: seen by staff."""

import pytest
from django.urls import reverse
from django.utils import timezone

from common.log import record
from evaluation.logic.methods import METHOD_VERSION
from tests.factories.capacity import StaffFactory, UserFactory
from tests.factories.evaluation import ImpactReportFactory

pytestmark = pytest.mark.django_db
ADDRESS = reverse("evaluation:reproduced")


def made_again(report, reason="same", **after):
    return record("evaluation.reports.audit", report, by=None, reason=reason, after=after)


@pytest.mark.parametrize("rows", [1, 5])
def test_staff_see_each_at_the_same_cost(client, django_assert_num_queries, rows):
    for number in range(rows):
        made_again(ImpactReportFactory(vintage=number + 1))
    client.force_login(StaffFactory())
    client.get(ADDRESS)
    with django_assert_num_queries(7):
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


HASHES = {"data_hash": "a" * 64, "result_hash": "b" * 64}


def of_methods(version, vintage):
    return ImpactReportFactory(
        state="published",
        method_version=version,
        code_version="0123456",
        vintage=vintage,
        published_by=StaffFactory(),
        published_at=timezone.now(),
        **HASHES,
    )


def test_what_can_no_longer_be_made_again_is_said(client, earlier_methods):
    """On the list, how many; on each report's page, why, and what would make it."""
    first, second = earlier_methods
    reports = [of_methods(version, at) for at, version in enumerate((METHOD_VERSION, second, first), 1)]
    for report, how in zip(reports, ("all", "figures", "data"), strict=True):
        made_again(report, again=how)
    client.force_login(StaffFactory())
    page = client.get(ADDRESS)
    words = " ".join(page.content.decode().split())
    assert [line.how for line in page.context["lines"]] == ["data", "figures", "all"]
    assert page.context["not_whole"] == {"figures": 1, "data": 1}
    assert "1 published report was made when other rules decided" in words
    assert "1 published report was made by methods that have changed since" in words
    assert [client.get(each.get_absolute_url()).context["remaking"] for each in reports] == [
        "all", "figures", "data",
    ]  # fmt: skip


def test_a_report_of_today_leaves_nothing_to_say(client):
    made_again(of_methods(METHOD_VERSION, 1))
    client.force_login(StaffFactory())
    page = client.get(ADDRESS)
    assert page.context["not_whole"] == {}
    assert "published report was made" not in page.content.decode()


def test_nobody_else_sees_it(client):
    client.force_login(UserFactory())
    assert client.get(ADDRESS).status_code == 403
