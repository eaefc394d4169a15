"""The letters of assessments, each to one invited person."""

from django.conf import settings
from django.urls import reverse

from assessments.models import Invitation
from capacity.models import User
from common.outbox import tell


def invite(invitation: Invitation, *, minutes: int) -> None:
    _write(
        invitation,
        template="assessments/invitation",
        cause="sent",
        minutes=minutes,
    )


def remind(invitation: Invitation, *, minutes: int) -> None:
    _write(
        invitation,
        template="assessments/reminder",
        cause=f"reminder-{invitation.reminders}",
        minutes=minutes,
    )


def _write(invitation: Invitation, *, template: str, cause: str, minutes: int) -> None:
    wave = invitation.target.wave
    user = invitation.respondent.user
    if not isinstance(user, User):
        return
    tell(
        recipient=user,
        kind="assessment",
        cause=f"invitation-{invitation.pk}-{cause}",
        template=template,
        context={
            "instrument": wave.plan.instrument,
            "cohort": wave.plan.cohort,
            "organization": wave.plan.organization,
            "timepoint": wave.timepoint,
            "closes_at": wave.closes_at,
            "minutes": minutes,
            "is_anonymous": wave.plan.is_anonymous,
            "opt_out_url": settings.SITE_ADDRESS + opt_out_path(invitation),
        },
        url=invitation.get_absolute_url(),
    )


def opt_out_path(invitation: Invitation) -> str:
    return reverse("assessments:opt-out", kwargs={"public_id": invitation.public_id})
