"""Asking others how they see somebody: who teaches the cohort, asked by who runs it; fellows, asked by the person."""

from collections.abc import Collection, Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments import letters
from assessments.models import Invitation, Perspective, Wave, WaveTarget
from assessments.queries.observers import MOST_FELLOWS, fellows_of, observers_of, teachers_of
from assessments.queries.targets import opted_out_of
from assessments.states import InvitationState, WaveState
from capacity.models import Stakeholder, User
from common.log import record
from common.moves import MoveError


@transaction.atomic
def ask_teachers(wave: Wave, people: Collection[Stakeholder], *, by: User) -> int:
    """Asks them how they see each person whom the wave asks, with one letter for all; nobody is asked about herself, or
    twice. Returns how many invitations are new.

    Refuses (MoveError) a wave that is not open or anonymous, and (ValidationError) who does not teach the cohort.
    """
    wave = _open(wave)
    if wave.plan.cohort is None or not {one.pk for one in people} <= {
        one.pk for one in teachers_of(wave.plan.cohort)
    }:
        raise ValidationError(_("Only those who teach the cohort can be asked about everybody."))
    targets = list(wave.targets.exclude(subject__user=None).select_related("subject"))
    made = _ask(wave, ((target, person) for target in targets for person in people))
    record("assessments.observers.ask_teachers", wave, by=by, after={"invitations": len(made)})
    return len(made)


@transaction.atomic
def ask_fellows(invitation: Invitation, people: Collection[Stakeholder], *, by: User) -> int:
    """She asks some who take part with her how they see her. Refuses as above; also more than MOST_FELLOWS in all."""
    wave = _open(invitation.target.wave)
    known = {one.pk for one in fellows_of(invitation)}
    if not {one.pk for one in people} <= known:
        raise ValidationError(_("Only those who take part with you can be asked."))
    if len({one.pk for one in observers_of(invitation.target)} | {one.pk for one in people}) > MOST_FELLOWS:
        raise ValidationError(_("That is more than can be asked about one person."))
    made = _ask(wave, ((invitation.target, person) for person in people))
    record("assessments.observers.ask_fellows", invitation, by=by, after={"invitations": len(made)})
    return len(made)


def _open(wave: Wave) -> Wave:
    rows = Wave.objects.select_for_update(of=["self"]).select_related("plan__cohort", "plan__instrument")
    wave = rows.get(pk=wave.pk)
    if wave.state != WaveState.OPEN or wave.closes_at <= timezone.now() or wave.plan.is_anonymous:
        raise MoveError(wave.state, WaveState.OPEN)
    return wave


def _ask(wave: Wave, pairs: Iterable[tuple[WaveTarget, Stakeholder]]) -> list[Invitation]:
    asked = set(
        Invitation.objects.filter(target__wave=wave, perspective=Perspective.OBSERVER).values_list(
            "target", "respondent"
        )
    )
    unwilling = opted_out_of(wave.plan)
    made = Invitation.objects.bulk_create(
        Invitation(
            target=target,
            respondent=person,
            perspective=Perspective.OBSERVER,
            state=InvitationState.SENT,
            sent_at=timezone.now(),
            is_demo=wave.is_demo,
        )
        for target, person in pairs
        if (target.pk, person.pk) not in asked
        and person.pk not in unwilling
        and person.pk != target.subject_id
    )
    for person in {one.respondent_id: one.respondent for one in made}.values():
        letters.ask_observer(person, wave)
    return made
