"""Mass assignment: fields that a form does not show are not taken from it, at any door, page or API."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from zeal import zeal_ignore

from capacity.models import Stakeholder, User
from programs.models import Enrollment, Program
from tests.cast.people import Cast
from tests.house.doors import doors
from tests.house.knocking import Visit

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
                    data = hostile if method == "post" else {}
                    getattr(visit.client, method)(visit.address_of(door), data)
                    made = [len(table) for table in guarded()]
                    after = [table[: len(old)] for table, old in zip(guarded(), before, strict=True)]
                    transaction.set_rollback(True)
                assert after == before, f"{method} {door.name}"
                assert made[0] == len(before[0]), f"{method} {door.name} makes an account"
                tried += 1
    assert tried > 10
