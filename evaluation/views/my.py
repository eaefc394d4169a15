"""A person's own page."""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.views.generic import TemplateView

from capacity.http import MemberRequest
from evaluation.queries.my import my_page


class My(LoginRequiredMixin, TemplateView):
    """Schedule, tasks, waiting lists, history."""

    request: MemberRequest
    template_name = "evaluation/my.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(my=my_page(self.request.user), **kwargs)
