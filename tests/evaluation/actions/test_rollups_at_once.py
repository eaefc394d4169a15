"""Facts written at the same moment, rollups folded and pages read meanwhile, each on a connection of its own."""

import random
import uuid
from decimal import Decimal

import pytest

from evaluation.actions import changes, folding
from evaluation.models import ChangeFact, Posting
from evaluation.stats import slices
from evaluation.stats.slices import Slice
from tests.evaluation.actions.test_folding import rollups
from tests.factories.evaluation import ChangeFactFactory
from tests.programs.actions.test_enrollments_at_once import at_once

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]
STATEMENTS = 160
STILL = 50


def test_nobody_waits_in_a_circle_and_every_fact_is_counted_once_at_every_moment(monkeypatch):
    monkeypatch.setattr(folding, "AT_ONCE", 5)
    first = ChangeFactFactory()
    places = [ChangeFactFactory(cohort=first.cohort) for _each in range(4)]
    known = [fact.pk for fact in ChangeFact.objects.order_by("pk")]
    still = ChangeFactFactory(cohort=first.cohort).capacity

    def made(chance, capacity, number, score):
        ChangeFact.objects.bulk_create(
            ChangeFactFactory.build(
                subject_key=uuid.UUID(int=chance.getrandbits(128)),
                cohort=first.cohort,
                program=first.program,
                capacity=capacity,
                region=first.region,
                organization=first.organization,
                quarter=first.quarter,
                after=score,
            )
            for _each in range(number)
        )

    made(random.Random(0), still, STILL - 1, Decimal("0.75"))

    def act(seed):
        chance = random.Random(seed)
        score = Decimal(chance.randrange(101)) / 100
        if seed % 4 == 0:
            made(chance, chance.choice(places).capacity, 6, score)
        elif seed % 4 == 1:
            for key in sorted(chance.sample(known, 3)):
                ChangeFact.objects.filter(pk=key).update(after=score)
        elif seed % 4 == 2:
            chance.choice([folding.fold, folding.fold_due])()
        else:
            found = [
                slices.changes(part, "baseline", "endline")
                for part in (Slice(), Slice(cohort=first.cohort_id))
            ]
            assert [each[still.pk].sums.n for each in found] == [STILL, STILL]
            assert [sum(each[still.pk].steps.values()) for each in found] == [STILL, STILL]

    at_once(act, list(range(1, STATEMENTS)))
    folding.fold()
    assert not Posting.objects.exists()
    kept = rollups()
    changes.rebuild_rollups()
    assert rollups() == kept
