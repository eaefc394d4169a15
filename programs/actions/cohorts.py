"""Cohorts: planned, changed, cloned, cancelled."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from capacity.models import Language, User
from common.log import record
from programs.actions import enrollments, moves, sessions
from programs.logic import refusals
from programs.models import (
    RULE_FIELDS,
    Cohort,
    EquityWeight,
    FormBlock,
    Program,
    ReviewCriterion,
    SeatPool,
    Session,
)
from programs.queries.authoring import standing_holds
from programs.states import ProgramState

SAME = [
    "program", "delivery", "place", "territory", "time_zone", "seats", "confirmation", "offer_hours", "fee",
    *RULE_FIELDS,
]  # fmt: skip

# What hangs on a cohort and is the same in the next one.
TAKEN_OVER: list[tuple[type[Any], list[str]]] = [
    (SeatPool, ["kind", "values", "seats", "position"]),
    (FormBlock, ["kind", "label", "help_text", "options", "required", "position"]),
    (ReviewCriterion, ["name", "description", "weight", "position"]),
    (EquityWeight, ["kind", "values", "points"]),
]


@dataclass(frozen=True, kw_only=True)
class Tongues:
    languages: Iterable[Language]
    interpretation: Iterable[Language]


@transaction.atomic
def create(program: Program, *, by: User, tongues: Tongues, **fields: Any) -> Cohort:
    """Refuses a program that is archived, and one on which a hold stands."""
    program = Program.objects.select_for_update(no_key=True).get(pk=program.pk)
    if program.state == ProgramState.ARCHIVED:
        raise refusals.NotPublishedError
    if standing_holds(program).exists():
        raise refusals.HoldStandsError
    cohort = Cohort(program=program, is_demo=program.is_demo, **fields)
    cohort.save()
    _speak(cohort, tongues)
    record("programs.cohorts.create", cohort, by=by)
    return cohort


@transaction.atomic
def edit(cohort: Cohort, *, by: User, tongues: Tongues | None = None, **fields: Any) -> Cohort:
    """Only what is given is written. Seats that are added go at once to those who wait; calendars follow a new name
    or place, and those enrolled are written to about the place. Refuses: a cancelled cohort; fewer seats than are held
    or reserved.
    """
    cohort = moves.lock(cohort.pk)
    if cohort.cancelled_at is not None:
        raise refusals.CohortCancelledError
    changed = [name for name, value in fields.items() if getattr(cohort, name) != value]
    for name in changed:
        setattr(cohort, name, fields[name])
    if cohort.seats < cohort.held_seats:
        raise refusals.SeatsAreHeldError
    if cohort.seats < cohort.seats_bound:
        raise refusals.SeatsAreReservedError
    cohort.save(update_fields=[*changed, "updated_at"])
    if tongues is not None:
        _speak(cohort, tongues)
    record("programs.cohorts.edit", cohort, by=by, after={"fields": sorted(changed)})
    if "name" in changed:
        sessions.follow_name(cohort.sessions.all())
    if "place" in changed:
        sessions.follow_place(cohort)
    if "seats" in changed:
        moves.fill(cohort)
    return cohort


@transaction.atomic
def cancel(cohort: Cohort, *, by: User, note: str = "") -> int:
    """Ends every place, offer, place in line and application in it, cancels its sessions to come, and writes to
    everybody; returns how many enrollments ended. Refuses: what is cancelled or over.
    """
    cohort = moves.lock(cohort.pk)
    if cohort.cancelled_at is not None:
        raise refusals.CohortCancelledError
    if cohort.ends_on < timezone.now().date():
        raise refusals.CohortOverError
    cohort.cancelled_at, cohort.cancellation_note = timezone.now(), note
    cohort.save(update_fields=["cancelled_at", "cancellation_note", "updated_at"])
    _cancel_sessions(cohort)
    ended = enrollments.end_all(cohort, by=by, note=note)
    record("programs.cohorts.cancel", cohort, by=by, after={"enrollments": ended})
    return ended


@transaction.atomic
def clone(cohort: Cohort, *, by: User, name: str, starts_on: date) -> Cohort:
    """The same once more, with every date and session as many days later, at the same time of day on the clocks there;
    with its reserved seats, the form people apply with, and what applications are reviewed by. People, links to join
    and what names it elsewhere stay with the old one.
    """
    shift = starts_on - cohort.starts_on
    release = cohort.reserves_release_at
    copy = Cohort(
        **{field: getattr(cohort, field) for field in SAME},
        reserves_release_at=release and shifted(release, shift, cohort.time_zone),
        access_provisions=list(cohort.access_provisions),
        name=name,
        starts_on=starts_on,
        ends_on=cohort.ends_on + shift,
        enrollment_opens_at=shifted(cohort.enrollment_opens_at, shift, cohort.time_zone),
        enrollment_closes_at=shifted(cohort.enrollment_closes_at, shift, cohort.time_zone),
        is_demo=cohort.is_demo,
    )
    reserved = sum(cohort.pools.values_list("seats", flat=True))
    copy.seats = max(copy.seats, reserved)  # fewer were possible only once the reserve was released
    copy.save()
    for kept in TAKEN_OVER:
        _take_over(kept, cohort, copy)
    _speak(
        copy,
        Tongues(languages=list(cohort.languages.all()), interpretation=list(cohort.interpretation.all())),
    )
    later = [_session_later(session, copy, shift) for session in cohort.sessions.filter(cancelled_at=None)]
    Session.objects.bulk_create(later)
    record("programs.cohorts.clone", copy, by=by, after={"of": cohort.pk, "sessions": len(later)})
    return copy


def _take_over(kept: tuple[type[Any], list[str]], cohort: Cohort, copy: Cohort) -> None:
    model, columns = kept
    rows = model.objects.filter(cohort=cohort).order_by("pk")
    if model is FormBlock:
        rows = rows.filter(retired_at=None)
    model.objects.bulk_create(model(cohort=copy, **values) for values in rows.values(*columns))


def shifted(moment: datetime, shift: timedelta, zone: str) -> datetime:
    """As many days later on the calendar of the zone: the hour stays where the clock changes."""
    local = moment.astimezone(ZoneInfo(zone))
    later = (local.replace(tzinfo=None) + shift).replace(tzinfo=ZoneInfo(zone))
    return later.astimezone(ZoneInfo("UTC"))


def _session_later(session: Session, cohort: Cohort, shift: timedelta) -> Session:
    later = Session(
        cohort=cohort,
        title=session.title,
        local_date=session.local_date + shift,
        local_time=session.local_time,
        time_zone=session.time_zone,
        minutes=session.minutes,
        room=session.room,
        is_demo=cohort.is_demo,
    )
    later.set_moments()
    return later


def _cancel_sessions(cohort: Cohort) -> None:
    """Calendars follow by the new revision."""
    ahead = list(cohort.sessions.filter(cancelled_at=None, ends_at__gt=timezone.now()))
    for session in ahead:
        session.cancelled_at = cohort.cancelled_at
        session.sequence += 1
    Session.objects.bulk_update(ahead, ["cancelled_at", "sequence"])


def _speak(cohort: Cohort, tongues: Tongues) -> None:
    cohort.languages.set(tongues.languages)
    cohort.interpretation.set(tongues.interpretation)
