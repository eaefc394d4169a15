"""Free seats, who is next for them, and who qualifies for reserved ones."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from babel.lists import format_list
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from capacity.models import AffiliateType, Affiliation, Language, Stakeholder
from common import formats
from common.cldr import territory_name
from programs.logic import criteria
from programs.logic.seating import FreeSeats
from programs.models import Cohort, Confirmation, CriterionKind, Enrollment, EquityWeight, SeatPool
from programs.queries.vocabulary import vocabulary
from programs.states import PARTICIPANT_STATES, EnrollmentState

Held = TypeVar("Held", SeatPool, EquityWeight)


@dataclass(frozen=True, kw_only=True)
class Place:
    """A place in a line, counted from 1. `label` says of which reserved seats; empty: of all seats."""

    label: str
    number: int


@dataclass(frozen=True, kw_only=True)
class PoolRow:
    pool: SeatPool
    label: str
    is_free: bool
    is_mine: bool


def free_seats(cohort: Cohort) -> FreeSeats:
    """By pool in their order; without reserved seats, all are open."""
    if not cohort.reserved_seats:
        return FreeSeats(open=cohort.free_open_seats)
    pools = SeatPool.objects.filter(cohort=cohort)
    return FreeSeats(open=cohort.free_open_seats, pools={pool.pk: pool.free_seats for pool in pools})


def next_in_line(cohort: Cohort, free: FreeSeats) -> QuerySet[Enrollment]:
    """Those who may get these seats, first come first. For each kind of seat no more are needed than seats are free."""
    line = Enrollment.objects.filter(cohort=cohort).waiting()
    if not any(free.pools.values()):
        return line[: max(free.open, 0)]
    firsts = Q(pk__in=line.values("pk")[: free.total]) if free.open > 0 else Q()
    for pool, seats in free.pools.items():
        if seats > 0:
            qualified = line.filter(qualifies_for__contains=[pool])
            firsts |= Q(pk__in=qualified.values("pk")[: free.total])
    return line.filter(firsts)


def other_cohorts(enrollment: Enrollment) -> QuerySet[Cohort]:
    """Of the same program, not over, with a seat that nobody holds."""
    others = Cohort.objects.filter(
        program=enrollment.cohort.program_id, cancelled_at=None, ends_on__gte=timezone.now().date()
    )
    free = others.filter(held_seats__lt=F("seats")).exclude(pk=enrollment.cohort_id)
    return free.order_by("starts_on", "pk")


def qualifications(cohort: Cohort, person: Stakeholder, organization: Stakeholder | None) -> list[int]:
    """The reserved seats she may take, as things are now."""
    if not cohort.reserved_seats:
        return []
    facts = facts_of(person, organization)
    pools = SeatPool.objects.filter(cohort=cohort)
    return [pool.pk for pool in pools if criteria.is_met(pool.kind, pool.values, facts)]


def weights_met(cohort: Cohort, person: Stakeholder, organization: Stakeholder | None) -> list[int]:
    """The weights in a review that count for her, as things are now."""
    if cohort.confirmation != Confirmation.REVIEW:
        return []
    weights = list(EquityWeight.objects.filter(cohort=cohort))
    facts = facts_of(person, organization) if weights else criteria.Facts()
    return [each.pk for each in weights if criteria.is_met(each.kind, each.values, facts)]


def facts_of(person: Stakeholder, organization: Stakeholder | None = None) -> criteria.Facts:
    """What her profile says; where it names no territory, that of the organization she applies for."""
    placed = [each for each in (person, organization) if each is not None and each.territory_id]
    territory = placed[0].territory if placed else None
    affiliations = Affiliation.objects.current().filter(person=person)
    types = affiliations.exclude(organization__affiliate_type="").values_list(
        "organization__affiliate_type", flat=True
    )
    took_part = Enrollment.objects.filter(person=person, state__in=PARTICIPANT_STATES)
    return criteria.Facts(
        territory=territory.pk if territory else "",
        region=_region_code(person, organization, territory),
        affiliate_types=frozenset(types),
        languages=frozenset(person.languages.values_list("code", flat=True)),
        is_newcomer=not took_part.exists(),
    )


def _region_code(person: Stakeholder, organization: Stakeholder | None, territory: Any) -> str:
    if territory is not None and territory.region is not None:
        return str(territory.region.code)
    own = [each.region for each in (person, organization) if each is not None and each.region is not None]
    return str(own[0].code) if own else ""


def pool_rows(
    pools: Iterable[SeatPool], mine: Iterable[int] = (), names: dict[str, str] | None = None
) -> list[PoolRow]:
    """What the page of a cohort says of its reserved seats: whether some are free, not who has them."""
    qualified = set(mine)
    return [
        PoolRow(pool=pool, label=label, is_free=pool.free_seats > 0, is_mine=pool.pk in qualified)
        for pool, label in labelled(pools, names)
    ]


def labelled(criteria_held: Iterable[Held], names: dict[str, str] | None = None) -> list[tuple[Held, str]]:
    """Pools or weights, each with its criterion in words; `names` of their languages, where they are at hand."""
    rows = list(criteria_held)
    if names is None:
        names = _names(rows)
    return [(pool, described(pool.kind, pool.values, names)) for pool in rows]


def described(kind: str, values: Iterable[str], languages: dict[str, str]) -> str:
    """A criterion in words."""
    if kind == CriterionKind.NEWCOMER:
        return _("Newcomers: people who have not taken part in a program of this portal before")
    names = _names_by_kind(kind, languages)
    of_place = kind == CriterionKind.TERRITORY
    words = [territory_name(value) if of_place else names.get(value, value) for value in values]
    listed = format_list(words, style="or", locale=formats.locale())
    sentence = {
        CriterionKind.REGION: _("People of these regions: %(list)s"),
        CriterionKind.TERRITORY: _("People of these countries or territories: %(list)s"),
        CriterionKind.AFFILIATE_TYPE: _("Members of affiliates of this type: %(list)s"),
        CriterionKind.LANGUAGE: _("Speakers of these languages: %(list)s"),
    }[CriterionKind(kind)]
    return sentence % {"list": listed}


def _names_by_kind(kind: str, languages: dict[str, str]) -> dict[str, str]:
    if kind == CriterionKind.REGION:
        return vocabulary().regions
    if kind == CriterionKind.AFFILIATE_TYPE:
        return {str(code): str(label) for code, label in AffiliateType.choices}
    return languages if kind == CriterionKind.LANGUAGE else {}


def languages_in(criteria_held: Iterable[Any]) -> set[str]:
    """The codes of all that their criteria name."""
    return {code for each in criteria_held if each.kind == CriterionKind.LANGUAGE for code in each.values}


def _names(pools: Iterable[Any]) -> dict[str, str]:
    codes = languages_in(pools)
    if not codes:
        return {}
    return {language.code: str(language) for language in Language.objects.filter(code__in=codes)}


def places_of(enrollment: Enrollment) -> list[Place]:
    """Her place in the line, and in that for each kind of reserved seats she may take."""
    if enrollment.state != EnrollmentState.WAITLISTED:
        return []
    before = Enrollment.objects.filter(cohort=enrollment.cohort_id, state=EnrollmentState.WAITLISTED).filter(
        Q(waitlisted_at__lt=enrollment.waitlisted_at)
        | Q(waitlisted_at=enrollment.waitlisted_at, pk__lt=enrollment.pk)
    )
    earlier = list(before.values_list("qualifies_for", flat=True)) if enrollment.qualifies_for else []
    whole = Place(label="", number=1 + (len(earlier) if enrollment.qualifies_for else before.count()))
    if not enrollment.cohort.reserved_seats:
        return [whole]
    pools = SeatPool.objects.filter(pk__in=enrollment.qualifies_for)
    return [
        whole,
        *(
            Place(label=label, number=1 + sum(pool.pk in pks for pks in earlier))
            for pool, label in labelled(pools)
        ),
    ]
