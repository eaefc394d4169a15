"""A program in figures, two programs side by side, and published figures through time."""

from functools import cached_property
from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin as MovementPermission
from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView
from rules.contrib.views import PermissionRequiredMixin

from capacity.http import MemberRequest
from evaluation.forms.dashboards import CompareForm, HistoryForm, ProgramDashboardForm
from evaluation.models import Period
from evaluation.queries import figure_history, figures, output_sections, program_desk
from evaluation.queries.figures import Names, Results
from evaluation.stats import dashboards, slices
from evaluation.stats.slices import Slice
from programs.models import Cohort, Program


class ProgramDashboard(PermissionRequiredMixin, TemplateView):
    """Change first, then how far people came, cohort by cohort; each row leads to who is behind it."""

    request: MemberRequest
    permission_required = "evaluation.view_program_figures"
    template_name = "evaluation/program_dashboard.html"

    @cached_property
    def cohorts(self) -> list[Cohort]:
        """With their program, so that it need not be asked for."""
        return list(program_desk.cohorts_at(self.kwargs["slug"]))

    @cached_property
    def program(self) -> Program:
        if self.cohorts:
            return self.cohorts[0].program
        return get_object_or_404(Program, slug=self.kwargs["slug"])

    def get_permission_object(self) -> Program:
        return self.program

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = ProgramDashboardForm(self.request.GET)
        since, until = form.days()
        part = Slice(program=self.program.pk, starts_on=since, ends_on=until)
        names, pair = Names(), form.pair()
        found = dashboards.way(part)
        results = Results(found.results, names)
        listed = [
            each
            for each in self.cohorts
            if (not since or each.starts_on >= since) and (not until or each.starts_on <= until)
        ]
        rows = program_desk.cohort_rows(listed, program_desk.attended_by_cohort(self.program))
        opens = {each.pk for each in listed if self.request.user.has_perm("programs.record_attendance", each)}
        return super().get_context_data(
            program=self.program,
            form=form,
            changes=slices.changes(part, *pair),
            names=names,
            pair=pair,
            funnel=output_sections.funnel_chart(results),
            total=figures.figure(results.places["participants", ()], with_n=False),
            rows=rows,
            rows_below="#cohorts" if rows else "",
            hides=program_desk.why_hidden(rows),
            opens=opens,
            has_demo=found.has_demo or self.program.is_demo,
            funnel_definition=figures.definition_address("funnel"),
            **kwargs,
        )


class CompareOutcomes(MovementPermission, TemplateView):
    """What changed in two programs. It ranks nothing: who takes part differs, too."""

    permission_required = "evaluation.view_dashboards"
    template_name = "evaluation/outcomes_compare.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = CompareForm(self.request.GET or None, offered=program_desk.programs_offered())
        programs = form.programs() if form.is_bound else []
        names, pair = Names(), form.pair() if form.is_bound else ("baseline", "endline")
        changes = [
            slices.shown_changes(slices.changes(Slice(program=each.pk), *pair), *pair, names.codes)
            for each in programs
        ]
        people = [Results(dashboards.way(Slice(program=each.pk)).results, names) for each in programs]
        return super().get_context_data(
            form=form,
            programs=programs if len(programs) == 2 else [],
            totals=[
                (program.title, figures.figure(each.places["participants", ()], with_n=False))
                for program, each in zip(programs, people, strict=True)
            ],
            rows=program_desk.compared_changes(changes, names) if len(programs) == 2 else [],
            hides=program_desk.why_not_compared(changes),
            pair=figures.pair_title(*pair),
            has_demo=any(each.is_demo for each in programs),
            change_definition=figures.definition_address("change"),
            **kwargs,
        )


class FigureHistory(TemplateView):
    """Published figures of the movement, report by report: anybody may read them."""

    template_name = "evaluation/figure_history.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET.copy()
        asked.setdefault("period", Period.YEAR)  # what is shown stands in the form
        form = HistoryForm(asked)
        period, pair, names = form.asked_period, form.pair(), Names()
        codes = figure_history.capacities_published(period, pair)
        form.offer([(code, names.capacity(code)) for code in codes])
        form.full_clean()
        capacity = form.cleaned_data.get("capacity") or next(iter(codes), "")
        wanted: list[tuple[str, dict[str, str]]] = []
        if capacity:
            wanted.append(("change", {"capacity": capacity, "from": pair[0], "to": pair[1]}))
        wanted += [(metric, {}) for metric in figure_history.HEADLINES]
        told = [
            (metric, cell, figure_history.history(metric, cell, period=period)) for metric, cell in wanted
        ]
        shown = [
            {
                "code": metric,
                "title": figure_history.title_of(metric, cell, names),
                "chart": figure_history.trend(metric, moments, figure_history.title_of(metric, cell, names)),
                "rows": figure_history.rows_of(metric, moments),
                "definition": figures.definition_address(metric),
            }
            for metric, cell, moments in told
            if moments
        ]
        has_demo = any(
            moment.last.report.touches_demo for _metric, _cell, moments in told for moment in moments
        )
        is_one = bool(shown) and all(len(moments) < 2 for _metric, _cell, moments in told)
        return super().get_context_data(form=form, figures=shown, has_demo=has_demo, is_one=is_one, **kwargs)
