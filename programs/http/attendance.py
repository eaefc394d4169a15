"""What a device or a program of somebody's sends of a session's attendance: many marks, each answered for itself."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from capacity.models import User
from programs.actions import attendance
from programs.forms.attendance import SyncedMarkForm
from programs.logic.attendance import in_words
from programs.logic.refusals import NotOnTheRosterError, RefusalError
from programs.models import Session
from programs.queries.attendance import open_conflicts
from programs.states import PARTICIPANT_STATES

MARKS_AT_MOST = 1000  # in one delivery


def deliver(session: Session, entries: Iterable[Mapping[str, Any]], *, by: User) -> dict[str, Any]:
    """Keeps what can be kept. `results` says what became of each mark by its id, `holds` what is recorded now."""
    forms = {str(each.get("id", "")): SyncedMarkForm(each, session=session) for each in entries}
    marks = {key: form.cleaned_data for key, form in forms.items() if form.is_valid()}
    people = _people(session, [mark["person"] for mark in marks.values()])
    said = {people[mark["person"]]: _mark(mark) for mark in marks.values() if mark["person"] in people}
    try:
        attendance.record(session, said, by=by)
    except RefusalError as refusal:
        return {"results": [_refused(key, refusal) for key in forms], "holds": {}}
    waiting = _waiting(session, said)
    results = []
    for key, form in forms.items():
        if not form.is_valid():
            results.append(_refused(key, next(text for texts in form.errors.values() for text in texts)))
        elif form.cleaned_data["person"] not in people:
            results.append(_refused(key, NotOnTheRosterError()))
        else:
            is_kept = form.cleaned_data["id"] not in waiting
            results.append({"id": key, "outcome": "kept" if is_kept else "conflict", "says": ""})
    return {"results": results, "holds": _holds(session, said)}


def _people(session: Session, wanted: list[UUID]) -> dict[UUID, int]:
    taking_part = session.cohort.enrollments.filter(state__in=PARTICIPANT_STATES)
    return dict(taking_part.filter(public_id__in=wanted).values_list("public_id", "pk"))


def _waiting(session: Session, said: dict[int, attendance.Mark]) -> set[UUID]:
    waiting = open_conflicts(session.cohort).filter(mark__public_id__in=[mark.key for mark in said.values()])
    return set(waiting.values_list("mark__public_id", flat=True))


def _holds(session: Session, people: Iterable[int]) -> dict[str, str]:
    rows = session.attendance.filter(enrollment__in=people)
    found = rows.values_list("enrollment__public_id", "status", "minutes")
    return {str(person): in_words(status, minutes) for person, status, minutes in found}


def _mark(given: dict[str, Any]) -> attendance.Mark:
    words = {name: given[name] for name in ("status", "minutes", "seen")}
    return attendance.Mark(**words, key=given["id"], said_at=given["at"])


def _refused(key: str, why: object) -> dict[str, str]:
    return {"id": key, "outcome": "refused", "says": str(why)}
