"""The coordinator's and facilitator's desk."""

from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import FormView, TemplateView
from rules.contrib.views import PermissionRequiredMixin

from capacity.http import MemberRequest
from common import formats
from evaluation.actions import designs, reminders
from evaluation.forms.designs import DesignForm
from evaluation.logic.stalled import RULES
from evaluation.models import Design
from evaluation.queries.desk import desk_for, late_for, roster_of, with_counts
from evaluation.queries.reminders import to_remind
from evaluation.queries.stalled import reasons_of, stalled_for
from programs.http.rosters import RosterBehindReason
from programs.models import Cohort, Program


class Desk(PermissionRequiredMixin, TemplateView):
    """My cohorts, and what there is to do in each."""

    request: MemberRequest
    permission_required = "evaluation.view_desk"
    template_name = "evaluation/desk.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        cohorts = desk_for(user)
        overdue, alerts = late_for(user)
        return super().get_context_data(
            cohorts=cohorts,
            runs={cohort.pk for cohort in cohorts if user.has_perm("programs.run_cohort", cohort)},
            writes=user.has_perm("programs.write_programs"),
            overdue=overdue,
            alerts=alerts,
            coordinates=user.has_perm("evaluation.see_stalled"),
            **kwargs,
        )


class OfCohort:
    """What the pages of one cohort share."""

    kwargs: dict[str, Any]
    cohorts: QuerySet[Cohort] = Cohort.objects.select_related("program__method")

    @cached_property
    def cohort(self) -> Cohort:
        return get_object_or_404(self.cohorts.all(), public_id=self.kwargs["public_id"])

    def get_permission_object(self) -> Cohort:
        return self.cohort


class CohortDesk(RosterBehindReason, OfCohort, PermissionRequiredMixin, TemplateView):
    """Roster, sessions, waves and outcomes of one cohort; only who runs it decides about people."""

    request: MemberRequest
    permission_required = "programs.record_attendance"
    template_name = "evaluation/desk_cohort.html"
    cohorts = with_counts(OfCohort.cohorts)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET
        roster = roster_of(self.cohort, state=asked.get("state", ""), number=asked.get("page", 1))
        return super().get_context_data(
            cohort=self.cohort,
            roster=roster,
            state=asked.get("state", ""),
            absences_allowed=settings.NO_SHOW_SESSIONS,
            runs=self.request.user.has_perm("programs.run_cohort", self.cohort),
            sees_figures=self.request.user.has_perm("evaluation.view_program_figures", self.cohort.program),
            reviews=self.request.user.has_perm("programs.review_cohort", self.cohort),
            **kwargs,
        )


class Remind(RosterBehindReason, OfCohort, PermissionRequiredMixin, TemplateView):
    """Whom one press reminds, and of what."""

    request: MemberRequest
    permission_required = "programs.run_cohort"
    template_name = "evaluation/cohort_remind.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(cohort=self.cohort, due=to_remind(self.cohort), **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        done = reminders.remind(self.cohort, by=self.request.user)
        for sentence in told(done):
            messages.success(request, sentence)
        if not done.total:
            messages.info(request, _("Nobody was due for a reminder."))
        return redirect("evaluation:desk-cohort", public_id=self.cohort.public_id)


def told(done: reminders.Reminded) -> list[str]:
    sentences = [
        (
            done.answers,
            ngettext(
                "%(n)s person reminded of a questionnaire.",
                "%(n)s people reminded of a questionnaire.",
                done.answers,
            ),
        ),
        (
            done.offers,
            ngettext(
                "%(n)s person reminded of an offered place.",
                "%(n)s people reminded of an offered place.",
                done.offers,
            ),
        ),
        (
            done.sessions,
            ngettext(
                "Those who teach are reminded of %(n)s session without attendance.",
                "Those who teach are reminded of %(n)s sessions without attendance.",
                done.sessions,
            ),
        ),
    ]
    return [sentence % {"n": formats.number(number)} for number, sentence in sentences if number]


class Stalled(PermissionRequiredMixin, TemplateView):
    """Programs in which something should have happened and has not, by rules that the page states."""

    request: MemberRequest
    permission_required = "evaluation.see_stalled"
    template_name = "evaluation/stalled.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = stalled_for(self.request.user, timezone.now())
        page: Any = Paginator(found, settings.PAGE_ROWS).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            rows=[(program, self.ways_of(program)) for program in page.object_list],
            rules=RULES.values(),
            previous=f"?page={page.previous_page_number()}" if page.has_previous() else "",
            next=f"?page={page.next_page_number()}" if page.has_next() else "",
            **kwargs,
        )

    def ways_of(self, program: Program) -> list[tuple[Any, str]]:
        """What has stalled, and the page on which one goes on with it, where she may."""
        own = {"slug": program.slug}
        writes = self.request.user.has_perm("programs.edit_program", program)
        pages = {
            "no_cohort": reverse("programs:cohort-create", kwargs=own) if writes else "",
            "in_review": reverse("programs:program-review", kwargs=own) if writes else "",
        }
        return [
            (rule, pages.get(rule.code, "") if key is None else _way(rule.code, own | {"public_id": key}))
            for rule, key in reasons_of(program)
        ]


def _way(code: str, cohort: dict[str, Any]) -> str:
    if code == "not_ended":
        return reverse("programs:cohort-conclude", kwargs=cohort)
    if code == "no_follow_up":
        return reverse("assessments:waves-plan", args=[cohort["public_id"]])
    desk = reverse("evaluation:desk-cohort", args=[cohort["public_id"]])
    return f"{desk}?state=applied" if code == "undecided" else desk


class CohortDesign(OfCohort, PermissionRequiredMixin, FormView):
    """Whom the cohort is compared with, and whether a low baseline let people in."""

    request: MemberRequest
    permission_required = "evaluation.declare_design"
    template_name = "evaluation/design_form.html"
    form_class = DesignForm

    def get_form_kwargs(self) -> dict[str, Any]:
        own = Design.objects.filter(cohort=self.cohort).first()
        return {
            **super().get_form_kwargs(),
            "cohort": self.cohort,
            "instance": own or Design(cohort=self.cohort),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(cohort=self.cohort, **kwargs)

    def form_valid(self, form: DesignForm) -> HttpResponse:
        wanted = {name: form.cleaned_data[name] for name in ("kind", "comparison", "admitted_below", "note")}
        try:
            designs.declare(self.cohort, designs.Declared(**wanted), by=self.request.user)
        except designs.ComparedInCircleError:
            form.add_error(
                "comparison",
                _("One of the two cohorts is compared with another one already, or serves as a comparison."),
            )
            return self.form_invalid(form)
        messages.success(self.request, _("Saved. The figures of change follow at once."))
        return redirect("evaluation:desk-cohort", public_id=self.cohort.public_id)
