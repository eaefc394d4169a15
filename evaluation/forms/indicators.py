"""Writing indicators, their baselines and targets, and entering figures."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import formats
from common.forms import DayField
from evaluation.forms.fields import DAY, address, line, statement_of, without_zeros, words
from evaluation.models import (
    Computation,
    Indicator,
    IndicatorMeasure,
    Measurement,
    MissingReason,
    Result,
    ResultLevel,
)
from evaluation.queries.indicators import cells_of
from evaluation.states import LogicModelState
from programs.models import Program

OUTPUTS = {Computation.PARTICIPANTS, Computation.COMPLETERS, Computation.COMPLETION, Computation.SESSIONS}
MEASURE_OF = {
    Computation.PARTICIPANTS: IndicatorMeasure.COUNT,
    Computation.COMPLETERS: IndicatorMeasure.COUNT,
    Computation.COMPLETION: IndicatorMeasure.PERCENTAGE,
    Computation.SESSIONS: IndicatorMeasure.COUNT,
    Computation.CHANGE: IndicatorMeasure.MEAN_SCORE,
    Computation.LASTING: IndicatorMeasure.MEAN_SCORE,
}


MOST_MONTHS = 120  # after the end of a cohort: later, nobody asks any more
IMPOSSIBLE = gettext_lazy("This is outside of what is possible for this indicator.")


class IndicatorForm(forms.ModelForm):
    class Meta:
        model = Indicator
        fields = [
            "name", "definition", "result", "level", "measure", "unit", "direction", "tolerance", "lowest", "highest",
            "is_about_people", "frequency", "window_months", "period_aggregation", "unit_aggregation", "computation",
            "data_source", "purpose", "disaggregations", "is_crossed",
        ]  # fmt: skip
        widgets = {
            "name": line(),
            "definition": words(),
            "unit": line(),
            "data_source": line(),
            "purpose": line(),
            "disaggregations": forms.CheckboxSelectMultiple,
        }
        help_texts = {
            "definition": gettext_lazy("What exactly is counted or rated, of whom, and when."),
            "result": gettext_lazy("A result of the program's logic model. It says which level this is."),
            "level": gettext_lazy("Counts only where no result is chosen."),
            "unit": gettext_lazy("For example: people, hours, points from 0 to 100."),
            "tolerance": gettext_lazy("How far a figure may be from one that should stay."),
            "window_months": gettext_lazy("0: at the end of a cohort. Impact: at least 6."),
            "computation": gettext_lazy("Empty: somebody enters the figures."),
            "data_source": gettext_lazy("For example: survey, statistics of a wiki, minutes."),
            "purpose": gettext_lazy("Which decision the figure is for."),
        }

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        without_zeros(self, "lowest", "highest")
        if self.instance.pk:
            without_zeros(self, "tolerance")
        results = Result.objects.filter(model__program=program).exclude(
            model__state=LogicModelState.SUPERSEDED
        )
        fields: Any = self.fields
        fields["result"].queryset = results.order_by("model__state", "position", "pk")
        fields["result"].label_from_instance = statement_of

    def clean_tolerance(self) -> Decimal:
        tolerance: Decimal = self.cleaned_data["tolerance"]
        if tolerance < 0:
            raise forms.ValidationError(_("This is zero or more."))
        return tolerance

    def clean_window_months(self) -> int:
        months: int = self.cleaned_data["window_months"]
        if months > MOST_MONTHS:
            raise forms.ValidationError(
                _("This is at most %(months)s months.") % {"months": formats.number(MOST_MONTHS)}
            )
        return months

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        level = given["result"].level if given.get("result") else given.get("level")
        given["level"] = level
        self._check_computation(given.get("computation") or "", level, given.get("measure"))
        if level == ResultLevel.IMPACT and (given.get("window_months") or 0) < 6:
            self.add_error("window_months", _("Impact is measured at least 6 months after the end."))
        lowest, highest = given.get("lowest"), given.get("highest")
        if lowest is not None and highest is not None and lowest >= highest:
            self.add_error("highest", _("This has to be more than the lowest possible."))
        if given.get("is_crossed") and len(given.get("disaggregations") or []) < 2:
            self.add_error("is_crossed", _("Choose two or more by which figures are divided."))
        return given

    def _check_computation(self, computation: str, level: Any, measure: Any) -> None:
        if not computation:
            return
        wanted = MEASURE_OF[Computation(computation)]
        if measure and measure != wanted:
            self.add_error(
                "measure", _("What the portal computes here is a %(measure)s.") % {"measure": wanted.label}
            )
        is_output = computation in OUTPUTS
        if (
            level == ResultLevel.IMPACT
            or (is_output and level == ResultLevel.OUTCOME)
            or (not is_output and level in {ResultLevel.INPUT, ResultLevel.ACTIVITY, ResultLevel.OUTPUT})
        ):
            self.add_error("computation", _("This computation does not tell of results of this level."))


class ReasonForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300, widget=words())


class OfIndicator(forms.Form):
    """A value of an indicator, which lies where its figures can."""

    value = forms.DecimalField(label=gettext_lazy("Value"), max_digits=12, decimal_places=4)

    def __init__(self, *args: Any, indicator: Indicator, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.indicator = indicator

    def clean_value(self) -> Decimal:
        value: Decimal = self.cleaned_data["value"]
        if not self.indicator.can_be(value):
            raise forms.ValidationError(IMPOSSIBLE)
        return value


class BaselineForm(OfIndicator):
    as_of = DayField(label=gettext_lazy("As of"), widget=forms.DateInput(attrs=DAY))
    data_source = forms.CharField(label=gettext_lazy("Where it comes from"), max_length=300, widget=line())


class TargetForm(OfIndicator):
    starts_on = DayField(label=gettext_lazy("From"), widget=forms.DateInput(attrs=DAY))
    ends_on = DayField(label=gettext_lazy("To"), widget=forms.DateInput(attrs=DAY))
    cell = forms.ChoiceField(label=gettext_lazy("For"), required=False)

    def __init__(self, *args: Any, indicator: Indicator, **kwargs: Any) -> None:
        super().__init__(*args, indicator=indicator, **kwargs)
        self.fields["cell"].choices = [("", _("all together")), *cells_of(indicator)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("starts_on") and given.get("ends_on") and given["ends_on"] < given["starts_on"]:
            self.add_error("ends_on", _("The end comes before the start."))
        return given


class FigureForm(forms.ModelForm):
    """One figure: of a period, of a cohort or of the whole program, of all or of a part."""

    missing_reason = forms.ChoiceField(label=gettext_lazy("Why there is no figure"), required=False)
    cell = forms.ChoiceField(label=gettext_lazy("For"), required=False)
    evidence = address(gettext_lazy("Address of the evidence"))

    class Meta:
        model = Measurement
        fields = [
            "cohort", "starts_on", "ends_on", "measured_on", "cell", "numerator", "denominator", "value", "text", "n",
            "missing_reason", "evidence", "note",
        ]  # fmt: skip
        field_classes = {"starts_on": DayField, "ends_on": DayField, "measured_on": DayField}
        widgets = {
            "starts_on": forms.DateInput(attrs=DAY),
            "ends_on": forms.DateInput(attrs=DAY),
            "measured_on": forms.DateInput(attrs=DAY),
            "text": words(5),
            "note": line(),
        }
        labels = {"n": gettext_lazy("People behind it (n)")}

    def __init__(self, *args: Any, indicator: Indicator, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        without_zeros(self, "numerator", "denominator", "value")
        self.indicator = indicator
        for name in ("starts_on", "ends_on", "measured_on"):
            self.fields[name].required = True
        self._choices()
        unused = {"value", "numerator", "denominator", "text"} - self._asked()
        for name in unused:
            del self.fields[name]

    def _choices(self) -> None:
        fields: Any = self.fields
        fields["cohort"].queryset = (
            self.indicator.program.cohorts.all()
            if self.indicator.program
            else (fields["cohort"].queryset.none())
        )
        fields["cell"].choices = [("", _("all together")), *cells_of(self.indicator)]
        fields["missing_reason"].choices = [("", _("there is one")), *MissingReason.choices]

    def _asked(self) -> set[str]:
        if self.indicator.measure == IndicatorMeasure.QUALITATIVE:
            return {"text"}
        return {"numerator", "denominator"} if self.indicator.is_share else {"value"}

    def clean_measured_on(self) -> Any:
        day = self.cleaned_data["measured_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."))
        return day

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("starts_on") and given.get("ends_on") and given["ends_on"] < given["starts_on"]:
            self.add_error("ends_on", _("The end comes before the start."))
        if given.get("missing_reason") and any(given.get(name) not in {None, ""} for name in self._asked()):
            self.add_error("missing_reason", _("Give a figure, or say why there is none: not both."))
        if not given.get("missing_reason") and not self.errors:
            self._clean_figure(given)
        return given

    def _clean_figure(self, given: dict[str, Any]) -> None:
        if self.indicator.is_about_people and given.get("n") is None:
            self.add_error("n", _("No figure about people stands without the number of people behind it."))
        for name in self._asked():
            if given.get(name) in {None, ""}:
                self.add_error(name, _("Give a figure, or say below why there is none."))
        value = given.get("value")
        if value is not None and not self.indicator.can_be(value):
            self.add_error("value", IMPOSSIBLE)
        elif value is not None and self.indicator.measure == IndicatorMeasure.BINARY and value not in {0, 1}:
            self.add_error("value", _("Enter 1 for yes or 0 for no."))
        self._clean_share(given)

    def _clean_share(self, given: dict[str, Any]) -> None:
        numerator, denominator = given.get("numerator"), given.get("denominator")
        if numerator is None or denominator is None:
            return
        if denominator <= 0:
            self.add_error("denominator", _("The denominator is more than zero."))
        elif numerator < 0 or (
            self.indicator.measure == IndicatorMeasure.PERCENTAGE and numerator > denominator
        ):
            self.add_error("numerator", _("The numerator lies between zero and the denominator."))
