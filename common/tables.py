"""For migrations that make many tables: Django draws the models once, not once for each step."""

from collections.abc import Sequence
from typing import Any

from django.db.migrations.operations.base import Operation


class InOneGo(Operation):
    """Steps that need nothing of one another's models; foreign keys may lead to tables that come later.

    Django keeps drawn models beside a state and draws those anew that a step touches, with all around them
    (docs/decisions/0076). Here they are put away first, and drawn when the first step asks for one.
    """

    reversible = False  # before the first tables there is nothing to go back to
    serialization_expand_args = ["operations"]

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: Any) -> None:
        vars(state).pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"{len(self.operations)} steps in one go"
