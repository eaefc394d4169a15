"""Staff say why before they see somebody's data."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.admin.utils import unquote
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from capacity.models import User
from capacity.queries.audit import has_stated_reason


def reason_first(request: HttpRequest, account: User | None) -> HttpResponse | None:
    """Sends staff to the question why they look at this person's data, unless they answered it a while ago."""
    reader: Any = request.user
    if account is None or reader == account or has_stated_reason(reader, account):
        return None
    question = reverse("capacity:state-reason", kwargs={"public_id": account.public_id})
    return redirect(f"{question}?{urlencode({'next': request.get_full_path()})}")


class PersonalAdmin:
    """For admin pages of one person's data: nobody sees them, or their history, without a reason that is logged."""

    def account_of(self, obj: Any) -> User | None:
        raise NotImplementedError

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        return self._asked(request, object_id) or super().changeform_view(  # type: ignore[misc]
            request, object_id, form_url, extra_context
        )

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        return self._asked(request, object_id) or super().history_view(  # type: ignore[misc]
            request, object_id, extra_context
        )

    def _asked(self, request: HttpRequest, object_id: str | None) -> HttpResponse | None:
        admin: Any = self
        obj = admin.get_object(request, unquote(object_id)) if object_id else None
        return reason_first(request, self.account_of(obj)) if obj is not None else None
