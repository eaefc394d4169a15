"""What waits for who evaluates the whole movement and for staff, each with the list where it stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from common.statements import numbers_of
from evaluation.models import Claim, Evaluation, OutcomeStatement
from evaluation.queries.alerts import open_alerts
from evaluation.queries.indicators import figures_to_check
from evaluation.queries.learnings import evaluations_for
from evaluation.queries.report_pages import reports_for
from evaluation.states import ClaimState, MeasurementState, OutcomeState, ReportState


@dataclass(frozen=True)
class Waiting:
    label: str
    count: int
    address: str


def waiting_for(user: Any) -> list[Waiting]:
    """Nothing that she may not go on with because it is her own. One query."""
    queues = list(_queues(user))
    statement, values = numbers_of(*[rows for _label, rows, _address in queues])
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        counts = cursor.fetchone()
    lines = zip(queues, counts, strict=True)
    return [Waiting(label, count, address) for (label, _rows, address), count in lines if count]


def _queues(user: Any) -> Iterator[tuple[str, QuerySet, str]]:
    yield _("Alerts"), open_alerts(user), reverse("evaluation:alert-list")
    figures = figures_to_check(user).filter(state=MeasurementState.SUBMITTED).exclude(entered_by=user)
    address = f"{reverse('evaluation:measurement-list')}?state={MeasurementState.SUBMITTED}"
    yield _("Figures to verify"), figures, address
    claims = f"{reverse('evaluation:evaluation-list')}?waiting=1"
    yield _("Evaluations with claims to judge"), with_claims_for(user), claims
    outcomes = f"{reverse('evaluation:outcome-list')}?waiting=1"
    yield _("Outcome statements to substantiate"), outcomes_for(user), outcomes
    if user.is_staff:
        reports = reports_for(user).filter(state=ReportState.REVIEW).exclude(author=user)
        address = f"{reverse('evaluation:report-list')}?state={ReportState.REVIEW}"
        yield _("Reports to review"), reports, address
        failed = reports_for(user).filter(state=ReportState.FAILED)
        address = f"{reverse('evaluation:report-list')}?state={ReportState.FAILED}"
        yield _("Reports that failed"), failed, address


def with_claims_for(user: Any) -> "QuerySet[Evaluation]":
    """Those with a claim of somebody else that nobody has judged."""
    drafts = Claim.objects.filter(evaluation=OuterRef("pk"), state=ClaimState.DRAFT)
    waits = Exists(drafts.exclude(written_by=user.pk))
    return evaluations_for(user).filter(waits)


def outcomes_for(user: Any) -> "QuerySet[OutcomeStatement]":
    """Clarified ones of somebody else, for which people from outside are asked."""
    clarified = OutcomeStatement.objects.visible_to(user).filter(state=OutcomeState.CLARIFIED)
    return clarified.exclude(drafted_by=user.pk).select_related("program")
