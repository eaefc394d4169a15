"""State machines are literal tables; this is all that reads them."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any

Moves = Mapping[Any, AbstractSet[str]]  # a state's members are strings; a mapping's keys are invariant


class MoveError(Exception):
    """The object is not in a state from which this move is possible."""

    def __init__(self, current: str, wanted: str) -> None:
        super().__init__(f"no move from {current} to {wanted}")
        self.current = current
        self.wanted = wanted


def check_move(moves: Moves, current: str, wanted: str) -> None:
    """Raise MoveError unless the table allows the move."""
    if wanted not in moves.get(current, set()):
        raise MoveError(current, wanted)


def final_states(moves: Moves) -> set[str]:
    """States without a way out."""
    reached: set[str] = set().union(*moves.values())
    return {state for state in reached if not moves.get(state)}
