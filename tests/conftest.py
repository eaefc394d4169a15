"""What tests stand on. A test pays for what it asks for: nothing, a database, a worker, a whole portal, a browser."""

import math
import os
import socket
from collections.abc import Iterator
from contextlib import closing
from typing import Any
from urllib.parse import parse_qs

import hypothesis
import pytest
import redis
from allauth.socialaccount.providers.mediawiki.views import MediaWikiOAuth2Adapter
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from playwright.sync_api import Browser, Page, sync_playwright

import dev
from capacity.logic.wording import Words
from capacity.queries import glossary
from common import kept
from config.embedded import crew, places, translations
from config.embedded.cluster import Cluster
from config.embedded.valkey import Valkey
from programs.queries import kept_catalog
from tests import mediawiki, running

# How long an example takes is a matter of the machine; what is fast is shown in benchmarks/.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")

BROWSER_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
BROWSER_FIXTURES = {"browser", "page"}
SERVER_FIXTURES = {"portal", "worker"}
NO_WORDS = glossary.Vocabulary({}, Words({}), read_at=math.inf)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what needs a browser or servers by what it asks for, and lets the quick tests go first."""
    for item in items:
        wanted = set(getattr(item, "fixturenames", ()))
        if wanted & BROWSER_FIXTURES:
            item.add_marker("browser")
        elif wanted & SERVER_FIXTURES:
            item.add_marker("servers")
    order = ["", "servers", "browser"]
    items.sort(
        key=lambda item: max(n for n, mark in enumerate(order) if not mark or item.get_closest_marker(mark))
    )


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """A test that reaches beyond this machine fails."""
    connect = socket.socket.connect

    def connect_nearby(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in {"127.0.0.1", "::1", "localhost"}:
            self.close()
            raise AssertionError(f"A test wanted to reach {address[0]}.")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect_nearby)
        yield


@pytest.fixture(scope="session")
def cluster() -> Cluster:
    return Cluster(durable=False)


@pytest.fixture(scope="session")
def valkey() -> Valkey:
    return Valkey(durable=False)


@pytest.fixture(scope="session")
def servers(cluster: Cluster, valkey: Valkey) -> Iterator[None]:
    """The test's own PostgreSQL and Valkey, unless TEST_DATABASE_URL and TEST_REDIS_URL name others."""
    own_cluster = None if os.environ.get("TEST_DATABASE_URL") else cluster
    own_valkey = None if os.environ.get("TEST_REDIS_URL") else valkey
    with running.shared_servers(own_cluster, own_valkey):
        for folder in settings.LOCALE_PATHS:
            translations.compile_catalogs(folder)
        yield


@pytest.fixture(scope="session")
def migrated(servers: None, cluster: Cluster, django_db_blocker: Any) -> str:
    """The template that test databases are copied from, so that migrations run once for each of their states."""

    def migrate(database: str) -> None:
        with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
            connection.close()
            patch.setitem(connection.settings_dict, "NAME", database)
            call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)
            connection.close()

    return running.template(cluster, f"migrated_{running.migrations_hash()}", migrate)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request: pytest.FixtureRequest, servers: None, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    if not os.environ.get("TEST_DATABASE_URL"):
        test = settings.DATABASES["default"].setdefault("TEST", {})
        connection.settings_dict["TEST"] |= test | {
            "TEMPLATE": request.getfixturevalue("migrated"),
            "MIGRATE": False,
        }


@pytest.fixture(autouse=True)
def empty_cache(request: pytest.FixtureRequest) -> Iterator[None]:
    """What one test counts or remembers in the cache is unknown to the next. The glossary is empty, and
    kept, until a term is made.
    """
    for language, _name in settings.LANGUAGES:
        glossary.KEPT.put(language, NO_WORDS)
    yield
    if request.node.get_closest_marker("django_db") or {"db", "transactional_db"} & set(request.fixturenames):
        cache.clear()
        kept.clear_all()
        kept_catalog.forget()


@pytest.fixture
def broker(servers: None, valkey: Valkey) -> "Iterator[redis.Redis[bytes]]":
    """The real broker, with nothing waiting."""
    number = int(parse_qs(settings.CELERY_BROKER_URL.partition("?")[2])["virtual_host"][0])
    with valkey.client(number) as client:
        client.flushdb()
        yield client


@pytest.fixture
def worker(transactional_db: None, broker: "redis.Redis[bytes]") -> Iterator[running.Running]:
    """A real Celery worker on the test database, which ends before the database is emptied: work that later tests leave
    in the broker is not done behind their backs.
    """
    environment = running.environment_for(connection.settings_dict["NAME"], settings.REDIS_URL)
    process = running.Running(crew.worker("letters", "reports", environment=environment))
    process.start()
    yield process
    process.stop()


@pytest.fixture(scope="session")
def wiki_server() -> Iterator[mediawiki.MediaWiki]:
    with mediawiki.running() as wiki:
        yield wiki


@pytest.fixture
def wiki(wiki_server: mediawiki.MediaWiki, settings: Any) -> Iterator[mediawiki.MediaWiki]:
    """A MediaWiki at which people of this test sign in: in this process, and in the portal."""
    application = {"client_id": mediawiki.CLIENT, "secret": mediawiki.SECRET}
    known = settings.SOCIALACCOUNT_PROVIDERS["mediawiki"]
    settings.SOCIALACCOUNT_PROVIDERS = {"mediawiki": {**known, "APPS": [application]}}
    with pytest.MonkeyPatch.context() as patch:  # allauth reads the address when it is imported
        for name in ("access_token", "authorize", "profile"):
            end = "resource/profile" if name == "profile" else name
            patch.setattr(MediaWikiOAuth2Adapter, f"{name}_url", f"{wiki_server.rest_api}/oauth2/{end}")
        yield wiki_server
    wiki_server.reset()


@pytest.fixture(scope="session")
def portal(
    migrated: str, cluster: Cluster, wiki_server: mediawiki.MediaWiki
) -> Iterator[running.RunningPortal]:
    """The portal over HTTP, with reference data and demo people. One for all: a test leaves it usable."""
    filled = running.template(cluster, f"filled_{running.demo_hash()}", running.load_demo, source=migrated)
    database = f"portal_{os.environ.get('PYTEST_XDIST_WORKER', 'gw0')}"
    cluster.drop_database(database)
    cluster.create_database(database, template=filled)
    number = 2 + int(parse_qs(settings.REDIS_URL.partition("?")[2])["db"][0])
    for each in (number - 1, number):
        with Valkey().client(each) as client:
            client.flushdb()
    served = running.RunningPortal(
        cluster, database, places.valkey_url(number), wikimedia=wiki_server.rest_api
    )
    try:
        served.start()
        yield served
    finally:
        served.stop()
        cluster.drop_database(database)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = dev.find_browser()
    assert chromium, "No Chromium is installed: apt-get install chromium fonts-noto-core"
    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright's loop runs in the thread of the tests
        started = playwright.chromium.launch(executable_path=chromium, args=BROWSER_FLAGS)
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser, portal: running.RunningPortal) -> Iterator[Page]:
    """A newcomer's page. What the browser complains of (a script's error, a refused inline style) fails the test."""
    complaints: list[str] = []
    with closing(browser.new_context(base_url=portal.url, locale="en")) as context:
        opened = context.new_page()
        opened.on("pageerror", lambda error: complaints.append(str(error)))
        opened.on("console", lambda said: complaints.append(said.text) if is_refusal(said.text) else None)
        yield opened
    assert complaints == []


def is_refusal(text: str) -> bool:
    return "Content Security Policy" in text
