"""The shape of the reference files that `evaluation` loads (their README is config/reference/README.md)."""

from capacity.formats.reference import LANGUAGES, SOURCE
from common.csvfiles import LINE, Column, Files, Folder, Row, Sheet, decimal, flag, one_of, text_up_to, whole
from evaluation.models import IndicatorMeasure

SHEETS = {
    "indicators": Sheet(
        file="editorial/indicators.csv",
        key=("series", "item"),
        columns=(
            Column(name="series", read=text_up_to(80)),
            Column(name="item", required=True),
            Column(name="measure", required=True, read=one_of(*IndicatorMeasure.values)),
            Column(name="lowest", read=decimal(places=3)),
            Column(name="highest", read=decimal(places=3)),
            Column(name="name_en", required=True, read=text_up_to(200)),
            Column(name="name_ar", required=True, read=text_up_to(200)),
            Column(name="definition_en", required=True),
            Column(name="definition_ar", required=True),
        ),
    ),
    "dimensions": Sheet(
        file="editorial/disaggregations.csv",
        key=("code",),
        columns=(
            Column(name="code", read=text_up_to(30)),
            Column(name="position", required=True, read=whole),
            Column(name="name_en", required=True, read=text_up_to(100)),
            Column(name="name_ar", required=True, read=text_up_to(100)),
            Column(name="is_exclusive", read=flag),
            Column(name="is_sensitive", read=flag),
        ),
    ),
    "dimension_values": Sheet(
        file="editorial/disaggregation_values.csv",
        key=("dimension", "code"),
        columns=(
            Column(name="dimension", refers=("editorial/disaggregations.csv",)),
            Column(name="code", required=True, read=text_up_to(40)),
            Column(name="position", required=True, read=whole),
            Column(name="name_en", required=True, read=text_up_to(100)),
            Column(name="name_ar", required=True, read=text_up_to(100)),
        ),
    ),
    "series": Sheet(
        file="editorial/measurement_series.csv",
        key=("series",),
        columns=(
            Column(name="series"),
            Column(name="program_id", refers=("programs.csv",)),
            Column(name="reason", required=True),
        ),
    ),
    "measurements": Sheet(
        file="published_measurements.csv",
        key=("series", "unit_code", "measured", "item"),
        columns=(
            Column(name="series", refers=("editorial/measurement_series.csv",)),
            Column(name="unit_code", required=True, refers=LANGUAGES),
            Column(name="measured", required=True, read=text_up_to(20)),
            Column(name="item", required=True),
            Column(name="n", read=whole),
            Column(name="value", required=True, read=decimal(places=4)),
            Column(name="note", read=text_up_to(300)),
            SOURCE,
        ),
    ),
}


def read(folder: Folder) -> Files:
    """All of them, by the names above; what is wrong is noted in the folder."""
    rows = {name: folder.read(sheet) for name, sheet in SHEETS.items()}
    indicators = {(row["series"], row["item"]): row for row in rows["indicators"]}
    for row in rows["measurements"]:
        problem = misfit(row, indicators.get((row["series"], row["item"])))
        if problem:
            folder.refuse("published_measurements.csv", problem[0], row[LINE], problem[1])
    return rows


def misfit(row: Row, indicator: Row | None) -> tuple[str, str] | None:
    """What is wrong with a figure, and in which column."""
    if indicator is None:
        return f"{row['item']!r} of {row['series']!r} is not in editorial/indicators.csv.", "item"
    lowest, highest, value = indicator["lowest"], indicator["highest"], row["value"]
    if value is not None and (
        (lowest is not None and value < lowest) or (highest is not None and value > highest)
    ):
        return (
            f"{value.normalize():f} is not between {lowest.normalize():f} and {highest.normalize():f}.",
            "value",
        )
    return None
