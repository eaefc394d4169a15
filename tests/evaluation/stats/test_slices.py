"""Live change by capacity, summed by the database, against the facts themselves."""

import random
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction

import pytest

from common.statistics.clustering import ClusterSums
from common.statistics.paired import PairedSums
from evaluation.models import ChangeFact
from evaluation.stats.change_figures import ORIGIN
from evaluation.stats.slices import Slice, changes
from tests.evaluation.asking import region
from tests.factories.capacity import AffiliateFactory, CapacityFactory
from tests.factories.evaluation import ChangeFactFactory, DesignFactory
from tests.factories.programs import CohortFactory

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
