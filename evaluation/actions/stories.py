"""Stories with their tellers' consent, chosen by a panel; outcome statements, and who confirms them."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from capacity.models import Stakeholder, User
from common.log import record
from common.moves import MoveError, check_move
from evaluation.logic.refusals import NotConfirmedError
from evaluation.models import (
    Evidence,
    Finding,
    OutcomeStatement,
    SelectionRound,
    Story,
    Substantiation,
)
from evaluation.states import OUTCOME_MOVES, ROUND_MOVES, OutcomeState, RoundState
from programs.models import Program


@transaction.atomic
def tell(program: Program, *, by: User, teller: Stakeholder, **fields: Any) -> Story:
    """Who reads it, the teller says."""
    story = Story.objects.create(program=program, teller=teller, is_demo=program.is_demo, **fields)
    record("evaluation.stories.tell", story, by=by, after={"consent": story.consent})
    return story


@transaction.atomic
def consent(story: Story, *, by: User, consent: str, consent_expires_on: Any = None) -> Story:
    """From now on; what was chosen before stays chosen, and is shown to whom the teller agrees to."""
    story = Story.objects.select_for_update().get(pk=story.pk)
    before = story.consent
    story.consent, story.consent_expires_on = consent, consent_expires_on
    story.save(update_fields=["consent", "consent_expires_on", "updated_at"])
    record("evaluation.stories.consent", story, by=by, before={"consent": before}, after={"consent": consent})
    return story


@transaction.atomic
def open_round(program: Program, *, by: User, question: str, panel: list[Stakeholder]) -> SelectionRound:
    """A panel reads the program's stories."""
    made = SelectionRound.objects.create(
        program=program, question=question, opened_by=by, is_demo=program.is_demo
    )
    made.panel.set(panel)
    record("evaluation.stories.open_round", made, by=by)
    return made


@transaction.atomic
def decide(selection: SelectionRound, *, by: User, chosen: Story, reason: str) -> SelectionRound:
    """Refuses a second decision, and a story of another program."""
    selection = SelectionRound.objects.select_for_update().get(pk=selection.pk)
    check_move(ROUND_MOVES, selection.state, RoundState.DECIDED)
    if chosen.program_id != selection.program_id:
        raise MoveError(selection.state, RoundState.DECIDED)
    selection.state, selection.chosen, selection.reason = RoundState.DECIDED, chosen, reason
    selection.decided_by, selection.decided_at = by, timezone.now()
    selection.save()
    record("evaluation.stories.decide", selection, by=by, after={"story": chosen.pk})
    return selection


@transaction.atomic
def draft_outcome(program: Program, *, by: User, **fields: Any) -> OutcomeStatement:
    """Seen by those who have to do with the program until it is substantiated."""
    statement = OutcomeStatement.objects.create(
        program=program, drafted_by=by, is_demo=program.is_demo, **fields
    )
    record("evaluation.stories.draft_outcome", statement, by=by)
    return statement


@transaction.atomic
def edit_outcome(statement: OutcomeStatement, *, by: User, **fields: Any) -> OutcomeStatement:
    """Refuses what is clarified or later: others are asked about these very words."""
    statement = _lock(statement)
    if statement.state != OutcomeState.DRAFTED:
        raise MoveError(statement.state, OutcomeState.DRAFTED)
    for name, value in fields.items():
        setattr(statement, name, value)
    statement.save()
    record("evaluation.stories.edit_outcome", statement, by=by)
    return statement


@transaction.atomic
def clarify(statement: OutcomeStatement, *, by: User) -> OutcomeStatement:
    """Its words stay from now on."""
    return _move(_lock(statement), OutcomeState.CLARIFIED, by=by)


@transaction.atomic
def add_answer(statement: OutcomeStatement, *, by: User, **fields: Any) -> Substantiation:
    """What somebody who should know says of it. Refuses a draft."""
    statement = _lock(statement)
    if statement.state == OutcomeState.DRAFTED:
        raise MoveError(statement.state, OutcomeState.CLARIFIED)
    made = Substantiation.objects.create(
        statement=statement, asked_by=by, is_demo=statement.is_demo, **fields
    )
    record("evaluation.stories.add_answer", statement, by=by, after={"verdict": made.verdict})
    return made


@transaction.atomic
def substantiate(statement: OutcomeStatement, *, by: User) -> OutcomeStatement:
    """Refuses unless somebody who took no part in the program agrees, at least in part."""
    statement = _lock(statement)
    agreeing = statement.substantiations.filter(verdict__in=["full", "partial"]).exclude(
        independence="involved"
    )
    if not agreeing.exists():
        raise NotConfirmedError
    return _move(statement, OutcomeState.SUBSTANTIATED, by=by)


@transaction.atomic
def analyze(statement: OutcomeStatement, *, by: User) -> OutcomeStatement:
    """It is taken into an evaluation."""
    return _move(_lock(statement), OutcomeState.ANALYZED, by=by)


@transaction.atomic
def add_evidence(on: OutcomeStatement | Finding, *, by: User, **fields: Any) -> Evidence:
    """For it or against it. A wiki page is kept as the revision that was seen."""
    of = {"statement": on} if isinstance(on, OutcomeStatement) else {"finding": on}
    made = Evidence.objects.create(**of, added_by=by, is_demo=on.is_demo, **fields)
    record("evaluation.stories.add_evidence", on, by=by, after={"evidence": made.pk, "role": made.role})
    return made


def _move(statement: OutcomeStatement, state: str, *, by: User) -> OutcomeStatement:
    before = statement.state
    check_move(OUTCOME_MOVES, before, state)
    statement.state = state
    statement.save(update_fields=["state", "updated_at"])
    record("evaluation.stories.move", statement, by=by, before={"state": before}, after={"state": state})
    return statement


def _lock(statement: OutcomeStatement) -> OutcomeStatement:
    return OutcomeStatement.objects.select_for_update().get(pk=statement.pk)
