"""Planning the questionnaires of a cohort from its dates."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views import View
from rules.contrib.views import PermissionRequiredMixin

from assessments.actions import waves
from assessments.forms.planning import PlanForm
from assessments.models import Wave
from capacity.http import MemberRequest
from common import formats
from programs.models import Cohort

UNPROCESSABLE = 422


class WavesPlan(PermissionRequiredMixin, View):
    request: MemberRequest
    permission_required = "assessments.plan_waves"

    @cached_property
    def cohort(self) -> Cohort:
        rows = Cohort.objects.visible_to(self.request.user).select_related("program")
        return get_object_or_404(rows, public_id=self.kwargs["public_id"])

    def get_permission_object(self) -> Cohort:
        return self.cohort

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.answer(PlanForm())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = PlanForm(request.POST)
        if not form.is_valid():
            return self.answer(form, status=UNPROCESSABLE)
        try:
            made = waves.plan_for_cohort(self.cohort, by=self.request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self.answer(form, status=UNPROCESSABLE)
        said = ngettext("%(n)s questionnaire is planned.", "%(n)s questionnaires are planned.", len(made))
        messages.success(request, said % {"n": formats.number(len(made))})
        return redirect("evaluation:desk-cohort", public_id=self.cohort.public_id)

    def answer(self, form: PlanForm, status: int = 200) -> HttpResponse:
        planned = Wave.objects.filter(plan__cohort=self.cohort).select_related("plan__instrument")
        context = {"cohort": self.cohort, "form": form, "waves": planned.order_by("opens_at")}
        return render(self.request, "assessments/waves_plan.html", context, status=status)
