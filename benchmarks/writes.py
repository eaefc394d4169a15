"""Enrollments, rollups and reports against the same work by bare means, on a copy of the database."""

import itertools
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from statistics import median
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from benchmarks import answers
from benchmarks.rounds import Make, compete
from capacity.models import Stakeholder
from evaluation.actions import report_runs
from evaluation.actions.report_freezing import FETCH_ROWS, Snapshot, values_of
from evaluation.models import ChangeFact, ImpactReport, Period, ReportKind, ReportScope
from evaluation.models.change_fact import KEY, KEY_HASH
from evaluation.queries import frozen
from programs.actions import enrollments
from programs.models import Cohort, Enrollment, EnrollmentEvent
from programs.states import EnrollmentState

HOT_SEATS, HOT_PEOPLE = 30, 200
CHANGES = 1000


def measure() -> dict[str, dict[str, Any]]:
    return {
        "enrollment over many cohorts": enrollment_over(500),
        "one hot cohort": hot_cohort(),
        "rollup refresh": rollup_refresh(),
        "report": report(),
        **answers.measure(),
    }


# --- Enrollment ---


def open_cohorts(number: int, seats: int) -> list[Cohort]:
    program = Cohort.objects.open_for_enrollment().first()
    assert program is not None
    now = timezone.now()
    rows = [
        Cohort(
            program=program.program,
            name="benchmark",
            starts_on=now.date() + timedelta(days=20),
            ends_on=now.date() + timedelta(days=40),
            enrollment_opens_at=now - timedelta(days=1),
            enrollment_closes_at=now + timedelta(days=10),
            seats=seats,
            is_demo=True,
        )
        for _ in range(number)
    ]
    made = Cohort.objects.bulk_create(rows)
    return list(Cohort.objects.filter(pk__in=[each.pk for each in made]).select_related("program"))


