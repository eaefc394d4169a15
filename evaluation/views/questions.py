"""The nine founding questions, each with its live figures and what it cannot tell yet."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from evaluation.logic.questions import QUESTIONS, neighbors, question_at
from evaluation.queries.equity import has_demo
from evaluation.stats.questions import answer_to

# Where to read on, by question.
FURTHER: dict[str, list[tuple[str, Promise]]] = {
    "equity": [("evaluation:report-list", _("Reports"))],
    "stakeholders": [("capacity:stakeholder-list", _("Directory"))],
    "resources": [("programs:program-list", _("Programs"))],
    "methods": [("programs:program-list", _("Programs")), ("evaluation:learning-list", _("Learnings"))],
    "beyond-training": [("programs:program-list", _("Programs"))],
    "communication": [
        ("capacity:capacity-list", _("Capacities, and who offers them")),
        ("assessments:demand", _("What is wanted and not offered")),
    ],
    "processes": [
        ("evaluation:figure-history", _("Published figures")),
        ("evaluation:recommendation-list", _("Recommendations")),
    ],
    "structures": [("capacity:stakeholder-list", _("Directory"))],
    "partners": [
        ("capacity:stakeholder-list", _("Directory")),
        ("evaluation:outcome-list", _("Outcome statements")),
    ],
}


class QuestionList(TemplateView):
    template_name = "evaluation/question_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(questions=QUESTIONS, **kwargs)


class QuestionDetail(TemplateView):
    template_name = "evaluation/question_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        question = question_at(self.kwargs["slug"])
        if question is None:
            raise Http404
        before, after = neighbors(question)
        return super().get_context_data(
            question=question,
            answer=answer_to(question.slug),
            further=[(reverse(name), label) for name, label in FURTHER[question.slug]],
            before=before,
            after=after,
            has_demo=has_demo(),
            **kwargs,
        )
