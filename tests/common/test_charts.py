import re
from collections.abc import Callable

import pytest
from django.utils import translation

from common import charts, formats
from config.views import gallery_charts

FEW = "fewer than 5 people"


def bars(**changes: object) -> charts.Bars:
    rows = [
        charts.Bar(label="Africa", value=0.25, low=0.2, high=0.3, mark=1, n=112),
        charts.Bar(label="Asia", value=0.5, n=80),
        charts.Bar(label="Oceania", value=0.01, low=0, high=0.02, n=3, suppressed=FEW),
        charts.Bar(label="Europe"),
    ]
    known = {
        "interval_label": "Interval",
        "mark_label": "Target",
        "format": formats.percent,
        "rows": rows,
    } | changes
    return charts.Bars(key="b", title="Share", summary="…", row_label="Region", value_label="Share", **known)


def places(svg: str, look: str) -> list[tuple[float, float]]:
    found = re.findall(rf'<rect x="([\d.]+)%" width="([\d.]+)%"[^>]*class="{look}"', svg)
    return [(float(x), float(width)) for x, width in found]


def test_the_table_says_what_the_bars_are() -> None:
    table = bars().table()
    assert table.head == ["Region", "Share", "Interval", "Target", "People"]
    assert table.rows == [
        ["Africa", "25%", "20% to 30%", "100%", "112"],
        ["Asia", "50%", "–", "–", "80"],
        ["Oceania", FEW, "–", "–", "–"],
        ["Europe", "–", "–", "–", "–"],
    ]


def test_bars_are_as_long_as_their_values() -> None:
    assert places(bars().drawing(rtl=False), "chart-bar") == [(0, 25), (0, 50)]


def test_bars_grow_from_the_other_side_in_right_to_left() -> None:
    assert places(bars().drawing(rtl=True), "chart-bar") == [(75, 25), (50, 50)]


def test_a_suppressed_row_is_hatched_and_gives_nothing_away() -> None:
    svg = str(bars().drawing(rtl=False))
    assert svg.count('fill="url(#b-hatch)"') == 1
    assert FEW in svg
    assert "1%<" not in svg


def test_negative_values_grow_from_zero() -> None:
    rows = [charts.Bar(label="worse", value=-1), charts.Bar(label="better", value=3)]
    assert places(bars(rows=rows).drawing(rtl=False), "chart-bar") == [(0, 25), (25, 75)]


def test_pairs_table_and_dots_agree() -> None:
    rows = [
        charts.Pair(label="Writing", before=1, after=4, n=12),
        charts.Pair(label="Few", before=1, after=2, suppressed=FEW),
    ]
    pairs = charts.Pairs(
        key="p",
        title="T",
        summary="S",
        row_label="Capacity",
        before_label="Before",
        after_label="After",
        high=5,
        rows=rows,
    )
    assert pairs.table().rows == [["Writing", "1", "4", "12"], ["Few", FEW, FEW, "–"]]
    found = re.findall(r'cx="([\d.]+)%"[^>]*class="chart-(\w+)"', str(pairs.drawing(rtl=False)))
    scale = charts.Scale.around([1, 4, 0, 5], inset=3)
    assert [(float(x), what) for x, what in found] == [
        (round(scale.place(1), 2), "before"),
        (round(scale.place(4), 2), "after"),
    ]
    assert "1 → 4" in pairs.drawing(rtl=False)
    assert "\u200f1 ← 4" in pairs.drawing(rtl=True)


def test_a_trend_breaks_where_a_period_has_no_figure() -> None:
    line = charts.Series(label="Completed", values=[60, 95, None, 130, 170])
    trend = charts.Trend(
        key="t",
        title="T",
        summary="S",
        period_label="Quarter",
        periods=["1", "2", "3", "4", "5"],
        series=[line],
    )
    svg = str(trend.drawing(rtl=False))
    assert (svg.count("<line x1") - svg.count("chart-grid"), svg.count("<circle")) == (2, 4)
    assert trend.table().rows[2] == ["3", "–"]


def test_funnel_gives_each_step_as_a_share_of_the_first() -> None:
    steps = [
        charts.Step(label="Applied", people=400),
        charts.Step(label="Enrolled", people=300),
        charts.Step(label="Followed up", people=2, suppressed=FEW),
    ]
    funnel = charts.Funnel(key="f", title="T", summary="S", step_label="Step", steps=steps)
    assert funnel.table().rows == [
        ["Applied", "400", "100%"],
        ["Enrolled", "300", "75%"],
        ["Followed up", FEW, "–"],
    ]
    assert places(funnel.drawing(rtl=False), "chart-bar") == [(0, 100), (0, 75)]


