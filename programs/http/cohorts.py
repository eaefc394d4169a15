"""What the doors of a cohort share."""

from functools import cached_property

from django.shortcuts import get_object_or_404
from django.views import View
from rules.contrib.views import PermissionRequiredMixin

from capacity.http import MemberRequest
from programs.models import Cohort, Session


class OfCohort(PermissionRequiredMixin, View):
    """A page of a cohort, for whom the cohort's permission lets in."""

    request: MemberRequest

    @cached_property
    def cohort(self) -> Cohort:
        rows = Cohort.objects.visible_to(self.request.user).select_related("program__method")
        return get_object_or_404(rows, public_id=self.kwargs["public_id"], program__slug=self.kwargs["slug"])

    def get_permission_object(self) -> Cohort:
        return self.cohort


class OfSession(OfCohort):
    """A page of one of its sessions, for who teaches it."""

    permission_required = "programs.record_attendance"

    @cached_property
    def session(self) -> Session:
        return get_object_or_404(self.cohort.sessions, public_id=self.kwargs["session"])
