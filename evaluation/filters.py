"""How the list of reports can be narrowed: the same for the page and the API."""

import django_filters
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from evaluation.models import ImpactReport, ReportKind, ReportScope
from evaluation.states import ReportState


class ReportFilter(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=ReportKind.choices, empty_label=_("All"))
    scope = django_filters.ChoiceFilter(
        label=pgettext_lazy("report", "About"), choices=ReportScope.choices, empty_label=_("All")
    )
    state = django_filters.ChoiceFilter(label=_("State"), choices=ReportState.choices, empty_label=_("All"))

    class Meta:
        model = ImpactReport
        fields = ["kind", "scope", "state"]
