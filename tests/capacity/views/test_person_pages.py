"""A person's page, the list, the search and the API show of her what she lets be seen, field by field."""

import pytest

from capacity.models import Contact, PersonVisibility
from common.models import ActionLog
from tests.factories.capacity import (
    AffiliateFactory,
    AffiliationFactory,
    CapacityClaimFactory,
    CapacityFactory,
    LanguageFactory,
    PersonFactory,
    PersonVisibilityFactory,
    RegionFactory,
    StaffFactory,
    TerritoryFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

WITNESS = {
    "description": "I knit bots",
    "languages": "Swahili",
    "territory": "Ghana",
    "contact": "amina@example.org",
    "affiliations": "Wikimedia Accra",
}
MAY_SEE = {
    ("everybody", "stranger"): True,
    ("everybody", "member"): True,
    ("members", "stranger"): False,
    ("members", "member"): True,
    ("nobody", "stranger"): False,
    ("nobody", "member"): False,
}


@pytest.fixture
def amina(db):
    person = PersonFactory(
        name="Amina Mensah",
        slug="amina",
        description="I knit bots",
        territory=TerritoryFactory(),
        region=RegionFactory(),
    )
    person.languages.add(LanguageFactory(code="sw", name_en="Swahili"))
    Contact.objects.create(stakeholder=person, kind="email", address="amina@example.org")
    AffiliationFactory(person=person, organization=AffiliateFactory(name="Wikimedia Accra", slug="ghana"))
    CapacityClaimFactory(
        stakeholder=person, capacity=CapacityFactory(code="77", name="Knitting"), kind="offers", level=None
    )
    return person


def enter(client, reader):
    if reader == "member":
        client.force_login(UserFactory())
    elif reader == "staff":
        client.force_login(StaffFactory())


def page(client, path="/stakeholders/amina/"):
    return client.get(path).content.decode()


@pytest.mark.parametrize("reader", ["stranger", "member", "staff"])
def test_who_has_decided_nothing_is_not_there(client, amina, reader):
    enter(client, reader)
    statuses = [
        client.get(path).status_code for path in ("/stakeholders/amina/", "/api/v1/stakeholders/amina/")
    ]
    assert statuses == [404, 404]
    assert "Amina" not in page(client, "/stakeholders/?q=amina").replace('value="amina"', "")
    assert client.get("/api/v1/stakeholders/?q=amina").json()["results"] == []
    assert "Amina" not in page(client, "/stakeholders/ghana/")


@pytest.mark.parametrize(("choice", "reader"), MAY_SEE)
def test_her_name_is_seen_by_whom_she_chose(client, amina, choice, reader):
    PersonVisibilityFactory(person=amina, listed=choice)
    enter(client, reader)
    listed = [row.name for row in client.get("/stakeholders/").context["directory"].rows]
    told = [each["name"] for each in client.get("/api/v1/stakeholders/?q=mensah").json()["results"]]
    seen = (
        client.get("/stakeholders/amina/").status_code == 200,
        "Amina Mensah" in listed,
        "Amina Mensah" in told,
    )
    assert seen == (MAY_SEE[choice, reader],) * 3


@pytest.mark.parametrize("field", WITNESS)
@pytest.mark.parametrize(("choice", "reader"), MAY_SEE)
def test_each_field_is_seen_by_whom_she_chose(client, amina, field, choice, reader):
    PersonVisibilityFactory(person=amina, listed="everybody", **{field: choice})
    enter(client, reader)
    expected = [name for name in WITNESS if name == field and MAY_SEE[choice, reader]]
    assert [name for name, words in WITNESS.items() if words in page(client)] == expected
    told = client.get("/api/v1/stakeholders/amina/").json()
    shown = {
        "description": told["description"] != "",
        "languages": told["languages"] != [],
        "territory": (told["territory"], told["region"], told["territory_name"]) != (None, None, ""),
        "contact": told["contacts"] != [],
        "affiliations": told["organizations"] != [],
    }
    assert [name for name, is_shown in shown.items() if is_shown] == expected


@pytest.mark.parametrize(
    ("field", "query"),
    [
        ("languages", "language=sw"),
        ("territory", "territory=GH"),
        ("territory", "region=SSA"),
        ("capacities", "capacity=77"),
        ("capacities", "claim=offers"),
    ],
)
@pytest.mark.parametrize(("choice", "reader"), MAY_SEE)
def test_no_facet_finds_what_the_reader_may_not_see(client, amina, field, query, choice, reader):
    PersonVisibilityFactory(person=amina, listed="everybody", **{field: choice})
    enter(client, reader)
    directory = client.get(f"/stakeholders/?kind=person&{query}").context["directory"]
    expected = ["Amina Mensah"] if MAY_SEE[choice, reader] else []
    assert [row.name for row in directory.rows] == expected
    assert directory.counts.total == len(expected)
    told = client.get(f"/api/v1/stakeholders/?kind=person&{query}").json()["results"]
    assert [each["name"] for each in told] == expected


@pytest.mark.parametrize(("choice", "reader"), MAY_SEE)
def test_her_organization_names_her_to_whom_she_lets_see_it(client, amina, choice, reader):
    PersonVisibilityFactory(person=amina, listed="everybody", affiliations=choice)
    enter(client, reader)
    assert ("Amina Mensah" in page(client, "/stakeholders/ghana/")) == MAY_SEE[choice, reader]


def test_nothing_of_her_is_found_by_words_of_her_description(client, amina):
    PersonVisibilityFactory(person=amina, listed="everybody", description="everybody")
    assert client.get("/stakeholders/?q=knit").context["directory"].counts.total == 0


def test_a_closed_account_is_not_listed(client, amina):
    PersonVisibilityFactory(person=amina, listed="everybody")
    amina.user.is_active = False
    amina.user.save()
    assert client.get("/stakeholders/amina/").status_code == 404
    assert client.get("/stakeholders/?kind=person").context["directory"].counts.total == 0


def test_she_looks_at_her_page_with_other_peoples_eyes(client, amina):
    PersonVisibilityFactory(person=amina, listed="everybody", languages="members")
    client.force_login(amina.user)
    seen = ["Swahili" in page(client, f"/stakeholders/amina/?as={eyes}") for eyes in ("public", "members")]
    assert seen == [False, True]


def test_others_cannot_choose_their_eyes(client, amina):
    PersonVisibilityFactory(person=amina, listed="everybody", languages="members")
    assert "Swahili" not in page(client, "/stakeholders/amina/?as=members")


def test_she_finds_her_page_before_anybody_else_does(client, amina):
    client.force_login(amina.user)
    assert "you are not listed" in page(client)


def profile(**more):
    seen = {f"{name}_seen_by": "nobody" for name in ("listed", *PersonVisibility.FIELDS)}
    return {"description": "", "languages": "", "territory": "", **seen, **more}


def test_she_writes_her_profile_and_who_sees_it(client, amina):
    client.force_login(amina.user)
    given = profile(
        description="New words",
        languages="Swahili, sw",
        territory="GH",
        chat="https://t.me/amina",
        listed_seen_by="members",
        languages_seen_by="everybody",
    )
    assert client.post("/my/profile/", given).status_code == 302
    amina.refresh_from_db()
    visibility = PersonVisibility.objects.get(person=amina)
    assert (amina.description, [each.code for each in amina.languages.all()]) == ("New words", ["sw"])
    assert (visibility.listed, visibility.languages, visibility.contact) == ("members", "everybody", "nobody")
    assert [(each.kind, each.address) for each in amina.contacts.all()] == [("chat", "https://t.me/amina")]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"languages": "Klingonese"}, "languages"),
        ({"territory": "XX"}, "territory"),
        ({"email": "nobody"}, "email"),
        ({"web": "javascript:alert(1)"}, "web"),
        ({"listed_seen_by": "the moon"}, "listed_seen_by"),
        ({"description": "a\x00b"}, "description"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(client, amina, wrong, field):
    client.force_login(amina.user)
    response = client.post("/my/profile/", profile(**wrong))
    assert (response.status_code, list(response.context["form"].errors)) == (200, [field])


def test_the_log_says_who_sees_what_and_no_words_of_hers(client, amina):
    client.force_login(amina.user)
    client.post("/my/profile/", profile(description="New words", listed_seen_by="members"))
    log = ActionLog.objects.get(verb="capacity.people.edit_profile")
    seen = log.after["seen_by"]
    assert (list(log.after), seen["listed"], seen["contact"]) == (["seen_by"], "members", "nobody")
