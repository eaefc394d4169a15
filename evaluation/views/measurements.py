"""Figures of indicators: what waits, one of them, and what may be done with it."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from rules.contrib.views import PermissionRequiredMixin

from capacity.http import MemberRequest
from evaluation.actions import measurements
from evaluation.forms.indicators import FigureForm, ReasonForm
from evaluation.http.asking import Deed, DeedPage, ThingForm, ThingPage
from evaluation.http.sheets import Paged
from evaluation.models import Measurement
from evaluation.queries.figure_protection import dimensions_by_code, hidden_beside
from evaluation.queries.indicators import figures_to_check, line_of
from evaluation.states import OPEN_MEASUREMENT_STATES, MeasurementState

DEEDS = {
    deed.name: deed
    for deed in [
        Deed(
            "submit",
            permission="evaluation.edit_figure",
            label=_("Submit the figure"),
            question=_("An evaluator looks at it next. You can change it again if it is returned."),
            done=_("The figure is submitted."),
            act=measurements.submit,
        ),
        Deed(
            "return",
            permission="evaluation.verify_figure",
            label=_("Return the figure"),
            question=_("Say what is to be looked at again."),
            done=_("The figure is returned."),
            act=measurements.send_back,
            form=ReasonForm,
        ),
        Deed(
            "verify",
            permission="evaluation.verify_figure",
            label=_("Verify the figure"),
            question=_("You have seen the evidence, and the figure says what its definition says."),
            done=_("The figure is verified."),
            act=measurements.verify,
        ),
        Deed(
            "lock",
            permission="evaluation.verify_figure",
            label=_("Lock the figure"),
            question=_("It is final then. A mistake is corrected by another figure, and both are kept."),
            done=_("The figure is locked."),
            act=measurements.lock,
        ),
        Deed(
            "correct",
            permission="evaluation.edit_figure",
            label=_("Correct the figure"),
            question=_("A new draft takes its place, and this one stays readable. Say what was wrong."),
            done=_("Here is the draft that takes its place."),
            act=measurements.correct,
            form=ReasonForm,
        ),
    ]
}
POSSIBLE = {
    MeasurementState.DRAFT: ["submit"],
    MeasurementState.SUBMITTED: ["verify", "return"],
    MeasurementState.RETURNED: ["submit"],
    MeasurementState.VERIFIED: ["lock", "return", "correct"],
    MeasurementState.LOCKED: ["correct"],
}


class FigureList(PermissionRequiredMixin, Paged, TemplateView):
    """Figures that are not final, of the programs one has to do with."""

    request: MemberRequest
    permission_required = "evaluation.write_indicators"
    template_name = "evaluation/measurement_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = figures_to_check(self.request.user)
        state = self.request.GET.get("state", "")
        if state in MeasurementState.values:
            rows = rows.filter(state=state)
        states = [
            (value, label, value == state)
            for value, label in MeasurementState.choices
            if value != MeasurementState.LOCKED
        ]
        paged = self.paged(rows, ["created_at", "pk"])
        dimensions = dimensions_by_code()
        lines = [line_of(figure, dimensions) for figure in paged["page"].rows]
        return super().get_context_data(**paged, lines=lines, states=states, state=state, **kwargs)


class FigureDetail(ThingPage):
    model = Measurement
    related = ("indicator", "program", "cohort", "supersedes", "entered_by__person", "verified_by__person")
    template_name = "evaluation/measurement_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        figure = self.thing
        dimensions = dimensions_by_code()
        is_inside = self.request.user.has_perm("evaluation.record_figures", figure.indicator)
        successor = Measurement.objects.visible_to(self.request.user).filter(supersedes=figure).first()
        hidden = set() if is_inside else hidden_beside(figure, dimensions)
        possible = [] if successor else POSSIBLE[figure.state]
        return super().get_context_data(
            line=line_of(figure, dimensions, hidden=hidden),
            is_inside=is_inside,
            successor=successor,
            may_edit=figure.state in OPEN_MEASUREMENT_STATES and self.may("evaluation.edit_figure"),
            deeds=[DEEDS[name] for name in possible if self.may(DEEDS[name].permission)],
            **kwargs,
        )


class FigureEdit(ThingForm):
    model = Measurement
    related = ("indicator__program",)
    permission_required = "evaluation.edit_figure"
    form_class = FigureForm
    open_in = OPEN_MEASUREMENT_STATES
    named_by = "indicator"
    title = _("Edit the figure")
    submit = _("Save the figure")
    done = _("The figure is saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "indicator": self.thing.indicator, "instance": self.thing}

    def act(self, form: FigureForm) -> Measurement:
        return measurements.edit(self.thing, by=self.request.user, **form.cleaned_data)


class FigureDeed(DeedPage):
    model = Measurement
    related = ("indicator",)
    possible = POSSIBLE
    named_by = "indicator"
