"""Who takes part in what, group by group, and what they are compared with: plain counts, not yet protected."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.db import connection
from django.db.models import Count, F, FloatField, Sum
from django.db.models.functions import Cast

from capacity.models import RegionScheme, Stakeholder, StakeholderKind, StakeholderStatus, Territory
from capacity.models.stakeholder import StakeholderQuerySet
from evaluation.logic.equity import STEPS
from evaluation.models import EquityDimension, Part, Participation
from evaluation.queries.participations import PRESENT

Counts = dict[str, int]

# Everybody once for each part she has in the period, beside learning, with the organization she is in.
PEOPLE = """
    WITH parts AS (
        SELECT CASE role WHEN 'reviewer' THEN 'review' WHEN 'coordinator' THEN 'decide' ELSE 'teach' END AS part,
               person_id
        FROM programs_programrole
        WHERE role IN ('facilitator', 'mentor', 'reviewer', 'coordinator')
            AND starts_on <= %(until)s AND (ends_on IS NULL OR ends_on >= %(since)s)
        UNION
        SELECT 'hold', person_id FROM capacity_affiliation
        WHERE role IN ('representative', 'board') AND state IN ('confirmed', 'ended')
            AND starts_on <= %(until)s AND (ends_on IS NULL OR ends_on >= %(since)s)
    ), placed AS (
        SELECT parts.part, parts.person_id, home.organization_id AS home_id
        FROM parts LEFT JOIN LATERAL (
            SELECT organization_id FROM capacity_affiliation AS mine
            WHERE mine.person_id = parts.person_id AND mine.state = 'confirmed' AND mine.starts_on <= %(until)s
                AND (mine.ends_on IS NULL OR mine.ends_on >= %(since)s)
            ORDER BY mine.role = 'member', mine.id LIMIT 1
        ) AS home ON true
    )
    SELECT placed.part, {group} AS grouped, count(DISTINCT placed.person_id)
    FROM placed
    JOIN capacity_stakeholder AS person ON person.id = placed.person_id
    LEFT JOIN capacity_territory AS place ON place.code = person.territory_id
    LEFT JOIN capacity_stakeholder AS home ON home.id = placed.home_id
    LEFT JOIN capacity_territory AS its_place ON its_place.code = home.territory_id
    {joins}
    GROUP BY GROUPING SETS ((placed.part, {group}), (placed.part))
"""
REGION = "coalesce(person.region_id, place.region_id, home.region_id, its_place.region_id)"
GROUPS = {  # the group in SQL, and what it has to be joined with
    EquityDimension.REGION: (
        "coalesce(region.code, '')",
        f"LEFT JOIN capacity_region AS region ON region.id = {REGION}",
    ),
    EquityDimension.MATURITY: ("coalesce(nullif(home.maturity, 'unknown'), person.maturity)", ""),
    EquityDimension.AFFILIATE_TYPE: ("coalesce(home.affiliate_type, '')", ""),
    EquityDimension.LANGUAGE: (
        "coalesce(spoken.language_id, '')",
        "LEFT JOIN capacity_stakeholder_languages AS spoken ON spoken.stakeholder_id = person.id",
    ),
}

# Each person once, in the group she was last known in, at the furthest step she came to: she was at those before, too.
FUNNEL = """
    WITH steps AS (
        SELECT DISTINCT ON (own.subject_key) own.subject_key, own.region_id, own.maturity, own.affiliate_type,
            max(CASE WHEN own.followed_up THEN 5 WHEN own.completed THEN 4 WHEN own.attended THEN 3
                WHEN own.accepted THEN 2 ELSE 1 END) OVER (PARTITION BY own.subject_key) AS furthest,
            bool_or(own.is_demo) OVER (PARTITION BY own.subject_key) AS is_demo
        FROM evaluation_participation AS own
        WHERE {conditions}
        ORDER BY own.subject_key, own.region_id IS NULL, own.quarter DESC, own.cohort_id DESC
    )
    SELECT {group}, furthest, count(DISTINCT subject_key), bool_or(steps.is_demo) FROM steps {joins}
    GROUP BY GROUPING SETS (({group}, furthest), (furthest))
