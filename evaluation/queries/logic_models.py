"""Logic models as pages show them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language_bidi

from evaluation.logic import diagrams
from evaluation.logic.spoken import spoken
from evaluation.models import EvidenceStrength, LogicModel, Result, ResultKind, ResultLink

FIRM = {EvidenceStrength.MODERATE, EvidenceStrength.STRONG}


@dataclass(frozen=True, kw_only=True)
class Outline:
    """One kind of result, with its results and what each leads to."""

    kind: str
    label: str
    results: list[tuple[Result, list[ResultLink]]]


@dataclass(frozen=True, kw_only=True)
class LogicModelPage:
    drawing: diagrams.Drawing
    arrows: list[tuple[diagrams.Arrow, ResultLink]]
    outline: list[Outline]
    words: list[tuple[str, list[str]]]


def logic_models_for(user: Any) -> "QuerySet[LogicModel]":
    return LogicModel.objects.visible_to(user).select_related("program")


def page_of_logic_model(model: LogicModel, *, is_told: bool = False) -> LogicModelPage:
    """Two queries, and the indicators of each result in a third. `is_told`: in the reader's words, not to be edited."""
    results = list(model.results.prefetch_related("indicators"))
    links = list(model.links.all())
    for result in results:
        result.statement = spoken(result.statement, "", is_demo=is_told).text
    for link in links:
        link.assumption = spoken(link.assumption, "", is_demo=is_told).text
    by_pk = {result.pk: result for result in results}
    for link in links:
        link.cause, link.effect = by_pk[link.cause_id], by_pk[link.effect_id]
    drawn = [(link.pk, link.cause_id, link.effect_id, link.strength in FIRM) for link in links]
    columns = [(value, str(label)) for value, label in ResultKind.choices]
    nodes = [diagrams.Node(key=result.pk, column=result.kind, text=result.statement) for result in results]
    drawing = diagrams.draw(nodes, drawn, columns, rtl=get_language_bidi())
    by_key = {link.pk: link for link in links}
    return LogicModelPage(
        drawing=drawing,
        arrows=[(arrow, by_key[arrow.key]) for arrow in drawing.arrows],
        words=diagrams.in_words({result.pk: result.statement for result in results}, drawn),
        outline=[
            Outline(
                kind=value,
                label=label,
                results=[
                    (result, [link for link in links if link.cause_id == result.pk])
                    for result in results
                    if result.kind == value
                ],
            )
            for value, label in columns
        ],
    )
