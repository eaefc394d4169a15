"""Mentoring as its pages show it: who wants to be paired, which pairs there are, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from babel.lists import format_list
from django.conf import settings
from django.db.models import Max, Q, QuerySet, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import cldr, formats
from programs.logic.checking_in import silent_periods
from programs.logic.matching import Fit, Side, fit
from programs.models import Cohort, MatchingRun, MentoringPair, MentoringPart, MentoringSide
from programs.states import LIVE_PAIR_STATES, WORKING_PAIR_STATES, PairMeetingState, PairState

ROWS = 100
COUNTING = [PairMeetingState.NOTED, PairMeetingState.CONFIRMED]
PEOPLE = ("mentor__person__user", "mentor__cohort", "mentee__person__user", "mentee__cohort__program")
KNOWN = ("mentor__languages", "mentor__capacities", "mentee__languages", "mentee__capacities")


@dataclass(frozen=True, kw_only=True)
class PairRow:
    """A pair with the reasons for it, and since when the two have not met."""

    pair: MentoringPair
    reasons: list[str]
    since: date
    is_silent: bool

    @property
    def has_met(self) -> bool:
        return getattr(self.pair, "met_on", None) is not None


@dataclass(frozen=True, kw_only=True)
class Alone:
    """A mentee without a pair, why, and who could be her mentor, the best first."""

    part: MentoringPart
    why: str
    choices: list[tuple[MentoringPart, int]]


# --- What the search knows ---


def sides_of(parts: Iterable[MentoringPart]) -> list[Side]:
    """In their order; languages and capacities are read with one query each if they were prefetched."""
    return [_side(part) for part in parts]


def _side(part: MentoringPart) -> Side:
    noon = datetime.combine(part.cohort.starts_on, time(12), tzinfo=part.zone)
    offset = noon.utcoffset()
    return Side(
        key=part.pk,
        person=part.person_id,
        languages=frozenset(each.pk for each in part.languages.all()),
        capacities=frozenset(each.pk for each in part.capacities.all()),
        offset=int(offset.total_seconds() // 60) if offset is not None else 0,
        most=part.most,
        held=part.held,
    )


def reasons_for(pair: MentoringPair) -> list[str]:
    """In words, from what both say of themselves now."""
    mentor, mentee = sides_of([pair.mentor, pair.mentee])
    found = fit(mentor, mentee)
    return [
        _capacity_reason(pair, found),
        _language_reason(pair, found),
        _time_reason(found),
        load_of(pair.mentor),
    ]


def _capacity_reason(pair: MentoringPair, found: Fit) -> str:
    if not found.wanted:
        return _("The mentee named no capacities.")
    names = [str(each) for each in pair.mentee.capacities.all() if each.pk in found.capacities]
    if not names:
        return _("The mentor offers none of the capacities the mentee named.")
    numbers = {"shared": formats.number(len(names)), "wanted": formats.number(found.wanted)}
    said = ngettext(
        "Offers %(shared)s of %(wanted)s capacity wanted: %(names)s",
        "Offers %(shared)s of %(wanted)s capacities wanted: %(names)s",
        found.wanted,
    )
    return said % {**numbers, "names": _listed(names)}


def _language_reason(pair: MentoringPair, found: Fit) -> str:
    shared = [each for each in pair.mentee.languages.all() if each.pk in found.languages]
    names = [cldr.language_name(each.code, each.name_en) for each in shared]
    if not names:
        return _("They share no language.")
    return _("Both speak: %(names)s") % {"names": _listed(names)}


def _time_reason(found: Fit) -> str:
    hours = found.overlap // 60
    said = ngettext(
        "It is day for both during %(hours)s hour of a day.",
        "It is day for both during %(hours)s hours of a day.",
        hours,
    )
    return said % {"hours": formats.number(hours)}


def _listed(names: list[str]) -> str:
    return format_list(names, locale=formats.locale())


def load_of(mentor: MentoringPart) -> str:
    numbers = {"held": formats.number(mentor.held), "most": formats.number(mentor.most)}
    return (
        ngettext(
            "The mentor has %(held)s of %(most)s pair.",
            "The mentor has %(held)s of %(most)s pairs.",
            mentor.most,
        )
        % numbers
    )


# --- For the two ---


def own_pairs(user: Any) -> list[PairRow]:
    """Those she was told of, what works first, in both her parts. Three queries and the prefetched ones."""
    own = Q(mentor__person__user=user) | Q(mentee__person__user=user)
    return rows_of(MentoringPair.objects.filter(own, proposed_at__isnull=False).order_by("-pk")[:ROWS])


def own_parts(user: Any) -> list[MentoringPart]:
    parts = MentoringPart.objects.visible_to(user).filter(left_at=None)
    return list(parts.select_related("cohort__program").order_by("-pk")[:ROWS])


def live_pairs_of(part: MentoringPart) -> list[str]:
    """With whom she is paired there now, or is asked to be, by name."""
    pairs = MentoringPair.objects.filter(Q(mentor=part) | Q(mentee=part), state__in=LIVE_PAIR_STATES)
    other = "mentee" if part.is_mentor else "mentor"
    told = pairs.exclude(proposed_at=None).order_by(f"{other}__person__name", "pk")
    return list(told.values_list(f"{other}__person__name", flat=True))


def rows_of(pairs: "QuerySet[MentoringPair]") -> list[PairRow]:
    met = Max("meetings__held_on", filter=Q(meetings__state__in=COUNTING))
    found = pairs.select_related(*PEOPLE).prefetch_related(*KNOWN).annotate(met_on=met)
    return [row_of(pair) for pair in found]


def row_of(pair: MentoringPair) -> PairRow:
    since = last_met(pair)
    days = settings.MENTORING_CHECK_IN_DAYS
    works = pair.state == PairState.ACTIVE
    return PairRow(
        pair=pair,
        reasons=reasons_for(pair),
        since=since,
        is_silent=works and silent_periods(since, timezone.localdate(), days) > 0,
    )


def last_met(pair: MentoringPair) -> date:
    """Of an annotated pair; or the day on which it began."""
    began = timezone.localdate(pair.began_at or pair.created_at)
    met: date | None = getattr(pair, "met_on", None)
    return max(met, began) if met else began


def pair_page(pair: MentoringPair, user: Any) -> dict[str, Any]:
    """The pair as `user` may see it: hers and, once it is closed, the other's view. Staff see that it is, and why."""
    own = next((part for part in (pair.mentor, pair.mentee) if part.person.user_id == user.pk), None)
    prefetch_related_objects([pair.mentor, pair.mentee], "languages", "capacities")
    views = list(pair.closings.select_related("part__person"))
    closed, reads = pair.state == PairState.CLOSED, user.has_perm("programs.read_pair", pair)
    return {
        "pair": pair,
        "program": pair.mentee.cohort.program,
        "cohort": pair.mentee.cohort,
        "reasons": reasons_for(pair),
        "part": own,
        "others": [part for part in (pair.mentor, pair.mentee) if part != own],
        "works": pair.state in WORKING_PAIR_STATES,
        "waits_anew": own is not None and _waits_anew(own, pair),
        "has_agreed": own is not None and getattr(pair, f"{own.side}_agreed_at") is not None,
        "reads": reads,
        "goals": list(pair.goals.all()) if reads else [],
        "meetings": list(pair.meetings.all()) if reads else [],
        "has_looked_back": own is not None and any(view.part_id == own.pk for view in views),
        "views": [
            view for view in views if (closed and reads) or (own is not None and view.part_id == own.pk)
        ],
    }


