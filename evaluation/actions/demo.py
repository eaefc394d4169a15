"""What the demo answers show: change, participation, and reports. All of it is marked, and none of it is real."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_noop

from assessments.logic.demo import METHOD, DemoFact
from assessments.models import Dimension
from capacity.logic.demo import DemoWorld
from capacity.models import User
from common.demo import Demo, remove_marked, uuid_from
from evaluation.actions import (
    demo_arabic,
    demo_follow_ups,
    demo_framework,
    demo_learning,
    demographics,
    designs,
    equity_targets,
    folding,
    leaving,
    participations,
    report_rows,
    report_runs,
    reports,
)
from evaluation.logic import periods
from evaluation.models import (
    BaselineSplit,
    ChangeFact,
    DemographicCount,
    Design,
    DesignKind,
    EquityDimension,
    EquityTarget,
    ImpactReport,
    Part,
    Participation,
    Period,
    Pseudonym,
    Reliability,
    ReportKind,
    ReportScope,
    Rollup,
)
from evaluation.states import ReportState
from programs.logic.demo import DemoCohort
from programs.models import Cohort, Program


def load_pseudonyms(demo: Demo, world: DemoWorld) -> list[str]:
    """One key for each person, in the order of the people; and one for each organization."""
    dice = demo.dice("pseudonyms")
    keys = [uuid_from(dice) for _ in world.people]
    demo.copy(
        Pseudonym,
        ["stakeholder", "key"],
        ((each.pk, key) for each, key in zip(world.people, keys, strict=True)),
    )
    demo.copy(Pseudonym, ["stakeholder", "key"], ((each.pk, uuid_from(dice)) for each in world.organizations))
    return keys


def load_changes(
    demo: Demo, world: DemoWorld, keys: list[str], cohorts: list[DemoCohort], facts: list[DemoFact]
) -> None:
    """Writes change facts and participations of these cohorts, and adds the facts to the rollups."""
    cohort_of = {each.pk: cohort for cohort in cohorts for each in cohort.enrollments}

    def changes() -> Iterator[tuple[Any, ...]]:
        for each in facts:
            home = world.people[each.person].organization
            cohort = cohort_of[each.enrollment]
            yield (
                keys[each.person], each.enrollment, cohort.pk, cohort.program.pk, home.pk, home.territory, home.region,
                each.capacity, each.from_timepoint, each.to_timepoint, each.before, each.after, each.before_response,
                each.after_response, METHOD, demo.day(each.day), demo.quarter(each.opened),
            )  # fmt: skip

    demo.copy(ChangeFact, FACT_COLUMNS, changes())
    folding.fold()
    participations.refresh([each.pk for each in cohorts])
    leaving.refresh([each.pk for each in cohorts])


FACT_COLUMNS = [
    "subject_key", "enrollment", "cohort", "program", "organization", "territory", "region", "capacity",
    "from_timepoint", "to_timepoint", "before", "after", "before_response", "after_response", "method_id",
    "measured_on", "quarter",
]  # fmt: skip


def load_designs(demo: Demo, world: DemoWorld) -> None:
    """The demo questionnaires are taken to be reliable enough; one cohort waits while another takes part."""
    staff = User.objects.get(pk=world.roles["staff"].user)
    for dimension in Dimension.objects.filter(version__is_demo=True).select_related("version", "capacity"):
        if dimension.capacity is not None:
            leaving.state_reliability(
                dimension.version,
                dimension.capacity,
                value=RELIABILITY,
                source="Invented for the demo",
                by=staff,
            )
    for cohort, waiting in _pairs_of_cohorts():
        declared = designs.Declared(kind=DesignKind.WAITLIST, comparison=waiting, note=WAITED)
        designs.declare(cohort, declared, by=staff)


def _pairs_of_cohorts() -> list[tuple[Cohort, Cohort]]:
    """The two largest cohorts of one program in which enough people answered twice."""
    measured = (
        Rollup.objects.filter(is_demo=True, from_timepoint="baseline", to_timepoint="endline")
        .values("program_id", "cohort_id", "capacity_id")
        .annotate(pairs=Sum("n"))
        .filter(pairs__gte=settings.MINIMUM_PAIRS_FOR_EFFECT)
        .order_by("program_id", "-pairs", "cohort_id")
        .values_list("program_id", "cohort_id")
    )
    by_program: dict[Any, dict[Any, None]] = {}
    for program, cohort in measured:
        by_program.setdefault(program, {})[cohort] = None
    for cohorts in by_program.values():
        if len(cohorts) > 2:  # the others still show a change of their own
            first, second = list(cohorts)[:2]
            found = Cohort.objects.in_bulk([first, second])
            return [(found[first], found[second])]
    return []


RELIABILITY = Decimal("0.8")
WAITED = "Invented for the demo: people of the second cohort were asked while they waited for their turn."


def load_reports(demo: Demo, world: DemoWorld) -> None:
    """Makes reports in the states that last: published ones, one revised, one to review, one given up, one failed.

    They are asked for by the demo evaluator, so that demo staff can publish what is in review.
    """
    author = User.objects.get(pk=world.roles["evaluator"].user)
    publisher = User.objects.get(pk=world.roles["staff"].user)
    dice = demo.dice("reports")
    for kind, period, back, wanted in REPORTS:
        span = periods.span_of(period, demo.date(0))
        for _ in range(back):
            span = periods.span_of(period, span.starts_on - timedelta(days=1))
        report = _report(kind, period, span, author, UUID(uuid_from(dice)))
        if wanted in {ReportState.FAILED, ReportState.ABANDONED}:
            _leave(report, wanted)
            continue
        report_runs.run(report.pk)
        report.refresh_from_db()
        if wanted == ReportState.PUBLISHED:
            erratum = ERRATUM if report.vintage > 1 else ""
            reports.write_narrative(report, text=NARRATIVE, language="en", erratum=erratum, by=author)
            reports.publish(report, by=publisher)
            if period == Period.QUARTER:
                report_rows.audit_reproducibility(report)  # as the clock does at night
        demo.tell(f"a report of the {period} up to {span.ends_on}: {wanted}")


REPORTS = [  # kind, period, how many periods ago, state
    (ReportKind.LONG_TERM_IMPACT, Period.YEAR, 1, ReportState.PUBLISHED),
    (ReportKind.LONG_TERM_IMPACT, Period.HALF_YEAR, 1, ReportState.REVIEW),
    (ReportKind.OUTPUT_MONITOR, Period.QUARTER, 2, ReportState.PUBLISHED),
    (ReportKind.OUTPUT_MONITOR, Period.QUARTER, 2, ReportState.PUBLISHED),  # its second vintage
    (ReportKind.OUTPUT_MONITOR, Period.MONTH, 3, ReportState.FAILED),
    (ReportKind.OUTPUT_MONITOR, Period.MONTH, 4, ReportState.ABANDONED),
]
NARRATIVE = gettext_noop(
    "This report shows invented figures of invented people: it is here to show what a report looks like."
)
ERRATUM = gettext_noop(
    "Invented for the demo: the first version had the text of another quarter. The figures are the same."
)


def _report(kind: str, period: str, span: periods.Span, author: User, public_id: UUID) -> ImpactReport:
    same = ImpactReport.objects.filter(
        kind=kind, scope=ReportScope.MOVEMENT, starts_on=span.starts_on, ends_on=span.ends_on
    )
    last = same.order_by("-vintage").first()
    return ImpactReport.objects.create(
        public_id=public_id,
        kind=kind,
        period=period,
        starts_on=span.starts_on,
        ends_on=span.ends_on,
        as_of=timezone.now(),
        vintage=last.vintage + 1 if last else 1,
        author=author,
        is_demo=True,
    )


def _leave(report: ImpactReport, state: ReportState) -> None:
    failure = "worker_died" if state == ReportState.FAILED else ""
    ImpactReport.objects.filter(pk=report.pk).update(state=state, failure=failure)


def load_framework(demo: Demo, world: DemoWorld) -> None:
    maker = demo_framework.load(demo, world)
    if maker is not None:
        people = {role: User.objects.get(pk=person.user) for role, person in world.roles.items()}
        demo_follow_ups.load(maker, Program.objects.get(slug=demo_framework.PROGRAM), world, people)
        demo_learning.load(maker, Program.objects.get(slug=demo_framework.PROGRAM), people)
        demo_arabic.load(maker, people)
        demo_follow_ups.load_alerts(maker, Program.objects.get(slug=demo_framework.PROGRAM))


def load_demographic_counts(demo: Demo) -> None:
    demo.tell(f"{demographics.count_all():,} tables of what people say of themselves")


def load_equity_targets(demo: Demo, world: DemoWorld) -> None:
    """Invented targets for two regions, so that the page shows gaps."""
    staff = User.objects.get(pk=world.roles["staff"].user)
    starts_on = demo.date(0).replace(month=1, day=1)
    dice = demo.dice("equity targets")
    for group, part, share in TARGETS:
        target = equity_targets.set_target(
            dimension=EquityDimension.REGION,
            group=group,
            part=part,
            share=Decimal(share),
            starts_on=starts_on,
            reason=gettext_noop("An invented target, to show what one looks like."),
            by=staff,
        )
        EquityTarget.objects.filter(pk=target.pk).update(public_id=uuid_from(dice))


TARGETS = [("SSA", Part.LEARN, 18), ("SSA", Part.TEACH, 15), ("SA", Part.LEARN, 24)]


def remove() -> int:
    """Deletes demo facts, which leave the rollups too, and every report that has demo data in it."""
    with connection.cursor() as cursor:
        for table in ("evaluation_reportresult", "evaluation_frozendata", "evaluation_reportprint"):
            cursor.execute(
                f"DELETE FROM {table} WHERE report_id IN"
                " (SELECT id FROM evaluation_impactreport WHERE is_demo OR touches_demo)"
            )
        cursor.execute("DELETE FROM evaluation_impactreport WHERE is_demo OR touches_demo")
    removed = remove_marked(
        [
            *demo_follow_ups.MODELS,
            *demo_learning.MODELS,
            *demo_framework.MODELS,
            EquityTarget,
            DemographicCount,
            Design,
            Reliability,
            BaselineSplit,
            ImpactReport,
            ChangeFact,
            Participation,
            Pseudonym,
        ]
    )
    folding.fold()
    return removed
