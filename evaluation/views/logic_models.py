"""Logic models: as a diagram and as an outline, written, approved, followed by the next version."""

from functools import cached_property
from typing import Any

from django import forms
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from evaluation.actions import logic_models
from evaluation.forms.logic_models import LinkForm, LogicModelForm, ResultForm
from evaluation.http.asking import Deed, DeedPage, ForProgram, ThingForm, ThingPage
from evaluation.http.sheets import Paged
from evaluation.logic.spoken import spoken
from evaluation.models import LogicModel, Result, ResultLink
from evaluation.queries.logic_models import logic_models_for, page_of_logic_model
from evaluation.states import LogicModelState

DEEDS = {
    deed.name: deed
    for deed in [
        Deed(
            "approve",
            permission="evaluation.approve_logic_model",
            label=_("Approve the logic model"),
            question=_("It cannot be changed then, only followed by a new version."),
            done=_("The logic model is approved."),
            act=logic_models.approve,
        ),
        Deed(
            "follow",
            permission="evaluation.edit_logic_model",
            label=_("Write the next version"),
            question=_("It begins as a copy of this one, which stays as it is."),
            done=_("Here is the draft of the next version."),
            act=logic_models.follow,
        ),
    ]
}
POSSIBLE = {
    LogicModelState.DRAFT: ["approve"],
    LogicModelState.APPROVED: ["follow"],
    LogicModelState.SUPERSEDED: [],
}


class LogicModelList(Paged, TemplateView):
    template_name = "evaluation/logic_model_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = logic_models_for(self.request.user)
        program = self.request.GET.get("program", "")
        if program:
            rows = rows.filter(program__slug=program)
        return super().get_context_data(
            **self.paged(rows, ["-created_at", "-pk"]),
            may_write=self.request.user.has_perm("evaluation.write_logic_models"),
            **kwargs,
        )


class LogicModelDetail(ThingPage):
    model = LogicModel
    related = ("program", "language", "written_by__person", "approved_by__person")
    template_name = "evaluation/logic_model_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        possible = [DEEDS[name] for name in POSSIBLE[self.thing.state]]
        may_edit = self.thing.is_draft and self.may("evaluation.edit_logic_model")
        form = (
            LinkForm(logic_model=self.thing, instance=ResultLink(), auto_id="link-%s") if may_edit else None
        )
        is_told = self.thing.is_demo and not may_edit
        return super().get_context_data(
            page=page_of_logic_model(self.thing, is_told=is_told),
            situation=spoken(self.thing.situation, self.thing.language_id, is_demo=is_told),
            may_edit=may_edit,
            link_form=form,
            deeds=[deed for deed in possible if self.may(deed.permission)],
            waits_for_another=self.thing.is_draft and self.thing.written_by_id == self.request.user.pk,
            **kwargs,
        )


class LogicModelCreate(ForProgram):
    permission_required = "evaluation.write_logic_models"
    form_class = LogicModelForm
    title = _("A new logic model")
    lead = _("What goes into the program, what is done, and what is expected to come of it.")
    submit = _("Begin")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": LogicModel()}

    def act(self, form: LogicModelForm) -> LogicModel:
        program: Any = self.program
        return logic_models.begin(program, by=self.request.user, **form.cleaned_data)


class OfDraft(ThingForm):
    model = LogicModel
    related = ("program",)
    permission_required = "evaluation.edit_logic_model"
    named_by = "program"
    open_in = [LogicModelState.DRAFT]
    submit = _("Save")
    done = _("Saved.")

    @property
    def draft(self) -> LogicModel:
        draft: LogicModel = self.thing
        return draft


class LogicModelEdit(OfDraft):
    form_class = LogicModelForm
    title = _("The situation")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.thing}

    def act(self, form: LogicModelForm) -> LogicModel:
        return logic_models.edit(self.draft, by=self.request.user, **form.cleaned_data)


class ResultAdd(OfDraft):
    form_class = ResultForm
    title = _("Add a result")

    def get_initial(self) -> dict[str, Any]:
        return {"kind": self.request.GET.get("kind", "")}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": Result()}

    def act(self, form: ResultForm) -> LogicModel:
        logic_models.add_result(self.draft, by=self.request.user, **form.cleaned_data)
        return self.draft


class Removable(OfDraft):
    """A part of the draft, by its number; a second button removes it."""

    template_name = "evaluation/logic_model_part.html"
    part_model: type[Any]
    remove_label: Any = ""

    @cached_property
    def part(self) -> Any:
        return get_object_or_404(self.part_model, model=self.draft, pk=self.kwargs["number"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(remove_label=self.remove_label, part=self.part, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.part}

    def get_form(self, form_class: Any = None) -> Any:
        return _Removal(self.request.POST) if self.removes else super().get_form(form_class)

    @property
    def removes(self) -> bool:
        return self.request.method == "POST" and "remove" in self.request.POST


class _Removal(forms.Form):
    pass


class ResultEdit(Removable):
    part_model = Result
    form_class = ResultForm
    title = _("Edit a result")
    remove_label = _("Remove this result and its links")

    def act(self, form: Any) -> LogicModel:
        if self.removes:
            return logic_models.remove_result(self.part, by=self.request.user)
        logic_models.edit_result(self.part, by=self.request.user, **form.cleaned_data)
        return self.draft


class LinkAdd(OfDraft):
    form_class = LinkForm
    title = _("Add a link")
    lead = _("Which result leads to which, on what assumption.")

    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET.get("cause", "")
        return {"cause": asked} if asked.isdecimal() else {}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "logic_model": self.draft, "instance": ResultLink()}

    def act(self, form: LinkForm) -> LogicModel:
        logic_models.link(self.draft, by=self.request.user, **form.cleaned_data)
        return self.draft


class LinkEdit(Removable):
    part_model = ResultLink
    form_class = LinkForm
    title = _("Edit a link")
    remove_label = _("Remove this link")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "logic_model": self.draft}

    def act(self, form: Any) -> LogicModel:
        if self.removes:
            return logic_models.unlink(self.part, by=self.request.user)
        logic_models.edit_link(self.part, by=self.request.user, **form.cleaned_data)
        return self.draft


class LogicModelDeed(DeedPage):
    model = LogicModel
    related = ("program",)
    possible = POSSIBLE
    named_by = "program"
