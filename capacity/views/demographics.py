"""What a person says of herself for statistics: on no page but this one."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import FormView

from capacity.actions import demographics
from capacity.forms.demographics import DemographicsForm
from capacity.http import MemberRequest
from capacity.http.names import name_first
from capacity.queries.demographics import answers_of, consent_texts, given_before, person_of, questions


@method_decorator(never_cache, name="dispatch")
class Demographics(LoginRequiredMixin, FormView):
    request: MemberRequest
    form_class = DemographicsForm
    template_name = "capacity/demographics_form.html"
    success_url = reverse_lazy("capacity:demographics")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and person_of(request.user) is None:
            return name_first(request)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"dimensions": questions(), "texts": consent_texts()}

    def get_initial(self) -> dict[str, Any]:
        return given_before(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            has_answers=bool(answers_of(self.request.user)),
            months=settings.DEMOGRAPHIC_RETENTION_MONTHS,
            people=settings.MINIMUM_SENSITIVE_CELL_PEOPLE,
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        person = person_of(self.request.user)
        if "withdraw" in request.POST and person is not None:
            demographics.withdraw(person, by=self.request.user)
            messages.success(request, _("Your answers are deleted."))
            return redirect(self.success_url)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: DemographicsForm) -> HttpResponse:
        person, user = person_of(self.request.user), self.request.user
        if person is not None:
            demographics.describe(person, by=user, answers=form.answers(), consents=form.agreed())
        messages.success(self.request, _("Your answers are saved for the purposes you agreed to."))
        return super().form_valid(form)
