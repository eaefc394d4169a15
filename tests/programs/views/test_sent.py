"""Whom an organization sent to programs."""

import pytest
from django.urls import reverse

from capacity.models import AffiliationRole
from programs.states import EnrollmentState
from tests.factories.capacity import AffiliateFactory, AffiliationFactory, PersonFactory
from tests.factories.programs import EnrollmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def organization(client):
    representative = PersonFactory()
    client.force_login(representative.user)
    organization = AffiliateFactory()
    AffiliationFactory(person=representative, organization=organization, role=AffiliationRole.REPRESENTATIVE)
    return organization


def address(organization):
    return reverse("programs:sent-list", kwargs={"slug": organization.slug})


def test_all_whom_it_sent_stand_in_pages_the_newest_first(client, organization, settings):
    settings.PAGE_ROWS = 2
    first, second, third = EnrollmentFactory.create_batch(3, organization=organization)
    EnrollmentFactory(organization=AffiliateFactory())
    EnrollmentFactory(organization=organization, state=EnrollmentState.DRAFT)
    page = client.get(address(organization))
    assert page.context["sent"] == [third, second]
    assert third.get_absolute_url() in page.text
    following = client.get(address(organization) + page.context["next"])
    assert (following.context["sent"], following.context["next"]) == ([first], "")


def test_a_state_narrows_all_pages(client, organization, settings):
    settings.PAGE_ROWS = 1
    done = EnrollmentFactory.create_batch(2, organization=organization, state=EnrollmentState.COMPLETED)
    EnrollmentFactory(organization=organization, state=EnrollmentState.ENROLLED)
    page = client.get(address(organization), {"state": "completed"})
    following = client.get(address(organization) + page.context["next"])
    assert page.context["sent"] + following.context["sent"] == done[::-1]
    nobody = client.get(address(organization), {"state": "withdrawn"})
    assert "There is nobody to show" in nobody.text


def test_a_draft_is_not_asked_for_and_a_wrong_page_is_none(client, organization):
    draft = EnrollmentFactory(organization=organization, state=EnrollmentState.DRAFT)
    page = client.get(address(organization), {"state": "draft"})
    assert (page.context["sent"], "state" in page.context["form"].errors) == ([], True)
    assert draft.get_absolute_url() not in page.text
    assert client.get(address(organization), {"page": "7"}).status_code == 404


def test_they_are_not_for_members(client, organization):
    member = PersonFactory()
    AffiliationFactory(person=member, organization=organization)
    client.force_login(member.user)
    assert client.get(address(organization)).status_code == 403


@pytest.mark.parametrize("rows", [1, 5])
def test_the_list_costs_the_same(client, organization, rows, django_assert_num_queries):
    EnrollmentFactory.create_batch(rows, organization=organization)
    client.get(address(organization))
    with django_assert_num_queries(6):
        client.get(address(organization))
