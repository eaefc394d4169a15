"""A logic model, indicators and figures of a demo program that is over: in every state that the log-ins can meet."""

from datetime import datetime, time
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Model
from django.utils.translation import gettext_noop

from capacity.logic.demo import DemoWorld
from capacity.models import Language, User
from common.demo import Demo, uuid_from
from evaluation.models import (
    Baseline,
    Disaggregation,
    Indicator,
    LogicModel,
    Measurement,
    Provenance,
    Result,
    ResultLink,
    Target,
)
from evaluation.queries.computations import METHODS, computed
from evaluation.states import IndicatorState, LogicModelState, MeasurementState
from programs.models import Cohort, Program

MODELS: list[type[Model]] = [  # in the order in which they may go
    Measurement, Target, Baseline, Indicator, ResultLink, Result, LogicModel,
]  # fmt: skip
PROGRAM, RUNNING_PROGRAM = "demo-program-4", "demo-program-1"

SITUATION = gettext_noop(
    "Few volunteers feel able to plan and lead this work, and those who do carry it alone."
)
RESULTS = [
    ("input", gettext_noop("Facilitators, materials and a small fund for connectivity")),
    ("activity", gettext_noop("Weekly online sessions with practice in between")),
    ("activity", gettext_noop("Each group plans something of its own")),
    ("output", gettext_noop("Volunteers of many communities complete the program")),
    ("outcome_short", gettext_noop("Participants know and can do more than before")),
    ("outcome_medium", gettext_noop("Participants change how they work at home")),
    ("outcome_long", gettext_noop("Participants teach others")),
    ("impact", gettext_noop("More communities can do this work without help")),
]
LINKS = [  # cause, effect, strength, assumption
    (0, 1, "strong", ""),
    (1, 3, "moderate", gettext_noop("Sessions are held at times that suit many zones.")),
    (2, 3, "weak", gettext_noop("Groups find the time to meet.")),
    (3, 4, "moderate", gettext_noop("Who completes has practiced.")),
    (4, 5, "weak", gettext_noop("At home they are given room to try.")),
    (5, 6, "none", ""),
    (6, 7, "none", gettext_noop("Those who were taught go on teaching.")),
]
WORDS = (SITUATION, RESULTS, {place: assumption for place, (*_link, assumption) in enumerate(LINKS)})
INDICATORS: list[dict[str, Any]] = [
    {
        "result": 3, "measure": "percentage", "computation": "completion", "unit_aggregation": "weighted_num_den",
        "is_crossed": True,
        "name_en": "Share who complete", "name_ar": "نسبة من يكملون",
        "definition_en": "Of the people accepted into a cohort, the share who completed it.",
        "definition_ar": "نسبة من أكملوا الدفعة من بين المقبولين فيها.",
    },
    {
        "result": 4, "measure": "mean_score", "computation": "change", "unit": gettext_noop("points"),
        "name_en": "Change of own rating", "name_ar": "تغير التقدير الذاتي",
        "definition_en": "Mean difference between endline and baseline of the same people, in points from 0 to 100.",
        "definition_ar": "متوسط الفرق بين القياس الختامي والأولي للأشخاص أنفسهم، بالنقاط من 0 إلى 100.",
    },
    {
        "result": 6, "measure": "percentage", "window_months": 6, "unit_aggregation": "weighted_num_den",
        "data_source": gettext_noop("Follow-up calls"),
        "purpose": gettext_noop("Whether to go on with the practice between sessions"),
        "name_en": "Share who taught somebody", "name_ar": "نسبة من علّموا غيرهم",
        "definition_en": "Of those asked half a year later, the share who taught somebody what they had learned.",
        "definition_ar": "نسبة من علّموا غيرهم ما تعلموه من بين من سُئلوا بعد نصف سنة.",
    },
    {
        "result": 7, "measure": "count", "window_months": 6, "is_about_people": False,
        "unit": gettext_noop("communities"),
        "data_source": gettext_noop("Pages of the communities on Meta-Wiki"),
        "name_en": "Communities that do it on their own", "name_ar": "مجتمعات تقوم بالعمل بنفسها",
        "definition_en": "Communities that planned and led such work without help from outside.",
        "definition_ar": "المجتمعات التي خططت لمثل هذا العمل وقادته من دون مساعدة خارجية.",
    },
]  # fmt: skip


class Maker:
    """Makes rows marked demo, whose public ids come from the dice."""

    def __init__(self, demo: Demo, name: str) -> None:
        self.demo = demo
        self.dice: Random = demo.dice(name)

    def make(self, table: type[Model], /, **fields: Any) -> Any:
        return table._default_manager.create(public_id=UUID(uuid_from(self.dice)), is_demo=True, **fields)

    def moment(self, offset: int) -> datetime:
        return datetime.combine(self.demo.date(offset), time(12), ZoneInfo("UTC"))


def load(demo: Demo, world: DemoWorld) -> Maker | None:
    """Where the languages of the interface are there; what a smaller reference lacks is left out."""
    maker = Maker(demo, "framework")
    people = {role: User.objects.get(pk=person.user) for role, person in world.roles.items()}
    program = Program.objects.get(slug=PROGRAM)
    cohort = program.cohorts.filter(ends_on__lt=demo.date(-190)).order_by("starts_on", "pk").first()
    if cohort is None:
        return None
    results = load_logic_model(maker, program, people, approved=True)
    load_logic_model(maker, Program.objects.get(slug=RUNNING_PROGRAM), people, approved=False)
    load_indicators(maker, program, cohort, people, results)
    demo.tell("a logic model with indicators, targets and figures")
    return maker


