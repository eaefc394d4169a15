import uuid
from datetime import date
from decimal import Decimal

import pytest

from capacity.models import TerritoryLanguage
from evaluation.models import EquityTarget, Pseudonym
from tests.evaluation.asking import region
from tests.factories.capacity import (
    AffiliateFactory,
    LanguageFactory,
    PersonFactory,
    StaffFactory,
    TerritoryFactory,
    UserFactory,
)
from tests.factories.evaluation import EquityTargetFactory, ParticipationFactory
from tests.factories.programs import ProgramRoleFactory

pytestmark = pytest.mark.django_db
EQUITY = "/staff/equity/"
HIDDEN = "not shown"


def take_part(count, *, place, organization, **fields):
    for _each in range(count):
        person = PersonFactory(region=place)
        key = Pseudonym.objects.create(stakeholder=person, key=uuid.uuid4()).key
        ParticipationFactory(
            subject_key=key,
            organization=organization,
            region=place,
            maturity=organization.maturity,
            affiliate_type=organization.affiliate_type,
            accepted=True,
            attended=True,
            minutes=60,
            **fields,
        )


@pytest.fixture
def world():
    """Fifteen learn in one region and five in another; teaching is done in the second alone. Four affiliates."""
    south, north = region(), region("NWE", "Northern and Western Europe")
    TerritoryFactory(population=900, internet_users_percent=Decimal(40))
    TerritoryFactory(code="DE", region=north, population=100, internet_users_percent=Decimal(90))
    emerging = AffiliateFactory(
        region=south, maturity="emerging", maturity_reason="x", affiliate_type="user_group"
    )
    established = AffiliateFactory(
        region=north, maturity="established", maturity_reason="x", affiliate_type="chapter"
    )
    AffiliateFactory(region=south, name="Never reached group")
    AffiliateFactory(region=north, status="former", name="Former group")
    take_part(15, place=south, organization=emerging)
    take_part(5, place=north, organization=established, completed=True)
    for _each in range(6):
        ProgramRoleFactory(role="facilitator", person=PersonFactory(region=north), starts_on=date(2026, 1, 1))
    return south, north


@pytest.fixture
def page(client):
    client.force_login(StaffFactory())
    return lambda path=EQUITY, **asked: client.get(path, asked)


def test_who_may_see_equity(client):
    assert client.get(EQUITY).status_code == 302
    client.force_login(UserFactory())
    assert client.get(EQUITY).status_code == 403


def test_presence_in_each_part_beside_the_population(page, world):
    answer = page()
    assert [(row.label, row.cells[0], row.cells[1]) for row in answer.context["presence_table"].rows] == [
        ("Northern and Western Europe", "5 (ratio 2.50)", "6 (ratio 10.00)"),
        ("Sub-Saharan Africa", "15 (ratio 0.83)", "–"),
    ]
    (first, second) = answer.context["presence_chart"].rows
    assert (first.value, second.value) == (2.5, pytest.approx(0.833333))
    assert first.low < 2.5 < first.high


def test_the_reference_can_be_chosen(page, world):
    answer = page(against="affiliates")
    assert answer.context["presence_table"].rows[1].cells[0] == "15 (ratio 1.12)"


def test_a_reference_that_does_not_fit_is_told(page, world):
    answer = page(by="maturity", against="population")
    assert answer.context["form"].errors["against"] == ["There are no such figures for these groups."]
    assert answer.status_code == 200


@pytest.mark.parametrize("by", ["maturity", "affiliate_type", "language"])
def test_other_ways_to_group_people(page, world, by):
    answer = page(by=by)
    assert answer.status_code == 200
    assert answer.context["presence_table"].rows


def test_how_far_each_group_comes(page, world):
    table = page().context["funnel"]
    assert [(row.label, row.cells) for row in table.rows] == [
        (
            "Northern and Western Europe",
            ["5", "5", "5", HIDDEN, HIDDEN],
        ),  # that all of five did it tells of each
        ("Sub-Saharan Africa", ["15", "15", "15", HIDDEN, HIDDEN]),
        ("All", ["20", "20", "20", "5", HIDDEN]),
    ]


