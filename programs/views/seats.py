"""The reserved seats of a cohort, as who runs it sets them."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from programs.actions import seats
from programs.forms.seats import PoolForm, ReleaseForm, SeatsForm
from programs.http.cohorts import OfCohort
from programs.logic.refusals import RefusalError
from programs.models import CriterionKind, SeatPool
from programs.queries.seats import labelled

CONFLICT, UNPROCESSABLE = 409, 422


class OfSeats(OfCohort):
    permission_required = "programs.run_cohort"
    template = ""

    def page(self, form: Any, status: int = 200, **context: Any) -> HttpResponse:
        context |= {"cohort": self.cohort, "program": self.cohort.program, "form": form}
        return render(self.request, self.template, context, status=status)

    def back(self) -> HttpResponse:
        return redirect("programs:seat-list", slug=self.cohort.program.slug, public_id=self.cohort.public_id)

    def unfit(self, form: Any, refusal: RefusalError | None = None) -> HttpResponse:
        """The form again, with what was typed and why it was not done."""
        if refusal is None:
            return self.page(form, UNPROCESSABLE)
        form.add_error(None, str(refusal))
        return self.page(form, CONFLICT)


class ReservedSeats(OfSeats):
    """What is reserved, and when what is unused is released."""

    template = "programs/seat_list.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page(ReleaseForm(cohort=self.cohort))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = ReleaseForm(request.POST, cohort=self.cohort)
        if not form.is_valid():
            return self.unfit(form)
        try:
            seats.set_release(self.cohort, at=form.moment, by=self.request.user)
        except RefusalError as refusal:
            return self.unfit(form, refusal)
        messages.success(request, _("The moment of the release is set."))
        return self.back()

    def page(self, form: Any, status: int = 200, **context: Any) -> HttpResponse:
        pools = labelled(self.cohort.pools.all())
        return super().page(form, status, pools=pools, kinds=CriterionKind.choices)


class PoolAdd(OfSeats):
    template = "programs/seat_form.html"

    @cached_property
    def kind(self) -> CriterionKind:
        kind = self.kwargs["kind"]
        if kind not in CriterionKind.values:
            raise Http404
        return CriterionKind(kind)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page(PoolForm(kind=self.kind))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = PoolForm(request.POST, kind=self.kind)
        if not form.is_valid():
            return self.unfit(form)
        try:
            seats.add(self.cohort, kind=self.kind, by=self.request.user, **form.cleaned_data)
        except RefusalError as refusal:
            return self.unfit(form, refusal)
        messages.success(request, _("The seats are reserved."))
        return self.back()

    def page(self, form: Any, status: int = 200, **context: Any) -> HttpResponse:
        return super().page(form, status, label=self.kind.label)


class PoolEdit(OfSeats):
    """Another number of seats; or none, by the second button."""

    template = "programs/seat_form.html"

    @cached_property
    def pool(self) -> SeatPool:
        return get_object_or_404(self.cohort.pools, public_id=self.kwargs["pool"])

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page(SeatsForm(initial={"seats": self.pool.seats}))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        removing = "remove" in request.POST
        form = SeatsForm({"seats": self.pool.seats} if removing else request.POST)
        if not form.is_valid():
            return self.unfit(form)
        try:
            if removing:
                seats.remove(self.pool, by=self.request.user)
            else:
                seats.resize(self.pool, by=self.request.user, **form.cleaned_data)
        except RefusalError as refusal:
            return self.unfit(form, refusal)
        messages.success(request, _("The reserved seats are changed."))
        return self.back()

    def page(self, form: Any, status: int = 200, **context: Any) -> HttpResponse:
        return super().page(form, status, pool=self.pool, label=labelled([self.pool])[0][1])