def load_logic_model(
    maker: Maker,
    program: Program,
    people: dict[str, User],
    *,
    approved: bool,
    words: tuple[str, list[tuple[str, str]], dict[int, str]] = WORDS,
    language: Language | None = None,
) -> list[Result]:
    """`words` are the situation, the results, and what is assumed by the place of a link."""
    situation, statements, assumptions = words
    model = maker.make(
        LogicModel,
        program=program,
        situation=situation,
        language=language or Language.objects.filter(code="en").first() or program.original_language,
        written_by=people["coordinator"],
    )
    results = [
        maker.make(Result, model=model, kind=kind, statement=statement, position=place)
        for place, (kind, statement) in enumerate(statements)
    ]
    for place, (cause, effect, strength, _assumption) in enumerate(LINKS):
        maker.make(
            ResultLink,
            model=model,
            cause=results[cause],
            effect=results[effect],
            strength=strength,
            assumption=assumptions.get(place, ""),
        )
    if approved:
        model.state, model.approved_by = LogicModelState.APPROVED, people["evaluator"]
        model.approved_at = maker.moment(-300)
        model.save()
    return results


def load_indicators(
    maker: Maker, program: Program, cohort: Cohort, people: dict[str, User], results: list[Result]
) -> None:
    """The computed ones are verified and locked, one by hand waits for the evaluator, one is returned."""
    indicators = make_indicators(maker, program, cohort, people["coordinator"], results)
    indicators[0].disaggregations.set(Disaggregation.objects.filter(code__in=["region", "maturity"]))
    for indicator in indicators[:2]:
        load_computed(maker, indicator, cohort, people["evaluator"])
    load_entered(maker, indicators[2], indicators[3], cohort, people["coordinator"])


def make_indicators(
    maker: Maker, program: Program, cohort: Cohort, coordinator: User, results: list[Result]
) -> list[Indicator]:
    """Each with its baseline and target."""
    indicators = []
    for number, words in enumerate(INDICATORS):
        fields = {**words, "result": results[words["result"]], "name": words["name_en"]}
        fields["definition"] = words["definition_en"]
        indicator = maker.make(
            Indicator,
            code=f"demo-indicator-{number + 1}",
            program=program,
            state=IndicatorState.PUBLISHED,
            created_by=coordinator,
            **fields,
        )
        indicators.append(indicator)
        value = [50, 0, 20, 0][number]
        maker.make(
            Baseline,
            indicator=indicator,
            as_of=cohort.starts_on,
            value=value,
            data_source=gettext_noop("First questionnaire"),
            set_by=coordinator,
        )
        maker.make(
            Target,
            indicator=indicator,
            starts_on=cohort.starts_on,
            ends_on=maker.demo.date(0),
            value=[80, 10, 50, 4][number],
            set_by=coordinator,
        )
    return indicators


def load_entered(
    maker: Maker, counted: Indicator, told: Indicator, cohort: Cohort, coordinator: User
) -> None:
    """What was entered by hand: one waits for the evaluator, one was returned."""
    period = {"cohort": cohort, "starts_on": cohort.starts_on, "ends_on": cohort.ends_on}
    entered = {"provenance": Provenance.MANUAL, "entered_by": coordinator}
    maker.make(
        Measurement,
        **period,
        **entered,
        indicator=counted,
        program=counted.program,
        measured=f"{cohort.ends_on:%Y-%m}",
        measured_on=maker.demo.date(-10),
        numerator=Decimal(8),
        denominator=Decimal(22),
        n=22,
        state=MeasurementState.SUBMITTED,
    )
    maker.make(
        Measurement,
        **period,
        **entered,
        indicator=told,
        program=told.program,
        measured=f"{cohort.ends_on:%Y-%m}",
        measured_on=maker.demo.date(-5),
        value=Decimal(3),
        state=MeasurementState.RETURNED,
        returned_note=gettext_noop("Which communities are these? Please link the pages."),
    )


def load_computed(maker: Maker, indicator: Indicator, cohort: Cohort, evaluator: User) -> None:
    dimensions = [each.code for each in indicator.disaggregations.all()]
    for found in computed(indicator.computation, [cohort.pk], dimensions, crossed=indicator.is_crossed):
        has_figure = found.value is not None or bool(found.denominator)
        maker.make(
            Measurement,
            indicator=indicator,
            program=indicator.program,
            cohort=cohort,
            starts_on=cohort.starts_on,
            ends_on=cohort.ends_on,
            measured=f"{cohort.ends_on:%Y-%m}",
            measured_on=maker.demo.date(-200),
            cell=found.cell,
            n=found.n,
            value=found.value,
            numerator=found.numerator,
            denominator=found.denominator,
            missing_reason="" if has_figure else "too_few",
            provenance=Provenance.COMPUTED,
            method_id=METHODS[indicator.computation],
            state=MeasurementState.LOCKED,
            verified_by=evaluator,
            verified_at=maker.moment(-198),
            locked_by=evaluator,
            locked_at=maker.moment(-195),
        )
