"""What a saved search has to tell."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from programs.models import Cohort, Program, SavedSearch, SearchFinding
from programs.queries.catalog import Criteria, narrow
from programs.states import ProgramState

LATE = timedelta(days=1)  # so much later may what was published become visible
TOLD = 50  # findings shown


@dataclass
class News:
    """A program, and why it is new: None for having been published, else the cohort that opened."""

    program: Program
    causes: list[int | None] = field(default_factory=list)


def news_for(search: SavedSearch, asked: Criteria, *, until: datetime) -> list[News]:
    """Programs that fit and were published, or have a cohort that opened, since letters were asked for; each cause that
    was not told yet. It looks a little further back than the last time: what was written then may be seen only now.
    """
    begun, looked = search.alert_since or until, search.looked_at or until
    since = max(begun, looked - LATE)
    published = Q(published_at__gt=since, published_at__lte=until)
    opened = opened_between(since, until)
    public = Program.objects.filter(state=ProgramState.PUBLISHED)
    fitting = narrow(public.filter(published | Q(pk__in=opened.values("program"))), asked)
    programs = {program.pk: program for program in fitting.order_by("-published_at", "-pk")}
    causes: list[tuple[int, int | None]] = [
        (pk, None)
        for pk, each in programs.items()
        if each.published_at and since < each.published_at <= until
    ]
    causes += [
        (cohort.program_id, cohort.pk) for cohort in opened.filter(program__in=programs).order_by("pk")
    ]
    told = {(each.program_id, each.cohort_id) for each in SearchFinding.objects.filter(search=search)}
    found: dict[int, News] = {}
    for program, cohort in causes:
        if (program, cohort) not in told:
            found.setdefault(program, News(programs[program])).causes.append(cohort)
    return list(found.values())


def opened_between(since: datetime, until: datetime) -> QuerySet[Cohort]:
    """Whose enrollment opened, and is open still; also where they were planned only afterwards."""
    return Cohort.objects.filter(
        Q(enrollment_opens_at__gt=since) | Q(created_at__gt=since),
        enrollment_opens_at__lte=until,
        enrollment_closes_at__gt=until,
        cancelled_at=None,
    )


def open_cohorts_of(programs: Iterable[Program]) -> dict[int, Cohort]:
    """By program: of the cohorts one can enroll in, the one that begins first."""
    cohorts = Cohort.objects.open_for_enrollment().filter(program__in=list(programs))
    found: dict[int, Cohort] = {}
    for cohort in cohorts.order_by("starts_on", "pk"):
        found.setdefault(cohort.program_id, cohort)
    return found


def findings_of(search: SavedSearch) -> QuerySet[SearchFinding]:
    return search.findings.select_related("program", "cohort")[:TOLD]
