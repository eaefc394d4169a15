"""A person's own settings."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.generic import FormView

from capacity.actions import accounts, people
from capacity.forms.accounts import SettingsForm
from capacity.http import MemberRequest
from capacity.http.names import page_after
from capacity.models import Stakeholder


class Settings(LoginRequiredMixin, FormView):
    """Name, language, time zone, theme."""

    request: MemberRequest
    form_class = SettingsForm
    template_name = "capacity/settings_form.html"
    success_url = reverse_lazy("capacity:settings")

    def get_initial(self) -> dict[str, Any]:
        user = self.request.user
        reader = self.request.reader  # type: ignore[attr-defined]
        person = Stakeholder.objects.filter(user=user).first()
        return {
            "name": person.name if person else "",
            "language": user.language or reader.language,
            "time_zone": user.time_zone or reader.time_zone,
            "theme": user.theme,
        }

    def form_valid(self, form: SettingsForm) -> HttpResponse:
        user, chosen = self.request.user, form.cleaned_data
        name = chosen.pop("name")
        accounts.choose(user, by=user, **chosen)
        person = Stakeholder.objects.filter(user=user).first()
        if person is None:
            people.register(user, name=name)
        elif person.name != name:
            people.rename(person, name=name, by=user)
        messages.success(self.request, _("Your settings are saved."))
        return super().form_valid(form)

    def get_success_url(self) -> str:
        return page_after(self.request, super().get_success_url())
