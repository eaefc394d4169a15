"""What the portal holds of a person: to see, to take along, to correct, to have forgotten."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, TemplateView

from capacity.actions.personal_data import left_alone
from capacity.http import MemberRequest
from capacity.models import Erasure
from capacity.queries.audit import deeds_about
from config.actions import personal_data
from config.forms.my_data import ErasureForm
from programs.models import Enrollment

MOST_DEEDS = 100


@method_decorator(never_cache, name="dispatch")
class MyData(LoginRequiredMixin, TemplateView):
    """Everything, table by table; and who else looked at it or changed it."""

    request: MemberRequest
    template_name = "my_data.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        tables = personal_data.held_of(user)
        objects = {each.holding.label: each.numbers for each in tables}
        cohorts = Enrollment.objects.filter(person__user=user).values("cohort")
        return super().get_context_data(
            tables=tables,
            deeds=deeds_about(user, objects, among={"programs.cohort": cohorts}, most=MOST_DEEDS),
            **kwargs,
        )


@method_decorator(never_cache, name="dispatch")
class MyDataFile(LoginRequiredMixin, View):
    """Made while it is asked for, and kept nowhere."""

    request: MemberRequest
    kind = ""

    def get(self, request: MemberRequest) -> HttpResponse:
        tables = personal_data.held_of(request.user)
        if self.kind == "json":
            data = {
                "portal": settings.SITE_ADDRESS,
                "made_at": timezone.now().isoformat(),
                "tables": {each.holding.label: each.rows for each in tables},
            }
            response: HttpResponse = JsonResponse(
                data, json_dumps_params={"ensure_ascii": False, "indent": 2}
            )
        else:
            response = render(request, "my_data_file.html", {"tables": tables, "made_at": timezone.now()})
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
