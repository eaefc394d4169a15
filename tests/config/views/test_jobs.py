import pytest
from django.conf import settings
from django.urls import reverse

from config.actions import clock_jobs
from tests.factories.capacity import StaffFactory, UserFactory
from tests.markup import flat

pytestmark = pytest.mark.django_db
ADDRESS = reverse("clock-jobs")
TASKS = sorted({entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()})


@pytest.mark.parametrize("number", [1, 5])
def test_what_fails_stands_first_at_the_same_cost(client, django_assert_num_queries, number):
    client.force_login(StaffFactory())
    for task in TASKS[-number:]:
        clock_jobs.failed(task, "OperationalError")
    client.get(ADDRESS)
    with django_assert_num_queries(5):
        jobs = client.get(ADDRESS).context["jobs"]
    assert [job.task for job in jobs] == [*TASKS[-number:], *TASKS[:-number]]
    assert [job.fails for job in jobs].count(True) == number


def test_the_page_says_since_when_and_that_it_works_again(client):
    client.force_login(StaffFactory())
    clock_jobs.failed(TASKS[0], "OperationalError")
    assert "1 time, with “OperationalError”, since" in flat(client.get(ADDRESS))
    clock_jobs.failed(TASKS[0], "ValueError")
    assert "2 times, last with “ValueError”, since" in flat(client.get(ADDRESS))
    clock_jobs.succeeded(TASKS[0])
    page = flat(client.get(ADDRESS))
    assert "works again" in page
    assert "since" not in page


def test_what_was_never_started_is_not_said_to_work(client):
    client.force_login(StaffFactory())
    assert "has not failed" not in flat(client.get(ADDRESS))


def test_it_is_for_staff_and_the_dashboard_leads_there(client):
    client.force_login(StaffFactory())
    assert ADDRESS in client.get(reverse("evaluation:dashboard")).content.decode()
    client.force_login(UserFactory())
    assert client.get(ADDRESS).status_code == 403
