"""Equity results made ready to be read: names, charts, tables. Only protected results come in here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from capacity.models import AffiliateType, CommunityMaturity, Language, Region
from common import charts, formats
from common.cldr import language_name
from evaluation.logic.equity import STEPS
from evaluation.logic.results import Result
from evaluation.models import EquityDimension, EquityTarget, Part
from evaluation.queries.figures import (
    FigureRow,
    FigureTable,
    hidden_word,
    people,
    ratio,
    said,
    share,
    step_labels,
    with_reason,
)

FOREMOST = 20  # languages in a chart or a table

Places = Mapping[tuple[str, tuple[tuple[str, str], ...]], Result]


def names_of(dimension: str) -> dict[str, str]:
    """The groups of a dimension by code, in the order in which they are shown. At most one query."""
    if dimension == EquityDimension.REGION:
        return {region.code: region.name for region in Region.objects.wikimedia()}
    if dimension == EquityDimension.MATURITY:
        known = [CommunityMaturity.EMERGING, CommunityMaturity.ESTABLISHED]
        return {each.value: str(each.label) for each in known}
    if dimension == EquityDimension.AFFILIATE_TYPE:
        return {value: str(label) for value, label in AffiliateType.choices}
    spoken = Language.objects.filter(stakeholders__isnull=False).distinct()
    named = {each.code: language_name(each.code, each.name_en) for each in spoken}
    return dict(sorted(named.items(), key=lambda pair: pair[1]))


def group_name(names: Mapping[str, str], code: str) -> str:
    return names.get(code) or (_("Not known") if code in {"", "unknown"} else code)


@dataclass(frozen=True, kw_only=True)
class Presence:
    """Results of presence, to be asked by place."""

    dimension: str
    results: Sequence[Result]
    names: Mapping[str, str]

    @property
    def places(self) -> Places:
        return {each.place: each for each in self.results}

    def get(self, metric: str, part: str, group: str) -> Result | None:
        cell = tuple(sorted({"part": part, self.dimension: group}.items()))
        return self.places.get((metric, cell))

    def groups(self) -> list[str]:
        """Those that anybody is in, known ones first, by name; of languages those with the most people."""
        counted: dict[str, int] = {}
        for each in self.results:
            if each.metric == "people_in_part" and self.dimension in each.cell:
                group = each.cell[self.dimension]
                counted[group] = counted.get(group, 0) + (each.n or 0)
        groups = sorted(counted, key=lambda group: (group in {"", "unknown"}, group_name(self.names, group)))
        if self.dimension == EquityDimension.LANGUAGE:
            foremost = sorted(groups, key=lambda group: -counted[group])[:FOREMOST]
            groups = [group for group in groups if group in foremost]
        return groups

    def chart(self, part: str, *, reference: str) -> charts.Bars | None:
        found = [
            (group, result)
            for group in self.groups()
            if (result := self.get("part_ratio", part, group)) is not None
        ]
        if not found:
            return None
        return charts.Bars(
            key="presence",
            title=_("Presence of each group: %(part)s") % {"part": Part(part).label},
            summary=with_reason(
                _(
                    "A group's share of the people in this part over its share of %(reference)s. At the mark, 1, it is"
                    " as present as there."
                )
                % {"reference": reference},
                [result for _group, result in found],
            ),
            rows=[self._bar(group, result) for group, result in found],
            row_label=_("Group"),
            value_label=_("Ratio"),
            interval_label=_("95 percent interval"),
            mark_label=_("As in the reference"),
            format=formats.hundredths,
        )

    def _bar(self, group: str, result: Result) -> charts.Bar:
        return charts.Bar(
            label=group_name(self.names, group),
            value=None if result.value is None else float(result.value),
            low=None if result.low is None else float(result.low),
            high=None if result.high is None else float(result.high),
            mark=None if result.is_suppressed else 1,
            suppressed=hidden_word() if result.is_suppressed else "",
        )

    def table(self) -> FigureTable:
        """People, and in brackets the ratio, for every part."""
        parts = [Part(part) for part in Part.values]
        rows = [
            FigureRow(
                label=group_name(self.names, group), cells=[self._cell(part.value, group) for part in parts]
            )
            for group in self.groups()
        ]
        head = [_("Group"), *(capfirst(str(part.label)) for part in parts)]
        return FigureTable(
            caption=_("People, and how present they are beside the reference"), head=head, rows=rows
        )

    def _cell(self, part: str, group: str) -> str:
        counted = self.get("people_in_part", part, group)
        compared = self.get("part_ratio", part, group)
        if counted is None:
            return "–"
        if counted.is_suppressed:
            return hidden_word()
        if compared is None or compared.is_suppressed or compared.value is None:
            return people(counted)
        return _("%(people)s (ratio %(ratio)s)") % {"people": people(counted), "ratio": said(compared, ratio)}

    def targets(self, targets: Iterable[EquityTarget]) -> list["TargetRow"]:
        return [
            TargetRow(
                target=each,
                group=group_name(self.names, each.group),
                wanted=share(each.wanted),
                actual=said(self.get("part_share", each.part, each.group), share),
                gap=self._gap(each),
            )
            for each in targets
        ]

    def _gap(self, target: EquityTarget) -> str:
        found = self.get("part_share", target.part, target.group)
        if found is None or found.is_suppressed or found.value is None:
            return "–"
        return formats.signed(float(found.value - target.wanted) * 100, digits=1)


@dataclass(frozen=True, kw_only=True)
class TargetRow:
    """`gap` is the actual share less the wanted one, in percentage points."""

    target: EquityTarget
    group: str
    wanted: str
    actual: str
    gap: str


def funnel_table(
    told: Mapping[str, Mapping[str, int | None]], names: Mapping[str, str], groups: Iterable[str]
) -> FigureTable | None:
    if not told:
        return None
    labels = step_labels()
    ordered = [*(group for group in groups if group in told), "all"]
    rows = [
        FigureRow(
            label=_("All") if group == "all" else group_name(names, group),
            cells=[_number(told[group][step]) for step in STEPS],
        )
        for group in ordered
    ]
    return FigureTable(
        caption=_("Distinct people who came at least so far"),
        head=[_("Group"), *(labels[step] for step in STEPS)],
        rows=rows,
    )


def _number(value: int | None) -> str:
    return hidden_word() if value is None else formats.number(value)


def lorenz_chart(points: Sequence[tuple[float, float]], measure: str) -> charts.Curve:
    return charts.Curve(
        key="lorenz",
        title=_("How evenly it is shared among communities"),
        summary=_(
            "Communities from those that got least to those that got most, and the share of everything they got"
            " together. The farther the curve lies below the line, the more unevenly it is shared."
        ),
        points=points,
        across_label=_("Share of communities"),
        up_label=measure,
    )


def concentration_chart(points: Sequence[tuple[float, float]], measure: str) -> charts.Curve:
    return charts.Curve(
        key="concentration",
        title=_("Whether the less connected get their share"),
        summary=_(
            "Communities from those in territories where the fewest people are online to those where the most are, and"
            " the share of everything they got together. Below the line, the better connected get more."
        ),
        points=points,
        across_label=_("Share of communities, least connected first"),
        up_label=measure,
    )
