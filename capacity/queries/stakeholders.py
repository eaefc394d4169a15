"""The page of an organization or a person: what the reader may see of it, ready to be shown."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from capacity.models import (
    Affiliation,
    Audience,
    Contact,
    Language,
    PersonVisibility,
    Stakeholder,
    StakeholderKind,
    audience_of,
)
from capacity.queries.directory_page import kind_of
from common.cldr import language_name, partial_date, territory_name
from common.search import normalize

SHOWN_PEOPLE = 50


@dataclass(frozen=True)
class LanguageName:
    code: str
    name: str


@dataclass(frozen=True)
class NameRow:
    """One of its names, and the language that is in, for the reader."""

    name: str
    language: str
    code: str
    direction: str
    kind: str


@dataclass(frozen=True)
class PersonRow:
    person: Stakeholder
    roles: list[str]


@dataclass(frozen=True)
class AffiliationRow:
    organization: Stakeholder
    role: str
    since: int


@dataclass(frozen=True)
class OrganizationPage:
    """All that the page of an organization shows, the names in the reader's language."""

    organization: Stakeholder
    kind: str
    names: list[NameRow]
    territories: list[str]
    languages: list[LanguageName]
    contacts: list[Contact]
    recognized: str
    recognized_basis: str
    ended: str
    successor: Stakeholder | None
    people: list[PersonRow]

    @property
    def description(self) -> str:
        return self.organization.description

    @property
    def kicker(self) -> str:
        """The kind, where the name does not say it already."""
        return "" if self.kind == self.organization.name else self.kind

    @property
    def is_of_a_community(self) -> bool:
        """Whether it can be emerging or established, listed or former."""
        return self.organization.kind in {
            StakeholderKind.AFFILIATE,
            StakeholderKind.COMMUNITY,
            StakeholderKind.HUB,
        }


@dataclass(frozen=True)
class PersonPage:
    """What of a person her reader may see; what is hidden is empty here."""

    person: Stakeholder
    description: str
    place: str
    region: str
    languages: list[LanguageName]
    contacts: list[Contact]
    affiliations: list[AffiliationRow]
    shows_capacities: bool
    is_self: bool
    is_listed: bool  # for the audience it is shown to


def with_facts(stakeholders: QuerySet[Stakeholder]) -> QuerySet[Stakeholder]:
    return stakeholders.select_related("territory", "region", "source", "visibility").prefetch_related(
        "names__language", "territories", "languages", "contacts"
    )


def shown_page(stakeholder: Stakeholder, reader: Any) -> "OrganizationPage | PersonPage":
    return (
        person_page(stakeholder, reader) if stakeholder.is_person else organization_page(stakeholder, reader)
    )


def organization_page(organization: Stakeholder, reader: Any) -> OrganizationPage:
    """Expects its facts at hand."""
    places = {place.code: place for place in organization.territories.all()}
    if organization.territory:
        places.setdefault(organization.territory.code, organization.territory)
    successor = organization.external_ids.get("successor")
    return OrganizationPage(
        organization=organization,
        kind=kind_of(organization),
        names=names_of(organization),
        territories=sorted(
            (territory_name(place.code, place.name_en) for place in places.values()), key=normalize
        ),
        languages=languages_of(organization),
        contacts=list(organization.contacts.all()),
        recognized=partial_date(organization.recognized_on) if organization.recognized_on else "",
        recognized_basis=basis_of(organization.external_ids.get("recognition_basis", "")),
        ended=partial_date(organization.ended_on) if organization.ended_on else "",
        successor=Stakeholder.objects.organizations().filter(slug=successor).first() if successor else None,
        people=people_of(organization, reader),
    )


def person_page(person: Stakeholder, reader: Any, *, as_seen_by: Audience | None = None) -> PersonPage:
    """As the reader's audience sees her. She herself may look with other people's eyes."""
    is_self = reader.is_authenticated and person.user_id == reader.pk
    visibility: PersonVisibility = getattr(person, "visibility", None) or PersonVisibility(person=person)
    shown = visibility.shown_to((is_self and as_seen_by) or audience_of(reader))
    sees_place = "territory" in shown
    return PersonPage(
        person=person,
        description=person.description if "description" in shown else "",
        place=territory_name(person.territory.code, person.territory.name_en)
        if sees_place and person.territory
        else "",
        region=person.region.name if sees_place and person.region else "",
        languages=languages_of(person) if "languages" in shown else [],
        contacts=list(person.contacts.all()) if "contact" in shown else [],
        affiliations=affiliations_of(person) if "affiliations" in shown else [],
        shows_capacities="capacities" in shown,
        is_self=is_self,
        is_listed="listed" in shown,
    )


def people_of(organization: Stakeholder, reader: Any) -> list[PersonRow]:
    """Those of its people who show that they belong to it; each once, with what she is there."""
    choices = audience_of(reader).may_read
    belonging = (
        Affiliation.objects.current()
        .filter(
            organization=organization,
            person__user__is_active=True,
            person__visibility__listed__in=choices,
            person__visibility__affiliations__in=choices,
        )
        .select_related("person")
        .order_by("person__name", "person", "-starts_on")[:SHOWN_PEOPLE]
    )
    found: dict[int, PersonRow] = {}
    for each in belonging:
        found.setdefault(each.person_id, PersonRow(each.person, [])).roles.append(each.get_role_display())
    return list(found.values())


def affiliations_of(person: Stakeholder) -> list[AffiliationRow]:
    belonging = Affiliation.objects.current().filter(person=person).select_related("organization")
    return [
        AffiliationRow(each.organization, each.get_role_display(), each.starts_on.year)
        for each in belonging.order_by("-starts_on", "pk")
    ]


def names_of(stakeholder: Stakeholder) -> list[NameRow]:
    rows = [
        NameRow(
            name=each.name,
            language=language_name(each.language.code, each.language.name_en) if each.language else "",
            code=each.language_id or "",
            direction=each.language.direction if each.language else "",
            kind=each.get_kind_display(),
        )
        for each in stakeholder.names.all()
    ]
    return sorted(rows, key=lambda row: (not row.language, normalize(row.language), row.name))


def languages_of(stakeholder: Stakeholder) -> list[LanguageName]:
    return sorted(map(named, stakeholder.languages.all()), key=lambda language: normalize(language.name))


def named(language: Language) -> LanguageName:
    return LanguageName(language.code, language_name(language.code, language.name_en))


def basis_of(kind: str) -> str:
    """What the date of recognition rests on."""
    return {
        "affcom_resolution": _("a resolution of the Affiliations Committee"),
        "board_resolution": _("a resolution of the Board of Trustees"),
        "date_in_chapter_list": _("the date given in the list of chapters"),
        "announcement": _("an announcement"),
        "affcom_news": _("news of the Affiliations Committee"),
        "group_page": _("the group's own page"),
    }.get(kind, "")
