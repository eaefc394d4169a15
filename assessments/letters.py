"""The letters of assessments, each to one invited person."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from assessments.models import ConsensusSession, Invitation, Perspective, PlanAction, Wave
from capacity.models import Affiliation, AffiliationRole, Stakeholder, User
from common.outbox import tell


def invite(invitation: Invitation, *, minutes: int) -> None:
    _write(
        invitation,
        template="assessments/invitation",
        cause="sent",
        minutes=minutes,
    )


def remind(invitation: Invitation, *, minutes: int) -> None:
    if invitation.perspective == Perspective.OBSERVER:
        ask_observer(invitation.respondent, invitation.target.wave)
        return
    _write(
        invitation,
        template="assessments/reminder",
        cause=f"reminder-{invitation.reminders}",
        minutes=minutes,
    )


def ask_observer(person: Stakeholder, wave: Wave) -> None:
    """One letter a day, about however many people she is asked."""
    if isinstance(person.user, User):
        tell(
            recipient=person.user,
            kind="assessment",
            cause=f"observe-{wave.pk}-{timezone.now():%Y-%m-%d}",
            template="assessments/observe",
            context={
                "instrument": wave.plan.instrument,
                "cohort": wave.plan.cohort,
                "closes_at": wave.closes_at,
            },
            url=reverse("assessments:assessment-list"),
            by_day=True,
        )


def consensus_recorded(session: ConsensusSession, *, by: User) -> None:
    """To everybody who was asked, but the one who recorded it."""
    people = User.objects.filter(person__in=session.participants.values("person"), is_active=True)
    for user in people.exclude(pk=by.pk).order_by("pk"):
        tell(
            recipient=user,
            kind="assessment",
            cause=f"consensus-{session.pk}-recorded",
            template="assessments/consensus_recorded",
            context={"organization": session.organization, "instrument": session.wave.plan.instrument},
            url=session.get_absolute_url(),
            by_day=True,
        )


def remind_of_action(action: PlanAction) -> None:
    """To who sees to it; where that is nobody, to the plan's person, or to who represents its organization."""
    subject = action.plan.subject
    if action.owner is not None:
        people = User.objects.filter(person=action.owner)
    elif subject.is_person:
        people = User.objects.filter(person=subject)
    else:
        terms = Affiliation.objects.current().filter(
            organization=subject, role=AffiliationRole.REPRESENTATIVE
        )
        people = User.objects.filter(person__in=terms.values("person"))
    for user in people.order_by("pk"):
        tell(
            recipient=user,
            kind="plan",
            cause=f"action-{action.pk}-due-{action.reminded_at:%Y-%m-%d}",
            template="assessments/action_due",
            context={"action": action, "plan": action.plan, "is_late": action.is_late},
            url=action.get_absolute_url(),
            by_day=True,
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
            "perspective": invitation.perspective,
            "subject": invitation.target.subject,
            "closes_at": wave.closes_at,
            "minutes": minutes,
            "is_anonymous": wave.plan.is_anonymous,
            "opt_out_url": settings.SITE_ADDRESS + opt_out_path(invitation),
        },
        url=invitation.get_absolute_url(),
        by_day=True,
    )


def opt_out_path(invitation: Invitation) -> str:
    return reverse("assessments:opt-out", kwargs={"public_id": invitation.public_id})
