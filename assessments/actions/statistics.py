"""An instrument's statistics: each person's first answers are added to sums, and taken out when they count no more.

Adding one costs the same however many there are. What is shown follows in steps of several people.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone

from assessments.logic.counting import Counted, Line, Part, lines, parts_of, whole_answers
from assessments.models import (
    Answer,
    AnswerCount,
    CountedResponse,
    InstrumentVersion,
    Item,
    ItemSums,
    Perspective,
    Response,
    VersionFigures,
)
from assessments.models.item import SCORED_KINDS
from assessments.queries.figures import figures_of
from assessments.states import ResponseState
from common.statistics import item_sums

LOOK_BACK = timedelta(days=3)  # for responses whose task was lost
BATCH = 500


@dataclass(frozen=True)
class Reading:
    """How a version's answers are counted."""

    items: list[Counted]
    parts: list[Part]


@transaction.atomic
def refresh(response_id: int) -> bool:
    """Adds the response to the sums, or takes it out, as its state wants. Run again it changes nothing.

    Counted is the first response of each person to a version, about herself or her organization; demo answers count in
    demo instruments only.
    """
    found = Response.objects.select_for_update(of=["self"]).select_related("version")
    response = found.filter(pk=response_id).first()
    if response is None:
        return False
    figures = _locked_figures(response.version, response.language)
    counted = CountedResponse.objects.filter(response=response).exists()
    wanted = response.state == ResponseState.SUBMITTED and (counted or _counts(response))
    if counted == wanted:
        return False
    _add(response, 1 if wanted else -1)
    if wanted:
        CountedResponse.objects.create(response=response)
    else:
        CountedResponse.objects.filter(response=response).delete()
    figures.changes += 1
    figures.save(update_fields=["changes"])
    return True


def catch_up() -> int:
    """Counts what was submitted lately and is not counted, because its task was lost."""
    since = timezone.now() - LOOK_BACK
    waiting = uncounted().filter(submitted_at__gte=since).values_list("pk", flat=True)[:BATCH]
    return sum(refresh(pk) for pk in list(waiting))


def uncounted() -> QuerySet[Response]:
    """Submitted first responses that are not in the sums."""
    earlier = CountedResponse.objects.filter(
        response__version=OuterRef("version"), response__respondent_key=OuterRef("respondent_key")
    )
    return Response.objects.filter(
        ~Exists(earlier),
        state=ResponseState.SUBMITTED,
        perspective=Perspective.SELF,
        is_demo=F("version__is_demo"),
    )


def show_all() -> int:
    """Computes anew what is shown where enough people have come or gone since: fewer could be told apart."""
    due = VersionFigures.objects.filter(changes__gte=settings.MINIMUM_CELL_PEOPLE).values_list(
        "pk", flat=True
    )
    return sum(show(pk) for pk in list(due))


@transaction.atomic
def show(figures_id: int) -> bool:
    figures = VersionFigures.objects.select_for_update().filter(pk=figures_id).first()
    if figures is None or figures.changes < settings.MINIMUM_CELL_PEOPLE:
        return False
    figures.content = figures_of(figures.version, figures.language)
    figures.n, figures.changes, figures.computed_at = figures.content["n"], 0, timezone.now()
    figures.save()
    return True


@transaction.atomic
def rebuild(version: InstrumentVersion) -> int:
    """All sums of a version anew, from its answers; they come out the same as one by one."""
    AnswerCount.objects.filter(item__version=version).delete()
    ItemSums.objects.filter(version=version).delete()
    CountedResponse.objects.filter(response__version=version).delete()
    done: set[str] = set()
    first = []
    for response in (
        uncounted().filter(version=version).order_by("submitted_at", "pk").iterator(chunk_size=BATCH)
    ):
        if response.respondent_key not in done:
            done.add(response.respondent_key)
            first.append((response.pk, response.language))
    reading = reading_of(version)
    for language in sorted({language for _pk, language in first}):
        chosen = [pk for pk, spoken in first if spoken == language]
        _write_all(version, language, reading, chosen)
        figures = _locked_figures(version, language)
        figures.changes = len(chosen)
        figures.save(update_fields=["changes"])
    return len(first)


def reading_of(version: InstrumentVersion) -> Reading:
    items = (
        Item.objects.filter(version=version, kind__in=SCORED_KINDS)
        .exclude(scale=None)
        .select_related("scale")
    )
    counted = [
        Counted(
            pk=item.pk,
            dimension=item.dimension_id,
            low_and_high=item.scale.minimum + item.scale.maximum,
            is_turned=item.is_reversed == item.scale.higher_is_better,
        )
        for item in items.order_by("pk")
        if item.scale is not None
    ]
    return Reading(counted, parts_of(counted))


