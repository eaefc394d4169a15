"""What of assessments cannot stand twice when two accounts of one person become one."""

from collections import defaultdict
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessments.actions import responses
from assessments.models import ConsensusParticipant, Invitation, Response, WaveTarget
from assessments.queries.responses import respondent_key
from assessments.states import InvitationState, ResponseState
from capacity.actions.merging import Merging
from capacity.actions.references import twins
from capacity.queries.accounts import pointers_at

RULES: dict[str, Promise] = {
    "assessments.WaveTarget.subject": _("Of two requests of one wave one stays; both answers lie there."),
    "assessments.Invitation.respondent": _(
        "Of two invitations to one questionnaire the one that is further along stays."
    ),
    "assessments.Response.subject": _(
        "Of two answers to one questionnaire in one wave the later submitted one counts, and a submitted one before "
        "one that was begun. The other is kept and counts no more."
    ),
    "assessments.ConsensusParticipant.person": _(
        "It is kept once; who was at the meeting under either was there."
    ),
}
LIVE = [ResponseState.DRAFT, ResponseState.SUBMITTED]
FURTHER_ALONG = [
    InvitationState.INELIGIBLE,
    InvitationState.PLANNED,
    InvitationState.BOUNCED,
    InvitationState.SENT,
    InvitationState.OPENED,
    InvitationState.EXPIRED,
    InvitationState.DECLINED,
    InvitationState.STARTED,
    InvitationState.OPTED_OUT,
    InvitationState.SUBMITTED,
]


def clear(merging: Merging) -> None:
    """Of answers given twice one counts; requests and invitations are joined; answers follow also in anonymous plans.
    What is computed of answers is computed again.
    """
    invitations = Invitation.objects.filter(_of(merging, "respondent") | _of(merging, "target__subject"))
    list(invitations.select_for_update(of=["self"]).order_by("pk"))
    _join_answers(merging)
    _join_targets(merging)
    _join_invitations(merging)
    going = ConsensusParticipant.objects.filter(person=merging.other, was_there=True).values("session")
    ConsensusParticipant.objects.filter(person=merging.person, session__in=going).update(was_there=True)


def _of(merging: Merging, column: str) -> Q:
    return Q(**{f"{column}__in": [merging.person, merging.other]})


# --- Answers ---


def _join_answers(merging: Merging) -> None:
    keys = _keys(merging)
    rows = Response.objects.filter(_of(merging, "subject") | Q(respondent_key__in=keys))
    groups: dict[tuple[Any, ...], list[Response]] = defaultdict(list)
    for row in rows.select_for_update(of=["self"]).select_related("wave__plan").order_by("pk"):
        if row.state in LIVE:
            subject = row.subject_id and merging.turned(row.subject_id)
            key = keys.get(row.respondent_key, row.respondent_key)
            groups[row.wave_id, subject, key, row.perspective].append(row)
    for group in groups.values():
        _keep_one(merging, group)
    for old, new in keys.items():
        if old != new:
            number = Response.objects.filter(respondent_key=old).update(respondent_key=new)
            if number:
                merging.moved[Response._meta.label_lower] += number


def _keep_one(merging: Merging, group: list[Response]) -> None:
    """A correction that was begun goes on beside the answers it corrects, if these stay."""
    best = max(group, key=_standing)
    for row in group:
        same_hand = row.respondent_key == best.respondent_key and row.subject_id == best.subject_id
        if row is best or (same_hand and row.supersedes_id == best.pk):
            continue
        responses.end_merged(row, by=merging.kept)
        merging.end(Response)


def _standing(row: Response) -> tuple[Any, ...]:
    return row.state == ResponseState.SUBMITTED, row.submitted_at or row.updated_at, row.pk


def _keys(merging: Merging) -> dict[str, str]:
    """Under which both accounts answered, and under which the one that stays would have. Where an anonymous plan has
    destroyed its secret nobody can tell whose answers are whose: they stay nobody's.
    """
    keys = {str(user.public_id): str(merging.kept.public_id) for user in (merging.kept, merging.closed)}
    plans = {
        invitation.target.wave.plan
        for invitation in Invitation.objects.filter(
            _of(merging, "respondent"), target__wave__plan__is_anonymous=True
        ).select_related("target__wave__plan")
    }
    for plan in plans:
        new = respondent_key(plan, merging.kept)
        for user in (merging.kept, merging.closed):
            if new:
                keys[respondent_key(plan, user)] = new
    return keys


# --- Requests and invitations ---


def _join_targets(merging: Merging) -> None:
    going = WaveTarget.objects.filter(subject=merging.other)
    for target in going.filter(twins(WaveTarget, "subject", merging.person)):
        stays = WaveTarget.objects.select_related("enrollment").get(
            wave=target.wave_id, subject=merging.person
        )
        for invitation in Invitation.objects.filter(target=target):
            _move_invitation(invitation, target=stays.pk, respondent=invitation.respondent_id)
        if target.enrollment_id and (stays.enrollment is None or stays.enrollment.state == "withdrawn"):
            WaveTarget.objects.filter(pk=stays.pk).update(enrollment=target.enrollment_id)
        target.delete()
        merging.end(WaveTarget)


def _join_invitations(merging: Merging) -> None:
    going = Invitation.objects.filter(respondent=merging.other)
    for invitation in going.filter(twins(Invitation, "respondent", merging.person)):
        _move_invitation(invitation, target=invitation.target_id, respondent=merging.person.pk)
        merging.end(Invitation)


def _move_invitation(invitation: Invitation, *, target: int, respondent: int) -> None:
    """Where there is one like it already, that one takes over how far it came, and what was answered to it."""
    same = Invitation.objects.filter(
        target=target, respondent=respondent, perspective=invitation.perspective
    ).first()
    if same is None:
        Invitation.objects.filter(pk=invitation.pk).update(target=target, respondent=respondent)
        return
    for _label, table, column in pointers_at(Invitation):
        table._base_manager.filter(**{column: invitation}).update(**{column: same})
    further = max(same, invitation, key=lambda each: FURTHER_ALONG.index(InvitationState(each.state)))
    same.state, same.ended_at, same.sent_at = further.state, further.ended_at, further.sent_at or same.sent_at
    same.reminders = max(same.reminders, invitation.reminders)
    same.save(update_fields=["state", "ended_at", "sent_at", "reminders", "updated_at"])
    invitation.delete()
