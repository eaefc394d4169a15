"""The newest counts of demographic answers, ready to be drawn."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from capacity.models import DemographicOption
from capacity.states import ConsentPurpose
from common import formats
from evaluation.logic.demographics import ALL, COLUMNS
from evaluation.models import DemographicCount
from evaluation.queries.figures import hidden_word

HEADS: dict[str, Promise] = {
    "took_part": _("Took part"),
    "applied": _("Applied only"),
    "completed": _("Completed"),
    "not_completed": _("Did not complete"),
    ALL: pgettext_lazy("column of a table", "All"),
}


@dataclass(frozen=True, kw_only=True)
class CountTable:
    purpose: str
    counted_on: date
    is_demo: bool
    heads: list[Promise]
    rows: list[tuple[str, list[str]]]


@dataclass(frozen=True, kw_only=True)
class Question:
    name: str
    basis: str
    tables: list[CountTable]


def counted_questions() -> list[Question]:
    """Two queries."""
    newest = DemographicCount.objects.order_by("dimension_id", "purpose", "-counted_on", "-id")
    found = list(newest.distinct("dimension_id", "purpose").select_related("dimension"))
    options = defaultdict(list)
    for option in DemographicOption.objects.filter(dimension__in={each.dimension_id for each in found}):
        options[option.dimension_id].append(option)
    found.sort(key=lambda each: (each.dimension.position, each.dimension.code, each.purpose))
    by_dimension: dict[int, list[DemographicCount]] = defaultdict(list)
    for each in found:
        by_dimension[each.dimension_id].append(each)
    return [
        Question(
            name=counts[0].dimension.name,
            basis=counts[0].dimension.basis,
            tables=[table_of(each, options[each.dimension_id]) for each in counts],
        )
        for counts in by_dimension.values()
    ]


def table_of(count: DemographicCount, options: list[DemographicOption]) -> CountTable:
    purpose = ConsentPurpose(count.purpose)
    columns = [*COLUMNS[purpose], ALL]
    rows = [(str(option.pk), option.label) for option in options if f"{option.pk}|{ALL}" in count.cells]
    return CountTable(
        purpose=str(purpose.label),
        counted_on=count.counted_on,
        is_demo=count.is_demo,
        heads=[HEADS[column] for column in columns],
        rows=[
            (label, [number(count.cells.get(f"{row}|{column}")) for column in columns])
            for row, label in [*rows, (ALL, str(HEADS[ALL]))]
        ],
    )


def number(value: int | None) -> str:
    return hidden_word() if value is None else formats.number(value)
