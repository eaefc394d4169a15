"""Atom feeds, read by somebody else's parser."""

import re
from datetime import UTC, datetime

import feedparser
import pytest
from defusedxml import ElementTree
from django.urls import reverse

from common.models import Notification
from programs.actions import calendars
from programs.models import Cohort
from tests.factories.capacity import CapacityFactory, LanguageFactory, UserFactory
from tests.factories.programs import (
    CohortFactory,
    MethodFactory,
    ProgramCapacityFactory,
    ProgramFactory,
    ProgramProviderFactory,
    SavedSearchFactory,
)

pytestmark = pytest.mark.django_db
FEED = "/feeds/programs.atom"


def read(client, address=FEED, **headers):
    response = client.get(address, **headers)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = feedparser.parse(response.content)
    assert (feed.bozo, feed.version) == (False, "atom10")
    return feed


def test_the_newest_programs_come_first_with_all_that_is_public(client, settings):
    old = ProgramFactory(title="Old", published_at=datetime(2025, 1, 1, tzinfo=UTC))
    new = ProgramFactory(
        title="Tips & <tricks>",
        summary="One & <b>two</b>",
        published_at=datetime(2026, 2, 3, 4, 5, tzinfo=UTC),
    )
    ProgramCapacityFactory(program=new, capacity=CapacityFactory(name="Storytelling"))
    provider = ProgramProviderFactory(program=new).organization
    ProgramFactory(state="draft", published_at=None)
    feed = read(client)
    first, second = feed.entries
    assert (first.title, second.title) == ("Tips & <tricks>", "Old")
    assert first.link == settings.SITE_ADDRESS + new.get_absolute_url()
    assert (first.id, second.id) == (f"urn:uuid:{new.public_id}", f"urn:uuid:{old.public_id}")
    assert first.published == "2026-02-03T04:05:00+00:00"
    assert first.author == provider.name
    assert [tag.term for tag in first.tags] == ["Storytelling"]
    assert first.summary == "One &amp; &lt;b&gt;two&lt;/b&gt;"
    assert feed.feed.updated == max(each.updated_at for each in (old, new)).isoformat()


def test_any_search_has_its_feed(client, settings):
    ProgramFactory(title="Mine").languages.add(
        LanguageFactory(code="ar", name_en="Arabic", autonym="العربية")
    )
    ProgramFactory(title="Other")
    feed = read(client, f"{FEED}?language=ar")
    assert [entry.title for entry in feed.entries] == ["Mine"]
    assert feed.feed.title == "Programs: العربية"
    links = {link.rel: link.href for link in feed.feed.links}
    assert links == {
        "self": f"{settings.SITE_ADDRESS}{FEED}?language=ar&uselang=en",
        "alternate": f"{settings.SITE_ADDRESS}/programs/?language=ar",
    }


def test_the_language_stands_in_the_address(client):
    ProgramFactory(title="Storytelling", title_ar="رواية القصص")
    feed = read(client, f"{FEED}?uselang=ar", headers={"accept-language": "en"})
    assert feed.feed.language == "ar"
    assert feed.entries[0].title == "رواية القصص"


def test_an_empty_feed_is_a_feed_and_always_the_same(client):
    assert client.get(FEED).content == client.get(FEED).content
    assert read(client).entries == []


def test_what_is_not_understood_is_refused(client):
    response = client.get(f"{FEED}?capacity=nothing")
    assert (response.status_code, response["Content-Type"]) == (400, "text/plain; charset=utf-8")
    assert "nothing" in response.content.decode()


@pytest.mark.parametrize("rows", [1, 5])
def test_a_feed_takes_as_many_queries_for_one_program_as_for_five(client, django_assert_num_queries, rows):
    for _ in range(rows):
        ProgramProviderFactory()
    client.get(FEED)
    with django_assert_num_queries(2):
        assert len(read(client).entries) == rows


@pytest.mark.parametrize("rows", [1, 5])
def test_the_feed_of_a_program_takes_as_many_queries_for_one_cohort_as_for_five(
    client, django_assert_num_queries, rows
):
    program = ProgramFactory()
    CohortFactory.create_batch(rows, program=program)
    address = f"/feeds/programs/{program.slug}.atom"
    client.get(address)
    with django_assert_num_queries(2):
        assert len(read(client, address).entries) == rows


