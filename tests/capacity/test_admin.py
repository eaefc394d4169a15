"""Staff pages of people, organizations and the shared language."""

import pytest

from capacity.models import Affiliation, Capacity, Stakeholder
from common.models import ActionLog
from tests.admin_pages import add, filled_in, page, save, say_why, send
from tests.factories.capacity import (
    AffiliateFactory,
    AffiliationFactory,
    CapacityFactory,
    PersonFactory,
    SourceFactory,
    StaffFactory,
    TerritoryFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return StaffFactory(is_superuser=True)


@pytest.fixture
def signed_in(client, staff):
    client.force_login(staff)
    return client


def errors(response):
    return dict(response.context["adminform"].form.errors)


def test_an_account_is_closed_and_the_log_says_by_whom(signed_in, staff):
    user = PersonFactory().user
    say_why(staff, user)
    address = page(type(user), "change", user.pk)
    form = filled_in(signed_in.get(address))
    del form["is_active"]
    assert send(signed_in, address, form).status_code == 302
    user.refresh_from_db()
    assert user.is_active is False
    row = ActionLog.objects.first()
    assert (row.verb, row.by, row.object_id, row.after) == (
        "capacity.accounts.edit",
        staff,
        user.pk,
        {"fields": ["is_active"]},
    )


def test_nobody_decides_about_her_own_account(signed_in, staff):
    assert send(signed_in, page(type(staff), "change", staff.pk), {"is_active": ""}).status_code == 403


def test_staff_close_accounts_but_only_superusers_decide_about_staff(client):
    user, colleague, staff = UserFactory(), StaffFactory(), StaffFactory()
    client.force_login(staff)
    say_why(staff, user, colleague)
    save(client, user, is_staff="on", is_superuser="on")
    user.refresh_from_db()
    assert (user.is_staff, user.is_superuser) == (False, False)
    assert send(client, page(type(user), "change", colleague.pk), {"is_active": ""}).status_code == 403


def test_accounts_are_found_by_the_name_of_their_person(signed_in):
    ada = PersonFactory(name="Ada")
    PersonFactory(name="Bo")
    response = signed_in.get(page(type(ada.user), "changelist"), {"q": "ada"})
    assert list(response.context["cl"].result_list) == [ada.user]


def test_an_organization_that_is_saved_is_found_by_all_its_names(signed_in):
    organization = AffiliateFactory(name="Old name")
    response = save(
        signed_in,
        organization,
        name="Wikimédia Exemple",
        **{"names-TOTAL_FORMS": "1", "names-0-name": "WME", "names-0-kind": "acronym",
           "names-0-stakeholder": str(organization.pk)},
    )  # fmt: skip
    assert response.status_code == 302
    assert Stakeholder.objects.get(pk=organization.pk).search_text == "wikimedia exemple wme"


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({"affiliate_type": ""}, {"affiliate_type": ["An affiliate has a type."]}),
        ({"maturity": "emerging"}, {"maturity_reason": ["Please say where this comes from."]}),
    ],
)
def test_an_organization_says_beside_the_field_what_it_refuses(signed_in, changes, problems):
    assert errors(save(signed_in, AffiliateFactory(), **changes)) == problems


def test_a_person_is_not_made_or_renamed_here(signed_in, staff):
    kinds = dict(signed_in.get(page(Stakeholder, "add")).context["adminform"].form.fields["kind"].choices)
    assert "person" not in kinds
    person = PersonFactory(name="Ada")
    say_why(staff, person.user)
    assert save(signed_in, person, name="Somebody else").status_code == 302
    assert Stakeholder.objects.get(pk=person.pk).name == "Ada"


def test_confirming_an_affiliation_says_who_decided(signed_in, staff):
    affiliation = AffiliationFactory(state="requested", decided_at=None)
    say_why(staff, affiliation.person.user)
    assert save(signed_in, affiliation, state="confirmed").status_code == 302
    affiliation.refresh_from_db()
    assert (affiliation.state, affiliation.decided_by, affiliation.decided_at is None) == (
        "confirmed",
        staff,
        False,
    )


def test_nobody_confirms_or_makes_her_own_affiliation(client):
    own = AffiliationFactory(state="requested", decided_at=None, person__user=StaffFactory())
    client.force_login(own.person.user)
    assert send(client, page(Affiliation, "change", own.pk), {"state": "confirmed"}).status_code == 403
    other = AffiliateFactory()
    response = add(client, Affiliation, person=own.person.pk, organization=other.pk, starts_on="2026-01-01")
    assert errors(response) == {"person": ["Nobody decides about herself or himself."]}


def test_a_refused_affiliation_is_not_confirmed_later(signed_in, staff):
    affiliation = AffiliationFactory(state="refused")
    say_why(staff, affiliation.person.user)
    response = save(signed_in, affiliation, state="confirmed")
    assert errors(response) == {"state": ["This step is not possible from the present state."]}


def test_a_second_affiliation_at_the_same_time_is_refused_not_broken(signed_in):
    known = AffiliationFactory()
    response = send(
        signed_in,
        page(Affiliation, "add"),
        {
            "person": known.person.pk,
            "organization": known.organization.pk,
            "role": known.role,
            "state": "confirmed",
            "starts_on": "2021-01-01",
        },
    )
    assert response.status_code == 200
    assert errors(response) == {"__all__": ["Constraint “no_overlapping_affiliations” is violated."]}


def test_a_capacity_finds_its_place_in_the_tree(signed_in):
    parent = CapacityFactory(code="10")
    response = add(signed_in, Capacity, code="12", parent=str(parent.pk), name_en="Mentoring")
    assert response.status_code == 302
    made = Capacity.objects.get(code="12")
    assert (made.path, made.depth, made.name) == ("10/12", 2, "Mentoring")


def test_a_capacity_without_a_name_stays_hidden(signed_in):
    response = save(signed_in, CapacityFactory(), name_en="")
    assert errors(response) == {"name_en": ["Without an English name a capacity stays hidden."]}


@pytest.mark.parametrize("make", [TerritoryFactory, SourceFactory])
def test_reference_data_are_only_read(signed_in, make):
    row = make()
    assert signed_in.get(page(type(row), "change", row.pk)).status_code == 200
    assert send(signed_in, page(type(row), "change", row.pk), {}).status_code == 403


def test_suggestions_while_one_types_show_persons_by_number(signed_in):
    """She is found by her name, and named nowhere."""
    person, group = PersonFactory(name="Ada Lovelace"), AffiliateFactory(name="Lovelace group")
    asked = {"term": "Lovelace", "app_label": "programs", "model_name": "programrole", "field_name": "person"}
    found = signed_in.get("/admin/autocomplete/", asked).json()["results"]
    assert {each["text"] for each in found} <= {f"Person no. {person.pk}", group.name}
    assert f"Person no. {person.pk}" in {each["text"] for each in found}
