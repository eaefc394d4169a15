"""Live change by capacity, summed by the database, against the facts themselves."""

import random
from collections import defaultdict
from datetime import date
from decimal import Decimal
from fractions import Fraction
from uuid import uuid4

import pytest

from common.statistics.clustering import ClusterSums
from common.statistics.paired import PairedSums
from evaluation.models import ChangeFact
from evaluation.stats.change_figures import ORIGIN
from evaluation.stats.slices import Slice, changes, shown_changes
from tests.evaluation.asking import region
from tests.factories.capacity import AffiliateFactory, CapacityFactory
from tests.factories.evaluation import ChangeFactFactory, DesignFactory
from tests.factories.programs import CohortFactory, ProgramFactory

pytestmark = pytest.mark.django_db
PAIR = "baseline", "endline"


@pytest.fixture(params=range(3))
def facts(request):
    """Of organizations of any size and of people who belong to none, in cohorts of which one serves for comparison."""
    chance = random.Random(request.param)
    cohorts, capacities = CohortFactory.create_batch(3), CapacityFactory.create_batch(2)
    organizations = [None, *AffiliateFactory.create_batch(4)]
    DesignFactory(cohort=cohorts[0], kind="waitlist", comparison=cohorts[2])
    for _each in range(60):
        ChangeFactFactory(
            cohort=chance.choice(cohorts),
            capacity=chance.choice(capacities),
            organization=chance.choice(organizations),
            region=chance.choice([None, region()]),
            before=Decimal(chance.randrange(101)) / 100,
            after=Decimal(chance.randrange(101)) / 100,
        )
    ChangeFactFactory(to_timepoint="m6", cohort=cohorts[0], capacity=capacities[0])
    return cohorts


def plainly(rows):
    """{capacity: the sums of all pairs, and of the clusters they form}."""
    sides = defaultdict(lambda: defaultdict(lambda: ([], [])))
    for row in rows:
        before, after = sides[row.capacity_id][row.organization_id]
        before.append(row.before)
        after.append(row.after)
    found = {}
    for capacity, groups in sides.items():
        sums = {name: PairedSums.of(*sides, origin=ORIGIN) for name, sides in groups.items()}
        alone = sums.pop(None, PairedSums(origin=ORIGIN))
        found[capacity] = sum(sums.values(), alone), ClusterSums.of(sums.values(), singles=alone)
    return found


def exactly(sums):
    return {name: Fraction(value) for name, value in vars(sums).items()}


@pytest.mark.parametrize("narrowed", ["", "cohort", "comparison", "region"])
def test_what_the_database_sums_is_what_the_facts_say(facts, narrowed):
    rows = ChangeFact.objects.filter(to_timepoint="endline")
    part = {
        "": lambda: (Slice(), rows.exclude(cohort=facts[2])),
        "cohort": lambda: (Slice(cohort=facts[0].pk), rows.filter(cohort=facts[0])),
        "comparison": lambda: (Slice(cohort=facts[2].pk), rows.filter(cohort=facts[2])),
        "region": lambda: (
            Slice(region=region().pk),
            rows.filter(region=region()).exclude(cohort=facts[2]),
        ),
    }[narrowed]()
    found = changes(part[0], *PAIR)
    wanted = plainly(part[1])
    assert {capacity: exactly(each.sums) for capacity, each in found.items()} == {
        capacity: exactly(sums) for capacity, (sums, _clusters) in wanted.items()
    }
    assert {capacity: exactly(each.clusters) for capacity, each in found.items()} == {
        capacity: exactly(clusters) for capacity, (_sums, clusters) in wanted.items()
    }
    assert found


def test_dates_that_cut_off_few_people_show_nothing():
    """Nine changed in one quarter and two in the next: without the two, or with them, would tell of them."""
    cohort, capacity = CohortFactory(), CapacityFactory(code="36")
    first, second, third = date(2025, 1, 1), date(2025, 4, 1), date(2025, 7, 1)
    for quarter, number in ((first, 9), (second, 2), (third, 9)):
        for _each in range(number):
            ChangeFactFactory(cohort=cohort, capacity=capacity, quarter=quarter)

    def shown(**dates):
        part = Slice(program=cohort.program_id, **dates)
        results = shown_changes(changes(part, *PAIR), *PAIR, {capacity.pk: "36"})
        return {each.n for each in results if each.metric == "change"}

    assert shown() == {20}
    assert shown(ends_on=first) == shown(starts_on=first, ends_on=first) == {9}
    assert shown(starts_on=second) == {11}
    assert shown(ends_on=second) == shown(starts_on=third) == {None}
    assert shown(ends_on=third, starts_on=first) == {20}


def test_a_region_or_a_cohort_is_not_shown_beside_few_others():
    """All less the twenty and the nine are the two; less the nine, the twenty and the two."""
    program, capacity = ProgramFactory(), CapacityFactory(code="36")
    cohorts = CohortFactory.create_batch(3, program=program)
    regions = [region("SSA"), region("MENA"), None]
    for cohort, place, number in zip(cohorts, regions, (20, 9, 2), strict=True):
        for _each in range(number):
            ChangeFactFactory(cohort=cohort, capacity=capacity, region=place)

    def shown(**part):
        results = shown_changes(changes(Slice(**part), *PAIR), *PAIR, {capacity.pk: "36"})
        return [each.n for each in results if each.metric == "change"]

    assert shown() == shown(program=program.pk) == [31]
    assert [shown(cohort=each.pk) for each in cohorts] == [[20], [None], [None]]
    assert [shown(region=each.pk) for each in regions[:2]] == [[20], [None]]
    assert shown(region=regions[1].pk, program=program.pk) == [None]


def test_a_program_in_a_region_is_not_shown_beside_few_in_other_programs():
    """All of the region less twenty and nine are the two; less the nine, the twenty and the two."""
    capacity, programs = CapacityFactory(code="36"), ProgramFactory.create_batch(3)
    for program, number in zip(programs, (20, 9, 2), strict=True):
        cohort = CohortFactory(program=program)
        for place, people in ((region("SSA"), number), (region("MENA"), 20)):
            for _each in range(people):
                ChangeFactFactory(cohort=cohort, capacity=capacity, region=place)

    def shown(**part):
        results = shown_changes(changes(Slice(**part), *PAIR), *PAIR, {capacity.pk: "36"})
        return [each.n for each in results if each.metric == "change"]

    small = region("SSA").pk
    assert shown(region=small) == [31]
    assert [shown(region=small, program=each.pk) for each in programs] == [[20], [None], [None]]
    assert [shown(region=region("MENA").pk, program=each.pk) for each in programs] == [[20], [20], [None]]


@pytest.mark.parametrize(("people", "shown"), [(3, None), (6, 6)])
def test_pairs_of_few_people_are_not_shown(people, shown):
    """Six pairs: of three people who were in two cohorts each, or of six."""
    program, capacity = ProgramFactory(), CapacityFactory(code="36")
    cohorts, keys = CohortFactory.create_batch(2, program=program), [uuid4() for _each in range(people)]
    for number in range(6):
        fact = {"cohort": cohorts[number // 3], "subject_key": keys[number % people]}
        ChangeFactFactory(capacity=capacity, **fact)
    results = shown_changes(changes(Slice(program=program.pk), *PAIR), *PAIR, {capacity.pk: "36"})
    assert [each.n for each in results if each.metric == "change"] == [shown]
