"""Organizations as the public pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from capacity.models import AffiliateType, Language, Region, Stakeholder, StakeholderKind, StakeholderStatus
from common.cldr import language_name, partial_date, territory_name
from common.search import normalize


@dataclass(frozen=True)
class OrganizationRow:
    organization: Stakeholder
    kind: str
    place: str
    is_former: bool


@dataclass(frozen=True)
class FacetCount:
    value: str
    label: str
    count: int


def matching(words: str, *, kind: str = "", region: str = "") -> QuerySet[Stakeholder]:
    found = Stakeholder.objects.organizations()
    for word in normalize(words).split():
        found = found.filter(search_text__contains=word)
    if kind:
        found = found.filter(kind=kind)
    if region:
        found = found.filter(region__in=Region.objects.wikimedia().filter(code=region))
    return found


def rows_of(organizations: Iterable[Stakeholder]) -> list[OrganizationRow]:
    """Each needs its territory and region at hand."""
    return [
        OrganizationRow(
            organization=organization,
            kind=kind_of(organization),
            place=place_of(organization),
            is_former=organization.status == StakeholderStatus.FORMER,
        )
        for organization in organizations
    ]


def kind_of(organization: Stakeholder) -> str:
    """Chapters and user groups by their own word, others by their kind."""
    if organization.affiliate_type:
        return str(AffiliateType(organization.affiliate_type).label)
    return str(StakeholderKind(organization.kind).label)


def place_of(organization: Stakeholder) -> str:
    if organization.territory:
        return territory_name(organization.territory.code, organization.territory.name_en)
    return organization.region.name if organization.region else ""


def kinds(organizations: QuerySet[Stakeholder]) -> list[FacetCount]:
    counts = counted(organizations, "kind")
    return [
        FacetCount(kind.value, str(kind.label), counts.get(kind.value, 0))
        for kind in StakeholderKind
        if kind != StakeholderKind.PERSON
    ]


def regions(organizations: QuerySet[Stakeholder]) -> list[FacetCount]:
    counts = counted(organizations, "region__code")
    rows = [
        FacetCount(region.code, region.name, counts.get(region.code, 0))
        for region in Region.objects.wikimedia()
    ]
    return sorted(rows, key=lambda row: normalize(row.label))


def counted(organizations: QuerySet[Stakeholder], column: str) -> dict[Any, int]:
    return dict(organizations.order_by().values_list(column).annotate(Count("pk")))


@dataclass(frozen=True)
class LanguageName:
    code: str
    name: str


@dataclass(frozen=True)
class OrganizationPage:
    """All that the page of an organization shows, the names in the reader's language."""

    organization: Stakeholder
    kind: str
    territories: list[str]
    languages: list[LanguageName]
    recognized: str
    recognized_basis: str
    ended: str
    successor: Stakeholder | None

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


def page_for(organization: Stakeholder) -> OrganizationPage:
    """Expects names, territories and languages prefetched."""
    places = {place.code: place for place in organization.territories.all()}
    if organization.territory:
        places.setdefault(organization.territory.code, organization.territory)
    successor = organization.external_ids.get("successor")
    return OrganizationPage(
        organization=organization,
        kind=kind_of(organization),
        territories=sorted(
            (territory_name(place.code, place.name_en) for place in places.values()), key=normalize
        ),
        languages=sorted(
            map(named, organization.languages.all()), key=lambda language: normalize(language.name)
        ),
        recognized=partial_date(organization.recognized_on) if organization.recognized_on else "",
        recognized_basis=basis_of(organization.external_ids.get("recognition_basis", "")),
        ended=partial_date(organization.ended_on) if organization.ended_on else "",
        successor=Stakeholder.objects.organizations().filter(slug=successor).first() if successor else None,
    )


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