def enrollment_over(number: int) -> dict[str, Any]:
    people = list(Stakeholder.objects.persons().select_related("user").order_by("pk"))

    def turns() -> "itertools.count[int]":
        return itertools.count()

    def pairs(cohorts: list[Cohort], turn: "itertools.count[int]") -> tuple[Cohort, Stakeholder]:
        place = next(turn)
        return cohorts[place % len(cohorts)], people[(place // len(cohorts) + place) % len(people)]

    ours, theirs, turn, other = open_cohorts(number, 10_000), open_cohorts(number, 10_000), turns(), turns()

    def apply() -> Callable[[], object]:
        def once() -> None:
            cohort, person = pairs(ours, turn)
            enrollments.apply(cohort, person=person, by=person.user)

        return once

    def insert() -> Callable[[], object]:
        """The enrollment and its two events: no lock, no line in the log, nothing told to anybody."""

        def once() -> None:
            cohort, person = pairs(theirs, other)
            now = timezone.now()
            with transaction.atomic():
                row = Enrollment.objects.create(
                    cohort=cohort,
                    person=person,
                    state=EnrollmentState.ENROLLED,
                    applied_at=now,
                    enrolled_at=now,
                )
                EnrollmentEvent.objects.bulk_create(
                    [
                        EnrollmentEvent(
                            enrollment=row, at=now, by=person.user, to_state=EnrollmentState.APPLIED
                        ),
                        EnrollmentEvent(
                            enrollment=row, at=now, by=person.user, to_state=EnrollmentState.ENROLLED
                        ),
                    ]
                )

        return once

    measured = compete({"apply": apply, "insert": insert})
    return told(measured["apply"], measured["insert"])


def hot_cohort() -> dict[str, Any]:
    """200 people into 30 seats, eight at a time, against one conditional statement."""
    people = list(Stakeholder.objects.persons().select_related("user").order_by("pk")[:HOT_PEOPLE])
    rates: dict[str, list[float]] = {"apply": [], "statement": []}
    violations = 0
    for _ in range(3):
        for name, deed in (("apply", apply_hot), ("statement", admit_hot)):
            (cohort,) = open_cohorts(1, HOT_SEATS)
            rates[name].append(crowd(cohort, people, deed))
            taken = cohort.enrollments.filter(state=EnrollmentState.ENROLLED).count()
            violations += taken != HOT_SEATS
    ours, bare = median(rates["apply"]), median(rates["statement"])
    return {"rate": ours, "limit": bare, "ratio": ours / bare, "violations": violations}


def crowd(cohort: Cohort, people: list[Stakeholder], deed: Callable[[Cohort, Stakeholder], object]) -> float:
    rest = iter(people)

    def make() -> Callable[[], object]:
        def once() -> None:
            person = next(rest, None)
            if person is not None:
                deed(cohort, person)

        return once

    return drained(make, len(people))


def drained(make: Make, number: int) -> float:
    """How many in a second, until all are through."""
    begun, faults = time.perf_counter(), list[BaseException]()

    def work() -> None:
        try:
            once = make()
            for _ in range(number):
                once()
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    return number / (time.perf_counter() - begun)


def apply_hot(cohort: Cohort, person: Stakeholder) -> None:
    enrollments.apply(cohort, person=person, by=person.user)


ADMIT = """
    WITH seat AS (
        SELECT id FROM programs_cohort WHERE id = %s AND held_seats < seats FOR UPDATE
    )
    INSERT INTO programs_enrollment (cohort_id, person_id, state, motivation, applied_at, enrolled_at, waitlisted_at,
        qualifies_for, weighed_by, decision_note, is_demo, public_id, created_at, updated_at)
    SELECT %s, %s, CASE WHEN EXISTS (SELECT 1 FROM seat) THEN 'enrolled' ELSE 'waitlisted' END, '', now(), now(), now(),
        '{}', '{}', '', true, gen_random_uuid(), now(), now()
"""


def admit_hot(cohort: Cohort, person: Stakeholder) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM programs_cohort WHERE id = %s FOR UPDATE", [cohort.pk])
        cursor.execute(ADMIT, [cohort.pk, cohort.pk, person.pk])


# --- Rollups and reports ---


def rollup_refresh() -> dict[str, Any]:
    """1,000 facts change: with the triggers, and as the bare update with one upsert of as many cells beside it."""
    every = max(1, ChangeFact.objects.count() // CHANGES)
    keys = list(ChangeFact.objects.order_by("pk").values_list("pk", flat=True)[::every])[:CHANGES]
    with_triggers, bare = [], []
    for turn in range(5):
        after = Decimal("0.4") + Decimal(turn) / 10
        with_triggers.append(
            timed(lambda after=after: ChangeFact.objects.filter(pk__in=keys).update(after=after))
        )
        bare.append(timed(lambda: bare_upsert(keys)))
    ours, theirs = median(with_triggers), median(bare)
    return {"seconds": ours, "limit": theirs, "times": ours / theirs}


def bare_upsert(keys: list[int]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE IF NOT EXISTS cells (key text PRIMARY KEY, n bigint, total numeric)"
        )
        cursor.execute(
            "CREATE TEMPORARY TABLE IF NOT EXISTS facts (LIKE evaluation_changefact INCLUDING ALL)"
        )
        cursor.execute(
            "INSERT INTO facts SELECT * FROM evaluation_changefact WHERE id = ANY(%s) ON CONFLICT DO NOTHING",
            [keys],
        )
        cursor.execute("UPDATE facts SET after = 0.5")
        cursor.execute(
            f"INSERT INTO cells SELECT {KEY_HASH}, count(*), sum(after) FROM facts GROUP BY {KEY}"
            " ON CONFLICT (key) DO UPDATE SET n = cells.n + excluded.n, total = cells.total + excluded.total"
        )


def report() -> dict[str, Any]:
    """A yearly report of the movement from request to review, against reading what it freezes."""
    today = timezone.now().date()
    made = ImpactReport.objects.create(
        kind=ReportKind.LONG_TERM_IMPACT,
        scope=ReportScope.MOVEMENT,
        period=Period.YEAR,
        starts_on=today.replace(year=today.year - 1, month=1, day=1),
        ends_on=today.replace(year=today.year - 1, month=12, day=31),
        as_of=timezone.now(),
        vintage=99,
        is_demo=True,
    )
    full = timed(lambda: bring_to_review(made))
    read = timed(lambda: read_tables(made))
    return {
        "seconds": full,
        "limit": read,
        "times": full / read,
    }


def bring_to_review(made: ImpactReport) -> None:
    done = report_runs.run(made.pk)
    assert done is not None
    assert done.state == "review"


def read_tables(made: ImpactReport) -> None:
    with Snapshot() as snapshot:
        for _, statement, own in frozen.tables(made.kind, made.scope):
            with snapshot.connection.chunked_cursor() as cursor:
                cursor.execute(statement, values_of(made) | own)
                while cursor.fetchmany(FETCH_ROWS):
                    pass


def timed(deed: Callable[[], object]) -> float:
    begun = time.perf_counter()
    deed()
    return time.perf_counter() - begun


def told(ours: Any, bare: Any) -> dict[str, Any]:
    return {"rate": ours.rate, "p95": ours.p95, "limit": bare.rate, "ratio": ours.rate / bare.rate}
