"""What the portal told a person, and how she wants to be told."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import ListView

from capacity.actions import notifications
from capacity.forms.notifications import PreferenceForm
from capacity.http import MemberRequest
from common.letter_kinds import LETTER_KINDS
from common.models import Notification, NotificationPreference
from common.outbox import preferences_of, read_unsubscribe_token


class NotificationList(LoginRequiredMixin, ListView):
    """The newest hundred."""

    template_name = "capacity/notification_list.html"
    context_object_name = "notifications"

    def get_queryset(self) -> Any:
        return Notification.objects.filter(recipient=self.request.user)[:100]  # type: ignore[misc]

    def post(self, request: MemberRequest) -> HttpResponse:
        notifications.read_all(request.user)
        return redirect("capacity:notification-list")


class NotificationPreferences(LoginRequiredMixin, View):
    def get(self, request: MemberRequest) -> HttpResponse:
        return self.page(
            request, {kind: initial_form(kind, p) for kind, p in preferences_of(request.user).items()}
        )

    def post(self, request: MemberRequest) -> HttpResponse:
        forms = {kind: PreferenceForm(request.POST, prefix=kind) for kind in LETTER_KINDS}
        if not all(form.is_valid() for form in forms.values()):
            return self.page(request, forms)
        notifications.prefer(request.user, choices={kind: form.cleaned_data for kind, form in forms.items()})
        messages.success(request, _("Your choices are saved."))
        return redirect("capacity:notification-preferences")

    def page(self, request: MemberRequest, forms: dict[str, PreferenceForm]) -> HttpResponse:
        kinds = [(LETTER_KINDS[kind], form) for kind, form in forms.items()]
        return render(request, "capacity/notification_preferences.html", {"kinds": kinds})


def initial_form(kind: str, preference: NotificationPreference) -> PreferenceForm:
    return PreferenceForm(initial={"email": preference.email, "on_page": preference.on_page}, prefix=kind)


@method_decorator(csrf_exempt, name="dispatch")
class Unsubscribe(View):
    """One click, without signing in (RFC 8058): the signed token says whose letters of which kind. GET only asks."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        _user_id, kind = self.read(token)
        return render(request, "capacity/unsubscribe.html", {"kind": LETTER_KINDS[kind], "done": False})

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        user_id, kind = self.read(token)
        notifications.unsubscribe(user_id, kind=kind)
        return render(request, "capacity/unsubscribe.html", {"kind": LETTER_KINDS[kind], "done": True})

    def read(self, token: str) -> tuple[int, str]:
        found = read_unsubscribe_token(token)
        if found is None or found[1] not in LETTER_KINDS:
            raise Http404
        return found
