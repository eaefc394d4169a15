"""Participation by what people say of themselves: counts over the threshold, and nobody's answer."""

from typing import Any

from django.conf import settings
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.views.generic import TemplateView

from evaluation.queries.demographics import counted_questions


class Participation(PermissionRequiredMixin, TemplateView):
    permission_required = "evaluation.view_dashboards"
    template_name = "evaluation/participation.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        people = settings.MINIMUM_SENSITIVE_CELL_PEOPLE
        questions = counted_questions()
        has_demo = any(counted.is_demo for question in questions for counted in question.tables)
        return super().get_context_data(questions=questions, people=people, has_demo=has_demo, **kwargs)
