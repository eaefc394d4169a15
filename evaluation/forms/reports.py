"""Forms of impact reports."""

from datetime import date
from itertools import islice
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from capacity.models import Region, Stakeholder
from common import charts, formats
from evaluation.forms.fields import ByAddress, program_by_address
from evaluation.logic import periods
from evaluation.models import ImpactReport, Period, ReportKind, ReportScope
from evaluation.queries.reports import vintage_before

PERIODS_OFFERED = {"month": 12, "quarter": 8, "half_year": 6, "year": 4}
KIND_OF = {
    Period.MONTH: ReportKind.OUTPUT_MONITOR,
    Period.QUARTER: ReportKind.OUTPUT_MONITOR,
    Period.HALF_YEAR: ReportKind.LONG_TERM_IMPACT,
    Period.YEAR: ReportKind.LONG_TERM_IMPACT,
}


class ReportRequestForm(forms.Form):
    """What to report on. Short periods monitor outputs, long ones are about impact: so the period says the kind."""

    span = forms.ChoiceField(
        label=_("Period"),
        help_text=_("Months and quarters monitor outputs; half-years and years are about long-term impact."),
    )
    scope = forms.ChoiceField(
        label=pgettext_lazy("report", "About"), choices=ReportScope.choices, initial=ReportScope.MOVEMENT
    )
    region: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Region"), queryset=Region.objects.none(), required=False
    )
    program = program_by_address()
    organization = ByAddress(
        label=_("Organization"),
        help_text=_("The last part of the organization's address."),
        queryset=Stakeholder.objects.organizations(),
        refusal=_("There is no organization at this address."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["span"].choices = list(_spans_offered())  # type: ignore[attr-defined]
        self.fields["region"].queryset = Region.objects.wikimedia()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        scope = cleaned.get("scope") or ""
        field = "organization" if scope == ReportScope.AFFILIATE else scope
        if scope and scope != ReportScope.MOVEMENT:
            if not cleaned.get(field) and field not in self.errors:
                self.add_error(field, _("Say which one."))
            cleaned["of"] = cleaned.get(field)
        if "span" in cleaned:
            period, _dash, day = cleaned["span"].partition(":")
            cleaned |= {"kind": KIND_OF[Period(period)], "period": period, "day": date.fromisoformat(day)}
        return cleaned


def _spans_offered() -> Any:
    """Finished periods, grouped by their length."""
    today = timezone.now().date()
    for period in Period:
        spans = islice(periods.finished(period, today), PERIODS_OFFERED[period])
        words = [(f"{period}:{span.starts_on}", span_words(span.starts_on, span.ends_on)) for span in spans]
        yield str(period.label), words


def span_words(starts_on: date, ends_on: date) -> str:
    return charts.between(formats.day(starts_on), formats.day(ends_on))


class NarrativeForm(forms.ModelForm):
    """The words before the figures, in any language the portal knows."""

    narrative_language = forms.ChoiceField(label=_("Language of the text"), choices=settings.LANGUAGES)

    class Meta:
        model = ImpactReport
        fields = ["erratum", "narrative", "narrative_language"]
        widgets = {
            "erratum": forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
            "narrative": forms.Textarea(attrs={"rows": 12, "dir": "auto"}),
        }
        labels = {"erratum": _("Erratum"), "narrative": _("What the figures mean")}
        help_texts = {
            "erratum": _(
                "What was wrong in the version before, and what is right. Readers of both versions see it."
                " Leave it empty where data only came in later."
            ),
            "narrative": _(
                "Say what was observed, what may explain it besides the programs, and what is not known."
                " It is kept as a draft until the report is published."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.initial.get("narrative_language"):
            self.initial["narrative_language"] = get_language()
        if vintage_before(self.instance) is None:
            del self.fields["erratum"]
