"""Capacity profiles: seen, said, renewed, withdrawn."""

from datetime import date
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from capacity.models import CapacityClaim, CapacityScope
from tests.factories.capacity import (
    AffiliateFactory,
    AffiliationFactory,
    CapacityClaimFactory,
    CapacityFactory,
    PersonFactory,
    ProficiencyLevelFactory,
    UserFactory,
)
from tests.markup import flat

pytestmark = pytest.mark.django_db

MINE, ADD = "/my/capacities/", "/my/capacities/add/"


@pytest.fixture(autouse=True)
def levels():
    return [ProficiencyLevelFactory(level=level) for level in range(6)]


@pytest.fixture
def person():
    return PersonFactory()


@pytest.fixture
def signed_in(client, person):
    client.force_login(person.user)
    return client


@pytest.fixture
def capacity():
    return CapacityFactory(code="2001", name="Facilitation", search_text="facilitation")


def said(*codes, **changes):
    today = timezone.localdate()
    given = {"kinds": ["has"], "level": "3", "evidence_kind": "self_declared", "stated_on": f"{today}"}
    data = {"capacity": list(codes)}
    for code in codes:
        data |= {f"c{code}-{name}": value for name, value in {**given, **changes}.items()}
    return data


def rows(profile, kind):
    return [row for section in profile.sections if section.kind == kind for row in section.rows]


class TestProfile:
    def test_the_newest_is_shown_with_its_history(self, signed_in, person, capacity):
        for year, level in ((2020, 1), (2024, 3)):
            CapacityClaimFactory(
                stakeholder=person, capacity=capacity, level_id=level, stated_on=date(year, 1, 1)
            )
        [row] = rows(signed_in.get(MINE).context["profile"], "has")
        assert (row.claim.level_id, [each.level_id for each in row.earlier]) == (3, [1])

    @pytest.mark.parametrize(
        ("day", "age", "is_old"),
        [
            ("2026-02-01", "", False),
            ("2025-02-28", "said 1 year ago", False),
            ("2023-03-01", "said 3 years ago", True),
            ("2023-03-02", "said 2 years ago", True),
        ],
    )
    def test_what_was_said_years_ago_says_so(self, signed_in, person, day, age, is_old):
        with time_machine.travel("2026-03-01T12:00Z"):
            CapacityClaimFactory(stakeholder=person, stated_on=date.fromisoformat(day))
            signed_in.force_login(person.user)
            [row] = rows(signed_in.get(MINE).context["profile"], "has")
        assert (row.age, row.is_old) == (age, is_old)

    @pytest.mark.parametrize("number", [1, 5])
    def test_it_costs_the_same_however_much_is_said(self, client, number, django_assert_num_queries):
        organization = AffiliateFactory()
        for _ in range(number):
            CapacityClaimFactory(stakeholder=organization, level_id=3)
            CapacityClaimFactory(stakeholder=organization, kind="wants", level=None)
        CapacityClaimFactory()  # somebody else's
        address = reverse("capacity:claim-list", kwargs={"slug": organization.slug})
        client.get(address)
        with django_assert_num_queries(3):
            profile = client.get(address).context["profile"]
        assert (len(rows(profile, "has")), len(rows(profile, "wants"))) == (number, number)

    def test_a_persons_is_seen_by_herself_only(self, client, person):
        address = reverse("capacity:claim-list", kwargs={"slug": person.slug})
        assert client.get(address).status_code == 404
        client.force_login(PersonFactory().user)
        assert client.get(address).status_code == 404
        client.force_login(person.user)
        assert client.get(address).status_code == 200

    def test_an_account_without_a_person_has_none(self, client):
        client.force_login(UserFactory())
        assert client.get(MINE).status_code == 404


