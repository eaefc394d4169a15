"""Alerts: found by the clock, acknowledged and resolved by whom they concern."""

from django.db import transaction
from django.utils import timezone

from capacity.models import User
from common.log import record
from common.moves import check_move
from evaluation import letters
from evaluation.models import Alert
from evaluation.queries.alerts import Seen, all_seen
from evaluation.states import ALERT_MOVES, AlertState


@transaction.atomic
def refresh() -> int:
    """Opens what is new, resolves what is gone, opens again what came back after it was gone, and writes of what it
    opens to those who run the program. Returns how many are open or acknowledged. What somebody resolved stays
    resolved. Running it again changes nothing.
    """
    seen = {(each.kind, each.key): each for each in all_seen()}
    known = {(each.kind, each.key): each for each in Alert.objects.select_for_update().order_by("pk")}
    for place, each in seen.items():
        if place not in known:
            _open(each)
        else:
            _follow(known[place], each)
    for place, alert in known.items():
        if place not in seen and alert.state != AlertState.RESOLVED:
            alert.state, alert.resolved_at = AlertState.RESOLVED, timezone.now()
            alert.handled_by, alert.note = None, ""
            alert.save(update_fields=["state", "resolved_at", "handled_by", "note", "updated_at"])
    return Alert.objects.exclude(state=AlertState.RESOLVED).count()


@transaction.atomic
def acknowledge(alert: Alert, *, by: User, reason: str) -> Alert:
    """Somebody looks after it. Refuses what is resolved."""
    return _handle(alert, AlertState.ACKNOWLEDGED, by=by, note=reason)


@transaction.atomic
def resolve(alert: Alert, *, by: User, reason: str) -> Alert:
    """It is not shown any more, also if the data stay as they are. Refuses what is resolved."""
    return _handle(alert, AlertState.RESOLVED, by=by, note=reason)


def _open(each: Seen) -> None:
    alert = Alert.objects.create(
        kind=each.kind,
        key=each.key,
        program_id=each.program,
        cohort_id=each.cohort,
        address=each.address,
        count=each.count,
        of=each.of,
        is_demo=each.is_demo,
    )
    letters.alert_opened(alert, on=timezone.localdate())


def _follow(alert: Alert, each: Seen) -> None:
    came_back = alert.state == AlertState.RESOLVED and alert.handled_by_id is None
    if not came_back and (alert.count, alert.of, alert.address) == (each.count, each.of, each.address):
        return
    alert.count, alert.of, alert.address = each.count, each.of, each.address
    if came_back:
        alert.state, alert.resolved_at = AlertState.OPEN, None
    alert.save(update_fields=["count", "of", "address", "state", "resolved_at", "updated_at"])
    if came_back:
        letters.alert_opened(alert, on=timezone.localdate())


def _handle(alert: Alert, state: str, *, by: User, note: str) -> Alert:
    alert = Alert.objects.select_for_update().get(pk=alert.pk)
    before = alert.state
    check_move(ALERT_MOVES, before, state)
    alert.state, alert.handled_by, alert.note = state, by, note
    alert.resolved_at = timezone.now() if state == AlertState.RESOLVED else None
    alert.save()
    record("evaluation.alerts.handle", alert, by=by, before={"state": before}, after={"state": state})
    return alert
