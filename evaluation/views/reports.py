"""Impact reports: the list, one while it is made and when it can be read, and what may be done with it."""

import json
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView, View
from rules.contrib.views import PermissionRequiredMixin as ObjectPermissionRequiredMixin

from capacity.formats.taxonomy import CC0
from capacity.http import MemberRequest
from common.moves import MoveError
from common.paging import CursorError
from common.paging import page_of as page_of_list
from evaluation.actions import report_prints, reports
from evaluation.filters import ReportFilter
from evaluation.formats.reports import as_csv, as_data
from evaluation.formats.workbooks import as_workbook
from evaluation.forms.reports import NarrativeForm, ReportRequestForm
from evaluation.logic.methods import remaking_of
from evaluation.models import ImpactReport, ReportPrint
from evaluation.queries.report_pages import READABLE_STATES, page_of, reports_for, results_of
from evaluation.states import (
    FINAL_REPORT_STATES,
    PUBLIC_REPORT_STATES,
    REPORT_MOVES,
    RUNNING_REPORT_STATES,
    ReportState,
)

ORDER = ["-ends_on", "-id"]
MAKING_STATES = [ReportState.QUEUED, *RUNNING_REPORT_STATES]


class ReportList(TemplateView):
    """Published reports; staff also see those in the making."""

    template_name = "evaluation/report_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET
        filters = ReportFilter(asked, queryset=reports_for(self.request.user))
        try:
            page = page_of_list(
                filters.qs, ordering=ORDER, cursor=asked.get("page", ""), size=settings.PAGE_ROWS
            )
        except CursorError as error:
            raise Http404 from error
        return super().get_context_data(
            filters=filters,
            page=page,
            previous=self._address(page.previous),
            next=self._address(page.next),
            **kwargs,
        )

    def _address(self, cursor: str) -> str:
        query = self.request.GET.copy()
        query["page"] = cursor
        return f"?{query.urlencode()}" if cursor else ""


class ReportRequest(PermissionRequiredMixin, FormView):
    permission_required = "evaluation.generate_report"
    template_name = "evaluation/report_form.html"
    form_class = ReportRequestForm
    request: MemberRequest

    def form_valid(self, form: ReportRequestForm) -> HttpResponse:
        asked = form.cleaned_data
        wanted = {name: asked[name] for name in ("period", "day", "scope")}
        try:
            report = reports.request(asked["kind"], **wanted, of=asked.get("of"), by=self.request.user)
        except reports.ReportExistsError as refusal:
            messages.warning(
                self.request, _("There is such a report already, and it is not published yet. Here it is.")
            )
            report = refusal.report
        return redirect(report)


class SeenReport:
    """What all pages of one report share: whoever may not see it is told that there is none."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def report(self) -> ImpactReport:
        visible = ImpactReport.objects.visible_to(self.request.user)
        visible = visible.select_related("region", "program", "organization", "supersedes", "successor")
        return get_object_or_404(visible, public_id=self.kwargs["public_id"])

    def get_permission_object(self) -> ImpactReport:
        return self.report


class ReportDetail(SeenReport, TemplateView):
    """While it is made: how far it is, also piecemeal for htmx. Then: the report."""

    template_name = "evaluation/report_detail.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_making = self.report.state in MAKING_STATES
        if request.headers.get("HX-Request"):
            if is_making:
                return render(request, "evaluation/_report_progress.html", {"report": self.report})
            return HttpResponse(headers={"HX-Refresh": "true"})
        return super().get(request, *args, is_making=is_making, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        report = self.report
        return super().get_context_data(
            report=report,
            page=page_of(report),
            deeds=deeds_for(self.request.user, report),
            is_readable=report.state in READABLE_STATES,
            may_write=self._may_write(),
            needs_another=self._needs_another(),
            threshold=settings.MINIMUM_CELL_PEOPLE,
            frozen_months=settings.FROZEN_ROWS_MONTHS,
            remaking=remaking_of(report.method_version),
            **kwargs,
        )

    def _needs_another(self) -> bool:
        in_review = self.report.state == ReportState.REVIEW
        return in_review and self.report.author_id == self.request.user.pk

    def _may_write(self) -> bool:
        return may_be_written(self.report) and self.request.user.has_perm(
            "evaluation.edit_narrative", self.report
        )


WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def file_headers(view: "ReportFile | PrintedReport") -> dict[str, str]:
    """What a file is called, and under which terms it may be used."""
    name = f"report-{view.report.starts_on}-{view.report.public_id}.{view.kind}"
    return {"Content-Disposition": f'attachment; filename="{name}"', "Link": f'<{CC0}>; rel="license"'}


class ReportFile(SeenReport, View):
    """The results as a file; while the report is made there are none, and so no file."""

    kind = "csv"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.report.state not in READABLE_STATES:
            raise Http404
        tag = f'"{self.report.result_hash}-{get_language()}"'  # a workbook says what its codes mean
        if request.headers.get("If-None-Match") == tag:
            return HttpResponseNotModified(headers={"ETag": tag})
        content, content_type = self._content()
        return HttpResponse(content, content_type=content_type, headers={"ETag": tag, **file_headers(self)})

    def _content(self) -> tuple[str | bytes, str]:
        results = results_of(self.report)
        if self.kind == "csv":
            return as_csv(self.report, results), "text/csv; charset=utf-8"
        if self.kind == "xlsx":
            return as_workbook(self.report, results), WORKBOOK
        data = as_data(self.report, results)
        return json.dumps(data, ensure_ascii=False, indent=1), "application/json"


class PrintedReport(SeenReport, View):
    """A published report as PDF, in the reader's language; made by a worker, and then kept."""

    kind = "pdf"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.report.state not in PUBLIC_REPORT_STATES:
            raise Http404
        language = get_language() or settings.LANGUAGE_CODE
        printed = ReportPrint.objects.filter(report=self.report, language=language).first()
        if printed is None:
            report_prints.ask_for(self.report)
            return render(request, "evaluation/report_printing.html", {"report": self.report}, status=202)
        return HttpResponse(
            bytes(printed.content), content_type="application/pdf", headers=file_headers(self)
        )