class TestStating:
    def test_a_search_finds_what_fits_a_person(self, signed_in, capacity):
        CapacityFactory(name="Facilities", search_text="facilities", scope=CapacityScope.ORGANIZATIONAL)
        found = signed_in.get(ADD, {"q": "facilit"}).context["found"]
        assert [row.capacity for row in found] == [capacity]

    def test_chosen_ones_stay_chosen_while_one_searches_on(self, signed_in, capacity):
        page = signed_in.get(ADD, {"q": "facilit", "capacity": ["2001", "nonsense"]})
        assert [form.capacity for form in page.context["forms"]] == [capacity]
        assert page.context["found"] == []

    def test_several_are_said_at_once(self, signed_in, person, capacity):
        CapacityFactory(code="2002")
        response = signed_in.post(ADD, said("2001", "2002", kinds=["has", "wants"], wanted_level="5"))
        assert response.url == MINE
        claims = person.claims.order_by("capacity__code", "kind")
        assert list(claims.values_list("capacity__code", "kind", "level")) == [
            ("2001", "has", 3),
            ("2001", "wants", 5),
            ("2002", "has", 3),
            ("2002", "wants", 5),
        ]

    @pytest.mark.parametrize(
        ("field", "change"),
        [
            ("kinds", {"kinds": []}),
            ("kinds", {"kinds": ["hopes"]}),
            ("level", {"level": ""}),
            ("level", {"level": "6"}),
            ("evidence_kind", {"evidence_kind": "hearsay"}),
            ("evidence_link", {"evidence_kind": "credential"}),
            ("evidence_link", {"evidence_link": "javascript:alert(1)"}),
            ("evidence_link", {"evidence_link": "ftp://example.org/file"}),
            ("evidence_link", {"evidence_link": "https://example.org/\x00"}),
            ("stated_on", {"stated_on": "2999-01-01"}),
            ("stated_on", {"stated_on": "the day before"}),
        ],
    )
    def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_kept(
        self, signed_in, person, capacity, field, change
    ):
        CapacityFactory(code="2002")
        response = signed_in.post(ADD, said("2002") | said("2001", **change) | {"capacity": ["2002", "2001"]})
        assert response.status_code == 422
        assert [list(form.errors) for form in response.context["forms"]] == [[], [field]]
        assert not person.claims.exists()

    def test_the_form_to_renew_shows_what_is_said_now(self, signed_in, person, capacity):
        CapacityClaimFactory(stakeholder=person, capacity=capacity, level_id=4)
        [form] = signed_in.get(ADD, {"capacity": "2001"}).context["forms"]
        assert (form["kinds"].value(), form["level"].value()) == (["has"], 4)

    def test_what_is_of_an_earlier_day_goes_to_the_history_and_says_so(self, signed_in, person, capacity):
        now = CapacityClaimFactory(stakeholder=person, capacity=capacity, level_id=4)
        response = signed_in.post(ADD, said("2001", stated_on="2019-01-01"), follow=True)
        assert "Something newer is said already" in flat(response)
        assert list(person.claims.current()) == [now]

    @pytest.mark.parametrize("codes", [[], ["nothing"], ["\x00"]])
    def test_without_a_capacity_that_is_known_one_is_asked_to_choose(self, signed_in, codes):
        response = signed_in.post(ADD, {"capacity": codes})
        assert response.status_code == 422
        assert "Choose at least one capacity." in flat(response)

    def test_a_capacity_of_organizations_is_not_a_persons(self, signed_in):
        CapacityFactory(code="3001", scope=CapacityScope.ORGANIZATIONAL)
        assert signed_in.post(ADD, said("3001")).status_code == 422
        assert not CapacityClaim.objects.exists()

    @pytest.mark.parametrize("words", ["\x00", "a" * 500, "%", "'"])
    def test_odd_words_are_no_fault(self, signed_in, words):
        assert signed_in.get(ADD, {"q": words}).status_code == 200

    def test_a_representative_speaks_for_the_organization_and_a_member_does_not(self, client, capacity):
        term = AffiliationFactory(role="representative")
        member = AffiliationFactory(organization=term.organization)
        address = reverse("capacity:claim-state", kwargs={"slug": term.organization.slug})
        client.force_login(member.person.user)
        assert client.post(address, said("2001")).status_code == 403
        client.force_login(term.person.user)
        client.post(address, said("2001"))
        assert CapacityClaim.objects.get().stated_by == term.person.user

    def test_fields_that_nobody_offers_change_nothing(self, signed_in, person, capacity):
        """Mass assignment."""
        other = PersonFactory()
        smuggled = {"stakeholder": other.pk, "c2001-stakeholder": other.pk, "c2001-is_demo": "on"}
        signed_in.post(ADD, said("2001") | smuggled)
        claim = CapacityClaim.objects.get()
        assert (claim.stakeholder, claim.stated_by, claim.is_demo) == (person, person.user, False)


class TestWithdrawing:
    def test_it_is_asked_and_done(self, signed_in, person):
        claim = CapacityClaimFactory(stakeholder=person)
        address = reverse("capacity:claim-withdraw", kwargs={"public_id": claim.public_id})
        assert signed_in.get(address).status_code == 200
        signed_in.post(address)
        assert not person.claims.current().exists()
        assert [row.claim for row in signed_in.get(MINE).context["profile"].past] == [claim]

    def test_twice_is_no_fault(self, signed_in, person):
        claim = CapacityClaimFactory(stakeholder=person)
        address = reverse("capacity:claim-withdraw", kwargs={"public_id": claim.public_id})
        signed_in.post(address)
        assert "This is not current any more" in flat(signed_in.post(address, follow=True))

    def test_another_persons_does_not_exist(self, signed_in):
        other = CapacityClaimFactory()
        for public_id in (other.public_id, uuid4()):
            address = reverse("capacity:claim-withdraw", kwargs={"public_id": public_id})
            assert signed_in.post(address).status_code == 404
        assert CapacityClaim.objects.current().get() == other
