"""How far people are in what their cohort's rule asks, in words and in parts."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from babel.lists import format_list
from django.db.models import CharField, F, IntegerField, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import formats
from common.statements import together
from programs.logic import completion
from programs.logic.completion import DELIVERABLES, HOURS, MEETINGS, SESSIONS, Deeds, Part, Rule, Taken
from programs.models import Activity, ActivityKind, Attendance, Cohort, Deliverable, Enrollment
from programs.states import ActivityState, DeliverableState, EnrollmentState


@dataclass(frozen=True, kw_only=True)
class Progress:
    parts: list[Part]
    is_complete: bool
    may_still_complete: bool  # if all that waits for a decision were accepted

    @property
    def says(self) -> str:
        """All of it in one line: “3 of 4 sessions, result missing”."""
        return format_list([part_says(part) for part in self.parts], style="unit", locale=formats.locale())

    @property
    def rows(self) -> list[tuple[str, Part, int]]:
        """For a bar each: its words, and what of it counts at most."""
        return [(part_says(part), part, int(min(part.reached, part.needed))) for part in self.parts]

    @property
    def counts_sessions(self) -> bool:
        """Beside what was noted: what was attended is a meeting, and takes its hours."""
        return any(part.kind in {HOURS, MEETINGS} for part in self.parts)


@dataclass
class Recorded:
    taken: list[Taken] = field(default_factory=list)
    minutes: dict[tuple[str, str], list[int]] = field(
        default_factory=lambda: defaultdict(list)
    )  # kind, state
    results: dict[str, int] = field(default_factory=lambda: defaultdict(int))  # by state

    def deeds(self, *, hoped: bool) -> Deeds:
        """With what is decided, or (`hoped`) with all that waits for a decision too."""
        states = [ActivityState.CONFIRMED, *([ActivityState.NOTED] if hoped else [])]
        handed_in = [DeliverableState.ACCEPTED, *([DeliverableState.SUBMITTED] if hoped else [])]
        found = Deeds(taken=self.taken, deliverables=sum(self.results[state] for state in handed_in))
        return replace(
            found,
            meetings=[each for state in states for each in self.minutes[ActivityKind.MEETING, state]],
            work=[each for state in states for each in self.minutes[ActivityKind.WORK, state]],
        )


def verdict(found: Progress) -> EnrollmentState | None:
    """What the rule makes of somebody when the cohort ends; nothing where a decision is still to come."""
    if found.may_still_complete:
        return None
    return EnrollmentState.COMPLETED if found.is_complete else EnrollmentState.NOT_COMPLETED


def verdicts_in(cohort: Cohort) -> Counter[EnrollmentState | None]:
    """How many of those who are enrolled would end how, if the cohort were ended now."""
    enrolled = Enrollment.objects.filter(cohort=cohort, state=EnrollmentState.ENROLLED)
    return Counter(verdict(each) for each in progress_of(enrolled, cohort.rule).values())


def progress_of(enrollments: Iterable[Enrollment], rule: Rule) -> dict[int, Progress]:
    """By enrollment, of people of one cohort; one query, however many they are."""
    ids = [enrollment.pk for enrollment in enrollments]
    recorded = recorded_of(ids)
    return {pk: _progress(rule, recorded[pk]) for pk in ids}


def progress_of_each(enrollments: Iterable[Enrollment]) -> dict[int, Progress]:
    """The same for people of several cohorts, whose rules are at hand."""
    people = list(enrollments)
    recorded = recorded_of([enrollment.pk for enrollment in people])
    return {each.pk: _progress(each.cohort.rule, recorded[each.pk]) for each in people}


def recorded_of(ids: list[int]) -> dict[int, Recorded]:
    """One statement."""
    found: dict[int, Recorded] = defaultdict(Recorded)
    if not ids:
        return found
    there = Attendance.objects.filter(enrollment__in=ids, session__cancelled_at=None)
    parts = [
        _rows(there, "", F("status"), F("minutes"), F("session__minutes")),
        _rows(Activity.objects.filter(enrollment__in=ids), F("kind"), F("state"), F("minutes"), NOTHING),
        _rows(Deliverable.objects.filter(enrollment__in=ids), RESULT, F("state"), NOTHING, NOTHING),
    ]
    for pk, kind, state, minutes, length in together(parts, COLUMNS):
        if kind == "":
            found[pk].taken.append(Taken(status=state, minutes=minutes, session_minutes=length))
        elif kind == RESULT:
            found[pk].results[state] += 1
        else:
            found[pk].minutes[kind, state].append(minutes)
    return found


COLUMNS = ("r_enrollment", "r_kind", "r_state", "r_minutes", "r_length")
RESULT = "result"  # no kind of activity
NOTHING = Cast(Value(None), IntegerField())


def _rows(rows: QuerySet, kind: Any, state: F, minutes: Any, length: Any) -> QuerySet:
    told = Value(kind, output_field=CharField()) if isinstance(kind, str) else kind
    values = dict(zip(COLUMNS, (F("enrollment_id"), told, state, minutes, length), strict=True))
    return rows.order_by().annotate(**values).values_list(*values)


def _progress(rule: Rule, recorded: Recorded) -> Progress:
    deeds = recorded.deeds(hoped=False)
    complete = completion.is_complete(rule, deeds)
    return Progress(
        parts=completion.parts(rule, deeds),
        is_complete=complete,
        may_still_complete=not complete and completion.is_complete(rule, recorded.deeds(hoped=True)),
    )


def rule_says(rule: Rule) -> str:
    """What it takes to complete, in one line."""
    texts = [_needed(kind, least) for kind, least in rule.needed.items()]
    return format_list(texts, locale=formats.locale())


def part_says(part: Part) -> str:
    if part.kind == DELIVERABLES and part.needed == 1:
        return _("result accepted") if part.is_met else _("result missing")
    numbers = {
        "reached": formats.number(part.reached, digits=digits(part)),
        "needed": formats.number(part.needed),
    }
    texts: dict[str, Any] = {
        SESSIONS: ngettext(
            "%(reached)s of %(needed)s session", "%(reached)s of %(needed)s sessions", part.needed
        ),
        HOURS: ngettext("%(reached)s of %(needed)s hour", "%(reached)s of %(needed)s hours", part.needed),
        MEETINGS: ngettext(
            "%(reached)s of %(needed)s meeting", "%(reached)s of %(needed)s meetings", part.needed
        ),
        DELIVERABLES: ngettext(
            "%(reached)s of %(needed)s result accepted",
            "%(reached)s of %(needed)s results accepted",
            part.needed,
        ),
    }
    return str(texts[part.kind] % numbers)


def digits(part: Part) -> int:
    return 0 if part.reached == int(part.reached) else 1


def _needed(kind: str, least: int) -> str:
    texts = {
        SESSIONS: ngettext("%(needed)s session attended", "%(needed)s sessions attended", least),
        HOURS: ngettext("%(needed)s hour taken part", "%(needed)s hours taken part", least),
        MEETINGS: ngettext("%(needed)s meeting held", "%(needed)s meetings held", least),
        DELIVERABLES: ngettext(
            "%(needed)s result handed in and accepted", "%(needed)s results handed in and accepted", least
        ),
    }
    return texts[kind] % {"needed": formats.number(least)}
