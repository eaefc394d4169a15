"""The staff's dashboard, and whether reports come to the same when they are made again."""

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.views.generic import TemplateView

from evaluation.forms.dashboards import CountedForm, DashboardForm
from evaluation.http.sheets import Paged
from evaluation.queries import figures, output_sections, reproduced
from evaluation.queries.counted_cohorts import DAYS, counted_cohorts, narrowing, rows_behind
from evaluation.queries.figures import Names, Results
from evaluation.queries.report_pages import reports_for
from evaluation.queries.waiting import waiting_for
from evaluation.stats import dashboards, slices

RECENT_REPORTS = 6


class Dashboard(PermissionRequiredMixin, TemplateView):
    """Participation and change, narrowed by what stands in the address; what is malformed there does not narrow."""

    permission_required = "evaluation.view_dashboards"
    template_name = "evaluation/dashboard.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = DashboardForm(self.request.GET)
        part, pair = form.part(), form.pair()
        names = Names()
        names.regions = {region.code: region.name for region in form.regions()}
        participation = dashboards.participation(part)
        results = Results(participation.results, names)
        return super().get_context_data(
            form=form,
            participation=output_sections.participation_charts(results),
            funnel=output_sections.funnel_chart(results),
            total=figures.figure(results.places["participants", ()], with_n=False),
            changes=slices.changes(part, *pair),
            names=names,
            pair=pair,
            participation_definition=figures.definition_address("participation_ratio"),
            funnel_definition=figures.definition_address("funnel"),
            rows=rows_behind(self.request.GET),
            reports=reports_for(self.request.user).order_by("-id")[:RECENT_REPORTS],
            waiting=waiting_for(self.request.user),
            has_demo=participation.has_demo,
            **kwargs,
        )


class CountedCohorts(PermissionRequiredMixin, Paged, TemplateView):
    """The rows behind the figures: each leads to those of its program, and for who runs it to its people."""

    permission_required = "evaluation.view_dashboards"
    template_name = "evaluation/counted_cohorts.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = CountedForm(self.request.GET)
        narrowed = form.narrowed()
        paged = self.paged(counted_cohorts(**narrowed), ["-starts_on", "-id"])
        user = self.request.user
        opens = {each.pk for each in paged["page"].rows if user.has_perm("programs.record_attendance", each)}
        return super().get_context_data(
            form=form,
            opens=opens,
            days=narrowing(self.request.GET, DAYS),
            **paged,
            **kwargs,
        )


class Reproduced(PermissionRequiredMixin, Paged, TemplateView):
    permission_required = "evaluation.view_dashboards"
    template_name = "evaluation/reproduced.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = reproduced.remakes()
        paged = self.paged(rows, ["-id"])
        every, other = reproduced.counted(rows)
        lines = reproduced.with_reports(paged["page"].rows, self.request.user)
        not_whole = reproduced.not_whole()
        return super().get_context_data(
            lines=lines, all=every, other=other, not_whole=not_whole, **paged, **kwargs
        )
