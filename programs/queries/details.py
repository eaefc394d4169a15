"""What the pages of a program, a cohort and an enrollment show."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import CharField, Count, F, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone
from django.utils.translation import get_language
from modeltranslation.utils import build_localized_fieldname

from capacity.models import Affiliation, Stakeholder
from common.cldr import partial_day, territory_name
from common.kept import Kept
from common.statements import Written, below_each_other
from programs.logic import links
from programs.logic.refusals import CohortCancelledError, CohortOverError, RefusalError
from programs.models import Cohort, Enrollment, EnrollmentEvent, Program, Session
from programs.models.program import ProgramQuerySet
from programs.queries import seats
from programs.queries.applications import answers_of
from programs.queries.cards import codes_of
from programs.queries.kept_catalog import KeptCatalog
from programs.queries.reviews import reviews_of
from programs.queries.vocabulary import Vocabulary
from programs.states import OVER_STATES, PARTICIPANT_STATES, EnrollmentState, MoveReason

PROGRAMS: "Kept[tuple[object, Program]]" = Kept(500)
PROGRAM_RELATIONS = ("method", "original_language", "record__source")


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How somebody stands to a cohort: her live enrollment, or why she cannot enroll, or neither: she can."""

    enrollment: Enrollment | None
    refusal: RefusalError | None

    @property
    def takes_part(self) -> bool:
        return self.enrollment is not None and self.enrollment.state in PARTICIPANT_STATES

    @property
    def is_over(self) -> bool:
        return isinstance(self.refusal, CohortCancelledError | CohortOverError)

    @property
    def can_enroll(self) -> bool:
        return self.enrollment is None and self.refusal is None


@dataclass(frozen=True, kw_only=True)
class EventRow:
    at: Any
    label: str
    state: str
    reason: str


def with_facts(programs: ProgramQuerySet) -> QuerySet:
    """With what the page of one shows of them."""
    rows = programs.select_related(*PROGRAM_RELATIONS)
    return rows.annotate(
        language_codes=codes_of("languages", "language_id"), region_codes=codes_of("regions", "region__code")
    )


def with_links(program: Any) -> Any:
    """With the lists that its page shows."""
    program.shown_aims = list(program.aims.select_related("capacity", "level_before", "target_level"))
    program.shown_providers = [
        each.organization for each in program.provisions.select_related("organization")
    ]
    return program


def kept_program(slug: str, kept: KeptCatalog) -> Any:
    """A public program with its facts, read anew when it or what it shows has changed. None if there is none."""
    stamp, program = PROGRAMS.get(slug) or (None, None)
    if program and stamp == kept.stamp_of(program.pk):
        return program
    program = with_facts(Program.objects.public()).filter(slug=slug).first()
    if program:
        PROGRAMS.put(slug, (kept.stamp_of(program.pk), with_links(program)))
    return program


Crowd = tuple[tuple[str, int, str], ...]


def crowd_of(program: int, user: Any) -> Crowd:
    """What is new on a program's page without the program being written: how many wait for each cohort, and how the
    reader stands to them. One statement.
    """
    found = WAITING.rows(program) if not user.is_authenticated else CROWD.rows(program, user.pk)
    return tuple(sorted(found))


def _waiting(program: int, *users: int) -> tuple[str, list[Any]]:
    rows = Enrollment.objects.filter(cohort__program=program).order_by()
    waiting = rows.filter(state=EnrollmentState.WAITLISTED).values("cohort").annotate(n=Count("pk"))
    parts: list[QuerySet] = [_crowd("waiting", waiting, Cast(F("n"), CharField()))]
    parts += [_crowd("own", rows.live().filter(person__user=user), F("state")) for user in users]
    return below_each_other(parts, ("c_kind", "c_cohort", "c_value"))


def _crowd(kind: str, rows: QuerySet, value: Any) -> QuerySet:
    named = {"c_kind": Value(kind, output_field=CharField()), "c_cohort": F("cohort_id"), "c_value": value}
    return rows.annotate(**named).values_list(*named)


WAITING = Written(_waiting, -77)
CROWD = Written(_waiting, -77, -78)


def program_page(program: Any, crowd: Crowd, words: Vocabulary) -> dict[str, Any]:
    cohorts, now = list(with_minutes(Cohort.objects.filter(program=program))), timezone.now()
    waiting = {cohort: int(number) for kind, cohort, number in crowd if kind == "waiting"}
    own = {
        cohort: Enrollment(cohort_id=cohort, state=state) for kind, cohort, state in crowd if kind == "own"
    }
    standings = {}
    for cohort in cohorts:
        cohort.program = program
        cohort.waiting = waiting.get(cohort.pk, 0)
        standings[cohort.pk] = Standing(enrollment=own.get(cohort.pk), refusal=cohort.window.refusal(now))
    today = timezone.localdate()
    rows = [(cohort, standings[cohort.pk]) for cohort in cohorts]
    coming = [row for row in rows if row[0].ends_on >= today and row[0].cancelled_at is None]
    return {
        "program": program,
        "text_language": language_shown(program),
        "aims": program.shown_aims,
        "providers": program.shown_providers,
        "languages": [(code, words.languages.get(code, code)) for code in program.language_codes or ()],
        "regions": [words.regions[code] for code in program.region_codes or () if code in words.regions],
        "coming": coming[::-1],
        "past": [row for row in rows if row not in coming],
        "record": recorded(program),
        "elsewhere": elsewhere(program.external_ids),
    }


