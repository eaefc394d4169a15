"""Results that were published elsewhere, as a program's page shows them."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from capacity.models import Source
from common.cldr import language_name, partial_date
from evaluation.models import Indicator, IndicatorMeasure, Measurement, Provenance
from programs.models import Program


@dataclass(frozen=True)
class ResultRow:
    """A figure with its n; a mean has the ends of its scale where the source gives them."""

    name: str
    definition: str
    community: str
    when: str
    phase: str
    n: int
    value: Decimal
    is_percentage: bool
    lowest: Decimal | None
    highest: Decimal | None
    note: str
    source: Source

    @property
    def share(self) -> Decimal:
        return self.value / 100


@dataclass(frozen=True)
class PublishedResults:
    rows: list[ResultRow]
    withheld: int  # figures that rest on too few people


def published_results(program: Program) -> PublishedResults:
    """In one reading; those with too few people are counted only."""
    return _told(Measurement.objects.filter(program=program).order_by("indicator__code", "-measured"))


def published_figures(indicator: Indicator) -> PublishedResults:
    """Of an indicator that others published, by community; those with too few people are counted only."""
    found = _told(Measurement.objects.filter(indicator=indicator).order_by("-measured", "pk"))
    return PublishedResults(sorted(found.rows, key=lambda row: row.community), found.withheld)


def _told(figures: "QuerySet[Measurement]") -> PublishedResults:
    published = figures.filter(provenance=Provenance.PUBLISHED, pk__in=Measurement.objects.current())
    found = list(published.select_related("indicator", "community_language", "source"))
    rows = [row_of(figure) for figure in found if figure.is_shown]
    return PublishedResults(rows, len(found) - len(rows))


def row_of(figure: Measurement) -> ResultRow:
    month, phase = figure.measured[:7], figure.measured[8:]  # YYYY-MM, then -pre or -post
    language = figure.community_language
    return ResultRow(
        name=figure.indicator.name,
        definition=figure.indicator.definition,
        community=language_name(language.code, language.name_en) if language else "",
        when=partial_date(month),
        phase=phase,
        n=figure.n or 0,
        value=figure.value or Decimal(0),
        is_percentage=figure.indicator.measure == IndicatorMeasure.PERCENTAGE,
        lowest=figure.indicator.lowest,
        highest=figure.indicator.highest,
        note=figure.note,
        source=figure.source,  # type: ignore[arg-type]  # the database wants one for published figures
    )
