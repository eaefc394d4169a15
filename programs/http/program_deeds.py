"""What moves a program, on its page and by the API: who may, whereto, by which action."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.moves import MoveError
from programs.actions import programs
from programs.logic.refusals import RefusalError
from programs.models import Program
from programs.states import PROGRAM_MOVES, ProgramState


@dataclass(frozen=True, kw_only=True)
class ProgramDeed:
    name: str
    permission: str
    to: ProgramState
    action: Callable[..., Program]
    done: Promise


DEEDS = {
    deed.name: deed
    for deed in [
        ProgramDeed(
            name="submit",
            permission="programs.edit_program",
            to=ProgramState.IN_REVIEW,
            action=programs.submit,
            done=gettext_lazy("A review is asked for. Those who can give it are told."),
        ),
        ProgramDeed(
            name="publish",
            permission="programs.publish_program",
            to=ProgramState.PUBLISHED,
            action=programs.publish,
            done=gettext_lazy("The program is published."),
        ),
        ProgramDeed(
            name="send-back",
            permission="programs.edit_program",
            to=ProgramState.DRAFT,
            action=programs.send_back,
            done=gettext_lazy("The program is a draft again."),
        ),
        ProgramDeed(
            name="archive",
            permission="programs.edit_program",
            to=ProgramState.ARCHIVED,
            action=programs.archive,
            done=gettext_lazy("The program is archived."),
        ),
    ]
}


def possible_deeds(user: Any, program: Program, missing: Sequence[str]) -> list[str]:
    """What she may do and its state allows; nothing is sent to a review while something is missing."""
    return [
        deed.name
        for deed in DEEDS.values()
        if deed.to in PROGRAM_MOVES[program.state]
        and not (deed.name == "submit" and missing)
        and user.has_perm(deed.permission, program)
    ]


def explain(error: RefusalError | MoveError) -> str:
    if isinstance(error, RefusalError):
        return str(error)
    state = ProgramState(error.current).label
    return _("This is not possible in the state “%(state)s”.") % {"state": state}
