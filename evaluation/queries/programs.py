"""The program for which somebody writes a logic model, an indicator or an evaluation."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from evaluation.models.reach import within_reach
from programs.models import Program


def programs_within(user: Any) -> "QuerySet[Program]":
    """Those that one runs, teaches or evaluates; all for staff and the movement's evaluators."""
    return Program.objects.filter(within_reach(user, "pk")).order_by("title", "pk")


def program_for(user: Any, slug: str) -> Program:
    program = programs_within(user).filter(slug=slug).first()
    if program is None:
        raise Http404
    return program
