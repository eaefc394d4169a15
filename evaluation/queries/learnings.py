"""Evaluations, recommendations and learnings as lists show them."""

from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from evaluation.models import Evaluation, EvaluationProgram, Learning, Measurement, Recommendation
from evaluation.models.reach import within_reach
from evaluation.states import CHECKED_MEASUREMENT_STATES, RecommendationState
from programs.models import Program
from programs.queries.catalog import words_of


def evaluations_for(user: Any, asked: dict[str, Any] | None = None) -> "QuerySet[Evaluation]":
    """What fits all that was asked; with the number of further programs."""
    asked = asked or {}
    rows = Evaluation.objects.visible_to(user).select_related("program")
    if asked.get("program"):
        rows = rows.covering(asked["program"])
    rows = rows.filter(**{name: asked[name] for name in ("kind", "state") if asked.get(name)})
    return rows.annotate(others=Count("further"))


def programs_evaluated(user: Any) -> "QuerySet[Program]":
    """Those of which one can see an evaluation."""
    seen = Evaluation.objects.visible_to(user)
    further = EvaluationProgram.objects.filter(evaluation__in=seen.values("pk")).values("program")
    programs = Program.objects.visible_to(user).filter(Q(pk__in=seen.values("program")) | Q(pk__in=further))
    return programs.order_by("title", "pk")


def citable_figures(evaluation: Evaluation) -> "QuerySet[Measurement]":
    """Checked and current figures of the programs that an evaluation covers, newest first."""
    covered = Q(program=evaluation.program_id) | Q(
        program__in=EvaluationProgram.objects.filter(evaluation=evaluation).values("program")
    )
    checked = Measurement.objects.current().filter(covered, state__in=CHECKED_MEASUREMENT_STATES, cell="")
    return checked.select_related("indicator", "cohort").order_by("-ends_on", "-pk")


def recommendations_for(user: Any) -> "QuerySet[Recommendation]":
    return Recommendation.objects.visible_to(user).select_related("program", "evaluation")


def overdue_for(
    user: Any, *, today: date | None = None, day: date | None = None
) -> "QuerySet[Recommendation]":
    """Of programs one has to do with, not all that are public: not answered, and their day is over. `today` is the
    reader's, `day` that of her roles.
    """
    rows = Recommendation.objects.filter(within_reach(user, day=day))
    rows = rows.filter(state=RecommendationState.OPEN, respond_by__lt=today or timezone.localdate())
    return rows.select_related("program", "evaluation").order_by("respond_by", "pk")


def learnings_for(user: Any, asked: dict[str, Any]) -> "QuerySet[Learning]":
    """What fits all that was asked; a capacity includes those under it; words are found in any script."""
    rows = Learning.objects.visible_to(user).select_related("program", "capacity", "method", "region")
    for word in words_of(asked.get("q", "")):
        exact = Q(search_text__contains=word)
        rows = rows.filter(exact | Q(search_text__trigram_word_similar=word) if len(word) > 2 else exact)
    capacity = asked.get("capacity")
    if capacity is not None:
        rows = rows.filter(capacity__path__startswith=capacity.path)
    named = {"method": "method", "region": "region", "language": "work_language", "verdict": "verdict"}
    return rows.filter(**{column: asked[name] for name, column in named.items() if name in asked})
