"""Equity: who is present in which part, how far people come, how evenly communities are served."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from capacity.http import MemberRequest
from common import charts
from evaluation.actions import equity_targets
from evaluation.forms.equity import MEASURES, REFERENCES, EquityForm, EquityTargetForm
from evaluation.logic.equity import shares
from evaluation.models import EquityDimension, EquityTarget
from evaluation.queries import equity as read
from evaluation.queries import equity_figures as told
from evaluation.queries import figures
from evaluation.queries.counted_cohorts import rows_behind
from evaluation.stats import dashboards, equity
from evaluation.stats.participation import Came, came


class Equity(PermissionRequiredMixin, TemplateView):
    permission_required = "evaluation.view_dashboards"
    template_name = "evaluation/equity.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = EquityForm(self.request.GET)
        has_demo = read.has_demo()
        learning = came(form.dimension, read.furthest_steps(form.dimension, form.span()))
        presence = presence_of(form, learning, is_demo=has_demo)
        return super().get_context_data(
            form=form,
            dimension=form.dimension,
            has_demo=has_demo,
            presence_chart=presence.chart(
                form.asked("part", "learn"), reference=str(REFERENCES[form.reference])
            ),
            presence_table=presence.table(),
            targets=presence.targets(EquityTarget.objects.current().of(form.dimension)),
            funnel=told.funnel_table(equity.funnel_by_group(learning), presence.names, presence.groups()),
            rows=rows_behind(self.request.GET),
            definitions={
                name: figures.definition_address(name)
                for name in (
                    "people_in_part",
                    "part_ratio",
                    "funnel_by_group",
                    "gini",
                    "theil",
                    "concentration",
                )
            },
            **self._evenness(form, is_demo=has_demo),
            **kwargs,
        )

    def _evenness(self, form: EquityForm, *, is_demo: bool) -> dict[str, Any]:
        measure = form.asked("measure", "people")
        found = equity.evenness(read.communities(form.span(), is_demo=is_demo), measure)
        words = str(MEASURES[measure])
        curves: list[charts.Chart] = []
        if found.lorenz:
            curves.append(told.lorenz_chart([(p.units, p.amount) for p in found.lorenz], words))
        if found.concentration:
            points = [(p.units, p.amount) for p in found.concentration]
            curves.append(told.concentration_chart(points, words))
        names = ("gini_corrected", "theil", "theil_between", "theil_within", "concentration")
        labels = {"theil_between": _("Theil: between regions"), "theil_within": _("Theil: within regions")}
        shown = [figures.figure(found.get(name), figures.ratio, with_n=False) for name in names]
        return {
            "evenness": found,
            "evenness_figures": [
                {**vars(figure), "label": labels.get(name, figure.label)}
                for name, figure in zip(names, shown, strict=True)
            ],
            "curves": curves,
            "measure": words,
        }


def presence_of(form: EquityForm, learning: Came, *, is_demo: bool) -> told.Presence:
    """Three queries at most: the people, the reference, the names of the groups."""
    dimension = form.dimension
    results = equity.presence(
        dimension,
        read.people_by_part(dimension, form.span()),
        reference_shares(dimension, form.reference, is_demo=is_demo),
        learning,
    )
    return told.Presence(dimension=dimension, results=results, names=told.names_of(dimension))


def reference_shares(dimension: str, reference: str, *, is_demo: bool) -> dict[str, float]:
    if reference == "population":
        return shares(dashboards.population())
    if reference == "online":
        return shares(read.internet_users())
    if reference == "speakers":
        everybody = read.inhabitants()
        return {code: people / everybody for code, people in read.speakers().items()} if everybody else {}
    counted = read.affiliates(dimension, is_demo=is_demo)
    if dimension == EquityDimension.LANGUAGE:  # an affiliate of two languages counts in both
        number = read.eligible(is_demo=is_demo).count()
        return {code: found / number for code, found in counted.items() if code and number}
    return shares(counted)


class NeverReached(PermissionRequiredMixin, TemplateView):
    """Affiliates of whom nobody took part in the period: the ones to write to first."""

    permission_required = "evaluation.view_dashboards"
    template_name = "evaluation/equity_never_reached.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = EquityForm(self.request.GET)
        has_demo = read.has_demo()
        names = told.names_of(EquityDimension.REGION)
        found = read.communities(form.span(), is_demo=has_demo)
        missed: dict[str, list[read.Community]] = {}
        for community in found:
            if not community.people:
                missed.setdefault(told.group_name(names, community.region), []).append(community)
        return super().get_context_data(
            by_region=sorted(missed.items()),
            missed=sum(len(each) for each in missed.values()),
            communities=len(found),
            has_demo=has_demo,
            **kwargs,
        )


class EquityTargetCreate(PermissionRequiredMixin, View):
    permission_required = "evaluation.set_equity_targets"

    @cached_property
    def dimension(self) -> EquityDimension:
        return EquityForm(self.request.GET).dimension

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(self._form())

    def post(self, request: MemberRequest) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(form, status=422)
        equity_targets.set_target(dimension=self.dimension, by=request.user, **form.cleaned_data)
        messages.success(request, _("The target stands."))
        return redirect(f"{reverse('evaluation:equity')}?by={self.dimension}")

    def _form(self, data: Any = None) -> EquityTargetForm:
        groups = told.names_of(self.dimension).items()
        return EquityTargetForm(data, dimension=self.dimension, groups=groups)

    def _page(self, form: EquityTargetForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "dimension": self.dimension}
        return render(self.request, "evaluation/equity_target_form.html", context, status=status)


class EquityTargetEnd(PermissionRequiredMixin, View):
    """Asks first, then ends it today."""

    permission_required = "evaluation.set_equity_targets"

    @cached_property
    def target(self) -> EquityTarget:
        return get_object_or_404(EquityTarget, public_id=self.kwargs["public_id"])

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        return render(request, "evaluation/equity_target_end.html", self._context())

    def post(self, request: MemberRequest, public_id: str) -> HttpResponse:
        try:
            equity_targets.end(self.target, on=timezone.localdate(), by=request.user)
            messages.success(request, _("The target has ended."))
        except equity_targets.TargetDateError:
            messages.error(request, _("It has not begun yet: it can end once it has begun."))
        return redirect(f"{reverse('evaluation:equity')}?by={self.target.dimension}")

    def _context(self) -> dict[str, Any]:
        names = told.names_of(self.target.dimension)
        return {"target": self.target, "group": told.group_name(names, self.target.group)}
