"""Answers: begun, saved as often as one likes, submitted once; later withdrawn, or corrected by new ones."""

from collections.abc import Mapping
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.actions.invitations import lock
from assessments.logic import scoring
from assessments.logic.answering import Fault, Given, fault_of, lacks_evidence, not_asked
from assessments.models import Answer, Invitation, Item, MissingCode, Response, Score, Wave
from assessments.queries.questionnaires import asked
from assessments.queries.responses import is_unlinked, respondent_key, response_to
from assessments.states import (
    INVITATION_MOVES,
    PENDING_INVITATIONS,
    RESPONSE_MOVES,
    InvitationState,
    ResponseState,
    WaveState,
)
from capacity.models import User
from common.jobs import enqueue
from common.log import record
from common.moves import MoveError, check_move

FAULTS: dict[Fault, Promise] = {
    Fault.OUTSIDE_SCALE: gettext_lazy("This value lies outside the scale."),
    Fault.NOT_OFFERED: gettext_lazy("This is not one of the answers offered."),
    Fault.WRONG_KIND: gettext_lazy("This question is answered in another way."),
    Fault.TOO_LONG: gettext_lazy("This text is too long."),
}


@transaction.atomic
def start(invitation: Invitation, *, by: User, language: str) -> Response:
    """Makes the draft, or finds the one there is. Refuses (MoveError) when the wave is not open for a beginning."""
    return _draft(lock(invitation, by=by), by=by, language=language)


def _draft(invitation: Invitation, *, by: User, language: str) -> Response:
    draft = response_to(invitation, state=ResponseState.DRAFT)
    if draft is not None:
        _check_time(draft.wave)
        return draft
    wave = invitation.target.wave
    if wave.state != WaveState.OPEN or wave.closes_at <= timezone.now() or is_unlinked(wave.plan):
        raise MoveError(wave.state, ResponseState.DRAFT)
    check_move(INVITATION_MOVES, invitation.state, InvitationState.STARTED)
    invitation.state = InvitationState.STARTED
    _save_state(invitation)
    return _new_draft(invitation, by=by, language=language)


def _new_draft(
    invitation: Invitation, *, by: User, language: str, supersedes: Response | None = None
) -> Response:
    wave = invitation.target.wave
    is_anonymous = wave.plan.is_anonymous
    return Response.objects.create(
        wave=wave,
        version_id=wave.version_id,
        subject=None if is_anonymous else invitation.target.subject,
        invitation=None if is_anonymous else invitation,
        respondent_key=respondent_key(wave.plan, by),
        perspective=invitation.perspective,
        language=language,
        supersedes=supersedes,
        is_demo=invitation.is_demo,
    )


@transaction.atomic
def save_answers(
    invitation: Invitation, answers: Mapping[str, Given | None], *, by: User, language: str = ""
) -> Response:
    """Keeps what is given, by item code; None takes an answer back; what is not named stays.

    Begins the draft where there is none. Refuses answers that fit no item (ValidationError, by code), and a wave that
    is over (MoveError); then nothing is kept.
    """
    return write(_draft(lock(invitation, by=by), by=by, language=language), answers, language=language)


def write(draft: Response, answers: Mapping[str, Given | None], *, language: str = "") -> Response:
    """The same for a draft that is at hand and locked. Expects a transaction around it."""
    items = _items(draft)
    _check_answers(items, answers)
    _keep(draft, items, answers)
    if language and draft.language != language:
        draft.language = language
    draft.save(update_fields=["language", "updated_at"])
    return draft


@transaction.atomic
def submit(invitation: Invitation, *, by: User) -> Response:
    """Fixes the answers, scores them, ends the invitation; a correction takes the place of the answers before.

    Refuses (ValidationError, by item code) while a required answer is missing, and (MoveError) what is submitted
    already or whose time is over. Questions left empty are noted as skipped.
    """
    invitation = lock(invitation, by=by)
    draft = response_to(invitation, state=ResponseState.DRAFT)
    if draft is None:
        raise MoveError(invitation.state, ResponseState.SUBMITTED)
    _check_time(draft.wave)
    if draft.supersedes is None:
        check_move(INVITATION_MOVES, invitation.state, InvitationState.SUBMITTED)
        invitation.state = InvitationState.SUBMITTED
        _save_state(invitation)
    return fix(draft, by=by)


def fix(draft: Response, *, by: User) -> Response:
    """The same for a draft that is at hand and locked, whoever was invited. Expects a transaction around it."""
    items = _items(draft)
    given = given_in(draft)
    passed_over = not_asked(map(asked, items.values()), given)
    _check_complete(items, given, passed_over)
    if draft.wave.plan.organization_id is None:  # an organization's evidence stands beside its consensus
        _check_shown(items, given, passed_over)
    _fill_gaps(draft, items, given, passed_over)
    if draft.supersedes is not None:
        _end_superseded(draft.supersedes, by=by)
    _change_state(draft, ResponseState.SUBMITTED, by=by)
    _score(draft, items, given, passed_over)
    enqueue("evaluation.tasks.refresh_changes", response_id=draft.pk)
    return draft


