"""Self-assessments of organizations: begun, rated by colleagues, agreed on in a meeting, recorded."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments import letters
from assessments.actions import responses, waves
from assessments.logic import timing
from assessments.logic.answering import Given
from assessments.models import (
    AssessmentPlan,
    ConsensusParticipant,
    ConsensusSession,
    EvidenceLink,
    InstrumentVersion,
    Invitation,
    Item,
    Perspective,
    Response,
    Timepoint,
    UnitOfAnalysis,
    VisibleTo,
    Wave,
)
from assessments.queries.consensus import lacking_evidence, members_of, under_way_of
from assessments.queries.targets import new_invitation
from assessments.states import CONSENSUS_MOVES, ConsensusState, ResponseState, VersionState, WaveState
from capacity.models import Stakeholder, User
from common.log import record
from common.moves import MoveError, check_move

CONSENSUS_KEY = "consensus"  # whoever writes it down, it is the organization's: one in each wave


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """What a consensus is recorded with."""

    answers: Mapping[str, Given | None]
    evidence: Mapping[str, str]  # addresses, by item code
    minutes: str
    present: Collection[Stakeholder]


@transaction.atomic
def begin(
    organization: Stakeholder,
    version: InstrumentVersion,
    *,
    by: User,
    participants: Collection[Stakeholder],
    opens_at: datetime,
    closes_at: datetime,
    repeats: Iterable[str] = (),
) -> ConsensusSession:
    """Plans the ratings, and the repetitions some months later with the same people; opens what is due, with letters.

    Refuses (ValidationError) what is not published or asks persons of themselves; people who are no members; and a
    second self-assessment with the same questionnaire while one is under way.
    """
    if version.state != VersionState.PUBLISHED or version.instrument.unit == UnitOfAnalysis.PERSON:
        raise ValidationError(_("Only a published questionnaire about organizations can be asked."))
    _check_members(organization, participants)
    plan, _is_new = AssessmentPlan.objects.select_for_update().get_or_create(
        cohort=None,
        organization=organization,
        instrument=version.instrument,
        defaults={"is_demo": organization.is_demo},
    )
    if under_way_of(organization).filter(wave__plan=plan).exclude(wave__state=WaveState.PLANNED).exists():
        raise ValidationError(_("A self-assessment with this questionnaire is under way: finish it first."))
    facilitator = by.person if by.person in participants else None
    known = set(plan.waves.values_list("timepoint", flat=True))
    first = Timepoint.ADHOC if known else Timepoint.BASELINE
    windows = {first: timing.Window(opens_at=opens_at, closes_at=closes_at)}
    windows |= {
        Timepoint(each): _months_later(opens_at, each) for each in sorted(set(repeats) - known, key=_months)
    }
    made = [
        _plan(plan, organization, version, timepoint, window, participants, facilitator, by=by)
        for timepoint, window in windows.items()
    ]
    if opens_at <= timezone.now():
        waves.open_wave(made[0].wave, by=by)
    return made[0]


def _months(timepoint: str) -> int:
    return timing.MONTHS_AFTER[timepoint]


def _months_later(moment: datetime, timepoint: str) -> timing.Window:
    local = timezone.localtime(moment)
    day = timing.months_later(local.date(), _months(timepoint))
    opens_at = timing.midnight(day, local.tzinfo)  # type: ignore[arg-type]
    return timing.Window(opens_at=opens_at, closes_at=opens_at + timedelta(days=timing.FOLLOW_UP_DAYS))


def _plan(
    plan: AssessmentPlan,
    organization: Stakeholder,
    version: InstrumentVersion,
    timepoint: str,
    window: timing.Window,
    people: Collection[Stakeholder],
    facilitator: Stakeholder | None,
    *,
    by: User,
) -> ConsensusSession:
    wave = Wave.objects.create(
        plan=plan,
        timepoint=timepoint,
        version=version,
        opens_at=window.opens_at,
        closes_at=window.closes_at,
        is_demo=plan.is_demo,
    )
    session = ConsensusSession.objects.create(
        wave=wave, organization=organization, facilitator=facilitator, is_demo=plan.is_demo
    )
    _add(session, people)
    record("assessments.consensus.begin", session, by=by, after={"timepoint": str(timepoint)})
    return session


@transaction.atomic
def invite(session: ConsensusSession, people: Collection[Stakeholder], *, by: User) -> int:
    """Asks further members to rate, by letter once the wave is open. Returns how many are new.

    Refuses (MoveError) once the ratings are closed, and (ValidationError) people who are no members.
    """
    session = _lock(session)
    if session.state != ConsensusState.RATING:
        raise MoveError(session.state, ConsensusState.RATING)
    _check_members(session.organization, people)
    known = set(session.participants.values_list("person", flat=True))
    new = [person for person in people if person.pk not in known]
    _add(session, new)
    if session.wave.state == WaveState.OPEN:
        _ask(session.wave, new)
    record("assessments.consensus.invite", session, by=by, after={"people": len(new)})
    return len(new)


def _ask(wave: Wave, people: Iterable[Stakeholder]) -> None:
    target = wave.targets.get()
    asked = set(target.invitations.values_list("respondent", flat=True))
    found = [new_invitation(target, person) for person in people if person.pk not in asked]
    waves.send(wave, Invitation.objects.bulk_create(found))


@transaction.atomic
def close_ratings(session: ConsensusSession, *, by: User) -> ConsensusSession:
    """From here on only the meeting speaks: what is not submitted counts no more. Refuses (MoveError) what has not
    begun."""
    session = _lock(session)
    wave = session.wave
    if wave.state == WaveState.PLANNED:
        raise MoveError(wave.state, ConsensusState.AGREEING)
    waves.close_at_once(wave, by=by)
    return _change_state(session, ConsensusState.AGREEING, by=by)


@transaction.atomic
def reopen_ratings(session: ConsensusSession, *, by: User) -> ConsensusSession:
    """Another week for those who have not rated yet."""
    session = _lock(session)
    changed = _change_state(session, ConsensusState.RATING, by=by)
    waves.reopen(session.wave, by=by)
    return changed


@transaction.atomic
def save(session: ConsensusSession, meeting: Meeting, *, by: User, language: str) -> Response:
    """Keeps the consensus as far as it is found. Refuses (MoveError) before the ratings are closed and after it is
    recorded, and (ValidationError, by item code) answers that fit no question."""
    return _save(_lock(session), meeting, language=language)


@transaction.atomic
def save_and_conclude(
    session: ConsensusSession, meeting: Meeting, *, by: User, language: str
) -> dict[str, list[str]]:
    """Saves in any case, and records what is whole: returns what is missing, by item code. Refuses as the two do."""
    session = _lock(session)
    _save(session, meeting, language=language)
    try:
        with transaction.atomic():
            _conclude(session, by=by)
    except ValidationError as faults:
        return faults.message_dict
    return {}


def _save(session: ConsensusSession, meeting: Meeting, *, language: str) -> Response:
    if session.state != ConsensusState.AGREEING:
        raise MoveError(session.state, ConsensusState.RECORDED)
    draft = responses.write(_draft(session, language=language), meeting.answers, language=language)
    _keep_evidence(session, meeting.evidence)
    session.minutes, session.response = meeting.minutes, draft
    session.save(update_fields=["minutes", "response", "updated_at"])
    session.participants.update(was_there=False)
    session.participants.filter(person__in=[person.pk for person in meeting.present]).update(was_there=True)
    return draft


@transaction.atomic
def conclude(session: ConsensusSession, *, by: User) -> ConsensusSession:
    """Submits the consensus and scores it; the wave is analyzed, and who took part is told.

    Refuses (ValidationError, by item code) while a required answer, or the evidence that a level requires, is missing,
    and (MoveError) what is recorded already.
    """
    return _conclude(_lock(session), by=by)


def _conclude(session: ConsensusSession, *, by: User) -> ConsensusSession:
    check_move(CONSENSUS_MOVES, session.state, ConsensusState.RECORDED)
    if session.response is None:
        raise MoveError(session.state, ConsensusState.RECORDED)
    missing = lacking_evidence(session)
    if missing:
        raise ValidationError({code: _("This level needs a link to evidence.") for code in missing})
    for link in session.evidence.all():
        session.response.answers.filter(item=link.item_id).update(evidence=link.url)
    responses.fix(session.response, by=by)
    waves.mark_analyzed(session.wave, by=by)
    session.recorded_at = timezone.now()
    session = _change_state(session, ConsensusState.RECORDED, by=by, changed=["recorded_at"])
    letters.consensus_recorded(session, by=by)
    return session


@transaction.atomic
def show_to(session: ConsensusSession, visibility: VisibleTo, *, by: User) -> ConsensusSession:
    """Whom the organization lets see the result: now, and any time again."""
    session = _lock(session)
    before, session.visibility = session.visibility, visibility
    session.save(update_fields=["visibility", "updated_at"])
    after = {"visibility": str(visibility)}
    record("assessments.consensus.show", session, by=by, before={"visibility": before}, after=after)
    return session


@transaction.atomic
def call_off(session: ConsensusSession, *, by: User) -> None:
    """What was only planned is deleted; what has begun stays as it is, without a consensus."""
    session = _lock(session)
    check_move(CONSENSUS_MOVES, session.state, ConsensusState.CALLED_OFF)
    wave = session.wave
    if wave.state == WaveState.PLANNED:
        record("assessments.consensus.unplan", session, by=by)
        session.delete()
        wave.delete()
        return
    if session.state == ConsensusState.RATING and wave.state in {WaveState.OPEN, WaveState.CLOSING}:
        close_ratings(session, by=by)
        session = _lock(session)
    _change_state(session, ConsensusState.CALLED_OFF, by=by)


# --- Parts ---


def _check_members(organization: Stakeholder, people: Collection[Stakeholder]) -> None:
    members = set(members_of(organization).values_list("pk", flat=True))
    if not {person.pk for person in people} <= members:
        raise ValidationError(_("Only members of the organization can be asked."))


def _add(session: ConsensusSession, people: Iterable[Stakeholder]) -> None:
    ConsensusParticipant.objects.bulk_create(
        ConsensusParticipant(session=session, person=person, is_demo=session.is_demo) for person in people
    )


def _draft(session: ConsensusSession, *, language: str) -> Response:
    wave = session.wave
    draft, _is_new = Response.objects.get_or_create(
        wave=wave,
        subject=session.organization,
        respondent_key=CONSENSUS_KEY,
        perspective=Perspective.CONSENSUS,
        state=ResponseState.DRAFT,
        defaults={"version_id": wave.version_id, "language": language, "is_demo": session.is_demo},
    )
    return draft


def _keep_evidence(session: ConsensusSession, evidence: Mapping[str, str]) -> None:
    items = {item.code: item for item in Item.objects.filter(version=session.wave.version_id)}
    session.evidence.filter(item__code__in=evidence).delete()
    EvidenceLink.objects.bulk_create(
        EvidenceLink(session=session, item=items[code], url=url, is_demo=session.is_demo)
        for code, url in sorted(evidence.items())
        if url and code in items
    )


def _lock(session: ConsensusSession) -> ConsensusSession:
    rows = ConsensusSession.objects.select_for_update(of=["self"])
    return rows.select_related("wave__plan", "organization", "response__version", "response__wave__plan").get(
        pk=session.pk
    )


def _change_state(
    session: ConsensusSession, wanted: ConsensusState, *, by: User, changed: Iterable[str] = ()
) -> ConsensusSession:
    before = session.state
    check_move(CONSENSUS_MOVES, before, wanted)
    session.state = wanted
    session.save(update_fields=["state", *changed, "updated_at"])
    record(
        f"assessments.consensus.{wanted}", session, by=by, before={"state": before}, after={"state": wanted}
    )
    return session