def test_the_list_of_feeds_leads_to_each(client):
    MethodFactory(code="mentoring", name="Mentoring")
    search = SavedSearchFactory(owner=UserFactory(), query="q=stories")
    client.force_login(search.owner)
    page = client.get("/feeds/")
    rows = page.context["feeds"] + page.context["methods"] + page.context["searches"]
    assert [query for _label, query, _feed in rows] == [
        "",
        "open=1",
        "free=1",
        "method=mentoring",
        "q=stories",
    ]
    for _label, _query, feed in rows:
        read(client, feed)


def test_the_catalog_names_its_feed(client):
    page = client.get("/programs/?q=stories").content.decode()
    assert f'href="{FEED}?q=stories&amp;uselang=en"' in page
    links = [link for link in re.findall(r"<link[^>]*>", page) if 'type="application/atom+xml"' in link]
    assert [f'href="{FEED}"' in link for link in links] == [True]


def test_a_program_has_a_feed_of_its_cohorts(client, settings):
    program = ProgramFactory(title="Storytelling")
    old, new = (CohortFactory(program=program, name=name) for name in ("Spring", "Autumn"))
    Cohort.objects.filter(pk=old.pk).update(created_at=datetime(2025, 1, 1, tzinfo=UTC))
    CohortFactory()
    old.cancelled_at = datetime(2026, 1, 1, tzinfo=UTC)
    old.save()
    feed = read(client, f"/feeds/programs/{program.slug}.atom")
    assert [(entry.title, entry.id) for entry in feed.entries] == [
        ("Autumn", f"urn:uuid:{new.public_id}"),
        ("Spring", f"urn:uuid:{old.public_id}"),
    ]
    assert ["Cancelled." in entry.summary for entry in feed.entries] == [False, True]
    assert (feed.feed.title, feed.feed.links[0].href) == (
        "Storytelling",
        settings.SITE_ADDRESS + program.get_absolute_url(),
    )
    drawn = {
        item.tag.rpartition("}")[2]
        for item in ElementTree.fromstring(client.get(f"/feeds/programs/{program.slug}.atom").content)
    }
    assert {"title", "id", "updated", "link", "entry"} <= drawn
    assert f"/feeds/programs/{program.slug}.atom" in client.get(program.get_absolute_url()).text


def test_a_person_has_a_feed_of_what_she_is_told(client, settings):
    user, other = UserFactory(language="ar"), UserFactory()
    for recipient, text in ((user, "first"), (user, "second & last"), (other, "not hers")):
        note = {"key": text, "kind": "enrollment", "language": "en", "text": text, "url": "/my/"}
        Notification.objects.create(recipient=recipient, **note)
    address = reverse("programs:person-feed", args=[calendars.issue(user)])
    feed = read(client, address)
    assert [entry.title for entry in feed.entries] == ["second & last", "first"]
    assert feed.entries[0].link == f"{settings.SITE_ADDRESS}/my/"
    assert (feed.feed.language, feed.feed.id) == ("ar", f"urn:uuid:{user.calendar_address.public_id}")
    response = client.get(address)
    assert address not in response.text
    assert (response["Cache-Control"], response["Referrer-Policy"]) == ("private, no-cache", "no-referrer")
    assert client.get(address, headers={"If-None-Match": response["ETag"]}).status_code == 304
    calendars.issue(user)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("rows", [1, 5])
def test_a_persons_feed_takes_as_many_queries_for_one_notification_as_for_five(
    client, django_assert_num_queries, rows
):
    user = UserFactory()
    address = reverse("programs:person-feed", args=[calendars.issue(user)])
    for row in range(rows):
        Notification.objects.create(
            recipient=user, key=f"{row}", kind="enrollment", language="en", text="Told"
        )
    with django_assert_num_queries(2):
        assert len(read(client, address).entries) == rows


def test_a_draft_has_no_feed(client):
    draft = ProgramFactory(state="draft", published_at=None)
    assert client.get(f"/feeds/programs/{draft.slug}.atom").status_code == 404


def test_an_affiliates_page_leads_to_the_feed_of_what_it_provides(client):
    provider = ProgramProviderFactory().organization
    ProgramFactory()
    address = f"{FEED}?provider={provider.slug}"
    assert address in client.get(provider.get_absolute_url()).text
    assert len(read(client, address).entries) == 1
