"""An organization's page, written by its representatives; its community is called emerging or established by staff."""

import pytest

from capacity.models import AffiliationRole
from common.models import ActionLog
from tests.factories.capacity import (
    AffiliateFactory,
    AffiliationFactory,
    LanguageFactory,
    StaffFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def organization(db):
    LanguageFactory(code="uk", name_en="Ukrainian")
    LanguageFactory()
    return AffiliateFactory(slug="ukraine", name="Wikimedia Ukraine")


@pytest.fixture
def representative(organization):
    return AffiliationFactory(organization=organization, role=AffiliationRole.REPRESENTATIVE).person.user


def given(**more):
    rows = {"names-TOTAL_FORMS": 2, "names-INITIAL_FORMS": 0, "names-0-language": "uk"}
    return {
        "description": "",
        "languages": "",
        "website": "",
        "names-0-name": "Вікімедіа Україна",
        **rows,
        **more,
    }


def test_its_representative_writes_its_page_and_it_is_found_by_its_new_name(
    client, organization, representative
):
    client.force_login(representative)
    written = given(
        languages="Ukrainian", description="We write.", website="https://example.org/", email="a@example.org"
    )
    assert client.post("/stakeholders/ukraine/edit/", written).status_code == 302
    found = client.get("/stakeholders/?q=вікімедіа україна").context["directory"]
    assert [row.name for row in found.rows] == ["Wikimedia Ukraine"]
    organization.refresh_from_db()
    assert (organization.description, organization.website) == ("We write.", "https://example.org/")
    log = ActionLog.objects.get(verb="capacity.organizations.edit")
    assert (log.by_id, log.after["fields"]) == (
        representative.pk,
        ["contacts", "description", "languages", "names", "website"],
    )


def test_a_name_that_is_emptied_is_taken_away(client, organization, representative):
    client.force_login(representative)
    client.post("/stakeholders/ukraine/edit/", given())
    client.post("/stakeholders/ukraine/edit/", given(**{"names-0-name": ""}))
    assert (organization.names.count(), client.get("/stakeholders/?q=україна").context["directory"].rows) == (
        0,
        [],
    )


def test_the_form_begins_with_what_is_known(client, organization, representative):
    client.force_login(representative)
    client.post("/stakeholders/ukraine/edit/", given())
    names = client.get("/stakeholders/ukraine/edit/").context["names"]
    assert names.forms[0].initial == {"language": "Ukrainian", "name": "Вікімедіа Україна"}


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"website": "nowhere"}, "form"),
        ({"names-0-language": "nowhere"}, "names"),
        ({"names-0-language": ""}, "names"),
        ({"names-0-language": "uk, en"}, "names"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_lost(client, organization, representative, wrong, place):
    client.force_login(representative)
    response = client.post("/stakeholders/ukraine/edit/", given(**wrong))
    assert response.status_code == 200
    assert not response.context[place].is_valid()
    assert "Вікімедіа Україна" in response.content.decode()
    assert organization.names.count() == 0


def test_a_broken_form_is_no_server_error(client, organization, representative):
    client.force_login(representative)
    assert client.post("/stakeholders/ukraine/edit/", {"names-TOTAL_FORMS": "x"}).status_code == 200


@pytest.mark.parametrize("door", ["edit", "community"])
def test_a_member_has_no_such_doors(client, organization, door):
    client.force_login(UserFactory())
    assert client.get(f"/stakeholders/ukraine/{door}/").status_code == 403


def test_a_representative_does_not_say_whether_her_community_is_emerging(
    client, organization, representative
):
    client.force_login(representative)
    assert client.post("/stakeholders/ukraine/community/", {"maturity": "emerging"}).status_code == 403


def test_staff_say_whether_a_community_is_emerging_and_why(client, organization):
    client.force_login(StaffFactory())
    said = {"maturity": "emerging", "year": "2024", "reason": "the list of 2024"}
    client.post("/stakeholders/ukraine/community/", said)
    organization.refresh_from_db()
    assert (organization.maturity, organization.maturity_year, organization.maturity_reason) == (
        "emerging",
        2024,
        "the list of 2024",
    )
    log = ActionLog.objects.get(verb="capacity.organizations.set_maturity")
    assert (log.before["maturity"], log.after["maturity"], log.reason) == (
        "unknown",
        "emerging",
        "the list of 2024",
    )


def test_nobody_calls_a_community_emerging_without_a_reason(client, organization):
    client.force_login(StaffFactory())
    response = client.post("/stakeholders/ukraine/community/", {"maturity": "emerging"})
    assert list(response.context["form"].errors) == ["reason"]
