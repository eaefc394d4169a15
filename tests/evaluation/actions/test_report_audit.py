"""The audit of a report's lists with their totals: the last thing before it is handed over."""

from contextlib import nullcontext
from decimal import Decimal

import pytest

from evaluation.actions import report_checks
from evaluation.logic.results import Result


def counted(people, **cell):
    return Result(
        metric="participants", cell=cell, value=Decimal(people), n=people, people=people, method_id="count"
    )


@pytest.mark.parametrize(
    ("parts", "hidden", "is_safe"),
    [
        ({"A": 20, "B": 9, "C": 3}, "BC", True),
        ({"A": 20, "B": 9, "C": 3}, "C", False),  # the whole less the others
        ({"A": 20, "B": 3, "C": 1}, "BC", False),  # four in two: each is known to within four
        ({"A": 20, "B": 3, "C": 2}, "BC", True),
        ({"A": 20, "B": 9, "C": 3}, "C*", True),  # nobody knows the whole
        ({"A": 20, "B": 9}, "*", False),  # of all parts that are shown the whole follows
        ({"A": 20, "B": 9}, "", True),
    ],
)
def test_what_can_be_worked_out_is_found(parts, hidden, is_safe):
    raw = [counted(sum(parts.values())), *(counted(people, region=code) for code, people in parts.items())]
    shown = [each.hidden() if each.cell.get("region", "*") in hidden else each for each in raw]
    with nullcontext() if is_safe else pytest.raises(report_checks.DisclosureError):
        report_checks.audit(raw, shown)
