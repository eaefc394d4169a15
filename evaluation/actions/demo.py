"""What the demo answers show: change, participation, and reports. All of it is marked, and none of it is real."""

from collections.abc import Iterator
from typing import Any

from django.db import connection

from assessments.logic.demo import METHOD, DemoFact
from capacity.logic.demo import DemoWorld
from common.demo import Demo, remove_marked, uuid_from
from evaluation.models import ChangeFact, ImpactReport, Participation, Pseudonym
from programs.logic.demo import DemoCohort

APPLIED_AT_LEAST = {"draft"}  # a draft is not an application yet
ACCEPTED = {"offered", "enrolled", "completed", "not_completed", "transferred", "refused", "lapsed"}


def load_pseudonyms(demo: Demo, world: DemoWorld) -> list[str]:
    """One key for each person, in the order of the people."""
    dice = demo.dice("pseudonyms")
    keys = [uuid_from(dice) for _ in world.people]
    demo.copy(
        Pseudonym,
        ["stakeholder", "key"],
        ((each.pk, key) for each, key in zip(world.people, keys, strict=True)),
    )
    return keys


def load_changes(
    demo: Demo, world: DemoWorld, keys: list[str], cohorts: list[DemoCohort], facts: list[DemoFact]
) -> None:
    """Writes change facts and participations of these cohorts; the rollups follow by themselves."""
    cohort_of = {each.pk: cohort for cohort in cohorts for each in cohort.enrollments}

    def changes() -> Iterator[tuple[Any, ...]]:
        for each in facts:
            home = world.people[each.person].organization
            cohort = cohort_of[each.enrollment]
            yield (
                keys[each.person], each.enrollment, cohort.pk, cohort.program.pk, home.pk, home.territory, home.region,
                each.capacity, "baseline", each.to_timepoint, each.before, each.after, each.before_response,
                each.after_response, METHOD, demo.day(each.day), demo.quarter(each.day),
            )  # fmt: skip

    demo.copy(ChangeFact, FACT_COLUMNS, changes())
    followed_up = {each.enrollment for each in facts if each.to_timepoint in {"m6", "m12"}}
    demo.copy(Participation, PARTICIPATION_COLUMNS, _participations(demo, world, keys, cohorts, followed_up))


FACT_COLUMNS = [
    "subject_key", "enrollment", "cohort", "program", "organization", "territory", "region", "capacity",
    "from_timepoint", "to_timepoint", "before", "after", "before_response", "after_response", "method_id",
    "measured_on", "quarter",
]  # fmt: skip
PARTICIPATION_COLUMNS = [
    "subject_key", "cohort", "program", "organization", "territory", "region", "affiliate_type", "maturity", "quarter",
    "applied", "accepted", "attended", "completed", "followed_up", "minutes",
]  # fmt: skip


def _participations(
    demo: Demo, world: DemoWorld, keys: list[str], cohorts: list[DemoCohort], followed_up: set[int]
) -> Iterator[tuple[Any, ...]]:
    for cohort in cohorts:
        quarter = demo.quarter(cohort.starts)
        for each in cohort.enrollments:
            if each.state in APPLIED_AT_LEAST:
                continue
            home = world.people[each.person].organization
            yield (
                keys[each.person], cohort.pk, cohort.program.pk, home.pk, home.territory, home.region,
                home.affiliate_type, home.maturity, quarter, True, each.state in ACCEPTED, each.attended,
                each.state == "completed", each.pk in followed_up, each.minutes,
            )  # fmt: skip


def remove() -> int:
    """Deletes demo facts, with which the rollups go, and every report that has demo data in it."""
    with connection.cursor() as cursor:
        for table in ("evaluation_reportresult", "evaluation_frozendata"):
            cursor.execute(
                f"DELETE FROM {table} WHERE report_id IN"
                " (SELECT id FROM evaluation_impactreport WHERE is_demo OR touches_demo)"
            )
        cursor.execute("DELETE FROM evaluation_impactreport WHERE is_demo OR touches_demo")
    return remove_marked([ImpactReport, ChangeFact, Participation, Pseudonym])
