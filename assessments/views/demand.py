"""Demand and supply: what is wanted and not offered, for everybody as far as it may be told."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View
from rules.contrib.views import PermissionRequiredMixin

from assessments.actions import demand as actions
from assessments.filters import DemandForm
from assessments.formats.demand import as_csv
from assessments.logic.demand import Balance
from assessments.queries.demand import balances
from capacity.formats.taxonomy import CC0
from capacity.http import MemberRequest
from capacity.models import Capacity, Stakeholder
from common import charts, formats

FOREMOST_ROWS, MOST_ROWS, MOST_BARS = 20, 100, 12


class Demand(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        form = DemandForm(request.GET)
        rows = balances(form.part)
        unmet = [row for row in rows if row.is_unmet]
        context = {
            "form": form,
            "rows": rows[:FOREMOST_ROWS],
            "more": rows[FOREMOST_ROWS:MOST_ROWS],
            "left": max(0, len(rows) - MOST_ROWS),
            "chart": chart_of(unmet[:MOST_BARS]) if unmet else None,
            "file": f"{reverse('assessments:demand-file')}?{request.GET.urlencode()}",
            "may_propose": request.user.has_perm("programs.write_programs"),
        }
        return render(request, "assessments/demand.html", context)


def chart_of(unmet: list[Balance]) -> charts.Chart:
    return charts.Bars(
        key="unmet",
        title=_("What is wanted most and not offered"),
        summary=_(
            "People and organizations who want it, less those who offer it and free seats in programs."
        ),
        format=formats.number,
        rows=[charts.Bar(label=row.name, value=float(row.gap or 0), n=row.wants.n) for row in unmet],
        row_label=_("Capacity"),
        value_label=_("Unmet"),
    )


class DemandFile(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        page = f"{settings.SITE_ADDRESS}{reverse('assessments:demand')}"
        source = f"{page}?{request.GET.urlencode()}" if request.GET else page
        text = as_csv(balances(DemandForm(request.GET).part), as_of=timezone.now(), source=source)
        headers = {
            "Content-Disposition": 'attachment; filename="demand.csv"',
            "Link": f'<{CC0}>; rel="license"',
        }
        return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)


class DemandPropose(PermissionRequiredMixin, View):
    """One click: a draft that its writer goes on with."""

    request: MemberRequest
    permission_required = "programs.write_programs"

    def post(self, request: MemberRequest, code: str) -> HttpResponse:
        capacity = get_object_or_404(Capacity.objects.shown(), code=code)
        person = get_object_or_404(Stakeholder, user=request.user)
        part = DemandForm(request.GET).part
        language = get_language() or "en"
        found = [row for row in balances(part) if row.code == code]
        try:
            program = actions.propose(
                capacity, found[0] if found else None, part, by=request.user, person=person, language=language
            )
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect(f"{reverse('assessments:demand')}?{request.GET.urlencode()}")
        messages.success(request, _("The draft is saved. Only you and staff see it."))
        return redirect("programs:program-step", slug=program.slug, step="about")
