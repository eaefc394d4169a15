"""What an organization says of itself, and what staff say of its community."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from capacity.actions import contacts, directory
from capacity.models import CommunityMaturity, Language, NameKind, Stakeholder, StakeholderName, User
from common.log import record

Name = tuple[str, str]  # code of its language, and the name


@transaction.atomic
def edit(
    organization: Stakeholder,
    *,
    by: User,
    description: str,
    website: str,
    names: Iterable[Name],
    languages: Iterable[str],  # codes
    addresses: Mapping[str, str],
) -> Stakeholder:
    """Writes the official names in each language anew; other names and acronyms stay. Refuses a person."""
    organization = _hold(organization)
    before = _state(organization)
    organization.description, organization.website = description, website
    organization.save(update_fields=["description", "website", "updated_at"])
    organization.languages.set(Language.objects.filter(pk__in=list(languages)))
    _rename(organization, names)
    contacts.replace(organization, addresses)
    directory.keep_searchable(organization)
    after = _state(organization)
    changed = sorted(name for name in after if before[name] != after[name])
    record(
        "capacity.organizations.edit",
        organization,
        by=by,
        before={"languages": before["languages"]},
        after={"languages": after["languages"], "fields": changed},
    )
    return organization


@transaction.atomic
def set_maturity(
    organization: Stakeholder, *, by: User, maturity: str, year: int | None, reason: str
) -> Stakeholder:
    """Says whether its community is emerging or established, and where that comes from. Refuses a person, and a
    statement without a reason."""
    organization = _hold(organization)
    known = maturity != CommunityMaturity.UNKNOWN
    if known and not reason:
        raise ValueError("Who calls a community emerging or established says why.")
    before = {"maturity": organization.maturity, "year": organization.maturity_year}
    organization.maturity = maturity
    organization.maturity_year = year if known else None
    organization.maturity_reason = reason if known else ""
    organization.save(update_fields=["maturity", "maturity_year", "maturity_reason", "updated_at"])
    record(
        "capacity.organizations.set_maturity",
        organization,
        by=by,
        before=before,
        after={"maturity": organization.maturity, "year": organization.maturity_year},
        reason=reason,
    )
    return organization


def _hold(organization: Stakeholder) -> Stakeholder:
    organization = Stakeholder.objects.select_for_update().get(pk=organization.pk)
    if organization.is_person:
        raise ValueError("A person is not an organization.")
    return organization


def _rename(organization: Stakeholder, names: Iterable[Name]) -> None:
    wanted = {(code, name) for code, name in names}
    kept = StakeholderName.objects.filter(
        stakeholder=organization, kind=NameKind.OFFICIAL, language__isnull=False
    )
    for each in kept:
        own = (str(each.language_id), each.name)
        if own in wanted:
            wanted.remove(own)
        else:
            each.delete()
    StakeholderName.objects.bulk_create(
        StakeholderName(stakeholder=organization, language_id=code, kind=NameKind.OFFICIAL, name=name)
        for code, name in sorted(wanted)
    )


def _state(organization: Stakeholder) -> dict[str, Any]:
    """What is compared to tell what was changed; of texts the log keeps only that they were."""
    return {
        "description": organization.description,
        "website": organization.website,
        "languages": sorted(organization.languages.values_list("code", flat=True)),
        "names": sorted(organization.names.values_list("language", "kind", "name")),
        "contacts": sorted(organization.contacts.values_list("kind", "address")),
    }
