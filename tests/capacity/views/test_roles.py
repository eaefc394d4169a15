"""Who holds which role, page by page."""

import pytest
from django.conf import settings
from django.urls import reverse

from tests.factories.capacity import RoleAssignmentFactory

pytestmark = pytest.mark.django_db
ROLES = reverse("capacity:role-list")


@pytest.mark.parametrize("rows", [1, 5])
def test_the_list_takes_one_query_for_one_role_as_for_five(client, django_assert_num_queries, rows):
    RoleAssignmentFactory.create_batch(rows)
    with django_assert_num_queries(1):
        page = client.get(ROLES)
    assert len(page.context["roles"]) == rows


def test_every_role_is_on_one_of_the_pages(client):
    titles = [f"Host {number:03}" for number in range(settings.PAGE_ROWS + 2)]
    for title in titles:
        RoleAssignmentFactory(title=title)
    first = client.get(ROLES)
    second = client.get(ROLES + first.context["next"])
    assert [role.title for page in (first, second) for role in page.context["roles"]] == titles
    assert (first.context["previous"], second.context["next"]) == ("", "")
    back = client.get(ROLES + second.context["previous"])
    assert back.context["roles"] == first.context["roles"]


def test_a_malformed_page_is_not_found(client):
    assert client.get(ROLES, {"page": "x\0"}).status_code == 404