"""
# The same by region, without sorting people: the greatest of (has a region, quarter, cohort) holds the region.
FUNNEL_BY_REGION = """
    WITH people AS (
        SELECT max(CASE WHEN own.followed_up THEN 5 WHEN own.completed THEN 4 WHEN own.attended THEN 3
                WHEN own.accepted THEN 2 ELSE 1 END) AS furthest, bool_or(own.is_demo) AS is_demo,
            (max(ARRAY[(own.region_id IS NOT NULL)::integer, own.quarter - date '2000-01-01', own.cohort_id,
                own.region_id]))[4] AS region_id
        FROM evaluation_participation AS own
        WHERE {conditions}
        GROUP BY own.subject_key
    ), steps AS (
        SELECT region_id, furthest, count(*) AS people, bool_or(is_demo) AS is_demo
        FROM people GROUP BY region_id, furthest
    )
    SELECT {group}, furthest, sum(people)::bigint, bool_or(steps.is_demo) FROM steps {joins}
    GROUP BY GROUPING SETS (({group}, furthest), (furthest))
"""
FUNNEL_GROUPS = {
    EquityDimension.REGION: (
        "coalesce(region.code, '')",
        "LEFT JOIN capacity_region AS region ON region.id = steps.region_id",
    ),
    EquityDimension.MATURITY: ("coalesce(nullif(steps.maturity, ''), 'unknown')", ""),
    EquityDimension.AFFILIATE_TYPE: ("steps.affiliate_type", ""),
    EquityDimension.LANGUAGE: (
        "coalesce(spoken.language_id, '')",
        """LEFT JOIN evaluation_pseudonym AS key ON key.key = steps.subject_key
        LEFT JOIN capacity_stakeholder_languages AS spoken ON spoken.stakeholder_id = key.stakeholder_id""",
    ),
}


@dataclass(frozen=True, kw_only=True)
class Span:
    """Days, both included; quarters count by their first day."""

    since: date = date(2000, 1, 1)
    until: date = date(9999, 12, 31)

    @property
    def values(self) -> dict[str, Any]:
        return {"since": self.since, "until": self.until}

    def as_sql(self) -> tuple[str, dict[str, Any]]:
        return "quarter >= %(since)s AND quarter <= %(until)s", self.values


class Narrowed(Protocol):
    """What says in words of SQL which participations are looked at."""

    def as_sql(self) -> tuple[str, dict[str, Any]]: ...


@dataclass(frozen=True, kw_only=True)
class PartCounts:
    """Distinct people by group, and of all groups together: somebody of two languages is one person."""

    by_group: Counts
    people: int


BESIDE_LEARNING = [part for part in Part.values if part != Part.LEARN]


def people_by_part(dimension: str, span: Span) -> dict[str, PartCounts]:
    """By part beside learning: who learns stands in `furthest_steps`. One query."""
    group, joins = GROUPS[EquityDimension(dimension)]
    groups: dict[str, Counts] = defaultdict(dict)
    wholes: dict[str, int] = {}
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE.format(group=group, joins=joins), span.values)
        for part, name, people in cursor.fetchall():
            if name is None:
                wholes[part] = people
            else:
                groups[part][name] = people
    return {part: PartCounts(by_group=groups[part], people=wholes.get(part, 0)) for part in BESIDE_LEARNING}


@dataclass(frozen=True, kw_only=True)
class FurthestSteps:
    """{group: {step: people who came to it and no further}}, and the same of everybody."""

    by_group: dict[str, Counts]
    everybody: Counts
    has_demo: bool = False


def furthest_steps(dimension: str, part: Narrowed) -> FurthestSteps:
    """One query."""
    group, joins = FUNNEL_GROUPS[EquityDimension(dimension)]
    groups: dict[str, Counts] = defaultdict(lambda: dict.fromkeys(STEPS, 0))
    everybody = dict.fromkeys(STEPS, 0)
    has_demo = False
    conditions, values = part.as_sql()
    with connection.cursor() as cursor:
        funnel = FUNNEL_BY_REGION if dimension == EquityDimension.REGION else FUNNEL
        cursor.execute(funnel.format(group=group, joins=joins, conditions=conditions), values)
        for name, step, people, is_demo in cursor.fetchall():
            (everybody if name is None else groups[name])[STEPS[step - 1]] = people
            has_demo = has_demo or is_demo
    return FurthestSteps(by_group=dict(groups), everybody=everybody, has_demo=has_demo)


# --- What they are compared with ---


def internet_users() -> dict[str, float]:
    """People online: of territories whose share is known."""
    online = Cast(F("population"), FloatField()) * F("internet_users_percent") / 100.0
    return by_region(Sum(Cast(online, FloatField())))


def by_region(amount: Sum) -> dict[str, float]:
    in_regions = Territory.objects.filter(region__scheme=RegionScheme.WIKIMEDIA).exclude(population=None)
    summed = in_regions.order_by().values("region__code").annotate(amount=amount)
    found = summed.values_list("region__code", "amount")
    return {code: float(value) for code, value in found if value}


def speakers() -> dict[str, float]:
    """People who use a language, over all territories; somebody who uses two counts in both."""
    used = Cast(F("population"), FloatField()) * F("speakers__population_percent") / 100.0
    spoken = (
        Territory.objects.exclude(population=None)
        .exclude(speakers__population_percent=None)
        .order_by()
        .values("speakers__language_id")
        .annotate(amount=Sum(Cast(used, FloatField())))
        .values_list("speakers__language_id", "amount")
    )
    return {code: float(value) for code, value in spoken if code and value}


def inhabitants() -> float:
    return float(Territory.objects.aggregate(everybody=Sum("population"))["everybody"] or 0)


def affiliates(dimension: str, *, is_demo: bool) -> dict[str, float]:
    """Listed affiliates by group; demo and real ones are never counted together."""
    names = {
        EquityDimension.REGION: ("region__code", "territory__region__code"),
        EquityDimension.MATURITY: ("maturity",),
        EquityDimension.AFFILIATE_TYPE: ("affiliate_type",),
        EquityDimension.LANGUAGE: ("languages",),
    }[EquityDimension(dimension)]
    found: dict[str, float] = defaultdict(float)
    for *values, number in eligible(is_demo=is_demo).order_by().values_list(*names).annotate(Count("pk")):
        group = next((value for value in values if value), "")
        found["" if group == "unknown" else group] += number
    return found


def eligible(*, is_demo: bool) -> StakeholderQuerySet:
    """The communities among which opportunities are shared: listed affiliates, also those never reached."""
    return Stakeholder.objects.filter(
        kind=StakeholderKind.AFFILIATE, status=StakeholderStatus.LISTED, is_demo=is_demo
    )


# --- How evenly it is shared ---

SHARED = f"""
    SELECT community.pk, community.name, community.slug, coalesce(region.code, ''), place.internet_users_percent,
           coalesce(got.people, 0), coalesce(got.minutes, 0)
    FROM (SELECT id AS pk, name, slug, region_id, territory_id FROM capacity_stakeholder
          WHERE kind = 'affiliate' AND status = 'listed' AND is_demo = %(is_demo)s) AS community
    LEFT JOIN capacity_territory AS place ON place.code = community.territory_id
    LEFT JOIN capacity_region AS region ON region.id = coalesce(community.region_id, place.region_id)
    LEFT JOIN (
        SELECT organization_id, count(DISTINCT subject_key) AS people, sum(minutes) AS minutes
        FROM evaluation_participation AS own
        WHERE {PRESENT} AND organization_id IS NOT NULL AND quarter >= %(since)s AND quarter <= %(until)s
        GROUP BY 1
    ) AS got ON got.organization_id = community.pk
    ORDER BY community.name, community.pk
"""


@dataclass(frozen=True, kw_only=True)
class Community:
    """An affiliate and what it got in the period; `online`: the percentage of people online in its territory."""

    pk: int
    name: str
    slug: str
    region: str
    online: float | None
    people: int
    hours: float


def communities(span: Span, *, is_demo: bool) -> list[Community]:
    """Every eligible one, those that got nothing included. One query."""
    with connection.cursor() as cursor:
        cursor.execute(SHARED, {**span.values, "is_demo": is_demo})
        return [
            Community(
                pk=pk,
                name=name,
                slug=slug,
                region=region,
                online=None if online is None else float(online),
                people=people,
                hours=float(minutes) / 60,
            )
            for pk, name, slug, region, online, people, minutes in cursor.fetchall()
        ]


def has_demo() -> bool:
    return Participation.objects.filter(is_demo=True).exists()
