"""What is done with a thing by the API: as its page does it, by the same form and the same action."""

from typing import Any, cast

from django.db.models import Model, QuerySet
from django.forms import BaseForm, Form
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from rest_framework.exceptions import PermissionDenied
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from capacity.models import User
from common.api import Conflict, cleaned
from common.moves import MoveError
from programs.logic.refusals import RefusalError


class Seen(GenericAPIView):
    """The things of a model that one may see: for their list, one of them, and what is done with one. `queryset` is for
    the description of the API alone.
    """

    model: type[Model]
    related: tuple[str, ...] = ("program",)
    lookup_field = "public_id"

    def get_queryset(self) -> QuerySet[Any]:
        seen: QuerySet[Any] = self.model.objects.visible_to(self.request.user)  # type: ignore[attr-defined]
        return seen.select_related(*self.related)


class Deed(Seen):
    """A deed is posted to an address of its own; the answer is the thing as it is then."""

    permission_classes = [IsAuthenticated]
    filter_backends = []
    asks: str
    status = 200

    def form(self, thing: Any, data: Any) -> BaseForm:
        return Form(data)

    def act(self, thing: Any, *, by: User, **given: Any) -> Any:
        raise NotImplementedError

    def may(self, user: User, thing: Any) -> bool:
        return user.has_perm(self.asks, thing)

    def post(self, request: Request, public_id: str) -> Response:
        user = cast("User", request.user)
        thing = get_object_or_404(self.get_queryset(), public_id=public_id)
        if not self.may(user, thing):
            raise PermissionDenied
        given = cleaned(self.form(thing, request.data))
        try:
            done = self.act(thing, by=user, **given)
        except MoveError as error:
            raise Conflict(_("That is not possible any more: it was changed meanwhile.")) from error
        except RefusalError as refusal:
            raise Conflict(str(refusal)) from refusal
        return Response(self.get_serializer(done).data, status=self.status)
