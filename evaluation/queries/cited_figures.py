"""The figures that findings rest on, as a reader may see them."""

from collections import defaultdict
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from common import formats
from evaluation.logic.cells import TOTAL
from evaluation.models import Evaluation, Finding, Measurement
from evaluation.queries.figure_protection import dimensions_by_code, hidden_among
from evaluation.queries.figures import hidden_word
from evaluation.queries.indicators import value_words


def figures_of_findings(evaluation: Evaluation, user: Any) -> dict[int, list[tuple[str, str]]]:
    """By finding: words and the address of each figure that she may see at all; its number only where all may."""
    links = list(
        Finding.figures.through.objects.filter(finding__evaluation=evaluation).values_list(
            "finding", "measurement"
        )
    )
    if not links:
        return {}
    cited = Measurement.objects.visible_to(user).filter(pk__in={figure for _finding, figure in links})
    figures = {each.pk: each for each in cited.select_related("indicator", "cohort")}
    hidden = _hidden_beside(list(figures.values()))
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for finding, pk in links:
        if pk in figures:
            figure = figures[pk]
            found[finding].append((_words(figure, is_hidden=pk in hidden), figure.get_absolute_url()))
    return found


def _hidden_beside(figures: list[Measurement]) -> set[int]:
    """Judged with the parts of the same periods beside them."""
    same = Q(pk__in=[])
    for each in figures:
        same |= Q(
            indicator=each.indicator_id, cohort=each.cohort_id, starts_on=each.starts_on, ends_on=each.ends_on
        )
    beside = Measurement.objects.current().filter(same).exclude(cell=TOTAL).select_related("indicator")
    return hidden_among([*beside, *figures], dimensions_by_code())


def _words(figure: Measurement, *, is_hidden: bool) -> str:
    told = {
        "indicator": figure.indicator.name,
        "value": hidden_word() if is_hidden else value_words(figure),
        "when": figure.cohort.name
        if figure.cohort
        else " – ".join(formats.day(each) for each in (figure.starts_on, figure.ends_on) if each),
    }
    if is_hidden or figure.n is None:
        return _("%(indicator)s: %(value)s (%(when)s)") % told
    return _("%(indicator)s: %(value)s (%(when)s; n = %(n)s)") % {**told, "n": formats.number(figure.n)}