def elsewhere(ids: dict[str, str]) -> list[tuple[str, str]]:
    """What it is called and where it leads, in the order of the kinds."""
    return [
        (str(kind.label), links.address(code, ids[code]))
        for code, kind in links.KINDS.items()
        if ids.get(code)
    ]


def enrollment_page(enrollment: Enrollment, user: Any) -> dict[str, Any]:
    may_read = user.has_perm("programs.read_application", enrollment)
    return {
        "may_read": may_read,
        "answers": answers_of(enrollment) if may_read else [],
        "needs": list(enrollment.access_needs.all())
        if user.has_perm("programs.see_needs", enrollment)
        else [],
        "reviews": reviews_of(enrollment, apart_from=user)
        if may_read and user.has_perm("programs.decide_enrollment", enrollment)
        else [],
        "enrollment": enrollment,
        "cohort": enrollment.cohort,
        "program": enrollment.cohort.program,
        "places": seats.places_of(enrollment),
        "pool": seats.labelled([enrollment.pool])[0][1] if enrollment.pool else "",
        "events": [event_row(event) for event in enrollment.events.all()],
        "moved_to": _moved_to(enrollment, user),
        "is_over": enrollment.state in OVER_STATES,
        "takes_part": enrollment.state in PARTICIPANT_STATES,
    }


def _moved_to(enrollment: Enrollment, user: Any) -> Enrollment | None:
    """Where somebody who was moved to another cohort takes part now, if `user` may see it."""
    if enrollment.state != EnrollmentState.TRANSFERRED:
        return None
    there = (
        Enrollment.objects.visible_to(user)
        .live()
        .filter(person=enrollment.person_id, cohort__program=enrollment.cohort.program_id)
    )
    return there.select_related("cohort").order_by("-pk").first()


def event_row(event: EnrollmentEvent) -> EventRow:
    known = event.reason in MoveReason.values
    return EventRow(
        at=event.at,
        label=str(EnrollmentState(event.to_state).label),
        state=event.to_state,
        reason=str(MoveReason(event.reason).label) if known else "",
    )


def with_waiting(cohorts: QuerySet) -> QuerySet:
    """Counted for the cohorts that are read, not for all."""
    line = Enrollment.objects.filter(cohort=OuterRef("pk"), state=EnrollmentState.WAITLISTED).order_by()
    return cohorts.annotate(
        waiting=Coalesce(Subquery(line.values("cohort").annotate(n=Count("pk")).values("n")), 0)
    )


def with_minutes(cohorts: QuerySet) -> QuerySet:
    """How long all their sessions last together."""
    held = Session.objects.filter(cohort=OuterRef("pk"), cancelled_at=None).order_by()
    minutes = held.values("cohort").annotate(n=Sum("minutes")).values("n")
    return cohorts.annotate(session_minutes=Coalesce(Subquery(minutes), 0))


def standings_of(user: Any, cohorts: list[Cohort]) -> dict[int, Standing]:
    now = timezone.now()
    mine: dict[int, Enrollment] = {}
    if user.is_authenticated:
        live = Enrollment.objects.live().filter(person__user=user, cohort__in=cohorts)
        mine = {enrollment.cohort_id: enrollment for enrollment in live}
    return {
        cohort.pk: Standing(enrollment=mine.get(cohort.pk), refusal=cohort.window.refusal(now))
        for cohort in cohorts
    }


def organizations_of(person: Stakeholder) -> QuerySet:
    """Those in which her affiliation is confirmed now."""
    current = Affiliation.objects.current().filter(person=person)
    return Stakeholder.objects.filter(pk__in=current.values("organization")).order_by("name")


def recorded(program: Program) -> dict[str, Any] | None:
    """The published record of a program that was before the portal."""
    record = getattr(program, "record", None)
    if record is None:
        return None
    days = [
        partial_day(day, precision)
        for day, precision in (
            (record.held_from, record.held_from_precision),
            (record.held_to, record.held_to_precision),
        )
        if day
    ]
    place = [record.city, territory_name(record.territory_id) if record.territory_id else ""]
    return {
        "record": record,
        "held": list(dict.fromkeys(days)),
        "place": [part for part in place if part],
        "source": record.source,
    }


def language_shown(program: Program) -> str:
    """The language a program's texts are read in, where it is not the reader's."""
    language = get_language() or settings.LANGUAGE_CODE
    order = dict.fromkeys([language, settings.LANGUAGE_CODE])
    filled = [code for code in order if getattr(program, build_localized_fieldname("title", code))]
    return "" if language in filled or not filled else filled[0]
