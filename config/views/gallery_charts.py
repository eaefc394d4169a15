"""The charts of the gallery, with invented figures."""

from django.utils.translation import gettext as _

from common import charts, formats
from common.cldr import territory_name


def all_kinds() -> list[charts.Chart]:
    return [bars(), pairs(), trend(), funnel(), histogram(), curve(), map_of_territories()]


def bars() -> charts.Bars:
    regions = [_("Africa"), _("Asia"), _("Latin America and the Caribbean"), _("Northern and Western Europe")]
    return charts.Bars(
        key="bars",
        title=_("Participation by region"),
        summary=_(
            "Each bar is a region's share of participants, with its interval; the mark is its share of people."
        ),
        format=formats.percent,
        row_label=_("Region"),
        value_label=_("Share of participants"),
        interval_label=_("Interval"),
        mark_label=_("Share of people"),
        rows=[
            charts.Bar(label=regions[0], value=0.31, low=0.26, high=0.36, mark=0.18, n=112),
            charts.Bar(label=regions[1], value=0.22, low=0.18, high=0.27, mark=0.59, n=80),
            charts.Bar(label=regions[2], value=0.4, low=0.35, high=0.45, mark=0.08, n=145),
            charts.Bar(label=regions[3], suppressed=_("fewer than 5 people")),
        ],
    )


def pairs() -> charts.Pairs:
    return charts.Pairs(
        key="pairs",
        title=_("Capacity before and after"),
        summary=_("The hollow dot is the level before, the filled one the level after."),
        row_label=_("Capacity"),
        before_label=_("Before"),
        after_label=_("After"),
        high=5,
        rows=[
            charts.Pair(label=_("Organizing events"), before=2.1, after=3.4, n=64),
            charts.Pair(label=_("Writing grant reports"), before=2.9, after=2.7, n=41),
            charts.Pair(label=_("Mentoring"), suppressed=_("fewer than 5 people")),
        ],
    )


def trend() -> charts.Trend:
    return charts.Trend(
        key="trend",
        title=_("Enrollments over time"),
        summary=_("Two lines, quarter by quarter; a gap is a quarter without figures."),
        period_label=_("Quarter"),
        periods=["2025 Q1", "2025 Q2", "2025 Q3", "2025 Q4", "2026 Q1"],
        series=[
            charts.Series(label=_("Applied"), values=[120, 180, 240, 210, 320]),
            charts.Series(label=_("Completed"), values=[60, 95, None, 130, 170]),
        ],
    )


def funnel() -> charts.Funnel:
    return charts.Funnel(
        key="funnel",
        title=_("From applying to the follow-up"),
        summary=_("How many people reached each step."),
        step_label=_("Step"),
        steps=[
            charts.Step(label=_("Applied"), people=420),
            charts.Step(label=_("Enrolled"), people=300),
            charts.Step(label=_("Completed"), people=212),
            charts.Step(label=_("Followed up"), suppressed=_("fewer than 5 people")),
        ],
    )


def histogram() -> charts.Histogram:
    return charts.Histogram(
        key="histogram",
        title=_("Size of change"),
        summary=_("How many people changed by how much."),
        bin_label=_("Change"),
        bins=[
            charts.Bin(label="−1", people=8),
            charts.Bin(label="0", people=31),
            charts.Bin(label="+1", people=54),
            charts.Bin(label="+2", people=22),
            charts.Bin(label="+3", suppressed=_("fewer than 5 people")),
        ],
    )


def curve() -> charts.Curve:
    return charts.Curve(
        key="curve",
        title=_("Who holds how much"),
        summary=_(
            "The farther the curve lies from the line of equal shares, the more unevenly it is shared."
        ),
        across_label=_("Share of communities"),
        up_label=_("Share of seats"),
        points=[(0, 0), (0.2, 0.02), (0.4, 0.08), (0.6, 0.2), (0.8, 0.45), (1, 1)],
    )


def map_of_territories() -> charts.Choropleth:
    return charts.Choropleth(
        key="map",
        title=_("Participants by territory"),
        summary=_("The darker a territory (in dark mode: the brighter), the more participants."),
        area_label=_("Territory"),
        value_label=_("Participants"),
        areas=[
            *(
                charts.Area(code=code, label=territory_name(code), value=value)
                for code, value in [
                    ("NG", 60),
                    ("GH", 34),
                    ("IN", 91),
                    ("BR", 75),
                    ("DE", 12),
                    ("ID", 48),
                    ("MT", 7),
                    ("MX", 25),
                ]
            ),
            charts.Area(
                code="CI", label=str(formats.locale().territories["CI"]), suppressed=_("fewer than 5 people")
            ),
        ],
    )
