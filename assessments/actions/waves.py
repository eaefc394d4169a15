"""Waves: planned from a cohort's dates, opened, closed after a time of grace, opened again, analyzed."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments import letters
from assessments.logic import timing
from assessments.models import AssessmentPlan, InstrumentVersion, Invitation, VersionLink, Wave, WaveTarget
from assessments.queries.efforts import minutes_of
from assessments.queries.targets import new_invitation, opted_out_of, respondents_for, targets_for
from assessments.states import (
    PENDING_INVITATIONS,
    WAVE_MOVES,
    InvitationState,
    VersionState,
    WaveState,
)
from capacity.models import User
from common.log import record
from common.moves import MoveError, check_move
from programs.models import Cohort

logger = logging.getLogger(__name__)
REOPENED_DAYS = 7
UNFINISHED = [WaveState.PLANNED, WaveState.OPEN, WaveState.CLOSING]
ON_TIME = timedelta(days=1)  # beat comes every quarter of an hour


@transaction.atomic
def plan_for_cohort(
    cohort: Cohort,
    version: InstrumentVersion,
    timepoints: Iterable[str],
    *,
    by: User | None,
    is_anonymous: bool = False,
) -> list[Wave]:
    """Makes the plan if there is none, and the waves that are missing, at the times that the cohort's dates say.

    Refuses (ValidationError) a version that is not published, and one that cannot be compared with what the
    plan's other waves ask.
    """
    if version.state != VersionState.PUBLISHED:
        raise ValidationError(_("Only a published questionnaire can be asked."))
    plan, _is_new = AssessmentPlan.objects.select_for_update().get_or_create(
        cohort=cohort,
        organization=None,
        instrument=version.instrument,
        defaults={"is_anonymous": is_anonymous, "is_demo": cohort.is_demo},
    )
    linked = VersionLink.objects.filter(later=version).values("earlier")
    if plan.waves.exclude(version=version).exclude(version__in=linked).exists():
        raise ValidationError(
            _("Earlier waves of this plan ask a version that this one cannot be compared with.")
        )
    existing = set(plan.waves.values_list("timepoint", flat=True))
    return [
        _plan_wave(plan, cohort, version, timepoint, by=by)
        for timepoint in timepoints
        if timepoint not in existing
    ]


def _plan_wave(
    plan: AssessmentPlan, cohort: Cohort, version: InstrumentVersion, timepoint: str, *, by: User | None
) -> Wave:
    window = timing.window(
        timepoint,
        starts_on=cohort.starts_on,
        ends_on=cohort.ends_on,
        enrollment_closes_at=cohort.enrollment_closes_at,
        zone=ZoneInfo(cohort.time_zone),
    )
    wave = Wave.objects.create(
        plan=plan,
        timepoint=timepoint,
        version=version,
        opens_at=window.opens_at,
        closes_at=window.closes_at,
        is_demo=plan.is_demo,
    )
    record("assessments.waves.plan", wave, by=by, after={"timepoint": timepoint})
    return wave


@transaction.atomic
def open_wave(wave: Wave, *, by: User | None = None) -> Wave:
    """Freezes whom the wave asks, with their strata; invites them, by letter. Who enrolls later gets the next wave.

    A wave that opens at another time than planned gets a window that leaves everybody the time to answer.
    """
    wave = _lock(wave)
    if wave.state != WaveState.PLANNED:
        raise MoveError(wave.state, WaveState.OPEN)
    _set_window(wave, timezone.now())
    targets = WaveTarget.objects.bulk_create(targets_for(wave))
    invitations = Invitation.objects.bulk_create(
        new_invitation(target, respondent)
        for target in targets
        for respondent in respondents_for(target)
        if _can_answer(respondent.user)
    )
    unwilling = opted_out_of(wave.plan)
    send(wave, [invitation for invitation in invitations if invitation.respondent_id not in unwilling])
    _end([invitation for invitation in invitations if invitation.respondent_id in unwilling])
    _change_state(wave, WaveState.OPEN, by=by, changed=["opens_at", "closes_at"])
    return wave


def _can_answer(user: User | None) -> bool:
    return user is not None and user.is_active


def _set_window(wave: Wave, now: datetime) -> None:
    """On time the window stays; what opens early begins now; what opens late is given its time."""
    planned = timing.Window(opens_at=wave.opens_at, closes_at=wave.closes_at)
    if planned.opens_at <= now < min(planned.opens_at + ON_TIME, planned.closes_at):
        return
    if now < planned.opens_at:
        wave.opens_at = now
        return
    late = timing.window_when_late(wave.timepoint, planned, now)
    if late is None:
        late = timing.Window(opens_at=now, closes_at=now + planned.length)
    wave.opens_at, wave.closes_at = late.opens_at, late.closes_at


def send(wave: Wave, invitations: list[Invitation]) -> None:
    """Marks them sent, and writes the letters."""
    now = timezone.now()
    for invitation in invitations:
        invitation.state, invitation.sent_at = InvitationState.SENT, now
    Invitation.objects.bulk_update(invitations, ["state", "sent_at"])
    minutes = minutes_of([wave.version_id])[wave.version_id]
    for invitation in invitations:
        letters.invite(invitation, minutes=minutes)


def _end(invitations: list[Invitation]) -> None:
    now = timezone.now()
    for invitation in invitations:
        invitation.state, invitation.ended_at = InvitationState.OPTED_OUT, now
    Invitation.objects.bulk_update(invitations, ["state", "ended_at"])


@transaction.atomic
def begin_closing(wave: Wave, *, by: User | None = None) -> Wave:
    """Nobody can begin any more; whoever has begun has WAVE_GRACE_HOURS to submit."""
    wave = _lock(wave)
    check_move(WAVE_MOVES, wave.state, WaveState.CLOSING)
    now = timezone.now()
    if now < wave.closes_at:
        wave.closes_at = max(now, wave.opens_at + timedelta(seconds=1))
    return _change_state(wave, WaveState.CLOSING, by=by, changed=["closes_at"])


@transaction.atomic
def close(wave: Wave, *, by: User | None = None) -> Wave:
    """Invitations not answered expire; drafts are kept, in case the wave is opened again."""
    return _close(_lock(wave), by=by)


@transaction.atomic
def close_at_once(wave: Wave, *, by: User | None) -> Wave:
    """The same without a time of grace: for who sits with those who answer. A closed one stays as it is."""
    wave = _lock(wave)
    if wave.state == WaveState.OPEN:
        wave.closes_at = max(timezone.now(), wave.opens_at + timedelta(seconds=1))
        _change_state(wave, WaveState.CLOSING, by=by, changed=["closes_at"])
    return wave if wave.state == WaveState.CLOSED else _close(wave, by=by)


def _close(wave: Wave, *, by: User | None) -> Wave:
    _change_state(wave, WaveState.CLOSED, by=by)
    pending = Invitation.objects.filter(target__wave=wave, state__in=PENDING_INVITATIONS)
    pending.update(state=InvitationState.EXPIRED, ended_at=timezone.now())
    return wave


@transaction.atomic
def reopen(wave: Wave, *, by: User | None, closes_at: datetime | None = None) -> Wave:
    """Asks those again whose invitations had expired, without a letter of its own: reminders go on.

    Refuses (MoveError) a wave that never was open, and one that is analyzed.
    """
    wave = _lock(wave)
    if wave.state not in {WaveState.CLOSING, WaveState.CLOSED}:
        raise MoveError(wave.state, WaveState.OPEN)
    wave.closes_at = closes_at or timezone.now() + timedelta(days=REOPENED_DAYS)
    expired = Invitation.objects.filter(target__wave=wave, state=InvitationState.EXPIRED)
    expired.update(state=InvitationState.SENT, ended_at=None)
    return _change_state(wave, WaveState.OPEN, by=by, changed=["closes_at"])


def cut_links(*, now: datetime | None = None) -> int:
    """Destroys the secrets of anonymous plans whose last wave is over since ANONYMOUS_LINK_DAYS: from then on nobody,
    the portal included, can tell which answers are whose. Returns how many."""
    moment = now or timezone.now()
    since = moment - timedelta(days=settings.ANONYMOUS_LINK_DAYS)
    needed = Wave.objects.filter(Q(state__in=UNFINISHED) | Q(closes_at__gt=since)).values("plan")
    done = AssessmentPlan.objects.filter(is_anonymous=True, waves__state__in=WaveState.values)
    over = done.exclude(secret=None).exclude(pk__in=needed).distinct()
    for plan in over:
        with transaction.atomic():
            AssessmentPlan.objects.filter(pk=plan.pk).update(secret=None, unlinked_at=moment)
            record("assessments.plans.unlink", plan, by=None)
    return len(over)


@transaction.atomic
def mark_analyzed(wave: Wave, *, by: User | None = None) -> Wave:
    """From here on nothing in the wave changes."""
    return _change_state(_lock(wave), WaveState.ANALYZED, by=by)


def advance(*, now: datetime | None = None) -> int:
    """Opens and closes what is due, each wave in a transaction of its own; returns how many moved.

    Two workers never take the same wave; what was missed while the portal was down is caught up with.
    """
    now = now or timezone.now()
    grace = timedelta(hours=settings.WAVE_GRACE_HOURS)
    # A baseline whose time has passed is not opened: after the start it would no longer be one.
    to_open = Q(state=WaveState.PLANNED, opens_at__lte=now, plan__cohort__cancelled_at=None) & ~Q(
        timepoint="baseline", closes_at__lte=now
    )
    steps: list[tuple[Q, Callable[[Wave], Wave]]] = [
        (to_open, open_wave),
        (Q(state=WaveState.OPEN, closes_at__lte=now), begin_closing),
        (Q(state=WaveState.CLOSING, closes_at__lte=now - grace), close),
    ]
    return sum(_advance(condition, step) for condition, step in steps)


def _advance(condition: Q, step: Callable[[Wave], Wave]) -> int:
    moved, failed = 0, set[int]()
    while True:
        with transaction.atomic():
            due = Wave.objects.select_for_update(skip_locked=True, of=["self"]).filter(condition)
            wave = due.exclude(pk__in=failed).order_by("opens_at", "pk").first()
            if wave is None:
                return moved
            try:
                with transaction.atomic():
                    step(wave)
                moved += 1
            except Exception:  # one wave's trouble must not keep the others from their people
                logger.exception("wave %s could not be advanced", wave.pk)
                failed.add(wave.pk)


def _lock(wave: Wave) -> Wave:
    locked = Wave.objects.select_for_update(of=["self"])
    return locked.select_related("plan__cohort", "plan__organization", "plan__instrument").get(pk=wave.pk)


def _change_state(wave: Wave, wanted: WaveState, *, by: User | None, changed: Iterable[str] = ()) -> Wave:
    before = wave.state
    check_move(WAVE_MOVES, before, wanted)
    wave.state = wanted
    wave.save(update_fields=["state", *changed, "updated_at"])
    record(f"assessments.waves.{wanted}", wave, by=by, before={"state": before}, after={"state": wanted})
    return wave
