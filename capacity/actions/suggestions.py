"""What people suggest for the tree of capacities, and what becomes of it."""

from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from capacity.actions import taxonomy as tree
from capacity.letters import suggestions as letters
from capacity.logic import taxonomy
from capacity.models import Capacity, CapacitySuggestion, Language, SuggestionKind, User
from capacity.queries.texts import description_in, label_in
from capacity.states import SUGGESTION_MOVES, SuggestionState
from common.log import record
from common.moves import check_move


@transaction.atomic
def suggest(
    *,
    kind: str,
    by: User,
    reason: str,
    capacity: Capacity | None = None,
    target: Capacity | None = None,
    language: Language | None = None,
    text: str = "",
) -> CapacitySuggestion:
    """Also keeps what stands there now. Refuses: more than OPEN_SUGGESTIONS of one person that wait for an answer."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if CapacitySuggestion.objects.open().filter(suggested_by=by).count() >= settings.OPEN_SUGGESTIONS:
        raise taxonomy.TooManyOpenError
    suggestion = CapacitySuggestion(
        kind=kind,
        capacity=capacity,
        target=target,
        language=language,
        text=text,
        reason=reason,
        suggested_by=by,
        is_demo=by.is_demo,
    )
    suggestion.before = _present(suggestion)
    suggestion.save()
    record("capacity.suggestions.suggest", suggestion, by=by, after={"kind": kind})
    return suggestion


@transaction.atomic
def accept(suggestion: CapacitySuggestion, *, by: User, answer: str = "") -> CapacitySuggestion:
    """Does what was suggested, as staff would, and writes to who suggested it. Refuses: what is decided already or
    withdrawn; one's own; whatever the change itself refuses (TaxonomyError).
    """
    suggestion = _hold(suggestion, SuggestionState.ACCEPTED, by=by)
    changed = DEEDS[SuggestionKind(suggestion.kind)](suggestion, by)
    if suggestion.capacity is None:
        record("capacity.suggestions.create", suggestion, by=by, after={"code": changed.code})
    return _decide(suggestion, SuggestionState.ACCEPTED, by=by, answer=answer)


@transaction.atomic
def decline(suggestion: CapacitySuggestion, *, by: User, answer: str) -> CapacitySuggestion:
    """Also writes to who suggested it. Refuses: what is decided already or withdrawn; one's own."""
    suggestion = _hold(suggestion, SuggestionState.DECLINED, by=by)
    return _decide(suggestion, SuggestionState.DECLINED, by=by, answer=answer)


@transaction.atomic
def withdraw(suggestion: CapacitySuggestion, *, by: User) -> CapacitySuggestion:
    """Refuses: what is decided already; another person's."""
    suggestion = CapacitySuggestion.objects.select_for_update().get(pk=suggestion.pk)
    check_move(SUGGESTION_MOVES, suggestion.state, SuggestionState.WITHDRAWN)
    if suggestion.suggested_by_id != by.pk:
        raise PermissionError("A suggestion is withdrawn by who made it.")
    suggestion.state = SuggestionState.WITHDRAWN
    suggestion.save(update_fields=["state", "updated_at"])
    record("capacity.suggestions.withdraw", suggestion, by=by)
    return suggestion


def _hold(suggestion: CapacitySuggestion, wanted: SuggestionState, *, by: User) -> CapacitySuggestion:
    suggestion = CapacitySuggestion.objects.select_for_update().get(pk=suggestion.pk)
    check_move(SUGGESTION_MOVES, suggestion.state, wanted)
    if suggestion.suggested_by_id == by.pk:
        raise taxonomy.OwnSuggestionError
    return suggestion


def _decide(
    suggestion: CapacitySuggestion, state: SuggestionState, *, by: User, answer: str
) -> CapacitySuggestion:
    suggestion.state, suggestion.answer = state, answer
    suggestion.decided_by, suggestion.decided_at = by, timezone.now()
    suggestion.is_demo = suggestion.is_demo or by.is_demo
    suggestion.save(update_fields=["state", "answer", "decided_by", "decided_at", "is_demo", "updated_at"])
    verb = "accept" if state == SuggestionState.ACCEPTED else "decline"
    record(f"capacity.suggestions.{verb}", suggestion, by=by, after={"state": state.value})
    letters.suggestion_decided(suggestion)
    return suggestion


def _present(suggestion: CapacitySuggestion) -> str:
    """What stands there now: a text, or the code of the whole."""
    capacity, language = suggestion.capacity, suggestion.language_id
    if capacity is None:
        return ""
    if suggestion.kind == SuggestionKind.NAME and language:
        return label_in(capacity, language)
    if suggestion.kind == SuggestionKind.DESCRIPTION and language:
        return description_in(capacity, language)
    if suggestion.kind == SuggestionKind.MOVE and capacity.parent:
        return capacity.parent.code
    return ""


def _create(suggestion: CapacitySuggestion, by: User) -> Capacity:
    return tree.create(
        name=suggestion.text,
        language=suggestion.language_id or tree.DEFAULT,
        under=suggestion.target,
        by=by,
        suggestion=suggestion,
    )


def _name(suggestion: CapacitySuggestion, by: User) -> Capacity:
    return tree.name(
        _of(suggestion),
        language=suggestion.language_id or tree.DEFAULT,
        text=suggestion.text,
        by=by,
        suggestion=suggestion,
    )


def _describe(suggestion: CapacitySuggestion, by: User) -> Capacity:
    return tree.describe(
        _of(suggestion),
        language=suggestion.language_id or tree.DEFAULT,
        text=suggestion.text,
        by=by,
        suggestion=suggestion,
    )


def _move(suggestion: CapacitySuggestion, by: User) -> Capacity:
    return tree.move(_of(suggestion), under=suggestion.target, by=by, suggestion=suggestion)


def _merge(suggestion: CapacitySuggestion, by: User) -> Capacity:
    if suggestion.target is None:
        raise taxonomy.TaxonomyError  # the database does not let it come so far
    return tree.merge(_of(suggestion), into=suggestion.target, by=by, suggestion=suggestion)


def _hide(suggestion: CapacitySuggestion, by: User) -> Capacity:
    return tree.hide(_of(suggestion), by=by, suggestion=suggestion)


def _of(suggestion: CapacitySuggestion) -> Capacity:
    if suggestion.capacity is None:
        raise taxonomy.TaxonomyError  # the same
    return suggestion.capacity


DEEDS: dict[SuggestionKind, Callable[[CapacitySuggestion, User], Capacity]] = {
    SuggestionKind.NEW: _create,
    SuggestionKind.NAME: _name,
    SuggestionKind.DESCRIPTION: _describe,
    SuggestionKind.MOVE: _move,
    SuggestionKind.MERGE: _merge,
    SuggestionKind.HIDE: _hide,
}
