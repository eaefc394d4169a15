"""How far people came by region, against the participations themselves."""

import random
import uuid
from collections import Counter
from datetime import date

import pytest

from evaluation.logic.equity import STEPS
from evaluation.models import EquityDimension, Participation
from evaluation.queries.equity import Span, furthest_steps
from tests.evaluation.asking import region
from tests.factories.evaluation import ParticipationFactory
from tests.factories.programs import CohortFactory

pytestmark = pytest.mark.django_db
QUARTERS = [date(1999, 10, 1), date(2025, 1, 1), date(2025, 4, 1)]


def last_known(rows):
    """Where she was last known to be, and how far she came anywhere."""
    last = max(rows, key=lambda row: (row.region is not None, row.quarter, row.cohort_id))
    came = max(max((at for at, step in enumerate(STEPS) if getattr(row, step)), default=0) for row in rows)
    return last.region.code if last.region else "", STEPS[came]


@pytest.mark.parametrize("seed", range(3))
def test_each_person_counts_once_where_she_was_last_known(seed):
    chance = random.Random(seed)
    cohorts = CohortFactory.create_batch(4)
    regions = [None, region(), region("MENA", "Middle East")]
    for number in range(40):
        for cohort in chance.sample(cohorts, chance.randrange(1, 4)):
            ParticipationFactory(
                subject_key=uuid.UUID(int=number),
                cohort=cohort,
                region=chance.choice(regions),
                quarter=chance.choice(QUARTERS),
                is_demo=seed == 1 and number == 7,
                **{step: chance.random() < 0.4 for step in STEPS[1:]},
            )
    people = {}
    for row in Participation.objects.filter(quarter__gte=date(2000, 1, 1)).select_related("region"):
        people.setdefault(row.subject_key, []).append(row)
    wanted = Counter(last_known(rows) for rows in people.values())
    found = furthest_steps(EquityDimension.REGION, Span())
    assert {
        (name, step): number
        for name, steps in found.by_group.items()
        for step, number in steps.items()
        if number
    } == dict(wanted)
    assert sum(found.everybody.values()) == len(people)
    assert found.has_demo == (seed == 1)
