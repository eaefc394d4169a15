"""What happens to an invitation besides being answered: reminders, a no, a never again."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from assessments import letters
from assessments.models import Invitation, Wave
from assessments.queries.efforts import minutes_of
from assessments.states import INVITATION_MOVES, InvitationState, WaveState
from capacity.models import User
from common.log import record
from common.moves import check_move


def remind_due() -> int:
    """Reminds everybody who is due for it in every open wave; returns how many."""
    return sum(remind_wave(wave, by=None) for wave in Wave.objects.filter(state=WaveState.OPEN))


@transaction.atomic
def remind_wave(wave: Wave, *, by: User | None) -> int:
    """Reminds by letter those who have not answered, as the policy allows: INVITATION_REMINDERS times at most,
    INVITATION_REMINDER_DAYS apart, nobody who said no. Returns how many."""
    if wave.state != WaveState.OPEN or wave.closes_at <= timezone.now():
        return 0
    due = (
        Invitation.objects.select_for_update(of=["self"], skip_locked=True)
        .due_for_reminder()
        .filter(target__wave=wave)
        .select_related(
            "respondent__user",
            "target__wave__plan__instrument",
            "target__wave__plan__cohort__program",
            "target__wave__plan__organization",
        )
        .order_by("pk")
    )
    minutes = minutes_of([wave.version_id])[wave.version_id]
    for invitation in due:
        _remind(invitation, minutes=minutes, by=by)
    return len(due)


def _remind(invitation: Invitation, *, minutes: int, by: User | None) -> None:
    invitation.reminders += 1
    invitation.reminded_at = timezone.now()
    invitation.save(update_fields=["reminders", "reminded_at", "updated_at"])
    record("assessments.invitations.remind", invitation, by=by, after={"reminders": invitation.reminders})
    letters.remind(invitation, minutes=minutes)


@transaction.atomic
def note_opened(invitation: Invitation, *, by: User) -> Invitation:
    """The person has seen what she is asked. Nothing happens the second time."""
    invitation = lock(invitation, by=by)
    if invitation.state == InvitationState.SENT:
        invitation.state = InvitationState.OPENED
        invitation.save(update_fields=["state"])
    return invitation


@transaction.atomic
def decline(invitation: Invitation, *, by: User) -> Invitation:
    """Not this time: no more reminders of this wave. Refuses (MoveError) what is answered or over."""
    return _end(lock(invitation, by=by), InvitationState.DECLINED, by=by)


@transaction.atomic
def opt_out(invitation: Invitation, *, by: User) -> Invitation:
    """Never again in this plan: neither reminders nor later waves. Refuses (MoveError) what is answered or over."""
    return _end(lock(invitation, by=by), InvitationState.OPTED_OUT, by=by)


def lock(invitation: Invitation, *, by: User) -> Invitation:
    """The invitation, locked until the transaction ends. Refuses (PermissionDenied) who is not the invited person."""
    rows = Invitation.objects.select_for_update(of=["self"]).filter(pk=invitation.pk)
    locked = rows.select_related("respondent__user", "target__wave__plan").first()
    if locked is None or not by.has_perm("assessments.answer", locked):
        raise PermissionDenied
    return locked


def _end(invitation: Invitation, wanted: InvitationState, *, by: User) -> Invitation:
    before = invitation.state
    check_move(INVITATION_MOVES, before, wanted)
    invitation.state, invitation.ended_at = wanted, timezone.now()
    invitation.save(update_fields=["state", "ended_at", "updated_at"])
    record(
        f"assessments.invitations.{wanted}",
        invitation,
        by=by,
        before={"state": before},
        after={"state": wanted},
    )
    return invitation
