"""What the portal holds of a person: to see, to take along, to correct, to have forgotten."""

import gzip
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, TemplateView

from capacity.actions.personal_data import left_alone
from capacity.http import MemberRequest
from capacity.models import Affiliation, DataExport, Erasure, ExportKind, Stakeholder
from capacity.queries.audit import deeds_about
from common.paging import CursorError, page_of
from common.personal_data import Held, in_words, keys_of, shown_rows
from config.actions import data_exports, personal_data
from config.formats.my_data import CONTENT_TYPES, FORMATS
from config.forms.my_data import ErasureForm
from programs.models import Enrollment

MOST_DEEDS = 100
NEWEST = 3  # rows of each table on the page of all


@dataclass(frozen=True)
class Table:
    """What there is of one kind: how many rows, and the newest."""

    held: Held
    count: int

    @property
    def has_more(self) -> bool:
        return self.count > len(self.held.rows)


@method_decorator(never_cache, name="dispatch")
class MyData(LoginRequiredMixin, TemplateView):
    """Everything, table by table: how much, and the newest; and who else looked at it or changed it."""

    request: MemberRequest
    template_name = "my_data.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        keys = keys_of(personal_data.HOLDINGS, user)
        found = personal_data.newest_of(user, keys, NEWEST)
        taking_part = Enrollment.objects.filter(person__user=user)
        belonging = Affiliation.objects.filter(person__user=user)
        among = {
            "programs.cohort": taking_part.values("cohort"),
            "capacity.stakeholder": Stakeholder.objects.organizations().filter(
                Q(pk__in=belonging.values("organization")) | Q(pk__in=taking_part.values("organization"))
            ),
        }
        return super().get_context_data(
            tables=[Table(each, len(keys[each.holding.label])) for each in found],
            is_large=sum(map(len, keys.values())) > settings.EXPORT_ROWS,
            exports=DataExport.objects.filter(account=user).defer("content").order_by("kind"),
            days=settings.EXPORT_DAYS,
            deeds=deeds_about(user, keys, among=among, most=MOST_DEEDS),
            **kwargs,
        )

    def post(self, request: MemberRequest) -> HttpResponse:
        """Has a file made by a worker."""
        kind = request.POST.get("kind", "")
        if kind in ExportKind.values:
            data_exports.ask(request.user, kind=kind, by=request.user)
            messages.success(request, _("The file is being made. Come back to this page in a minute."))
        return redirect("my-data")


@method_decorator(never_cache, name="dispatch")
class MyDataTable(LoginRequiredMixin, TemplateView):
    """All rows of one kind, page by page."""

    request: MemberRequest
    template_name = "my_data_table.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "of" not in request.GET:
            return redirect("my-data")
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET.get("of", "")
        holding = next((each for each in personal_data.HOLDINGS if each.of and each.label == asked), None)
        if holding is None:
            raise Http404
        rows = shown_rows(holding, self.request.user)
        try:
            page = page_of(
                rows, ordering=["-pk"], cursor=self.request.GET.get("page", ""), size=settings.PAGE_ROWS
            )
        except CursorError as error:
            raise Http404 from error
        address = f"{self.request.path}?{urlencode({'of': holding.label})}"
        return super().get_context_data(
            each=in_words(holding, page.rows),
            previous=page.previous and f"{address}&page={page.previous}",
            next=page.next and f"{address}&page={page.next}",
            **kwargs,
        )


@method_decorator(never_cache, name="dispatch")
class MyDataFile(LoginRequiredMixin, View):
    """Made while it is asked for, and kept nowhere; or, where there is much, what a worker has made."""

    request: MemberRequest
    kind = ""

    def get(self, request: MemberRequest) -> HttpResponse:
        made = DataExport.objects.filter(account=request.user, kind=self.kind).exclude(made_at=None).first()
        if made is not None and made.content is not None:
            return self.answer(gzip.decompress(bytes(made.content)))
        keys = keys_of(personal_data.HOLDINGS, request.user)
        if sum(map(len, keys.values())) > settings.EXPORT_ROWS:
            messages.info(request, _("There is much: have the file made first."))
            return redirect("my-data")
        tables = personal_data.held_of(request.user)
        return self.answer(FORMATS[self.kind](tables, timezone.now()).encode())

    def answer(self, content: bytes) -> HttpResponse:
        response = HttpResponse(content, content_type=CONTENT_TYPES[ExportKind(self.kind)])
        response["Content-Disposition"] = f'attachment; filename="my-data.{self.kind}"'
        return response


@method_decorator(never_cache, name="dispatch")
class Erase(LoginRequiredMixin, FormView):
    """Asked twice: what happens, and who it is: by password or key, unless she signed in just now."""

    request: MemberRequest
    form_class = ErasureForm
    template_name = "my_data_erase.html"

    @method_decorator(reauthentication_required)
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().get(request, *args, **kwargs)

    @method_decorator(reauthentication_required)
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(alone=left_alone(self.request.user), **kwargs)

    def form_valid(self, form: ErasureForm) -> HttpResponse:
        user = self.request.user
        try:
            erasure = personal_data.request_erasure(user, by=user)
        except personal_data.SharedAccountError:
            messages.warning(self.request, _("This demo account is shared by everybody: it is not erased."))
            return redirect("my-data")
        logout(self.request)
        return redirect("erasure", public_id=erasure.public_id)


class ErasureProgress(TemplateView):
    """Nobody can be signed in any more to see it: its random address is the key, and it tells of nobody."""

    template_name = "erasure.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        erasure = get_object_or_404(Erasure, public_id=self.kwargs["public_id"])
        return super().get_context_data(erasure=erasure, **kwargs)
