"""What a person is asked to answer, and has."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.models import Invitation
from assessments.queries.efforts import minutes_of
from assessments.states import PENDING_INVITATIONS, InvitationState, WaveState
from capacity.models import User
from programs.logic.deadlines import Deadline
from programs.states import PARTICIPANT_STATES


@dataclass(frozen=True, kw_only=True)
class Due:
    invitation: Invitation
    minutes: int

    @property
    def is_started(self) -> bool:
        return self.invitation.state == InvitationState.STARTED


def invitations_of(user: User) -> QuerySet[Invitation]:
    return Invitation.objects.visible_to(user).select_related(
        "respondent",
        "target__subject",
        "target__wave__plan__instrument",
        "target__wave__plan__cohort__program",
        "target__wave__plan__organization",
    )


def due_for(user: User) -> list[Due]:
    """What she may answer now, what closes first on top; in the time of grace only what she has begun. Two queries."""
    now = timezone.now()
    grace = timedelta(hours=settings.WAVE_GRACE_HOURS)
    begun = Q(state=InvitationState.STARTED, target__wave__closes_at__gt=now - grace)
    takes_part = Q(target__enrollment=None) | Q(target__enrollment__state__in=PARTICIPANT_STATES)
    open_ones = (
        invitations_of(user)
        .filter(
            Q(target__wave__closes_at__gt=now) | begun,
            takes_part,
            state__in=PENDING_INVITATIONS,
            target__wave__state__in=[WaveState.OPEN, WaveState.CLOSING],
        )
        .exclude(~Q(state=InvitationState.STARTED), target__wave__state=WaveState.CLOSING)
    )
    found = list(open_ones.order_by("target__wave__closes_at", "pk"))
    minutes = minutes_of({one.target.wave.version_id for one in found}) if found else {}
    return [Due(invitation=one, minutes=minutes[one.target.wave.version_id]) for one in found]


def deadlines_of(user: User) -> list[Deadline]:
    """Until when questionnaires are due; what is answered is no deadline any more."""
    return [deadline_of(one.invitation) for one in due_for(user)]


def deadline_of(invitation: Invitation) -> Deadline:
    wave = invitation.target.wave
    return Deadline(
        key=f"questionnaire-{invitation.public_id}",
        at=wave.closes_at,
        title=_("Questionnaire due: %(title)s") % {"title": wave.plan.instrument.title},
        path=reverse("assessments:answer", kwargs={"public_id": invitation.public_id}),
        changed_at=wave.updated_at,
        is_demo=wave.is_demo,
    )


def done_by(user: User, *, most: int) -> Iterable[Invitation]:
    """What she has answered, the latest first."""
    return (
        invitations_of(user)
        .filter(state=InvitationState.SUBMITTED)
        .order_by("-target__wave__opens_at", "-pk")[:most]
    )
