"""Facts written at the same moment into the same cells, each statement on a connection of its own."""

import random
import uuid
from decimal import Decimal

import pytest

from evaluation.actions import changes
from evaluation.models import ChangeFact, Rollup, RollupStep
from tests.factories.evaluation import ChangeFactFactory
from tests.programs.actions.test_enrollments_at_once import at_once

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]
STATEMENTS = 120


def test_nobody_waits_in_a_circle_and_every_fact_is_counted_once():
    first = ChangeFactFactory()
    places = [ChangeFactFactory(cohort=first.cohort) for _each in range(4)]
    known = [fact.pk for fact in ChangeFact.objects.order_by("pk")]

    def write(seed):
        chance = random.Random(seed)
        score = Decimal(chance.randrange(101)) / 100
        if chance.random() < 0.5:
            made = [
                ChangeFactFactory.build(
                    subject_key=uuid.UUID(int=chance.getrandbits(128)),
                    cohort=first.cohort,
                    program=first.program,
                    capacity=chance.choice(places).capacity,
                    region=first.region,
                    organization=first.organization,
                    quarter=first.quarter,
                    after=score,
                )
                for _each in range(6)
            ]
            ChangeFact.objects.bulk_create(made)
        else:
            some = chance.sample(known, 3)
            for key in sorted(some):
                ChangeFact.objects.filter(pk=key).update(after=score)

    at_once(write, list(range(STATEMENTS)))
    kept = list(Rollup.objects.order_by("key").values_list()), cells()
    changes.rebuild_rollups()
    assert (list(Rollup.objects.order_by("key").values_list()), cells()) == kept


def cells():
    return list(RollupStep.objects.order_by("rollup", "step").values_list("rollup", "step", "n"))
