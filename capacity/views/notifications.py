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
from capacity.forms.notifications import PreferenceForm, QuietForm
from capacity.http import MemberRequest
from capacity.models import User
from common.letter_kinds import FOR_STAFF, LETTER_KINDS
from common.models import Notification, NotificationPreference, QuietHours
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
        kept, told = preferences_of(request.user), kinds_for(request.user)
        forms = {kind: initial_form(kind, kept[kind]) for kind in told}
        quiet = QuietHours.objects.filter(user=request.user).values("starts", "ends").first()
        return self.page(request, forms, QuietForm(initial=dict(quiet or {})))

    def post(self, request: MemberRequest) -> HttpResponse:
        forms = {kind: PreferenceForm(request.POST, prefix=kind) for kind in kinds_for(request.user)}
        quiet = QuietForm(request.POST)
        if not all(form.is_valid() for form in (*forms.values(), quiet)):
            return self.page(request, forms, quiet)
        notifications.prefer(request.user, choices={kind: form.cleaned_data for kind, form in forms.items()})
        notifications.keep_quiet(request.user, **quiet.cleaned_data)
        messages.success(request, _("Your choices are saved."))
        return redirect("capacity:notification-preferences")

    def page(
        self, request: MemberRequest, forms: dict[str, PreferenceForm], quiet: QuietForm
    ) -> HttpResponse:
        kinds = [(LETTER_KINDS[kind], form) for kind, form in forms.items()]
        return render(request, "capacity/notification_preferences.html", {"kinds": kinds, "quiet": quiet})


def kinds_for(user: User) -> list[str]:
    return [kind for kind in LETTER_KINDS if user.is_staff or kind not in FOR_STAFF]


def initial_form(kind: str, preference: NotificationPreference) -> PreferenceForm:
    return PreferenceForm(initial={"email": preference.email, "on_page": preference.on_page}, prefix=kind)


@method_decorator(csrf_exempt, name="dispatch")
class Unsubscribe(View):
    """One click, without signing in (RFC 8058): the signed token says whose letters of which kinds. GET only asks."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        _user_id, kinds = self.read(token)
        return self.page(request, kinds, done=False)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        user_id, kinds = self.read(token)
        notifications.unsubscribe(user_id, kinds=kinds)
        return self.page(request, kinds, done=True)

    def page(self, request: HttpRequest, kinds: list[str], *, done: bool) -> HttpResponse:
        labels = [LETTER_KINDS[kind] for kind in kinds]
        return render(request, "capacity/unsubscribe.html", {"kinds": labels, "done": done})

    def read(self, token: str) -> tuple[int, list[str]]:
        """A kind that is no more is passed over."""
        found = read_unsubscribe_token(token)
        kinds = [kind for kind in found[1] if kind in LETTER_KINDS] if found else []
        if found is None or not kinds:
            raise Http404
        return found[0], kinds
