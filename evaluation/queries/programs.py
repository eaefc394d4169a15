"""The program for which somebody writes a logic model, an indicator or an evaluation."""

from typing import Any

from django.db.models import QuerySet

from evaluation.models.reach import within_reach
from programs.models import Program


def programs_within(user: Any) -> "QuerySet[Program]":
    """Those that one runs, teaches or evaluates; all for staff and the movement's evaluators."""
    return Program.objects.filter(within_reach(user, "pk")).order_by("title", "pk")
