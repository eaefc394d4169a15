"""Persons: the stakeholder behind an account."""

from django.db import transaction
from django.utils.text import slugify

from capacity.models import Stakeholder, StakeholderKind, User
from common.log import record
from common.search import searchable


@transaction.atomic
def register(user: User, *, name: str) -> Stakeholder:
    """Gives an account its person. Refuses nothing: called once, when the account is made."""
    stem = slugify(name, allow_unicode=True)[:80] or "person"
    person = Stakeholder.objects.create(
        kind=StakeholderKind.PERSON,
        user=user,
        name=name,
        slug=f"{stem}-{user.public_id.hex[:8]}",
        search_text=searchable(name),
        is_demo=user.is_demo,
    )
    record("capacity.people.register", person, by=user)
    return person


@transaction.atomic
def rename(person: Stakeholder, *, name: str, by: User) -> Stakeholder:
    """Refuses another person's name."""
    if person.user_id != by.pk:
        raise PermissionError("A person's name is hers to choose.")
    person.name, person.search_text = name, searchable(name)
    person.save(update_fields=["name", "search_text", "updated_at"])
    record("capacity.people.rename", person, by=by)
    return person
