"""Mass assignment: fields that a form does not show are not taken from it, at any door, page or API."""

import logging
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.http import QueryDict
from zeal import zeal_ignore

from capacity.models import Stakeholder, User
from programs.models import Enrollment, Program
from tests.cast.people import Cast
from tests.house.doors import Door, doors
from tests.house.knocking import Visit
from tests.journeys.visiting import Markup

WRITING = {"post", "put", "patch"}


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


def guarded() -> list[Any]:
    """Who may what, what belongs to whom, what is public: nothing of it is a member's to set by a form."""
    return [
        list(
            User.objects.order_by("pk").values_list("pk", "is_staff", "is_superuser", "is_demo", "erased_at")
        ),
        list(Stakeholder.objects.order_by("pk").values_list("pk", "kind", "user", "is_demo", "status")),
        list(
            Enrollment.objects.order_by("pk").values_list("pk", "person", "cohort", "decided_by", "is_demo")
        ),
        list(Program.objects.order_by("pk").values_list("pk", "state", "is_demo", "published_at")),
    ]


def send(visit: Visit, door: Door, method: str, hostile: dict[str, Any]) -> None:
    """Alone, and beside all that the form of the page holds already, as a form that is filled in rightly is sent."""
    address = visit.address_of(door)
    if method != "post":
        getattr(visit.client, method)(address, hostile, content_type="application/json")
        return
    page = visit.client.get(address) if door.has("get") else None
    if page is not None and page.status_code == 200 and page.headers["Content-Type"].startswith("text/html"):
        for form in Markup(page.text, address).forms:
            if form.method == "post" and form.action == address:
                shown = QueryDict(urlencode(form.fields))
                unseen = {name: value for name, value in hostile.items() if name not in form.names}
                visit.client.post(address, {**unseen, **dict(shown.lists())})
    visit.client.post(address, hostile)


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["stranger", "member", "representative"])
def test_no_form_sets_what_it_does_not_show(role: str) -> None:
    visit = Visit(Cast(), role)
    other = visit.cast.users["partner"]
    hostile = {
        "is_staff": "on", "is_superuser": "on", "is_demo": "on", "is_active": "on", "state": "published",
        "kind": "foundation", "status": "former", "user": other.pk, "user_id": other.pk, "person": other.person.pk,
        "person_id": other.person.pk, "cohort": visit.cast.draft_cohort.pk, "decided_by": visit.user.pk,
        "published_at": "2020-01-01", "erased_at": "2020-01-01", "name": "Ada", "language": "en", "time_zone": "UTC",
        "theme": "dark", "motivation": "", "confirm": "on",
    }  # fmt: skip
    visit.posts = {}
    before, tried = guarded(), 0
    for door in doors():
        if door.is_ours and visit.expects(door):
            for method in WRITING & set(door.methods):
                with transaction.atomic(), zeal_ignore():
                    visit.client.cookies.load(visit.signed_in)
                    send(visit, door, method, hostile)
                    made = [len(table) for table in guarded()]
                    after = [table[: len(old)] for table, old in zip(guarded(), before, strict=True)]
                    transaction.set_rollback(True)
                assert after == before, f"{method} {door.name}"
                assert made[0] == len(before[0]), f"{method} {door.name} makes an account"
                tried += 1
    assert tried > 10
