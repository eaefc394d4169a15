"""What the doors for those signed in share: who asks, about what, and how a refusal is told."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from rest_framework.exceptions import PermissionDenied
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import IsAuthenticated

from capacity.models import Stakeholder, User
from capacity.queries.audit import has_stated_reason
from common.api import Conflict
from common.moves import MoveError
from programs.logic.refusals import RefusalError
from programs.models import Cohort, Program


@contextmanager
def refusals() -> Iterator[None]:
    """What an action refuses is a conflict, in its words."""
    try:
        yield
    except RefusalError as refusal:
        raise Conflict(str(refusal)) from refusal
    except MoveError as error:
        raise Conflict(_("This is not possible any more.")) from error


class Asking(GenericAPIView):
    permission_classes = [IsAuthenticated]
    serializer_class: Any = None
    filter_backends = []
    asks: Any = ""

    @property
    def user(self) -> User:
        return cast("User", self.request.user)

    @property
    def sent(self) -> Any:
        return self.request.data

    def read(self, serializer: type[Any]) -> Any:
        """The parts of what is sent, each of its kind; whether they are right says the page's form."""
        wanted = serializer(data=self.sent)
        wanted.is_valid(raise_exception=True)
        return dict(wanted.validated_data)

    def check(self, thing: Any = None, permission: str = "") -> None:
        if not self.user.has_perm(permission or self.asks, thing):
            raise PermissionDenied

    def check_knows(self, permission: str, thing: Any, about: Any) -> None:
        """Staff without a part in it have said on its page why they look."""
        knows = self.user.has_perm(permission, thing)
        if not knows and (about is None or not has_stated_reason(self.user, about)):
            raise Conflict(_("Say first why you look at this."))

    def person(self) -> Stakeholder:
        """As whom she writes."""
        person = Stakeholder.objects.filter(user=self.user).first()
        if person is None:
            raise Conflict(_("Please say first how you are called: it stands with what you write."))
        return person


class OfProgram(Asking):
    queryset: Any = Program.objects.none()

    def find(self, slug: str) -> Program:
        rows = Program.objects.visible_to(self.user).select_related("method")
        program = get_object_or_404(rows, slug=slug)
        self.check(program)
        return program


class OfCohort(Asking):
    queryset: Any = Cohort.objects.none()

    def find_cohort(self, public_id: str) -> Cohort:
        cohorts = Cohort.objects.visible_to(self.user).select_related("program__method")
        cohort = get_object_or_404(cohorts, public_id=public_id)
        self.check(cohort)
        return cohort

    def find_known_cohort(self, public_id: str) -> Cohort:
        """Whose people are named in the answer."""
        cohort = self.find_cohort(public_id)
        self.check_knows("programs.read_roster", cohort, cohort)
        return cohort
