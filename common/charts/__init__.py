"""Charts as SVG drawn on the server, each with its table: text stays text, colors are tokens, nothing needs a script.

Places along the line of writing are percentages, so that a drawing is as wide as its frame while its letters keep
their size; in right-to-left languages they are counted from the other side. Strings come translated from the caller.
"""

from common.charts.bars import Bar, Bars
from common.charts.chart import Chart, LegendEntry, Table
from common.charts.choropleth import Area, Choropleth
from common.charts.curve import Curve
from common.charts.drawing import Scale, between, ticks
from common.charts.pairs import Pair, Pairs
from common.charts.steps import Bin, Funnel, Histogram, Step
from common.charts.trend import Series, Trend

__all__ = [
    "Area",
    "Bar",
    "Bars",
    "Bin",
    "Chart",
    "Choropleth",
    "Curve",
    "Funnel",
    "Histogram",
    "LegendEntry",
    "Pair",
    "Pairs",
    "Scale",
    "Series",
    "Step",
    "Table",
    "Trend",
    "between",
    "ticks",
]
