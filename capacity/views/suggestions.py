"""Changes that people suggest for the tree of capacities: made, followed, decided."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import FormView, ListView, TemplateView
from rules.contrib.views import PermissionRequiredMixin

from capacity.actions import suggestions
from capacity.forms.taxonomy import AnswerForm, SuggestionForm
from capacity.http import MemberRequest
from capacity.logic.taxonomy import TaxonomyError
from capacity.models import Capacity, CapacitySuggestion, SuggestionKind
from capacity.queries import suggestions as rows
from capacity.states import SuggestionState
from common.moves import MoveError


class SuggestionCreate(PermissionRequiredMixin, FormView):
    """First what kind of change, then its form; a link may name the kind, the capacity and the language."""

    request: MemberRequest
    permission_required = "capacity.suggest_capacity_change"
    form_class = SuggestionForm
    template_name = "capacity/suggestion_form.html"

    @cached_property
    def kind(self) -> SuggestionKind | None:
        asked = self.request.GET.get("kind", "")
        if asked and asked not in SuggestionKind.values:
            raise Http404
        return SuggestionKind(asked) if asked else None

    @cached_property
    def capacity(self) -> Capacity | None:
        code = self.request.GET.get("capacity", "")
        if "\x00" in code:
            raise Http404
        return get_object_or_404(Capacity.objects.shown(), code=code) if code else None

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Without a kind there is no form yet to send."""
        return super().post(request, *args, **kwargs) if self.kind else self.get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        kind = self.kind or SuggestionKind.NAME
        return {**super().get_form_kwargs(), "kind": kind}

    def get_initial(self) -> dict[str, Any]:
        return {
            "capacity": self.capacity,
            "language": self.request.GET.get("language") or self.request.reader.language,  # type: ignore[attr-defined]
            "target": self.capacity if self.kind == SuggestionKind.NEW else None,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            kind=self.kind, kinds=SuggestionKind, capacity=self.capacity, **kwargs
        )

    def form_valid(self, form: SuggestionForm) -> HttpResponse:
        try:
            made = suggestions.suggest(kind=form.kind, by=self.request.user, **form.cleaned_data)
        except TaxonomyError as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("Thank you. Staff will answer; you will be told."))
        return redirect(made)


class MySuggestions(LoginRequiredMixin, ListView):
    request: MemberRequest
    context_object_name = "rows"
    template_name = "capacity/suggestion_list.html"

    def get_queryset(self) -> Any:
        return rows.shown(CapacitySuggestion.objects.filter(suggested_by=self.request.user))


class SuggestionReview(PermissionRequiredMixin, TemplateView):
    """For staff: what waits, oldest first, and what was decided lately."""

    permission_required = "capacity.review_suggestions"
    template_name = "capacity/suggestion_review.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        decided = CapacitySuggestion.objects.exclude(state=SuggestionState.SUGGESTED)
        return super().get_context_data(
            waiting=rows.shown(CapacitySuggestion.objects.open().order_by("pk")),
            decided=rows.shown(decided.order_by("-updated_at")[:20]),
            hidden=Capacity.objects.filter(is_hidden=True, merged_into=None),
            **kwargs,
        )


class OfOneSuggestion(PermissionRequiredMixin):
    request: Any  # of a member: the views it is mixed into say so
    kwargs: dict[str, Any]

    @cached_property
    def suggestion(self) -> CapacitySuggestion:
        return get_object_or_404(self.queryset(), public_id=self.kwargs["public_id"])

    def queryset(self) -> QuerySet[CapacitySuggestion]:
        """Another person's does not exist for her."""
        everybodys = rows.with_all(CapacitySuggestion.objects.all())
        if self.request.user.has_perm("capacity.review_suggestions"):
            return everybodys
        return everybodys.filter(suggested_by=self.request.user)

    def get_permission_object(self) -> CapacitySuggestion | None:
        return self.suggestion if self.request.user.is_authenticated else None


class SuggestionDetail(OfOneSuggestion, TemplateView):
    permission_required = "capacity.view_suggestion"
    template_name = "capacity/suggestion_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, waits = self.request.user, self.suggestion.state == SuggestionState.SUGGESTED
        kwargs.setdefault("form", AnswerForm())
        return super().get_context_data(
            row=rows.row(self.suggestion),
            may_decide=waits and user.has_perm("capacity.decide_suggestion", self.suggestion),
            may_withdraw=waits and user.has_perm("capacity.withdraw_suggestion", self.suggestion),
            **kwargs,
        )


class SuggestionDecide(OfOneSuggestion, TemplateView):
    """Two buttons of one form: accept, decline."""

    permission_required = "capacity.decide_suggestion"
    template_name = "capacity/suggestion_detail.html"
    http_method_names = ["post"]

    def post(self, request: MemberRequest, **kwargs: Any) -> HttpResponse:
        declines = request.POST.get("decision") == "decline"
        form = AnswerForm(request.POST, declines=declines)
        if form.is_valid():
            deed = suggestions.decline if declines else suggestions.accept
            try:
                deed(self.suggestion, by=request.user, answer=form.cleaned_data["answer"])
            except TaxonomyError as refusal:
                form.add_error(None, str(refusal))
            except MoveError:
                messages.error(request, _("This suggestion is no longer open."))
                return redirect(self.suggestion)
            else:
                messages.success(request, _("The suggestion is decided, and its author is told."))
                return redirect("capacity:suggestion-review")
        context = {"row": rows.row(self.suggestion), "may_decide": True, "form": form}
        return self.render_to_response(self.get_context_data(**context), status=422)


class SuggestionWithdraw(OfOneSuggestion, View):
    permission_required = "capacity.withdraw_suggestion"
    http_method_names = ["post"]

    def post(self, request: MemberRequest, **kwargs: Any) -> HttpResponse:
        try:
            suggestions.withdraw(self.suggestion, by=request.user)
        except MoveError:
            messages.error(request, _("This suggestion is no longer open."))
        else:
            messages.success(request, _("Your suggestion is withdrawn."))
        return redirect("capacity:my-suggestions")
