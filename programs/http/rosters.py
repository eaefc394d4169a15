"""Staff say why before they see who takes part in a cohort that they neither run nor teach."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from capacity.http.reasons import BehindReason, question_of, reason_first
from capacity.models import User
from programs.models import Cohort, Enrollment


class RosterBehindReason(BehindReason):
    """For pages that name the people of their `cohort`."""

    @property
    def named_on(self) -> Cohort:
        page: Any = self
        cohort: Cohort = page.cohort
        return cohort

    @property
    def question(self) -> str:
        address = {"slug": self.named_on.program.slug, "public_id": self.named_on.public_id}
        return reverse("programs:roster-why", kwargs=address)

    def knows_them(self, reader: Any) -> bool:
        return reader.has_perm("programs.read_roster", self.named_on)


class EnrollmentBehindReason(BehindReason):
    """For pages of the one `enrollment` that their permission asks about."""

    def get_permission_object(self) -> Enrollment:
        raise NotImplementedError

    @property
    def named_on(self) -> User | None:
        return self.get_permission_object().person.user

    @property
    def question(self) -> str:
        account: Any = self.named_on
        return question_of(account)

    def knows_them(self, reader: Any) -> bool:
        return reader.has_perm("programs.read_enrollment", self.get_permission_object())


def why_this_person(request: HttpRequest, enrollment: Enrollment) -> HttpResponse | None:
    """The same question about one enrollment, for whom it is neither hers nor in her care."""
    reader: Any = request.user
    if reader.has_perm("programs.read_enrollment", enrollment):
        return None
    return reason_first(request, enrollment.person.user)
