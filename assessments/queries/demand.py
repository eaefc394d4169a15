"""Demand minus supply: who wants a capacity, who offers it, by region and language. Each counts once."""

from collections import defaultdict
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.utils import timezone

from assessments.logic.demand import Balance, protected
from capacity.models import Capacity, Language, Region
from programs.models import Cohort, Program
from programs.states import ProgramState

# Wishes: said as such, needs of plans, actions that are to meet one, and places in waiting lists.
SIDES = """
    WITH said AS (
        SELECT claim.capacity_id, claim.stakeholder_id, claim.kind AS side
        FROM capacity_capacityclaim AS claim WHERE claim.is_current AND claim.kind IN ('wants', 'offers')
        UNION
        SELECT need.capacity_id, plan.subject_id, 'wants'
        FROM assessments_need AS need JOIN assessments_developmentplan AS plan ON plan.id = need.plan_id
        WHERE plan.ended_at IS NULL AND need.importance > need.ability
            AND need.dropped_at IS NULL
        UNION
        SELECT action.capacity_id, plan.subject_id, 'wants'
        FROM assessments_planaction AS action
        JOIN assessments_developmentplan AS plan ON plan.id = action.plan_id
        WHERE plan.ended_at IS NULL AND action.state IN ('open', 'doing')
        UNION
        SELECT aim.capacity_id, enrollment.person_id, 'wants'
        FROM programs_enrollment AS enrollment
        JOIN programs_cohort AS cohort ON cohort.id = enrollment.cohort_id
        JOIN programs_programcapacity AS aim ON aim.program_id = cohort.program_id
        WHERE enrollment.state = 'waitlisted'
    ), known AS (
        SELECT said.capacity_id, said.side, stakeholder.id, coalesce(region.code, its_region.code, '') AS region
        FROM said
        JOIN capacity_stakeholder AS stakeholder ON stakeholder.id = said.stakeholder_id
        LEFT JOIN capacity_user AS account ON account.id = stakeholder.user_id
        LEFT JOIN capacity_region AS region ON region.id = stakeholder.region_id
        LEFT JOIN capacity_territory AS place ON place.code = stakeholder.territory_id
        LEFT JOIN capacity_region AS its_region ON its_region.id = place.region_id
        WHERE coalesce(account.is_active, true) AND (%(demo)s OR NOT stakeholder.is_demo)
    )
    SELECT capacity_id, side, 'region' AS part, region AS code, count(*) FROM known GROUP BY 1, 2, 4
    UNION ALL
    SELECT capacity_id, side, 'language', spoken.language_id, count(*)
    FROM known JOIN capacity_stakeholder_languages AS spoken ON spoken.stakeholder_id = known.id GROUP BY 1, 2, 4
"""


@dataclass(frozen=True, kw_only=True)
class Part:
    """All of it, or one region or language: `by` is "", "region" or "language"."""

    by: str = ""
    code: str = ""


def balances(part: Part) -> list[Balance]:
    """Of each capacity that somebody wants or offers, what is unmet most on top, what may not be told last. Four
    queries."""
    counts = _counts()
    seats, drafts = _seats(part), _drafts()
    capacities = Capacity.objects.shown().filter(pk__in={*counts, *seats})
    found = [_balance(each, part, counts[each.pk], seats, drafts) for each in capacities.order_by("path")]
    return sorted(found, key=lambda row: (row.gap is None, -(row.gap or 0), row.name))


Cells = dict[str, dict[str, dict[str, int]]]  # side, part, code


def _counts() -> dict[int, Cells]:
    counts: dict[int, Cells] = defaultdict(lambda: defaultdict(lambda: defaultdict(dict)))
    with connection.cursor() as cursor:
        cursor.execute(SIDES, {"demo": settings.DEMO_MODE})
        for capacity, side, part, code, n in cursor.fetchall():
            counts[capacity][side][part][code] = n
    return counts


def _balance(
    capacity: Capacity, part: Part, counts: Cells, seats: dict[int, int], drafts: dict[int, int]
) -> Balance:
    sides = {}
    for name in ("wants", "offers"):
        regions, languages = counts[name]["region"], counts[name]["language"]
        whole = sum(regions.values())
        side = protected(whole, regions, languages, k=settings.MINIMUM_CELL_PEOPLE)
        sides[name] = side.at(part.by, part.code)
    return Balance(
        code=capacity.code,
        name=str(capacity),
        wants=sides["wants"],
        offers=sides["offers"],
        seats=seats.get(capacity.pk, 0),
        drafts=drafts.get(capacity.pk, 0),
    )


def _seats(part: Part) -> dict[int, int]:
    """Free seats of cohorts that are open for enrollment, by capacity: in the language, or for the region."""
    cohorts = Cohort.objects.open_for_enrollment().filter(enrollment_closes_at__gt=timezone.now())
    if not settings.DEMO_MODE:
        cohorts = cohorts.filter(is_demo=False)
    if part.by == "language":
        cohorts = cohorts.filter(languages=part.code)
    if part.by == "region":
        cohorts = cohorts.filter(program__in=_programs_for(part.code))
    free: dict[int, int] = defaultdict(int)
    rows = cohorts.exclude(program__aims=None).values_list(
        "pk", "program__aims__capacity", "seats", "held_seats"
    )
    for _cohort, capacity, whole, held in rows.distinct():
        free[capacity] += max(0, (whole or 0) - held)
    return dict(free)


def _programs_for(region: str) -> list[int]:
    """Those for the region, and those for all."""
    named = Program.objects.filter(regions__code=region).values_list("pk", flat=True)
    for_all = Program.objects.filter(regions=None).values_list("pk", flat=True)
    return [*named.union(for_all)]


def _drafts() -> dict[int, int]:
    found: dict[int, int] = defaultdict(int)
    written = Program.objects.filter(state__in=[ProgramState.DRAFT, ProgramState.IN_REVIEW])
    for capacity in written.exclude(aims=None).values_list("aims__capacity", flat=True):
        found[capacity] += 1
    return dict(found)


def parts() -> dict[str, list[tuple[str, str]]]:
    """What may be chosen: the Wikimedia regions, and languages of stakeholders."""
    spoken = Language.objects.exclude(stakeholders=None).distinct()
    regions = Region.objects.wikimedia().order_by("code")
    return {
        "region": [(each.code, str(each)) for each in regions],
        "language": sorted(((each.code, str(each)) for each in spoken), key=lambda pair: pair[1]),
    }