def test_languages_are_counted_once_for_each_who_uses_them(page, world):
    arabic = LanguageFactory(code="ar", name_en="Arabic")
    for key in Pseudonym.objects.select_related("stakeholder")[:8]:
        key.stakeholder.languages.add(arabic)
    rows = page(by="language").context["presence_table"].rows
    assert [(row.label, row.cells[0]) for row in rows] == [("Arabic", "8"), ("Not known", "12")]


def test_all_listed_affiliates_count_and_those_never_reached_are_named(page, world):
    assert (page().context["evenness"].communities, page().context["evenness"].never_reached) == (3, 1)
    listed = page("/staff/equity/never-reached/")
    assert [(where, [each.name for each in found]) for where, found in listed.context["by_region"]] == [
        ("Sub-Saharan Africa", ["Never reached group"])
    ]


def test_a_demo_participation_is_counted_among_demo_affiliates_only(page, world):
    AffiliateFactory(is_demo=True)
    ParticipationFactory(is_demo=True)
    answer = page()
    assert (answer.context["has_demo"], answer.context["evenness"].communities) == (True, 1)


def test_people_online_and_speakers_are_references_too(page, world):
    assert page(against="online").context["presence_table"].rows[0].cells[0] == "5 (ratio 1.25)"
    TerritoryLanguage.objects.create(
        territory_id="DE", language=LanguageFactory(code="de"), cldr_code="de", population_percent=50
    )
    for key in Pseudonym.objects.select_related("stakeholder").filter(stakeholder__region=world[1]):
        key.stakeholder.languages.add("de")
    rows = page(by="language").context["presence_table"].rows
    assert rows[0].cells[0] == "5 (ratio 5.00)"  # a quarter of those who learn, and 50 of 1,000 people


def test_dates_in_the_address_narrow(page, world):
    answer = page(since="2031-01-01")
    assert answer.context["funnel"] is None
    assert answer.context["evenness"].never_reached == 3


def test_a_target_stands_beside_what_is(page, world):
    EquityTargetFactory(share=80)
    (row,) = page().context["targets"]
    assert (row.group, row.wanted, row.actual, row.gap) == ("Sub-Saharan Africa", "80%", "75%", "−5.0")


def test_the_number_of_queries_does_not_grow(page, world, django_assert_num_queries):
    page()
    EquityTargetFactory()
    with django_assert_num_queries(9):
        page()
    for group in ("NWE", "MENA", "SA", "CEECA"):
        EquityTargetFactory(group=group)
        AffiliateFactory(region=world[0])
    with django_assert_num_queries(9):
        page()


def test_staff_set_and_end_a_target(client):
    region()
    client.force_login(StaffFactory())
    address = "/staff/equity/targets/new/?by=region"
    form = {"group": "SSA", "part": "teach", "share": "20", "starts_on": "2026-01-01", "reason": "Agreed on."}
    wrong = client.post(address, {**form, "share": "0"})
    assert (wrong.status_code, wrong.context["form"].errors["share"]) == (422, ["A target is above zero."])
    assert wrong.context["form"]["reason"].value() == "Agreed on."
    assert client.post(address, form)["Location"] == "/staff/equity/?by=region"
    target = EquityTarget.objects.get()
    again = client.post(address, form)
    assert list(again.context["form"].errors) == ["starts_on"]
    ending = f"/staff/equity/targets/{target.public_id}/end/"
    assert client.get(ending).status_code == 200
    client.post(ending)
    target.refresh_from_db()
    assert target.ends_on is not None


def test_evaluators_see_equity_and_set_no_targets(client):
    evaluator = ProgramRoleFactory(program=None, role="evaluator")
    client.force_login(evaluator.person.user)
    assert client.get(EQUITY).status_code == 200
    assert client.get("/staff/equity/targets/new/").status_code == 403