def test_histogram_table_equals_its_columns() -> None:
    bins = [
        charts.Bin(label="0", people=10),
        charts.Bin(label="+1", people=20),
        charts.Bin(label="+2", people=1, suppressed=FEW),
    ]
    histogram = charts.Histogram(key="h", title="T", summary="S", bin_label="Change", bins=bins)
    assert histogram.table().rows == [["0", "10"], ["+1", "20"], ["+2", FEW]]
    heights = re.findall(r'height="([\d.]+)" class="chart-bar"', str(histogram.drawing(rtl=False)))
    assert [float(height) for height in heights] == [80, 160]


def choropleth(*areas: charts.Area, breaks: tuple[float, ...] = ()) -> charts.Choropleth:
    return charts.Choropleth(
        key="m",
        title="T",
        summary="S",
        area_label="Territory",
        value_label="People",
        areas=areas,
        breaks=breaks,
    )


def test_a_map_draws_what_has_a_shape_and_lists_the_rest() -> None:
    chart = choropleth(
        charts.Area(code="NG", label="Nigeria", value=60),
        charts.Area(code="MT", label="Malta", value=5),
        charts.Area(code="QQ", label="Elsewhere", value=7),
        charts.Area(code="CI", label="Côte d’Ivoire", value=1, suppressed=FEW),
        breaks=(10, 50),
    )
    svg = str(chart.drawing(rtl=False))
    assert re.findall(r'href="[^"]*#(\w+)" class="map-area map-area--(\d)"', svg) == [
        ("NG", "3"),
        ("MT", "1"),
    ]
    assert re.findall(r'href="[^"]*#(\w+)" fill="url\(#m-hatch\)"', svg) == ["CI"]
    assert chart.table().rows == [
        ["Nigeria", "60"],
        ["Malta", "5"],
        ["Elsewhere", "7"],
        ["Côte d’Ivoire", FEW],
    ]


def test_a_map_without_values_is_only_land() -> None:
    chart = choropleth()
    assert str(chart.drawing(rtl=False)).count("<use") == 1
    assert chart.legend() == []


def test_a_map_of_equal_values_has_one_color() -> None:
    chart = choropleth(
        charts.Area(code="NG", label="Nigeria", value=3), charts.Area(code="GH", label="Ghana", value=3)
    )
    assert len(chart.legend()) == 1


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 1, [0, 0.25, 0.5, 0.75, 1]),
        (0, 0, [0, 0.25, 0.5, 0.75, 1]),
        (-1, 3, [-1, 0, 1, 2, 3]),
        (0, 37, [0, 10, 20, 30, 40]),
    ],
)
def test_ticks_are_round_and_hold_both_ends(low: float, high: float, expected: list[float]) -> None:
    assert charts.ticks(low, high) == expected


@pytest.mark.parametrize("make", [lambda: bars(rows=[]), lambda: choropleth()])
def test_a_chart_without_rows_still_draws(make: Callable[[], charts.Chart]) -> None:
    assert str(make().drawing(rtl=True)).startswith("<svg")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_chart_has_title_table_and_no_style(language: str) -> None:
    with translation.override(language):
        for chart in gallery_charts.all_kinds():
            svg = str(chart.drawing(rtl=language == "ar"))
            assert f'<title id="{chart.key}-title">' in svg
            assert "style=" not in svg
            assert {len(row) for row in chart.table().rows} == {len(chart.table().head)}


def test_labels_are_escaped() -> None:
    assert "<b>" not in bars(rows=[charts.Bar(label="<b>", value=1)]).drawing(rtl=False)


def curve(points: list[tuple[float, float]]) -> charts.Curve:
    return charts.Curve(
        key="c", title="Who holds", summary="…", across_label="Communities", up_label="Seats", points=points
    )


def test_a_curve_runs_from_corner_to_corner_and_is_mirrored_in_right_to_left() -> None:
    drawn = curve([(0, 0), (0.5, 0.1), (1, 1)])
    line = re.compile(r'<line x1="(\d+%)" y1="([\d.]+)" x2="(\d+%)" y2="([\d.]+)" class="chart-line')
    ltr, rtl = str(drawn.drawing(rtl=False)), str(drawn.drawing(rtl=True))
    assert line.findall(ltr) == [("0%", "252", "50%", "228.0"), ("50%", "228.0", "100%", "12")]
    assert line.findall(rtl) == [("100%", "252", "50%", "228.0"), ("50%", "228.0", "0%", "12")]


def test_a_long_curve_is_thinned_and_keeps_its_ends() -> None:
    table = curve([(place / 200, (place / 200) ** 2) for place in range(201)]).table()
    assert len(table.rows) == 11
    assert (table.rows[0], table.rows[5], table.rows[-1]) == (["0%", "0%"], ["50%", "25%"], ["100%", "100%"])
