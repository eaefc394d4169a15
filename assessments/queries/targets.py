"""Whom a wave asks, and whom about, as things stand when it opens."""

from django.db.models import Prefetch

from assessments.models import AssessmentPlan, ConsensusParticipant, Invitation, Perspective, Wave, WaveTarget
from assessments.states import InvitationState
from capacity.models import Affiliation, AffiliationRole, Stakeholder
from programs.models import Cohort, Enrollment
from programs.states import PARTICIPANT_STATES


def targets_for(wave: Wave) -> list[WaveTarget]:
    """Unsaved: a cohort's participants with their strata, or the plan's organization."""
    plan = wave.plan
    if plan.cohort is not None:
        return [_person_target(wave, enrollment) for enrollment in participants_of(plan.cohort)]
    return [_organization_target(wave, plan.organization)] if plan.organization is not None else []


def participants_of(cohort: Cohort) -> list[Enrollment]:
    memberships = Affiliation.objects.current().order_by("starts_on", "pk").select_related("organization")
    return list(
        cohort.enrollments.filter(state__in=PARTICIPANT_STATES)
        .select_related("organization", "person__territory__region", "person__region", "person__user")
        .prefetch_related(Prefetch("person__affiliations", queryset=memberships, to_attr="memberships"))
        .order_by("pk")
    )


def respondents_for(target: WaveTarget) -> list[Stakeholder]:
    """The person herself; for an organization those members whom its self-assessment names, else who represents it."""
    if target.enrollment_id is not None:
        return [target.subject]
    named = ConsensusParticipant.objects.filter(session__wave=target.wave_id).values("person")
    members = Affiliation.objects.current().filter(organization=target.subject, person__in=named)
    if members.exists():
        chosen = Stakeholder.objects.filter(pk__in=members.values("person"))
        return list(chosen.select_related("user").order_by("pk"))
    representatives = Stakeholder.objects.filter(
        pk__in=Affiliation.objects.current()
        .filter(organization=target.subject, role=AffiliationRole.REPRESENTATIVE)
        .values("person")
    )
    return list(representatives.select_related("user").order_by("pk"))


def opted_out_of(plan: AssessmentPlan) -> set[int]:
    """Who does not want to be asked again by this plan."""
    out = Invitation.objects.filter(target__wave__plan=plan, state=InvitationState.OPTED_OUT)
    return set(out.values_list("respondent", flat=True))


def new_invitation(target: WaveTarget, respondent: Stakeholder) -> Invitation:
    return Invitation(
        target=target,
        respondent=respondent,
        perspective=Perspective.SELF,
        is_demo=target.is_demo,
    )


def _person_target(wave: Wave, enrollment: Enrollment) -> WaveTarget:
    person = enrollment.person
    memberships: list[Affiliation] = getattr(person, "memberships", [])
    organization = enrollment.organization or (memberships[0].organization if memberships else None)
    return WaveTarget(
        wave=wave,
        subject=person,
        enrollment=enrollment,
        organization=organization,
        is_demo=wave.is_demo,
        **_place(person),
    )


def _organization_target(wave: Wave, organization: Stakeholder) -> WaveTarget:
    return WaveTarget(
        wave=wave,
        subject=organization,
        organization=organization,
        is_demo=wave.is_demo,
        **_place(organization),
    )


def _place(stakeholder: Stakeholder) -> dict[str, object]:
    """Where she says she is; unknown stays unknown."""
    territory = stakeholder.territory
    return {"territory": territory, "region": stakeholder.region or (territory.region if territory else None)}
