"""A cohort's application form as who runs it composes it, and what its people need."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from rules.contrib.views import PermissionRequiredMixin

from programs.actions import applications
from programs.forms.applications import BlockForm, NeedForm
from programs.forms.enrollments import EnrollForm
from programs.http.cohorts import OfCohort
from programs.http.rosters import RosterBehindReason
from programs.logic.refusals import RefusalError
from programs.models import AccessNeed, BlockKind, FormBlock
from programs.models.application import ONCE_A_FORM
from programs.queries.applications import blocks_of, needs_of, unmet_needs

CONFLICT, UNPROCESSABLE = 409, 422


class OfForm(OfCohort):
    permission_required = "programs.run_cohort"
    template = ""

    def page(self, form: Any, status: int = 200, **context: Any) -> HttpResponse:
        context |= {"cohort": self.cohort, "program": self.cohort.program, "form": form}
        return render(self.request, self.template, context, status=status)

    def back(self, to: str = "form-blocks") -> HttpResponse:
        return redirect(f"programs:{to}", slug=self.cohort.program.slug, public_id=self.cohort.public_id)


class FormBlocks(OfForm):
    """The blocks in their order; POST moves one of them or asks it no more."""

    template = "programs/form_blocks.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        blocks = list(blocks_of(self.cohort))
        preview = EnrollForm(person=None, confirmation=self.cohort.confirmation, blocks=blocks)
        there_already = {block.kind for block in blocks if block.kind in ONCE_A_FORM}
        kinds = [(kind, label) for kind, label in BlockKind.choices if kind not in there_already]
        return self.page(preview, blocks=blocks, kinds=kinds)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        for deed in ("up", "down", "retire"):
            if deed in request.POST:
                block = self._block(request.POST[deed])
                if block is None:
                    messages.error(request, _("The form has changed meanwhile. This is how it is now."))
                elif deed == "retire":
                    applications.retire_block(block, by=self.request.user)
                else:
                    applications.move_block(block, up=deed == "up", by=self.request.user)
        return self.back()

    def _block(self, key: str) -> FormBlock | None:
        """Nothing where it is asked no more: she looked at an older form."""
        return next((each for each in self.cohort.form_blocks.asked() if str(each.public_id) == key), None)


class BlockAdd(OfForm):
    template = "programs/block_form.html"

    @cached_property
    def kind(self) -> BlockKind:
        if self.kwargs["kind"] not in BlockKind.values:
            raise Http404
        return BlockKind(self.kwargs["kind"])

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page(BlockForm(kind=self.kind))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = BlockForm(request.POST, kind=self.kind)
        if not form.is_valid():
            return self.page(form, UNPROCESSABLE)
        try:
            applications.add_block(self.cohort, kind=self.kind, by=self.request.user, **form.cleaned_data)
        except RefusalError as refusal:
            form.add_error(None, str(refusal))
            return self.page(form, CONFLICT)
        messages.success(request, _("The form is changed."))
        return self.back()

    def page(self, form: Any, status: int = 200, **context: Any) -> HttpResponse:
        return super().page(form, status, label=self.kind.label)


class BlockEdit(OfForm):
    template = "programs/block_form.html"

    @cached_property
    def block(self) -> FormBlock:
        """What is asked today under the key of the one named: it may have got a new version meanwhile."""
        named = get_object_or_404(self.cohort.form_blocks, public_id=self.kwargs["block"])
        return self._asked_now(named)

    def _asked_now(self, block: FormBlock) -> FormBlock:
        return get_object_or_404(self.cohort.form_blocks.asked(), key=block.key)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        block = self.block
        initial = {
            "label": block.label,
            "help_text": block.help_text,
            "required": block.required,
            "options": "\n".join(block.options),
        }
        return self.page(BlockForm(initial=initial, kind=block.kind))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = BlockForm(request.POST, kind=self.block.kind)
        if not form.is_valid():
            return self.page(form, UNPROCESSABLE)
        seen = request.POST.get("seen", "")
        try:
            applications.change_block(self.block, by=self.request.user, seen=seen, **form.cleaned_data)
        except RefusalError as refusal:
            self.block = self._asked_now(self.block)
            form.add_error("label", str(refusal))
            form.add_error("label", _("It is asked now: “%(question)s”") % {"question": self.block})
            return self.page(form, CONFLICT)
        messages.success(request, _("The form is changed."))
        return self.back()

    def page(self, form: Any, status: int = 200, **context: Any) -> HttpResponse:
        """`seen` goes along as it was read until she is told of another one."""
        told = status in {200, CONFLICT}
        seen = self.block.revision if told else self.request.POST.get("seen", "")
        context = {"label": BlockKind(self.block.kind).label, "answered": self.block.answers.exists()}
        return super().page(form, status, held=[("seen", seen)], **context)


class Needs(RosterBehindReason, OfForm):
    """What the people of a cohort need to take part."""

    template = "programs/need_list.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page(None, needs=needs_of(self.cohort, self.request.user))


class NeedDecide(RosterBehindReason, OfForm):
    template = "programs/need_form.html"

    @cached_property
    def need(self) -> AccessNeed:
        return get_object_or_404(needs_of(self.cohort, self.request.user), public_id=self.kwargs["need"])

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        need = self.need
        initial = {"state": need.state, "cost": need.cost, "currency": need.currency or "USD"}
        return self.page(NeedForm(initial=initial))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = NeedForm(request.POST)
        if not form.is_valid():
            return self.page(form, UNPROCESSABLE)
        applications.decide_need(self.need, by=self.request.user, **form.cleaned_data)
        messages.success(request, _("What came of it is noted."))
        return self.back("need-list")

    def page(self, form: Any, status: int = 200, **context: Any) -> HttpResponse:
        return super().page(form, status, need=self.need)


class UnmetNeeds(PermissionRequiredMixin, TemplateView):
    """Needs that are open or were not met, in every cohort: for staff, without the people."""

    permission_required = "programs.see_unmet_needs"
    template_name = "programs/unmet_needs.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(needs=unmet_needs()[:500], **kwargs)
