"""Up to three programs side by side."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Min, OuterRef, Prefetch, Q
from django.utils import timezone
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from capacity.models import Region
from common import formats
from common.facets.options import labels_of
from programs.models import AccessProvision, AudienceGroup, Cohort, Program, ProgramCapacity, ProgramProvider
from programs.queries.details import PROGRAM_RELATIONS, language_shown
from programs.queries.progress import rule_says
from programs.queries.vocabulary import localized

MOST = 3


@dataclass(frozen=True, kw_only=True)
class Column:
    program: Program
    language: str  # of its texts, where it is not the reader's
    run: Any  # the next cohort that is not over, or None


@dataclass(frozen=True, kw_only=True)
class Row:
    label: str
    cells: list[list[str]]  # several lines, or none
    in_its_language: bool = False


def columns_of(slugs: Sequence[str]) -> list[Column]:
    """Public programs in the order they were named; those that are not there are left out. Six statements."""
    ahead = Cohort.objects.filter(cancelled_at=None, ends_on__gte=timezone.localdate()).order_by(
        "starts_on", "pk"
    )
    held = Q(sessions__cancelled_at=None)
    runs = ahead.annotate(
        held=Count("sessions", filter=held), first_at=Min("sessions__starts_at", filter=held)
    ).prefetch_related("interpretation")
    name = localized("name", get_language() or settings.LANGUAGE_CODE)
    regions = Region.objects.filter(programs=OuterRef("pk")).values_list(name)
    programs = (
        Program.objects.public()
        .filter(slug__in=slugs)
        .select_related(*PROGRAM_RELATIONS)
        .annotate(region_names=ArraySubquery(regions))
        .prefetch_related(
            "languages",
            Prefetch(
                "aims", ProgramCapacity.objects.select_related("capacity", "level_before", "target_level")
            ),
            Prefetch("provisions", ProgramProvider.objects.select_related("organization")),
            Prefetch("cohorts", runs, to_attr="runs_ahead"),
        )
    )
    found = {program.slug: program for program in programs}
    return [
        Column(program=program, language=language_shown(program), run=next(iter(program.runs_ahead), None))
        for slug in slugs
        if (program := found.get(slug)) is not None
    ]


def rows_of(columns: Sequence[Column]) -> list[Row]:
    """What somebody who chooses asks first; a row that says nothing of any of them is left out."""
    of_program: list[tuple[str, Callable[[Any], list[str]], bool]] = [
        (_("In short"), lambda each: [each.summary], True),
        (_("Method"), lambda each: [each.method.name], False),
        (_("Who it is for"), who, False),
        (_("What is expected"), lambda each: [each.prerequisites], True),
        (_("Capacities it builds"), capacities, False),
        (_("Languages"), lambda each: [str(language) for language in each.languages.all()], False),
        (
            _("Regions"),
            lambda each: each.region_names or [_("All regions")],
            False,
        ),
        (
            _("Provided by"),
            lambda each: [provision.organization.name for provision in each.provisions.all()],
            False,
        ),
    ]
    of_run: list[tuple[str, Callable[[Any], list[str]]]] = [
        (_("Next cohort"), days),
        (_("Enrollment"), enrollment),
        (pgettext("of a cohort", "Format"), lambda run: [run.get_delivery_display(), run.place]),
        (_("Sessions"), sessions),
        (_("Interpretation into"), lambda run: [str(language) for language in run.interpretation.all()]),
        (
            _("Access provisions"),
            lambda run: [labels_of(AccessProvision)[code] for code in run.access_provisions],
        ),
        (
            pgettext("of a program", "Cost"),
            lambda run: [formats.told(run.fee, run) or pgettext("of a program", "Free of charge")],
        ),
        (_("Completed by"), lambda run: [rule_says(run.rule)]),
    ]
    rows = [
        Row(label=label, cells=[filled(says(each.program)) for each in columns], in_its_language=own)
        for label, says, own in of_program
    ]
    rows += [
        Row(label=label, cells=[filled(tells(each.run)) if each.run else [] for each in columns])
        for label, tells in of_run
    ]
    return [row for row in rows if any(row.cells)]


def filled(lines: Sequence[str]) -> list[str]:
    return [line for line in lines if line]


def who(program: Program) -> list[str]:
    return [
        formats.told(program.audience, program),
        *(labels_of(AudienceGroup)[code] for code in program.audience_groups),
    ]


def capacities(program: Program) -> list[str]:
    return [capacity(aim) for aim in program.aims.all()]


def capacity(aim: ProgramCapacity) -> str:
    names = {"capacity": aim.capacity, "before": aim.level_before, "after": aim.target_level}
    if aim.target_level is None:
        return str(aim.capacity)
    if aim.level_before is None:
        return _("%(capacity)s: up to %(after)s") % names
    return _("%(capacity)s: from %(before)s to %(after)s") % names


def days(run: Any) -> list[str]:
    return [f"{formats.day(run.starts_on)} – {formats.day(run.ends_on)}"]


def enrollment(run: Any) -> list[str]:
    refusal = run.window.refusal(timezone.now())
    if refusal is not None:
        return [str(refusal)]
    free = ngettext("%(seats)s seat free", "%(seats)s seats free", run.free_seats)
    return [
        _("Open for enrollment"),
        free % {"seats": formats.number(run.free_seats)},
        run.get_confirmation_display(),
    ]


def sessions(run: Any) -> list[str]:
    if not run.held:
        return []
    number = ngettext("%(sessions)s session", "%(sessions)s sessions", run.held)
    first = {"moment": formats.moment(run.first_at), "zone": formats.zone_of(run.first_at)}
    return [number % {"sessions": formats.number(run.held)}, _("first: %(moment)s (%(zone)s)") % first]
