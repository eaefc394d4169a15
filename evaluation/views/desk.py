"""The coordinator's and facilitator's desk."""

from functools import cached_property
from typing import Any

from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView
from rules.contrib.views import PermissionRequiredMixin

from capacity.http import MemberRequest
from evaluation.queries.desk import desk_for, roster_of
from programs.http.rosters import RosterBehindReason
from programs.models import Cohort


class Desk(PermissionRequiredMixin, TemplateView):
    """My cohorts, and what there is to do in each."""

    request: MemberRequest
    permission_required = "evaluation.view_desk"
    template_name = "evaluation/desk.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        cohorts = list(desk_for(user))
        return super().get_context_data(
            cohorts=cohorts,
            runs={cohort.pk for cohort in cohorts if user.has_perm("programs.run_cohort", cohort)},
            writes=user.has_perm("programs.write_programs"),
            **kwargs,
        )


class CohortDesk(RosterBehindReason, PermissionRequiredMixin, TemplateView):
    """Roster, sessions, waves and outcomes of one cohort; only who runs it decides about people."""

    request: MemberRequest
    permission_required = "programs.record_attendance"
    template_name = "evaluation/desk_cohort.html"

    @cached_property
    def cohort(self) -> Cohort:
        cohorts = Cohort.objects.select_related("program")
        return get_object_or_404(cohorts, public_id=self.kwargs["public_id"])

    def get_permission_object(self) -> Cohort:
        return self.cohort

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET
        roster = roster_of(self.cohort, state=asked.get("state", ""), number=asked.get("page", 1))
        return super().get_context_data(
            cohort=self.cohort,
            roster=roster,
            state=asked.get("state", ""),
            runs=self.request.user.has_perm("programs.run_cohort", self.cohort),
            reviews=self.request.user.has_perm("programs.review_cohort", self.cohort),
            **kwargs,
        )
