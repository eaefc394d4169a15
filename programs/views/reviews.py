"""Reviewing applications: setting it up, the list with results, one application, and how the selection went."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from programs.actions import reviews
from programs.forms.reviews import (
    NONE,
    CriterionForm,
    DeclarationForm,
    ReviewersForm,
    ScoreForm,
    WeightForm,
)
from programs.http.cohorts import OfCohort
from programs.http.rosters import RosterBehindReason
from programs.logic.refusals import RefusalError
from programs.models import ConflictReason, CriterionKind, Enrollment, Review
from programs.queries.applications import answers_of
from programs.queries.reviews import (
    ranking,
    reviewers_of,
    selection_of,
    shares_organization,
    stated_weights,
    team_of,
)
from programs.states import EnrollmentState

CONFLICT, UNPROCESSABLE = 409, 422


class OfReview(OfCohort):
    permission_required = "programs.review_cohort"
    template = ""

    def page(self, status: int = 200, **context: Any) -> HttpResponse:
        context |= {
            "cohort": self.cohort,
            "program": self.cohort.program,
            "runs": self.request.user.has_perm("programs.run_cohort", self.cohort),
        }
        return render(self.request, self.template, context, status=status)

    def go(self, name: str, **more: Any) -> HttpResponse:
        return redirect(
            f"programs:{name}", slug=self.cohort.program.slug, public_id=self.cohort.public_id, **more
        )


class ReviewList(OfReview):
    """What is to be reviewed and decided, the best first; who runs the cohort decides about several at once."""

    template = "programs/review_list.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page(ranked=ranking(self.cohort, self.request.user), weights=stated_weights(self.cohort))


class ReviewSetup(OfReview):
    """Criteria, reviewers, and weights for under-represented applicants. Each form names its deed."""

    permission_required = "programs.run_cohort"
    template = "programs/review_setup.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page()

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        by = self.request.user
        try:
            if "remove-criterion" in request.POST:
                criterion = self._named(self.cohort.review_criteria.all(), request.POST["remove-criterion"])
                reviews.remove_criterion(criterion, by=by)
            elif "remove-weight" in request.POST:
                weight = self._named(self.cohort.equity_weights.all(), request.POST["remove-weight"])
                reviews.remove_weight(weight, by=by)
            elif "reviewers" in request.POST:
                people = self._reviewers(request.POST)
                if not people.is_valid():
                    return self.page(UNPROCESSABLE, reviewers=people)
                reviews.set_reviewers(self.cohort, people.cleaned_data["people"], by=by)
            else:
                form = CriterionForm(request.POST)
                if not form.is_valid():
                    return self.page(UNPROCESSABLE, form=form)
                reviews.add_criterion(self.cohort, by=by, **form.cleaned_data)
        except RefusalError as refusal:
            messages.error(request, str(refusal))
            return self.page(CONFLICT, form=CriterionForm(request.POST if "name" in request.POST else None))
        messages.success(request, _("The review is changed."))
        return self.go("review-setup")

    def page(self, status: int = 200, **context: Any) -> HttpResponse:
        usual = {
            "form": CriterionForm(),
            "reviewers": self._reviewers(),
            "criteria": self.cohort.review_criteria.all(),
            "weights": stated_weights(self.cohort),
            "kinds": CriterionKind.choices,
        }
        return super().page(status, **(usual | context))

    def _reviewers(self, *data: Any) -> ReviewersForm:
        return ReviewersForm(*data, team=team_of(self.cohort), chosen=reviewers_of(self.cohort))

    def _named(self, rows: Any, key: str) -> Any:
        for row in rows:
            if str(row.public_id) == key:
                return row
        raise Http404


class WeightAdd(OfReview):
    permission_required = "programs.run_cohort"
    template = "programs/weight_form.html"

    @cached_property
    def kind(self) -> CriterionKind:
        if self.kwargs["kind"] not in CriterionKind.values:
            raise Http404
        return CriterionKind(self.kwargs["kind"])

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page(form=WeightForm(kind=self.kind), label=self.kind.label)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = WeightForm(request.POST, kind=self.kind)
        if not form.is_valid():
            return self.page(UNPROCESSABLE, form=form, label=self.kind.label)
        try:
            reviews.add_weight(self.cohort, kind=self.kind, by=self.request.user, **form.cleaned_data)
        except RefusalError as refusal:
            form.add_error(None, str(refusal))
            return self.page(CONFLICT, form=form, label=self.kind.label)
        messages.success(request, _("The review is changed."))
        return self.go("review-setup")


class ReviewApplication(OfReview):
    """First the declaration; then, without a conflict, the application and its scores."""

    @cached_property
    def enrollment(self) -> Enrollment:
        rows = self.cohort.enrollments.exclude(state=EnrollmentState.DRAFT)
        rows = rows.select_related("person", "organization", "cohort__program")
        return get_object_or_404(rows, public_id=self.kwargs["enrollment"])

    @cached_property
    def review(self) -> Review | None:
        return Review.objects.filter(enrollment=self.enrollment, reviewer=self.request.user).first()

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self._check()
        return self.show(self._score_form() if self.review else self._declaration_form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self._check()
        if "conflict" in request.POST or self.review is None:
            return self._declare(request)
        form = self._score_form(request.POST)
        if not form.is_valid():
            return self.show(form, UNPROCESSABLE)
        try:
            reviews.score(
                self.enrollment,
                scores=form.scores,
                comment=form.cleaned_data["comment"],
                by=self.request.user,
            )
        except RefusalError as refusal:
            form.add_error(None, str(refusal))
            return self.show(form, CONFLICT)
        messages.success(request, _("Your review is kept."))
        return self.go("review-list")

    def _declare(self, request: HttpRequest) -> HttpResponse:
        form = DeclarationForm(request.POST)
        if not form.is_valid():
            return self.show(form, UNPROCESSABLE)
        declared = form.cleaned_data["conflict"]
        if declared == NONE:
            reviews.declare_no_conflict(self.enrollment, by=self.request.user)
            return self.go("review", enrollment=self.enrollment.public_id)
        reviews.declare_conflict(self.enrollment, reason=declared, by=self.request.user)
        messages.success(request, _("Your conflict of interest is noted: others review this application."))
        return self.go("review-list")

    def _check(self) -> None:
        if not self.request.user.has_perm("programs.review_application", self.enrollment):
            raise PermissionDenied

    def _declaration_form(self) -> DeclarationForm:
        shared = shares_organization(self.enrollment, self.request.user)
        return DeclarationForm(initial={"conflict": ConflictReason.ORGANIZATION} if shared else None)

    def _score_form(self, *data: Any) -> ScoreForm:
        return ScoreForm(*data, criteria=self.cohort.review_criteria.all(), review=self.review)

    def show(self, form: Any, status: int = 200) -> HttpResponse:
        context: dict[str, Any] = {"enrollment": self.enrollment, "form": form}
        if self.review is None:
            self.template = "programs/review_declare.html"
            return self.page(
                status, shared=shares_organization(self.enrollment, self.request.user), **context
            )
        self.template = "programs/review_form.html"
        return self.page(status, answers=answers_of(self.enrollment), **context)


class Selection(RosterBehindReason, OfReview):
    """Who was declined and why, and how those fared whom the stated criteria name."""

    permission_required = "programs.run_cohort"
    template = "programs/selection.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page(selection=selection_of(self.cohort, self.request.user))