def _waits_anew(own: MentoringPart, pair: MentoringPair) -> bool:
    """This one came to nothing, and she has no other: another can be proposed to her."""
    is_over = pair.state in {PairState.ENDED, PairState.DECLINED, PairState.DROPPED}
    return is_over and not own.is_mentor and own.left_at is None and not live_pairs_of(own)


# --- For those who run the cohort ---


def matching_page(cohort: Cohort) -> dict[str, Any]:
    """Constant queries, however many people there are."""
    parts = MentoringPart.objects.filter(cohort=cohort, left_at=None).select_related("person", "cohort")
    people = list(parts.prefetch_related("languages", "capacities").order_by("pk"))
    mentors = [part for part in people if part.is_mentor]
    rows = rows_of(MentoringPair.objects.of(cohort).filter(state__in=LIVE_PAIR_STATES).order_by("-fit", "pk"))
    ended = MentoringPair.objects.of(cohort).exclude(state__in=[*LIVE_PAIR_STATES, PairState.DROPPED])
    run = MatchingRun.objects.filter(cohort=cohort).first()
    free = [part for part in mentors if part.accepted_at and part.free > 0]
    known = list(zip(free, sides_of(free), strict=True))
    mentees = [part for part in people if part.side == MentoringSide.MENTEE]
    return {
        "mentors": mentors,
        "mentees": mentees,
        "alone": [alone(part, known) for part in mentees if not part.held],
        "suggested": [row for row in rows if row.pair.state == PairState.SUGGESTED],
        "proposed": [row for row in rows if row.pair.state == PairState.PROPOSED],
        "working": [row for row in rows if row.pair.state in WORKING_PAIR_STATES],
        "ended": list(ended.select_related(*PEOPLE).order_by("-ended_at")[:ROWS]),
        "run": run,
        "silent_days": settings.MENTORING_CHECK_IN_DAYS,
    }


def alone(part: MentoringPart, free: list[tuple[MentoringPart, Side]]) -> Alone:
    (mentee,) = sides_of([part])
    fits = [(mentor, fit(side, mentee)) for mentor, side in free if side.person != mentee.person]
    ranked = sorted(fits, key=lambda each: (not each[1].is_possible, -each[1].points, each[0].pk))
    return Alone(
        part=part,
        why=_why_alone([found for _mentor, found in fits]),
        choices=[(mentor, found.points) for mentor, found in ranked],
    )


def _why_alone(fits: list[Fit]) -> str:
    if not fits:
        return _("No mentor is free.")
    if not any(found.languages for found in fits):
        return _("No mentor who is free speaks one of this person's languages.")
    if not any(found.is_possible for found in fits):
        return _("No mentor who is free offers what this person wants in a language both speak.")
    return _("There are mentors who fit: search for pairs, or choose one.")
