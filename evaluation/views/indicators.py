"""Indicators: what is measured and how; their figures, targets and baselines."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from evaluation.actions import indicators, measurements
from evaluation.forms.indicators import (
    BaselineForm,
    FigureForm,
    IndicatorForm,
    ReasonForm,
    TargetForm,
)
from evaluation.http.asking import Deed, DeedPage, ForProgram, ThingForm, ThingPage
from evaluation.http.sheets import Paged
from evaluation.logic.aggregation import PERIODS_EXPLAINED, UNITS_EXPLAINED
from evaluation.logic.definitions import DEFINITIONS, LEVELS
from evaluation.models import Indicator
from evaluation.queries.indicators import indicators_for, page_of_indicator, versions_of
from evaluation.states import IndicatorState
from programs.models import Program

DEEDS = {
    deed.name: deed
    for deed in [
        Deed(
            "publish",
            permission="evaluation.edit_indicator",
            label=_("Publish the indicator"),
            question=_(
                "It cannot be changed then, only followed by a new version. An earlier version is retired."
            ),
            done=_("The indicator is published: figures can be entered."),
            act=indicators.publish,
        ),
        Deed(
            "retire",
            permission="evaluation.edit_indicator",
            label=_("Retire the indicator"),
            question=_("No more figures are entered. Those that are there stay."),
            done=_("The indicator is retired."),
            act=indicators.retire,
        ),
        Deed(
            "revise",
            permission="evaluation.edit_indicator",
            label=_("Change by a new version"),
            question=_("A published indicator stays as it is. The new version says why it is different."),
            done=_("Here is the draft of the new version."),
            act=indicators.revise,
            form=ReasonForm,
        ),
    ]
}
POSSIBLE = {
    IndicatorState.DRAFT: ["publish"],
    IndicatorState.PUBLISHED: ["revise", "retire"],
    IndicatorState.RETIRED: [],
}


class IndicatorList(Paged, TemplateView):
    """Indicators of programs, definitions of what the portal computes, and the indicators of published figures."""

    template_name = "evaluation/indicator_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        levels = [(level, [each for each in DEFINITIONS if each.level is level]) for level in LEVELS]
        own = indicators_for(self.request.user)
        program = self.request.GET.get("program", "")
        if program:
            own = own.filter(program__slug=program)
        return super().get_context_data(
            levels=levels,
            **self.paged(own, ["name", "-pk"]),
            program=Program.objects.visible_to(self.request.user).filter(slug=program).first(),
            indicators=Indicator.objects.exclude(source=None).select_related("source"),
            may_write=self.request.user.has_perm("evaluation.write_indicators"),
            **kwargs,
        )


class IndicatorDetail(ThingPage):
    model = Indicator
    related = ("program", "result", "created_by", "source")
    template_name = "evaluation/indicator_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_inside = self.may("evaluation.record_figures")
        may_edit = self.may("evaluation.edit_indicator")
        return super().get_context_data(
            page=page_of_indicator(self.thing, self.request.user, is_inside=is_inside),
            periods_explained=PERIODS_EXPLAINED[self.thing.period_aggregation],
            units_explained=UNITS_EXPLAINED[self.thing.unit_aggregation],
            divided_by=", ".join(each.name for each in self.thing.disaggregations.all()),
            versions=versions_of(self.thing, self.request.user),
            may_record=is_inside and self.thing.state == IndicatorState.PUBLISHED,
            may_edit=may_edit,
            deeds=[DEEDS[name] for name in POSSIBLE[self.thing.state]] if may_edit else [],
            **kwargs,
        )


class IndicatorCreate(ForProgram):
    """For the program that stands in the address."""

    permission_required = "evaluation.write_indicators"
    form_class = IndicatorForm
    title = _("A new indicator")
    submit = _("Save the draft")
    done = _("The draft is saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "program": self.program, "instance": Indicator()}

    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET.get("result", "")
        return {"result": asked} if asked.isdecimal() else {}

    def act(self, form: IndicatorForm) -> Indicator:
        program: Any = self.program
        return indicators.begin(program, by=self.request.user, **given_by(form))


class IndicatorEdit(ThingForm):
    model = Indicator
    related = ("program",)
    permission_required = "evaluation.edit_indicator"
    form_class = IndicatorForm
    open_in = [IndicatorState.DRAFT]
    title = _("Edit the indicator")
    submit = _("Save the draft")
    done = _("The draft is saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "program": self.thing.program, "instance": self.thing}

    def act(self, form: IndicatorForm) -> Indicator:
        return indicators.edit(self.thing, by=self.request.user, **given_by(form))


def given_by(form: IndicatorForm) -> dict[str, Any]:
    return {**form.cleaned_data, "disaggregations": list(form.cleaned_data["disaggregations"])}


class IndicatorDeed(DeedPage):
    model = Indicator
    possible = POSSIBLE


class BaselineCreate(ThingForm):
    model = Indicator
    permission_required = "evaluation.edit_indicator"
    form_class = BaselineForm
    title = _("Set the baseline")
    lead = _("Where it stood before. The newest counts; earlier ones are kept.")
    submit = _("Set the baseline")
    done = _("The baseline is set.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "indicator": self.thing}

    def act(self, form: BaselineForm) -> Indicator:
        indicators.set_baseline(self.thing, by=self.request.user, **form.cleaned_data)
        return self.thing


class TargetCreate(ThingForm):
    model = Indicator
    permission_required = "evaluation.edit_indicator"
    form_class = TargetForm
    title = _("Set a target")
    lead = _(
        "Where it is to stand at the end of a period. A target that is set when there are figures already is marked."
    )
    submit = _("Set the target")
    done = _("The target is set.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "indicator": self.thing}

    def act(self, form: TargetForm) -> Indicator:
        indicators.set_target(self.thing, by=self.request.user, **form.cleaned_data)
        return self.thing


class FigureCreate(ThingForm):
    model = Indicator
    related = ("program",)
    permission_required = "evaluation.record_figures"
    form_class = FigureForm
    open_in = [IndicatorState.PUBLISHED]
    title = _("Enter a figure")
    lead = _("It is a draft until you submit it; then somebody else verifies it.")
    submit = _("Save the figure")
    done = _("The figure is saved. Submit it when it is complete.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "indicator": self.thing}

    def act(self, form: FigureForm) -> Any:
        return measurements.enter(self.thing, by=self.request.user, **form.cleaned_data)
