"""What is shown follows from the facts at every moment: before, between and after foldings, whatever comes and goes."""

import random
import uuid
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.db.models import Q

from evaluation.actions import changes, folding
from evaluation.models import ChangeFact, CoarseRollup, CoarseStep, Posting, Rollup, RollupStep
from evaluation.stats import slices
from evaluation.stats.slices import Slice
from tests.evaluation.asking import region
from tests.evaluation.stats.test_slices import exactly, plainly
from tests.factories.capacity import AffiliateFactory
from tests.factories.evaluation import ChangeFactFactory, DesignFactory

pytestmark = pytest.mark.django_db
PAIR = "baseline", "endline"
FIRST, SECOND = date(2026, 1, 1), date(2026, 4, 1)


def rollups():
    return [
        list(Rollup.objects.order_by("key").values_list()),
        list(RollupStep.objects.order_by("rollup", "step").values_list("rollup", "step", "n")),
        sorted(
            CoarseRollup.objects.values_list(*CoarseRollup.KEY_COLUMNS, *CoarseRollup.SUM_COLUMNS), key=repr
        ),
        sorted(CoarseStep.objects.values_list(*CoarseStep.KEY_COLUMNS, "n"), key=repr),
    ]


class Chance:
    """Facts that come, change and go, among three cohorts, of which one serves for comparison with another."""

    def __init__(self, seed):
        self.dice = random.Random(seed)
        self.cohorts = [ChangeFactFactory(quarter=FIRST).cohort for _each in range(3)]
        self.capacities = [
            ChangeFactFactory(cohort=self.cohorts[0], quarter=FIRST).capacity for _each in range(2)
        ]
        self.organizations = [None, *AffiliateFactory.create_batch(2)]
        self.regions = [None, region(), region("MENA", "Middle East")]
        DesignFactory(
            cohort=self.cohorts[0], kind="waitlist", comparison=self.cohorts[2], admitted_below=Decimal("0.4")
        )

    def score(self):
        return Decimal(self.dice.randrange(0, 1_000_001)) / 1_000_000

    def place(self):
        cohort = self.dice.choice([None, *self.cohorts])
        return {
            "cohort": cohort,
            "program": cohort.program if cohort else None,
            "capacity": self.dice.choice(self.capacities),
            "region": self.dice.choice(self.regions),
            "organization": self.dice.choice(self.organizations),
            "quarter": self.dice.choice([FIRST, SECOND]),
            "to_timepoint": self.dice.choice(["endline", "endline", "m6"]),
        }

    def move(self):
        deed, some = self.dice.random(), list(ChangeFact.objects.order_by("id"))
        chosen = [fact.pk for fact in self.dice.sample(some, min(len(some), 4))]
        scores = {"before": self.score(), "after": self.score()}
        if deed < 0.4 or not some:
            facts = [{**self.place(), "before": self.score(), "after": self.score()} for _each in range(4)]
            ChangeFact.objects.bulk_create(
                ChangeFactFactory.build(subject_key=uuid.UUID(int=self.dice.getrandbits(128)), **fact)
                for fact in facts
            )
        elif deed < 0.7:
            ChangeFact.objects.filter(pk__in=chosen).update(**scores, **self.place())
        elif deed < 0.85:
            ChangeFact.objects.filter(pk__in=chosen).delete()
        else:
            folding._some()

    def looked_at(self):
        """(what a page asks for, which facts these are)"""
        everybody = ~Q(cohort=self.cohorts[2]) | Q(cohort=None)
        one, middle = self.cohorts[1], self.regions[2].pk
        return [
            (Slice(), everybody),
            (Slice(region=middle), everybody & Q(region=middle)),
            (Slice(starts_on=SECOND), everybody & Q(quarter=SECOND)),
            (Slice(ends_on=FIRST, region=middle), everybody & Q(quarter=FIRST, region=middle)),
            (Slice(program=one.program_id), Q(program=one.program_id)),
            (Slice(cohort=self.cohorts[2].pk), Q(cohort=self.cohorts[2])),
            (Slice(organization=self.organizations[1].pk), everybody & Q(organization=self.organizations[1])),
        ]


def hundredths(fact):
    """Halves away from zero, as the database rounds."""
    return int((abs(fact.after - fact.before) * 100 + Decimal("0.5")) // 1) * (
        1 if fact.after > fact.before else -1
    )


def from_facts(which):
    rows = list(ChangeFact.objects.filter(which, to_timepoint="endline"))
    steps = {capacity: Counter() for capacity in {row.capacity_id for row in rows}}
    for row in rows:
        steps[row.capacity_id][hundredths(row)] += 1
    return {
        capacity: (exactly(sums), exactly(clusters), dict(steps[capacity]))
        for capacity, (sums, clusters) in plainly(rows).items()
    }


def shown(part):
    found = slices.changes(part, *PAIR)
    return {
        capacity: (exactly(own.sums), exactly(own.clusters), own.steps) for capacity, own in found.items()
    }


@pytest.mark.parametrize("seed", range(4))
def test_at_every_moment_pages_read_what_the_facts_say(seed, monkeypatch):
    monkeypatch.setattr(folding, "AT_ONCE", 7)
    chance = Chance(seed)
    for _round in range(40):
        chance.move()
        for part, which in chance.looked_at():
            assert shown(part) == from_facts(which), part
    everything = [repr(slices.changes(part, *PAIR)) for part, _which in chance.looked_at()]
    folding.fold()
    assert [repr(slices.changes(part, *PAIR)) for part, _which in chance.looked_at()] == everything
    kept = rollups()
    changes.rebuild_rollups()
    assert rollups() == kept
    assert (
        sum(cell[-6] for cell in kept[0]) == sum(cell[-6] for cell in kept[2]) == ChangeFact.objects.count()
    )
    assert not Posting.objects.exists()
    ChangeFact.objects.all().delete()
    folding.fold()
    assert rollups() == [[], [], [], []]


def test_a_folding_that_is_killed_has_done_nothing():
    ChangeFactFactory()
    posted = list(Posting.objects.values_list())
    with transaction.atomic():
        assert folding.fold() == 1
        transaction.set_rollback(True)
    assert (list(Posting.objects.values_list()), rollups()) == (posted, [[], [], [], []])
    assert (folding.fold_due(), folding.fold_due()) == (1, 0)


def test_a_cell_outlives_neither_its_facts_nor_what_they_were_of():
    """A cohort goes whose facts went a moment ago."""
    fact = ChangeFactFactory()
    folding.fold()
    fact.delete()
    fact.cohort.delete()
    assert slices.changes(Slice(), *PAIR) == {}
    folding.fold()
    assert rollups() == [[], [], [], []]


def test_facts_that_change_touch_no_row_that_others_wait_for():
    """Whoever answers writes rows of their own, and no cell."""
    ChangeFactFactory()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid() AND relation IN"
            " ('evaluation_rollup'::regclass, 'evaluation_coarserollup'::regclass) AND mode = 'RowExclusiveLock'"
        )
        assert cursor.fetchone() == (0,)