class Deed:
    """Something that may be done with a report, after a question."""

    def __init__(
        self, name: str, wanted: str, permission: str, label: Promise, question: Promise, done: Promise
    ) -> None:
        self.name, self.wanted, self.permission = name, wanted, permission
        self.label, self.question, self.done = label, question, done


DEEDS = {
    deed.name: deed
    for deed in [
        Deed(
            "publish",
            ReportState.PUBLISHED,
            "evaluation.publish_report",
            gettext_lazy("Publish"),
            gettext_lazy("Everybody can read it then, and nothing in it can be changed any more."),
            gettext_lazy("The report is published."),
        ),
        Deed(
            "retry",
            ReportState.QUEUED,
            "evaluation.generate_report",
            gettext_lazy("Make it again"),
            gettext_lazy(
                "It is put in the queue again, and made from the data as they were when it was asked for."
            ),
            gettext_lazy("The report is in the queue again."),
        ),
        Deed(
            "abandon",
            ReportState.ABANDONED,
            "evaluation.abandon_report",
            gettext_lazy("Give up"),
            gettext_lazy("It is not made or published. A report of the same period can be asked for again."),
            gettext_lazy("The report was given up."),
        ),
    ]
}
MOVED_ON = gettext_lazy("That is not possible any more: the report has moved on meanwhile.")
ACTIONS = {"publish": reports.publish, "retry": reports.requeue, "abandon": reports.abandon}


def deeds_for(user: Any, report: ImpactReport) -> list[Deed]:
    possible = REPORT_MOVES[ReportState(report.state)]
    return [
        deed for deed in DEEDS.values() if deed.wanted in possible and user.has_perm(deed.permission, report)
    ]


class ReportDeed(SeenReport, ObjectPermissionRequiredMixin, TemplateView):
    template_name = "evaluation/report_confirm.html"
    name = ""
    request: MemberRequest

    @property
    def deed(self) -> Deed:
        return DEEDS[self.name]

    def get_permission_required(self) -> list[str]:
        return [self.deed.permission]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.deed.wanted in REPORT_MOVES[ReportState(self.report.state)]:
            return super().get(request, *args, **kwargs)
        messages.warning(request, str(MOVED_ON))
        return redirect(self.report)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(report=self.report, deed=self.deed, **kwargs)

    def post(self, request: MemberRequest, **kwargs: Any) -> HttpResponse:
        try:
            ACTIONS[self.name](self.report, by=request.user)
        except MoveError:
            messages.error(request, str(MOVED_ON))
        else:
            messages.success(request, str(self.deed.done))
        return redirect(self.report)


FINAL_TEXT = gettext_lazy("The report is public or was given up: its text stays as it is.")


def may_be_written(report: ImpactReport) -> bool:
    return report.state not in FINAL_REPORT_STATES


class Narrative(SeenReport, ObjectPermissionRequiredMixin, FormView):
    permission_required = "evaluation.edit_narrative"
    template_name = "evaluation/report_narrative.html"
    form_class = NarrativeForm
    request: MemberRequest

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.report}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if may_be_written(self.report):
            return super().get(request, *args, **kwargs)
        messages.warning(request, str(FINAL_TEXT))
        return redirect(self.report)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(report=self.report, **kwargs)

    def form_valid(self, form: NarrativeForm) -> HttpResponse:
        said = form.cleaned_data
        words = {"text": said["narrative"], "language": said["narrative_language"]}
        try:
            reports.write_narrative(
                self.report, **words, erratum=said.get("erratum", ""), by=self.request.user
            )
        except MoveError:
            messages.error(self.request, str(FINAL_TEXT))
        else:
            messages.success(self.request, _("The text is saved."))
        return redirect(self.report)
