"""Staff say why before they see who takes part in a cohort that they neither run nor teach."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from capacity.http.reasons import asked_why
from programs.models import Cohort


class RosterBehindReason:
    """Mixed in before the lock of a page that names the people of `cohort`."""

    cohort: Cohort

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        lock: Any = super()
        return self._asked(request) or lock.dispatch(request, *args, **kwargs)

    def _asked(self, request: HttpRequest) -> HttpResponseBase | None:
        user: Any = request.user
        if request.method != "GET" or not user.is_staff or user.has_perm("programs.read_roster", self.cohort):
            return None
        address = {"slug": self.cohort.program.slug, "public_id": self.cohort.public_id}
        return asked_why(request, self.cohort, reverse("programs:roster-why", kwargs=address))
