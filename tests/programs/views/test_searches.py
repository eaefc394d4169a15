"""Pages of saved searches: validated by the catalog's own filters, and one's own only."""

import pytest

from programs.models import SavedSearch, SearchFinding
from tests.factories.capacity import LanguageFactory, PersonFactory, UserFactory
from tests.factories.programs import CohortFactory, ProgramFactory, SavedSearchFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client):
    user = UserFactory()
    client.force_login(user)
    return user


def test_the_catalog_leads_to_saving_what_was_asked(client, member):
    ProgramFactory().languages.add(LanguageFactory(code="ar", name_en="Arabic", autonym="العربية"))
    page = client.get("/programs/?q=stories&language=ar&sort=title&page=junk")
    assert page.context["save"] == "/my/searches/new/?q=stories&language=ar"
    form = client.get(page.context["save"])
    assert form.context["words"] == ["stories", "العربية"]
    saved = client.post(page.context["save"], {"name": "Stories", "alert": "weekly"}, follow=True)
    search = SavedSearch.objects.get()
    assert saved.redirect_chain == [(search.get_absolute_url(), 302)]
    assert (search.owner, search.query, search.alert) == (member, "q=stories&language=ar", "weekly")
    assert client.get(search.address).context["q"] == "stories"


@pytest.mark.parametrize(
    ("query", "data"),
    [
        ("capacity=nothing", {"name": "A", "alert": "off"}),
        ("zone=Mars", {"name": "A", "alert": "off"}),
        ("", {"name": "", "alert": "off"}),
        ("", {"name": "x" * 121, "alert": "off"}),
        ("", {"name": "A", "alert": "hourly"}),
        ("", {}),
    ],
)
def test_what_cannot_be_saved_is_said_and_nothing_is_lost(client, member, query, data):
    page = client.post(f"/my/searches/new/?{query}", data)
    assert page.status_code == 422
    assert page.context["form"].errors
    assert page.context["form"]["name"].value() == data.get("name")
    assert not SavedSearch.objects.exists()


def test_name_and_letters_can_be_changed_and_the_search_deleted(client, member):
    search = SavedSearchFactory(owner=member)
    assert client.post(search.get_absolute_url(), {"name": "", "alert": "daily"}).status_code == 422
    client.post(search.get_absolute_url(), {"name": "Renamed", "alert": "daily"})
    search.refresh_from_db()
    assert (search.name, search.alert) == ("Renamed", "daily")
    deletion = f"{search.get_absolute_url()}delete/"
    assert client.get(deletion).status_code == 200
    assert client.post(deletion).url == "/my/searches/"
    assert not SavedSearch.objects.exists()


def test_what_it_found_leads_to_program_and_cohort(client, member):
    search = SavedSearchFactory(owner=member)
    cohort = CohortFactory()
    for number, found in enumerate([None, cohort]):
        SearchFinding.objects.create(
            search=search, program=cohort.program, cohort=found, found_at=f"2026-05-0{number + 1}T00:00Z"
        )
    page = client.get(search.get_absolute_url()).content.decode()
    assert f'href="{cohort.get_absolute_url()}"' in page
    assert f'href="{cohort.program.get_absolute_url()}"' in page


def test_a_search_that_is_not_understood_any_more_says_so(client, member):
    search = SavedSearchFactory(owner=member, query="capacity=gone")
    assert "not understood any more" in client.get(search.get_absolute_url()).content.decode()
    assert client.get("/my/searches/").status_code == 200


@pytest.mark.parametrize("path", ["", "delete/"])
def test_others_do_not_find_it(client, path):
    search = SavedSearchFactory()
    client.force_login(PersonFactory().user)
    address = f"{search.get_absolute_url()}{path}"
    assert (
        client.get(address).status_code
        == client.post(address, {"name": "Mine now", "alert": "off"}).status_code
        == 404
    )
    assert SavedSearch.objects.get().name == search.name


@pytest.mark.parametrize("rows", [1, 5])
def test_the_list_takes_as_many_queries_for_one_search_as_for_five(
    client, member, django_assert_num_queries, rows
):
    for _ in range(rows):
        SavedSearchFactory(owner=member, query="open=1")
    SavedSearchFactory(name="Somebody else's")
    ProgramFactory()
    client.get("/my/searches/")
    with django_assert_num_queries(4):
        page = client.get("/my/searches/")
    assert len(page.context["searches"]) == rows
