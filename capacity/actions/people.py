"""Persons: the stakeholder behind an account."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils.text import slugify

from capacity.actions import contacts, directory
from capacity.models import Language, PersonVisibility, Stakeholder, StakeholderKind, Territory, User
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
    person.name = name
    person.save(update_fields=["name", "updated_at"])
    directory.keep_searchable(person)
    record("capacity.people.rename", person, by=by)
    return person


@transaction.atomic
def edit_profile(
    person: Stakeholder,
    *,
    by: User,
    description: str,
    languages: Iterable[str],  # codes
    territory: Territory | None,
    addresses: Mapping[str, str],
    seen_by: Mapping[str, str],
) -> Stakeholder:
    """Writes what a person says of herself, and who sees which part of it. Refuses another person's profile."""
    if person.user_id != by.pk:
        raise PermissionError("What a person shows is hers to decide.")
    person = Stakeholder.objects.select_for_update().get(pk=person.pk)
    person.description, person.territory = description, territory
    person.region = territory.region if territory else None
    person.save(update_fields=["description", "territory", "region", "updated_at"])
    person.languages.set(Language.objects.filter(pk__in=list(languages)))
    contacts.replace(person, addresses)
    PersonVisibility.objects.update_or_create(person=person, defaults=seen_by)
    record("capacity.people.edit_profile", person, by=by, after={"seen_by": dict(seen_by)})
    return person