@transaction.atomic
def withdraw(invitation: Invitation, *, by: User) -> Response:
    """The person's submitted answers count no more; they are kept, and the invitation stays answered."""
    invitation = lock(invitation, by=by)
    response = _submitted(invitation)
    if not can_withdraw(invitation):
        raise MoveError(response.wave.state, ResponseState.WITHDRAWN)
    correction = response_to(invitation, state=ResponseState.DRAFT)
    if correction is not None:
        _change_state(correction, ResponseState.WITHDRAWN, by=by)
    _change_state(response, ResponseState.WITHDRAWN, by=by)
    enqueue("evaluation.tasks.refresh_changes", response_id=response.pk)
    return response


@transaction.atomic
def correct(invitation: Invitation, *, by: User) -> Response:
    """A new draft with the submitted answers in it; once it is submitted it supersedes them. They count until then."""
    invitation = lock(invitation, by=by)
    draft = response_to(invitation, state=ResponseState.DRAFT)
    if draft is not None:
        return draft
    response = _submitted(invitation)
    wave = invitation.target.wave
    if not can_correct(invitation):
        raise MoveError(wave.state, ResponseState.DRAFT)
    draft = _new_draft(invitation, by=by, language=response.language, supersedes=response)
    given = {code: one for code, one in given_in(response).items() if one.missing_code not in FILLED_BY_US}
    _keep(draft, _items(draft), given)
    return draft


def end_merged(response: Response, *, by: User) -> None:
    """Of two answers of one person, whose accounts become one, the one that counts no more. Expects a transaction and
    both locked."""
    is_begun = response.state == ResponseState.DRAFT
    _change_state(response, ResponseState.WITHDRAWN if is_begun else ResponseState.SUPERSEDED, by=by)


def can_answer(invitation: Invitation) -> bool:
    """Whether the page of questions has something to offer: a beginning, a draft, a correction begun."""
    wave = invitation.target.wave
    if (
        wave.state == WaveState.OPEN
        and wave.closes_at > timezone.now()
        and invitation.state in PENDING_INVITATIONS
    ):
        return True
    if invitation.state not in {InvitationState.STARTED, InvitationState.SUBMITTED}:
        return False
    return _has_time(wave) and response_to(invitation, state=ResponseState.DRAFT) is not None


def can_correct(invitation: Invitation) -> bool:
    wave = invitation.target.wave
    return wave.state == WaveState.OPEN and wave.closes_at > timezone.now()


def can_withdraw(invitation: Invitation) -> bool:
    return invitation.target.wave.state not in FINAL_WAVES


ORDER = ("dimension__position", "dimension_id", "position", "id")  # as the questions stand on the page
FINAL_WAVES = {WaveState.ANALYZED, WaveState.PUBLISHED}
FILLED_BY_US = {MissingCode.SKIPPED, MissingCode.NOT_ASKED}


# --- Time, states, traces ---


def _check_time(wave: Wave) -> None:
    """Whoever has begun may go on while the wave is open, and in its time of grace."""
    if not _has_time(wave):
        raise MoveError(wave.state, ResponseState.SUBMITTED)


def _has_time(wave: Wave) -> bool:
    last = wave.closes_at + timedelta(hours=settings.WAVE_GRACE_HOURS)
    return wave.state in {WaveState.OPEN, WaveState.CLOSING} and timezone.now() < last


def _submitted(invitation: Invitation) -> Response:
    response = response_to(invitation, state=ResponseState.SUBMITTED)
    if response is None:
        raise MoveError(invitation.state, ResponseState.SUBMITTED)
    return response


def _save_state(invitation: Invitation) -> None:
    """In an anonymous plan without any moment: it would tell which answers are hers."""
    if invitation.target.wave.plan.is_anonymous:
        invitation.save(update_fields=["state"])
        return
    if invitation.state == InvitationState.SUBMITTED:
        invitation.ended_at = timezone.now()
    invitation.save(update_fields=["state", "ended_at", "updated_at"])


def _change_state(response: Response, wanted: ResponseState, *, by: User) -> None:
    before = response.state
    check_move(RESPONSE_MOVES, before, wanted)
    response.state = wanted
    if wanted == ResponseState.SUBMITTED:
        response.submitted_at = timezone.now()
    response.save(update_fields=["state", "submitted_at", "updated_at"])
    enqueue("assessments.tasks.count_response", response_id=response.pk)
    record(
        f"assessments.responses.{wanted}",
        response,
        by=None if response.wave.plan.is_anonymous else by,
        before={"state": before},
        after={"state": wanted},
    )


