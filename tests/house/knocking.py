"""One person at one door: what should happen by its permission, and what does happen over HTTP."""

import inspect
import re
import sys
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import reverse
from rules.predicates import Predicate
from zeal import zeal_ignore

from tests.cast import examples
from tests.cast.people import Cast
from tests.house.doors import PART, PUBLIC, Door, permissions

REFUSALS = {401, 403, 404}
NOT_OFFERED = 405
PLAIN: tuple[str, str, dict[str, str]] = ("", "", {})


class NoExampleError(LookupError):
    """Says which line to add, and where."""


class Visit:
    """A role among the cast, with a browser."""

    def __init__(self, cast: Cast, role: str) -> None:
        self.cast, self.role, self.user = cast, role, cast.users[role]
        self.addresses = examples.of_addresses(cast)
        self.objects = examples.of_permissions(cast)
        self.posts = examples.posts()
        self.client = Client(raise_request_exception=False)
        if role != "anonymous":
            self.client.force_login(self.user, backend="common.backends.AccountBackend")
        self.signed_in = {name: morsel.value for name, morsel in self.client.cookies.items()}

    def expects(self, door: Door, method: str = "get") -> bool | None:
        """Whether she may come in by what the door asks; None where that is another package's affair."""
        if method == "post" and door.name in self.posts:
            return self.may(self.posts[door.name][0], door)
        if door.is_admin:
            return self.expects_of_admin(door)
        if not door.is_ours:
            return None
        if door.permissions:
            return all(self.may(each, door) for each in door.permissions)
        return self.user.is_authenticated if door.asks_for_a_sign_in else True

    def expects_of_admin(self, door: Door) -> bool | None:
        """Nobody but staff; which of its pages are read only, or of nothing, the admin decides by itself."""
        if door.name in {"admin:login", "admin:logout"}:
            return None
        if not self.user.is_staff:
            return False
        if not door.name.endswith("_changelist"):
            return None
        model = door.view.model_admin.model._meta
        return self.user.has_perm(f"{model.app_label}.view_{model.model_name}")

    def may(self, permission: str, door: Door | None = None) -> bool:
        kind = subject_of(permission)
        if kind is None:
            return self.user.has_perm(permission)
        if kind not in self.objects:
            raise NoExampleError(
                f"{permission} asks about a {kind}: add an example of it to of_permissions() in tests/cast/examples.py"
            )
        own = self.addresses.get(door.name) if door is not None else None
        fits = isinstance(own, type(self.objects[kind]))
        return self.user.has_perm(permission, own if fits else self.objects[kind])

    def address_of(self, door: Door) -> str:
        address, noun = "", ""
        rest = door.pattern
        for found in PART.finditer(door.pattern):
            before, _this, rest = rest.partition(found.group(0))
            noun = before.strip("/").rpartition("/")[2] or noun
            address += before + self.text_for(door, noun, found.group(1) or found.group(2))
        return (address + rest).replace(r"\.", ".").replace(r"\Z", "")

    def text_for(self, door: Door, noun: str, part: str) -> str:
        if door.is_admin or not door.is_ours:
            return "1"
        own = self.addresses.get(door.name)
        fits = isinstance(own, str) != (part in {"public_id", "slug"})
        example = (own if fits else None) or self.addresses.get(noun)
        if example is None:
            raise NoExampleError(
                f"{door.name} has an address of an unknown kind ({door.pattern}): add an example for {noun!r}"
                " to of_addresses() in tests/cast/examples.py"
            )
        return example if isinstance(example, str) else str(getattr(example, part, example.public_id))

    def knock(self, door: Door, method: str, *, keep: bool = False) -> Any:
        """What a POST would change is undone, unless it is kept to be looked at; signing out is always."""
        self.client.cookies.load(self.signed_in)
        address = self.address_of(door)
        _asked, more, data = self.posts.get(door.name, PLAIN) if method == "post" else PLAIN
        with transaction.atomic(), zeal_ignore():
            response = getattr(self.client, method)(address + more, data)
            transaction.set_rollback(not keep)
        return response


def is_refusal(response: Any) -> bool:
    to_sign_in = response.status_code == 302 and any(
        response["Location"].startswith(reverse(name)) for name in ("account_login", "admin:login")
    )
    return to_sign_in or response.status_code in REFUSALS


def subject_of(permission: str) -> str | None:
    """What a permission is about: the second argument of the first of its predicates that has one."""
    known = vars(sys.modules[f"{permission.partition('.')[0]}.permissions"])
    for name in re.findall(r"\w+", permissions()[permission].name):
        each = known.get(name)
        arguments = list(inspect.signature(each.fn).parameters) if isinstance(each, Predicate) else []
        if arguments[1:]:
            return arguments[1]
    return None


def is_public(door: Door) -> bool:
    return door.name in PUBLIC