# --- One response ---


def _counts(response: Response) -> bool:
    return uncounted().filter(pk=response.pk).exists()


def _add(response: Response, sign: int) -> None:
    reading = reading_of(response.version)
    values, missing = _answers(response.answers.all())
    _add_counts(response.language, lines(reading.items, reading.parts, values, missing), sign)
    _add_sums(response.version, response.language, reading, values, sign)


def _answers(answers: Iterable[Answer]) -> tuple[dict[int, Decimal], dict[int, str]]:
    values, missing = {}, {}
    for answer in answers:
        if answer.value is not None:
            values[answer.item_id] = answer.value
        else:
            missing[answer.item_id] = answer.missing_code or "skipped"
    return values, missing


def _add_counts(language: str, found: list[Line], sign: int) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            """
            INSERT INTO assessments_answercount AS kept (item_id, language, stratum, value, missing_code, n)
            VALUES (%s, %s, %s, %s, %s, %s)
            ON CONFLICT (item_id, language, stratum, value, missing_code) DO UPDATE SET n = kept.n + excluded.n
            """
            if sign > 0
            else """
            UPDATE assessments_answercount SET n = n - 1 WHERE item_id = %s AND language = %s
                AND stratum IS NOT DISTINCT FROM %s AND value IS NOT DISTINCT FROM %s AND missing_code = %s AND 0 < %s
            """,
            [(line.item, language, line.stratum, line.value, line.missing, 1) for line in found],
        )


def _add_sums(
    version: InstrumentVersion, language: str, reading: Reading, values: dict[int, Decimal], sign: int
) -> None:
    kept = {
        sums.dimension_id: sums
        for sums in ItemSums.objects.select_for_update().filter(version=version, language=language)
    }
    changed = []
    for part in reading.parts:
        answers = whole_answers(part, values)
        if answers is None:
            continue
        row = kept.get(part.dimension) or _no_sums(version, language, part)
        before = item_sums.ItemSums(row.n, tuple(row.sums), tuple(row.products))
        one = item_sums.ItemSums.of(answers)
        _set(row, before + one if sign > 0 else before - one)
        if row.pk:
            changed.append(row)
        else:
            row.save()
    ItemSums.objects.bulk_update(changed, ["n", "sums", "products"])


def _no_sums(version: InstrumentVersion, language: str, part: Part) -> ItemSums:
    empty = item_sums.ItemSums.none(len(part.items))
    row = ItemSums(
        version=version,
        language=language,
        dimension_id=part.dimension,
        items=[item.pk for item in part.items],
    )
    _set(row, empty)
    return row


def _set(row: ItemSums, sums: item_sums.ItemSums) -> None:
    row.n, row.sums, row.products = sums.n, list(sums.sums), list(sums.products)


def _locked_figures(version: InstrumentVersion, language: str) -> VersionFigures:
    figures, _made = VersionFigures.objects.select_for_update().get_or_create(
        version=version, language=language
    )
    return figures


# --- All responses ---


def _write_all(version: InstrumentVersion, language: str, reading: Reading, chosen: list[int]) -> None:
    counts: dict[Line, int] = {}
    totals = {part.dimension: item_sums.ItemSums.none(len(part.items)) for part in reading.parts}
    for values, missing in _in_batches(chosen):
        for line in lines(reading.items, reading.parts, values, missing):
            counts[line] = counts.get(line, 0) + 1
        for part in reading.parts:
            answers = whole_answers(part, values)
            if answers is not None:
                totals[part.dimension] += item_sums.ItemSums.of(answers)
    AnswerCount.objects.bulk_create(
        (
            AnswerCount(
                item_id=line.item,
                language=language,
                stratum=line.stratum,
                value=line.value,
                missing_code=line.missing,
                n=n,
            )
            for line, n in counts.items()
        ),
        batch_size=BATCH,
    )
    for part in reading.parts:
        row = _no_sums(version, language, part)
        _set(row, totals[part.dimension])
        row.save()
    CountedResponse.objects.bulk_create((CountedResponse(response_id=pk) for pk in chosen), batch_size=BATCH)


def _in_batches(chosen: list[int]) -> Iterator[tuple[dict[int, Decimal], dict[int, str]]]:
    for begin in range(0, len(chosen), BATCH):
        some = chosen[begin : begin + BATCH]
        answers: dict[int, list[Answer]] = {pk: [] for pk in some}
        for answer in Answer.objects.filter(response__in=some).only(
            "response", "item", "value", "missing_code"
        ):
            answers[answer.response_id].append(answer)
        yield from (_answers(each) for each in answers.values())
