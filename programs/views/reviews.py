"""Reviewing applications: setting it up, the list with results, one application, and how the selection went."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from programs.actions import reviews
from programs.forms.reviews import (
    NONE,
    ConflictForm,
    CriterionForm,
    DeclarationForm,
    ReviewersForm,
    ScoreForm,
    TakeBackForm,
    WeightForm,
)
from programs.http.cohorts import OfCohort
from programs.http.rosters import RosterBehindReason
from programs.logic.refusals import RefusalError
from programs.models import ConflictReason, CriterionKind, Enrollment, Review
from programs.queries.applications import answers_of
from programs.queries.reviews import (
    Given,
    conflicts_in,
    is_scored,
    ranking,
    reviewers_of,
    reviews_of,
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
            "runs": self.runs,
        }
        return render(self.request, self.template, context, status=status)

    @cached_property
    def runs(self) -> bool:
        return self.request.user.has_perm("programs.run_cohort", self.cohort)

    def go(self, name: str, **more: Any) -> HttpResponse:
        return redirect(
            f"programs:{name}", slug=self.cohort.program.slug, public_id=self.cohort.public_id, **more
        )


class ReviewList(OfReview):
    """What is to be reviewed and decided, the best first; who runs the cohort decides about several at once."""

    template = "programs/review_list.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        user, runs = self.request.user, self.runs
        return self.page(
            ranked=ranking(self.cohort, user, is_blind=not runs),
            conflicts=conflicts_in(self.cohort, user) if runs else [],
            weights=stated_weights(self.cohort),
        )


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
            "is_scored": is_scored(self.cohort),
            "is_applied_for": self.cohort.enrollments.exclude(state=EnrollmentState.DRAFT).exists(),
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


class OfApplication(OfReview):
    """One application, for who may review it."""

    asks = "programs.review_application"

    @cached_property
    def enrollment(self) -> Enrollment:
        rows = self.cohort.enrollments.exclude(state=EnrollmentState.DRAFT)
        rows = rows.select_related("person", "organization", "cohort__program")
        return get_object_or_404(rows, public_id=self.kwargs["enrollment"])

    @cached_property
    def review(self) -> Review | None:
        return Review.objects.filter(enrollment=self.enrollment, reviewer=self.request.user).first()

    def has_permission(self) -> bool:
        return super().has_permission() and self.request.user.has_perm(self.asks, self.enrollment)

    def page(self, status: int = 200, **context: Any) -> HttpResponse:
        return super().page(status, enrollment=self.enrollment, **context)

    def declared(self, reason: str) -> HttpResponse:
        reviews.declare_conflict(self.enrollment, reason=reason, by=self.request.user)
        messages.success(
            self.request, _("Your conflict of interest is noted: others review this application.")
        )
        return self.go("review-list")


class ReviewApplication(OfApplication):
    """First the declaration; then, without a conflict, the application and its scores."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(self._score_form() if self.review else self._declaration_form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.review is None:
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
        if form.cleaned_data["conflict"] != NONE:
            return self.declared(form.cleaned_data["conflict"])
        reviews.declare_no_conflict(self.enrollment, by=self.request.user)
        return self.go("review", enrollment=self.enrollment.public_id)

    @cached_property
    def shared(self) -> bool:
        return shares_organization(self.enrollment, self.request.user)

    def _declaration_form(self) -> DeclarationForm:
        return DeclarationForm(initial={"conflict": ConflictReason.ORGANIZATION} if self.shared else None)

    def _score_form(self, *data: Any) -> ScoreForm:
        criteria = self.cohort.review_criteria.select_related("cohort")
        return ScoreForm(*data, criteria=criteria, review=self.review)

    def show(self, form: Any, status: int = 200) -> HttpResponse:
        if self.review is None:
            self.template = "programs/review_declare.html"
            return self.page(status, form=form, shared=self.shared)
        self.template = "programs/review_form.html"
        return self.page(
            status, form=form, answers=answers_of(self.enrollment), others=self._others(self.review)
        )

    def _others(self, mine: Review) -> list[Given]:
        """Once she has said what she thinks, or at once if she decides."""
        decides = self.request.user.has_perm("programs.decide_enrollment", self.enrollment)
        knows = mine.submitted_at is not None or decides
        return reviews_of(self.enrollment, apart_from=self.request.user) if knows else []


class ConflictDeclare(OfApplication):
    """Asks first: what she has scored is deleted."""

    template = "programs/review_conflict.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page(form=ConflictForm())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = ConflictForm(request.POST)
        if not form.is_valid():
            return self.page(UNPROCESSABLE, form=form)
        return self.declared(form.cleaned_data["conflict"])


class ConflictTakeBack(RosterBehindReason, OfApplication):
    """Of a colleague who declared a conflict by mistake: for who decides the application."""

    permission_required = "programs.run_cohort"
    asks = "programs.decide_enrollment"
    template = "programs/conflict_take_back.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page(form=self._form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self.page(UNPROCESSABLE, form=form)
        try:
            reviews.take_back_conflict(form.conflict, by=self.request.user)
        except RefusalError as refusal:
            form.add_error(None, str(refusal))
            return self.page(CONFLICT, form=form)
        messages.success(request, _("It is taken back: your colleague can declare anew, and review."))
        reviews_here = self.request.user.has_perm("programs.review_cohort", self.cohort)
        return self.go("review-list" if reviews_here else "selection")

    def _form(self, *data: Any) -> TakeBackForm:
        declared = self.enrollment.conflicts.select_related("reviewer__person").order_by("pk")
        if not declared:
            raise Http404
        return TakeBackForm(*data, conflicts=declared)


class Selection(RosterBehindReason, OfReview):
    """Who was declined and why, and how those fared whom the stated criteria name."""

    permission_required = "programs.run_cohort"
    template = "programs/selection.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        user = self.request.user
        return self.page(selection=selection_of(self.cohort, user), conflicts=conflicts_in(self.cohort, user))
