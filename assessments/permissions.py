"""Who may do what with assessments. Default is no."""

import rules

from assessments.models import Invitation, Wave
from capacity.models import User
from capacity.permissions import is_staff, represents
from programs.permissions import runs_cohort


@rules.predicate
def is_invited(user: User, invitation: Invitation) -> bool:
    return user.is_authenticated and invitation.respondent.user_id == user.pk


@rules.predicate
def runs_its_plan(user: User, wave: Wave) -> bool:
    if wave.plan.cohort is not None:
        return runs_cohort(user, wave.plan.cohort)
    return represents(user, wave.plan.organization)


rules.add_perm("assessments.answer", is_invited)
rules.add_perm("assessments.plan_waves", runs_cohort | is_staff)
rules.add_perm("assessments.run_wave", runs_its_plan | is_staff)