def _end_superseded(response: Response, *, by: User) -> None:
    """Before the new answers are submitted: only one response may be."""
    _change_state(Response.objects.select_for_update().get(pk=response.pk), ResponseState.SUPERSEDED, by=by)


# --- Answers ---


def _items(response: Response) -> dict[str, Item]:
    items = Item.objects.filter(version=response.version_id).select_related("scale", "dimension")
    items = items.prefetch_related("scale__anchors").order_by(*ORDER)
    return {item.code: item for item in items}


def given_in(response: Response) -> dict[str, Given]:
    return {answer.item.code: given_of(answer) for answer in response.answers.select_related("item")}


def given_of(answer: Answer) -> Given:
    return Given(
        value=answer.value,
        text=answer.text,
        choices=None if answer.choices is None else tuple(answer.choices),
        missing_code=answer.missing_code,
        evidence=answer.evidence,
    )


def _check_answers(items: Mapping[str, Item], answers: Mapping[str, Given | None]) -> None:
    wrong: dict[str, str] = {}
    for code, given in answers.items():
        if code not in items:
            wrong[code] = _("This questionnaire has no such question.")
        elif given is not None and (fault := fault_of(asked(items[code]), given)) is not None:
            wrong[code] = str(FAULTS[fault])
    if wrong:
        raise ValidationError(wrong)


def _keep(draft: Response, items: Mapping[str, Item], answers: Mapping[str, Given | None]) -> None:
    """Every answer in one statement; those taken back in another."""
    taken_back = [items[code].pk for code, given in answers.items() if given is None]
    if taken_back:
        draft.answers.filter(item__in=taken_back).delete()
    Answer.objects.bulk_create(
        [_answer(draft, items[code], given) for code, given in sorted(answers.items()) if given is not None],
        update_conflicts=True,
        unique_fields=["response", "item"],
        update_fields=["value", "text", "choices", "missing_code", "evidence"],
    )


def _answer(draft: Response, item: Item, given: Given) -> Answer:
    return Answer(
        response=draft,
        item=item,
        value=given.value,
        text=given.text,
        choices=None if given.choices is None else list(given.choices),
        missing_code=given.missing_code,
        evidence=given.evidence,
        is_demo=draft.is_demo,
    )


def _check_complete(items: Mapping[str, Item], given: Mapping[str, Given], passed_over: set[str]) -> None:
    missing = {
        code: _("This question needs an answer; “I would rather not say” is one.")
        for code, item in items.items()
        if item.is_required and code not in given and code not in passed_over
    }
    if missing:
        raise ValidationError(missing)


def _check_shown(items: Mapping[str, Item], given: Mapping[str, Given], passed_over: set[str]) -> None:
    missing = {
        code: _("Please say what shows this level: a link, or a sentence.")
        for code, one in given.items()
        if code not in passed_over and lacks_evidence(asked(items[code]), one)
    }
    if missing:
        raise ValidationError(missing)


def _fill_gaps(
    draft: Response, items: Mapping[str, Item], given: Mapping[str, Given], passed_over: set[str]
) -> None:
    gaps: dict[str, Given | None] = {
        code: Given(missing_code=MissingCode.SKIPPED) for code in items if code not in given
    }
    gaps |= {code: Given(missing_code=MissingCode.NOT_ASKED) for code in passed_over}
    _keep(draft, items, gaps)


def _score(
    response: Response, items: Mapping[str, Item], given: Mapping[str, Given], passed_over: set[str]
) -> None:
    scored = [
        scoring.ScoredItem(
            key=item.code,
            capacity=item.dimension.capacity_id,
            aspect=item.aspect,
            minimum=item.scale.minimum,
            maximum=item.scale.maximum,
            higher_is_better=item.scale.higher_is_better,
            is_reversed=item.is_reversed,
            weight=item.dimension.weight,
        )
        for item in items.values()
        if item.is_scored and item.scale is not None and item.dimension.capacity_id is not None
    ]
    values = {code: one.value for code, one in given.items()}
    found = scoring.scores(
        response.version.scoring_rule,
        scored,
        values,
        min_answered_share=response.version.min_answered_share,
        not_asked=passed_over,
    )
    Score.objects.bulk_create(
        Score(
            response=response,
            capacity_id=score.capacity,
            aspect=score.aspect,
            method_id=score.method_id,
            raw=score.raw,
            normalized=score.normalized,
            items_answered=score.items_answered,
            items_asked=score.items_asked,
            is_demo=response.is_demo,
        )
        for score in found
    )
