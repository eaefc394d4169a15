"""Pages of belonging: asking, deciding, ending, appointing, handing over."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from capacity.models import Affiliation
from tests.factories.capacity import (
    AffiliateFactory,
    AffiliationFactory,
    PersonFactory,
    StaffFactory,
    UserFactory,
)
from tests.markup import flat

pytestmark = pytest.mark.django_db

JOIN = {"role": "member", "starts_on": "2024-05-01", "note": ""}


@pytest.fixture
def organization():
    return AffiliateFactory(slug="ghana", name="Wikimedia Ghana")


@pytest.fixture
def person():
    return PersonFactory(name="Ama")


@pytest.fixture
def representative(organization):
    return AffiliationFactory(organization=organization, role="representative").person


@pytest.fixture
def waiting(organization, person):
    return AffiliationFactory(organization=organization, person=person, state="requested", decided_at=None)


@pytest.fixture
def member(organization, person):
    return AffiliationFactory(organization=organization, person=person)


def page(name, **where):
    return reverse(f"capacity:{name}", kwargs=where)


def deed(affiliation, name):
    return page(f"affiliation-{name}", public_id=affiliation.public_id)


def send(client, who, address, **data):
    client.force_login(getattr(who, "user", who))
    return client.post(address, data)


def state(affiliation):
    affiliation.refresh_from_db()
    return affiliation.state


class TestJoin:
    @pytest.fixture
    def address(self, organization):
        return page("affiliation-request", slug=organization.slug)

    def test_a_person_asks_and_sees_it_wait(self, client, address, person):
        assert send(client, person, address, **JOIN).status_code == 302
        assert [row.starts_on for row in client.get(page("affiliation-list")).context["mine"].waiting] == [
            date(2024, 5, 1)
        ]

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("starts_on", "yesterday"),
            ("starts_on", ""),
            ("starts_on", f"{timezone.now().date() + timedelta(days=9)}"),
            ("role", "representative"),
            ("note", "a\x00b"),
            ("note", "a" * 301),
        ],
    )
    def test_what_cannot_be_is_said_beside_its_field(self, client, address, person, field, value):
        response = send(client, person, address, **{**JOIN, field: value})
        assert (response.status_code, list(response.context["form"].errors)) == (422, [field])

    def test_a_second_one_is_refused_with_a_sentence_and_keeps_what_was_typed(
        self, client, address, person, member
    ):
        response = send(client, person, address, **{**JOIN, "note": "It is me."})
        assert response.status_code == 409
        assert "At that time there is such an affiliation already" in flat(response)
        assert "It is me." in flat(response)

    def test_an_account_without_a_person_cannot_join(self, client, address):
        assert send(client, UserFactory(), address, **JOIN).status_code == 403

    def test_a_person_is_not_an_organization(self, client, person):
        other = PersonFactory()
        address = page("affiliation-request", slug=other.slug)
        assert send(client, person, address, **JOIN).status_code == 404

    def test_who_is_not_signed_in_is_asked_to(self, client, address):
        assert client.get(address).status_code == 302


class TestDeeds:
    def test_a_representative_confirms(self, client, waiting, representative):
        assert send(client, representative, deed(waiting, "confirm")).status_code == 302
        assert state(waiting) == "confirmed"

    def test_a_refusal_asks_for_its_reason(self, client, waiting, representative):
        response = send(client, representative, deed(waiting, "refuse"), reason="")
        assert (response.status_code, list(response.context["form"].errors)) == (422, ["reason"])
        send(client, representative, deed(waiting, "refuse"), reason="We do not know you.")
        assert state(waiting) == "refused"

    def test_who_comes_second_is_told_what_it_is_now(self, client, waiting, representative):
        send(client, representative, deed(waiting, "confirm"))
        response = send(client, representative, deed(waiting, "refuse"), reason="No.")
        assert response.status_code == 409
        assert "the affiliation is now “confirmed”" in flat(response)

    def test_the_page_of_a_deed_that_came_too_late_leads_back(self, client, member, representative):
        client.force_login(representative.user)
        response = client.get(deed(member, "confirm"))
        assert response.url == page("member-list", slug="ghana")

    def test_the_person_withdraws_and_ends_her_own(self, client, waiting, person):
        send(client, person, deed(waiting, "withdraw"))
        assert state(waiting) == "withdrawn"

    def test_an_end_before_the_beginning_is_said_beside_its_field(self, client, member, person):
        response = send(client, person, deed(member, "end"), ends_on="2019-12-31")
        assert (response.status_code, list(response.context["form"].errors)) == (422, ["ends_on"])

    def test_either_side_ends_it(self, client, organization, person, representative):
        for who in (person, representative):
            affiliation = AffiliationFactory(person=person, organization=organization, role="board")
            send(client, who, deed(affiliation, "end"), ends_on="2021-01-01")
            assert state(affiliation) == "ended"
            Affiliation.objects.filter(pk=affiliation.pk).delete()

    def test_one_representative_does_not_end_the_term_of_another(self, client, organization, representative):
        other = AffiliationFactory(organization=organization, role="representative")
        response = send(client, representative, deed(other, "end"), ends_on="2026-01-01")
        assert (response.status_code, state(other)) == (403, "confirmed")

    @pytest.mark.parametrize("name", ["confirm", "refuse", "withdraw", "end"])
    def test_a_stranger_does_not_know_that_it_exists(self, client, waiting, name):
        assert send(client, PersonFactory(), deed(waiting, name), reason="No.").status_code == 404

    def test_the_representative_of_another_organization_does_not_either(self, client, waiting):
        other = AffiliationFactory(role="representative").person
        assert send(client, other, deed(waiting, "confirm")).status_code == 404

    def test_nobody_confirms_herself(self, client, organization, representative):
        own = AffiliationFactory(
            person=representative, organization=organization, role="board", state="requested", decided_at=None
        )
        assert send(client, representative, deed(own, "confirm")).status_code == 403

    def test_what_does_not_exist_is_not_found(self, client, person):
        assert send(client, person, page("affiliation-end", public_id=uuid4())).status_code == 404


class TestMembers:
    @pytest.fixture
    def address(self, organization):
        return page("member-list", slug=organization.slug)

    @pytest.mark.parametrize("rows", [1, 5])
    def test_the_page_costs_the_same_however_many_there_are(
        self, client, address, organization, representative, rows, django_assert_num_queries
    ):
        for _ in range(rows):
            AffiliationFactory(organization=organization)
            AffiliationFactory(organization=organization, role="representative")
            AffiliationFactory(organization=organization, state="requested", decided_at=None)
        AffiliationFactory()  # of another organization
        client.force_login(representative.user)
        client.get(address)
        with django_assert_num_queries(8):
            found = client.get(address).context["found"]
        assert (len(found.requests), len(found.members.rows), len(found.representatives)) == (
            rows,
            rows,
            rows + 1,
        )

    def test_members_and_strangers_do_not_see_it(self, client, address, member):
        for who in (member.person, PersonFactory()):
            client.force_login(who.user)
            assert client.get(address).status_code == 403

    @pytest.mark.parametrize("cursor", ["x", "a:b:c", "%00"])
    def test_a_cursor_of_nobody_is_not_found(self, client, address, representative, cursor):
        client.force_login(representative.user)
        assert client.get(f"{address}?page={cursor}").status_code == 404


class TestAppoint:
    def test_a_representative_appoints_a_member(self, client, organization, representative, member):
        until = timezone.localdate() + timedelta(days=100)
        address = page("representative-appoint", slug=organization.slug)
        response = send(client, representative, address, person=member.person.public_id, until=until)
        assert response.status_code == 302
        assert Affiliation.objects.representing(member.person.user).get().ends_on == until

    @pytest.mark.parametrize(
        ("field", "value"),
        [("person", "x"), ("person", f"{uuid4()}"), ("until", "2020-01-01"), ("until", "")],
    )
    def test_what_cannot_be_is_said_beside_its_field(
        self, client, organization, representative, member, field, value
    ):
        given = {"person": member.person.public_id, "until": timezone.localdate() + timedelta(days=9)}
        address = page("representative-appoint", slug=organization.slug)
        response = send(client, representative, address, **{**given, field: value})
        assert (response.status_code, list(response.context["form"].errors)) == (422, [field])

    def test_a_member_appoints_nobody(self, client, organization, member):
        address = page("representative-appoint", slug=organization.slug)
        assert send(client, member.person, address).status_code == 403

    def test_a_representative_hands_over(self, client, organization, representative, member):
        term = Affiliation.objects.get(person=representative)
        until = timezone.localdate() + timedelta(days=100)
        send(client, representative, deed(term, "hand-over"), person=member.person.public_id, until=until)
        assert state(term) == "ended"
        assert Affiliation.objects.representing(member.person.user).exists()

    def test_the_term_of_another_is_not_handed_over(self, client, organization, representative):
        other = AffiliationFactory(organization=organization, role="representative")
        assert send(client, representative, deed(other, "hand-over")).status_code == 403


class TestUnattended:
    def test_staff_see_what_no_representative_can_decide(self, client, organization, person):
        mine = AffiliationFactory(
            organization=organization, person=person, state="requested", decided_at=None
        )
        attended = AffiliationFactory(state="requested", decided_at=None)
        AffiliationFactory(organization=attended.organization, role="representative")
        client.force_login(StaffFactory())
        assert client.get(page("unattended-list")).context["page"].rows == [mine]

    def test_the_only_representatives_own_request_waits_for_staff(self, client, organization, representative):
        own = AffiliationFactory(
            person=representative, organization=organization, role="board", state="requested", decided_at=None
        )
        client.force_login(StaffFactory())
        assert client.get(page("unattended-list")).context["page"].rows == [own]

    def test_others_do_not_see_the_page(self, client, representative):
        client.force_login(representative.user)
        assert client.get(page("unattended-list")).status_code == 403


def test_my_page_shows_where_i_belong(client, member, person):
    client.force_login(person.user)
    assert "Wikimedia Ghana" in flat(client.get("/my/"))


def test_my_page_shows_each_person_her_own_and_what_has_changed_since(client, member):
    other = AffiliationFactory(organization__name="Wikimedia Perú").person
    client.force_login(other.user)
    shown = flat(client.get("/my/"))
    assert "Wikimedia Perú" in shown
    assert "Wikimedia Ghana" not in shown
    client.force_login(member.person.user)
    assert "Wikimedia Perú" not in flat(client.get("/my/"))
    member.organization.name = "Wikimedia of Ghana"
    member.organization.save()
    AffiliationFactory(person=member.person, organization__name="Wiki Accra")
    shown = flat(client.get("/my/"))
    assert "Wikimedia of Ghana" in shown
    assert "Wiki Accra" in shown


def test_my_page_leads_who_represents_to_the_desk_of_her_organization(client, organization, representative):
    desk = reverse("evaluation:affiliate-desk", kwargs={"slug": organization.slug})
    client.force_login(representative.user)
    assert desk in flat(client.get("/my/"))
    assert client.get(desk).status_code == 200
    Affiliation.objects.update(starts_on=timezone.now().date() + timedelta(days=1))
    assert desk not in flat(client.get("/my/"))


def test_my_page_leads_a_member_to_no_desk(client, organization, member):
    client.force_login(member.person.user)
    assert reverse("evaluation:affiliate-desk", kwargs={"slug": organization.slug}) not in flat(
        client.get("/my/")
    )


def test_the_affiliate_desk_says_how_many_wait(client, organization, waiting, representative):
    client.force_login(representative.user)
    desk = client.get(f"/affiliate/{organization.slug}/")
    assert "1 request to join waits for you." in flat(desk)


def test_an_organization_that_has_ended_offers_no_way_to_join(client):
    former, listed = AffiliateFactory(status="former"), AffiliateFactory()
    assert "Ask to join" not in flat(client.get(former.get_absolute_url()))
    assert "Ask to join" in flat(client.get(listed.get_absolute_url()))
