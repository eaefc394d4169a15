import pytest
from django.urls import reverse

from capacity.actions.demo_organizations import ABOUT, REASON
from capacity.models import NameKind, StakeholderName
from common.search import searchable
from tests.factories.capacity import (
    AffiliateFactory,
    LanguageFactory,
    PersonFactory,
    SourceFactory,
    TerritoryFactory,
)
from tests.factories.programs import ProgramProviderFactory
from tests.markup import flat

pytestmark = pytest.mark.django_db


def affiliate(slug, **fields):
    name = fields.pop("name", slug)
    return AffiliateFactory(slug=slug, name=name, search_text=searchable(name), **fields)


def detail(client, slug):
    return client.get(reverse("capacity:stakeholder-detail", args=[slug]))


def test_an_organization_tells_where_it_is_what_it_speaks_and_how_exactly_it_was_recognized(client):
    organization = affiliate(
        "ghana",
        territory=TerritoryFactory(),
        recognized_on="2014-07",
        external_ids={"recognition_basis": "affcom_resolution"},
        source=SourceFactory(),
    )
    organization.languages.add(LanguageFactory(code="ak", name_en="Akan"))
    shown = detail(client, "ghana").context["shown"]
    assert (shown.territories, [language.name for language in shown.languages]) == (["Ghana"], ["Akan"])
    assert (shown.recognized, shown.recognized_basis) == (
        "July 2014",
        "a resolution of the Affiliations Committee",
    )


def test_what_is_not_known_of_its_community_is_said(client):
    affiliate("ghana")
    assert "<dt>Community</dt><dd>not known</dd>" in flat(detail(client, "ghana"))


@pytest.mark.parametrize(
    ("is_demo", "said"),
    [
        (True, ["منظمة مخترعة: وُضعت لتبيّن ما تفعله البوابة.", "مخترَع لأجل العرض التجريبي"]),
        (False, [ABOUT, REASON]),
    ],
)
def test_what_an_invented_organization_says_is_read_in_the_readers_words(client, is_demo, said):
    facts = {"description": ABOUT, "maturity": "emerging", "maturity_reason": REASON, "is_demo": is_demo}
    page = client.get(AffiliateFactory(**facts).get_absolute_url(), {"uselang": "ar"}).text
    assert [words in page for words in said] == [True, True]


def test_other_names_stand_in_their_language(client):
    arabic = LanguageFactory(code="ar", name_en="Arabic", direction="rtl")
    StakeholderName.objects.create(
        stakeholder=affiliate("wmf"), language=arabic, kind=NameKind.OFFICIAL, name="مؤسسة ويكيميديا"
    )
    assert '<bdi lang="ar" dir="rtl">مؤسسة ويكيميديا</bdi>' in flat(detail(client, "wmf"))


def test_a_former_group_leads_to_its_successor(client):
    affiliate("new")
    affiliate("old", status="former", ended_on="2019", external_ids={"successor": "new"})
    shown = detail(client, "old").context["shown"]
    assert (shown.ended, shown.successor.slug) == ("2019", "new")


@pytest.mark.parametrize("rows", [1, 5])
def test_an_organizations_page_costs_the_same_however_much_it_holds(client, rows, django_assert_num_queries):
    organization = affiliate("ghana", source=SourceFactory())
    for number in range(rows):
        language = LanguageFactory(code=f"x{number}", name_en=f"Language {number}")
        organization.languages.add(language)
        organization.territories.add(TerritoryFactory(code=f"X{number}"))
        StakeholderName.objects.create(stakeholder=organization, language=language, name=f"Name {number}")
        ProgramProviderFactory(organization=organization)
    with django_assert_num_queries(10):
        detail(client, "ghana")


def test_a_person_has_no_public_page(client):
    assert detail(client, PersonFactory().slug).status_code == 404


@pytest.mark.parametrize("slug", ["nobody", "%00", "a b"])
def test_an_unknown_organization_is_not_found(client, slug):
    assert client.get(f"/stakeholders/{slug}/").status_code == 404
