import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils import timezone

from assessments.actions import demo as assessments
from assessments.actions import demo_organizations as assessments_of_organizations
from assessments.actions import demo_statistics, demo_views
from capacity.actions import demo as capacity
from capacity.actions import demo_people
from common.demo import Demo, forget_cached
from config.management.commands.remove_demo import remove
from evaluation.actions import demo as evaluation
from programs.actions import demo as programs
from programs.actions.demo_searches import load_searches
from programs.logic.demo import DemoCohort

COHORTS_AT_ONCE = 350  # about thirty thousand change facts in one part


class Command(BaseCommand):
    help = (
        "Loads invented people, organizations, programs and answers: the same ones for the same seed and day."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--scale", type=float, default=1, help="1 (2,000 people), 10 or 100; tests take less"
        )
        parser.add_argument(
            "--as-of", type=date.fromisoformat, default=None, help="YYYY-MM-DD, by default today"
        )
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *, scale: float, as_of: date | None, seed: int, verbosity: int, **options: Any) -> None:
        if not 0 < scale <= 100:
            raise CommandError("--scale is a number above 0 and up to 100.")
        self.began, self.verbosity = time.monotonic(), verbosity
        state = capacity.state()
        if state == "whole":
            self.tell("The demo population is there already: `manage.py remove_demo` takes it away.")
            return
        if state == "partial":
            self.tell("An earlier load did not come to its end: what it left is removed first.")
            remove()
        demo = Demo(scale=scale, as_of=as_of or timezone.now().date(), seed=seed, tell=self.tell)
        try:
            load(demo)
        except LookupError as error:
            raise CommandError(str(error)) from error
        forget_cached()
        self.tell("The demo population is loaded.")

    def tell(self, sentence: str) -> None:
        if self.verbosity:
            self.stdout.write(f"[{time.monotonic() - self.began:6.1f} s] {sentence}")
            self.stdout.flush()


def load(demo: Demo) -> None:
    """Each part in a transaction of its own; accounts can sign in as soon as what they have to do is there."""
    with part():
        world = capacity.load(demo)
        demo.tell(f"{len(world.people):,} people in {len(world.organizations):,} organizations")
        offered = programs.load_programs(demo, world)
        programs.load_movement_roles(demo, world)
        load_searches(demo, world, offered)
        demo.tell(f"{len(offered):,} programs")
        instruments = assessments.load_instruments(demo, world)
        keys = evaluation.load_pseudonyms(demo, world)
    cohorts = programs.plan_cohorts(demo, offered)
    done = 0
    for some in [cohorts[: programs.SHOWCASE], *parts(cohorts[programs.SHOWCASE :])]:
        with part():
            programs.load_cohorts(demo, world, some)
            facts = assessments.load_answers(demo, world, instruments, some)
            evaluation.load_changes(demo, world, keys, some, facts)
            if not done:
                assessments_of_organizations.load(demo, world)
                demo_views.load(demo, world)
                capacity.open_doors(demo, world)
        done += len(some)
        for each in some:
            each.enrollments.clear()  # they are written, and need not stay in memory
        demo.tell(f"{done:,} of {len(cohorts):,} cohorts, with enrollments, answers and changes")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    demo_statistics.count_answers(demo)
    demo_people.load_demographics(demo, world)
    evaluation.load_demographic_counts(demo)
    evaluation.load_designs(demo, world)
    evaluation.load_framework(demo, world)
    evaluation.load_equity_targets(demo, world)
    evaluation.load_reports(demo, world)
    capacity.suggest(demo, world)
    capacity.close(demo, world)


def parts(cohorts: list[DemoCohort]) -> Iterator[list[DemoCohort]]:
    for start in range(0, len(cohorts), COHORTS_AT_ONCE):
        yield cohorts[start : start + COHORTS_AT_ONCE]


@contextmanager
def part() -> Iterator[None]:
    """One transaction. Each COPY checks its foreign keys at its end: thousands of checks left for the commit would be
    gone through again for every row that a trigger looks up, which made a load a hundred times slower."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        yield
