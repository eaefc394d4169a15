"""Which published reports were made again from their frozen rows, and whether they came to the same."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from common.models import ActionLog
from evaluation.logic.methods import Remaking, remaking_of
from evaluation.models import ImpactReport

VERB, SAME, DIFFERS = "evaluation.reports.audit", "same", "differs"


@dataclass(frozen=True, kw_only=True)
class Remake:
    at: datetime
    report: ImpactReport | None
    is_same: bool
    how: Remaking


def remakes() -> "QuerySet[ActionLog]":
    return ActionLog.objects.filter(object_type=ImpactReport._meta.label_lower, verb=VERB)


def differed_last(report: ImpactReport) -> bool:
    last = remakes().filter(object_id=report.pk).order_by("-pk").values_list("reason", flat=True).first()
    return last == DIFFERS


def reports_that_differ() -> list[int]:
    """Those that came to something else when they were last made again."""
    last = remakes().order_by("object_id", "-pk").distinct("object_id").values_list("object_id", "reason")
    return [report for report, reason in last if reason == DIFFERS]


def counted(rows: "QuerySet[ActionLog]") -> tuple[int, int]:
    """How many there were, and how many of them came to something else."""
    counts = rows.order_by().aggregate(all=Count("pk"), other=Count("pk", filter=Q(reason=DIFFERS)))
    return counts["all"], counts["other"]


def with_reports(rows: Iterable[ActionLog], user: Any) -> list[Remake]:
    """One query for all of them."""
    rows = list(rows)
    seen = ImpactReport.objects.visible_to(user).select_related("region", "program", "organization")
    reports = seen.defer("narrative").in_bulk({row.object_id for row in rows})
    return [
        Remake(
            at=row.at,
            report=reports.get(row.object_id),
            is_same=row.reason == SAME,
            how=Remaking((row.after or {}).get("again", Remaking.ALL)),
        )
        for row in rows
    ]


def not_whole() -> dict[Remaking, int]:
    """How many published reports whose rows are kept cannot be made again as a whole any more, by what of them can."""
    kept = ImpactReport.objects.public().filter(recomputable=True).order_by()
    counts: Counter[Remaking] = Counter()
    for version, number in kept.values_list("method_version").annotate(Count("pk")):
        counts[remaking_of(version)] += number
    return {how: counts[how] for how in (Remaking.FIGURES, Remaking.DATA) if counts[how]}
