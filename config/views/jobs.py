from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.views.generic import TemplateView

from config import queries


class ClockJobs(PermissionRequiredMixin, TemplateView):
    """What the portal does by itself, when it last began, and what of it fails."""

    permission_required = "capacity.see_jobs"
    template_name = "clock_jobs.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(jobs=list(queries.jobs()), **kwargs)
