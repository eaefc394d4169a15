"""The ground that other tests stand on."""

import urllib.request

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from playwright.sync_api import Page

from tests.running import Running, RunningPortal, wait_until


def test_a_test_cannot_reach_beyond_this_machine() -> None:
    with pytest.raises(AssertionError, match=r"A test wanted to reach 192\.0\.2\.1"):
        urllib.request.urlopen("http://192.0.2.1/")


@pytest.mark.django_db
def test_the_database_is_a_copy_of_the_migrated_template() -> None:
    assert ContentType.objects.filter(app_label="capacity", model="user").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("turn", [1, 2])
def test_the_cache_is_empty_when_a_test_begins(turn: int) -> None:
    assert cache.get("turn") is None
    cache.set("turn", turn)


def test_a_killed_worker_does_its_work_after_it_started_again(worker: Running, broker) -> None:
    worker.kill()
    broker.lpush("unheard", "job")
    worker.start()
    wait_until(lambda: broker.keys("_kombu.binding.letters"), 30)
    assert broker.llen("unheard") == 1


def test_the_portal_serves_its_first_page(page: Page, portal: RunningPortal) -> None:
    page.goto("/")
    assert page.title() != ""
    assert portal.query("SELECT count(*) FROM django_migrations WHERE app = 'capacity'")[0][0] > 0
