"""One factory per model of `evaluation`."""

import uuid
from datetime import date
from decimal import Decimal
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from assessments.models import Timepoint
from common.search import searchable
from evaluation import models
from evaluation.logic.canonical import sha256
from evaluation.states import EvaluationState, FollowUpState, LogicModelState, MeasurementState, OutcomeState
from tests.factories.assessments import InstrumentVersionFactory
from tests.factories.capacity import (
    AffiliateFactory,
    CapacityFactory,
    LanguageFactory,
    PersonFactory,
    SourceFactory,
    StaffFactory,
    UserFactory,
)
from tests.factories.programs import CohortFactory, ProgramFactory


class ChangeFactFactory(DjangoModelFactory):
    class Meta:
        model = models.ChangeFact

    subject_key = factory.LazyFunction(uuid.uuid4)
    cohort = factory.SubFactory(CohortFactory)
    program = factory.SelfAttribute("cohort.program")
    organization = factory.SubFactory(AffiliateFactory)
    capacity = factory.SubFactory(CapacityFactory)
    from_timepoint = Timepoint.BASELINE
    to_timepoint = Timepoint.ENDLINE
    before = Decimal("0.25")
    after = Decimal("0.5")
    method_id = "mean.v1"
    measured_on = date(2026, 5, 4)
    quarter = date(2026, 4, 1)


class ParticipationFactory(DjangoModelFactory):
    class Meta:
        model = models.Participation

    subject_key = factory.LazyFunction(uuid.uuid4)
    cohort = factory.SubFactory(CohortFactory)
    program = factory.SelfAttribute("cohort.program")
    quarter = date(2026, 4, 1)
    applied = True


class EquityTargetFactory(DjangoModelFactory):
    class Meta:
        model = models.EquityTarget

    dimension = models.EquityDimension.REGION
    group = "SSA"
    part = models.Part.LEARN
    share = Decimal(15)
    starts_on = date(2026, 1, 1)
    reason = "As in the population."
    set_by = factory.SubFactory(StaffFactory)


class IndicatorFactory(DjangoModelFactory):
    class Meta:
        model = models.Indicator

    code = factory.Sequence(lambda n: f"indicator-{n}")
    name = factory.Sequence(lambda n: f"Indicator {n}")
    definition = "What it counts."
    measure = models.IndicatorMeasure.PERCENTAGE


class DisaggregationFactory(DjangoModelFactory):
    class Meta:
        model = models.Disaggregation
        django_get_or_create = ("code",)

    code = "region"
    name = factory.SelfAttribute("code")


class ProgramIndicatorFactory(IndicatorFactory):
    """A published indicator of a program: how many people did something."""

    program = factory.SubFactory(ProgramFactory)
    measure = models.IndicatorMeasure.COUNT
    level = models.ResultLevel.OUTCOME


class MeasurementFactory(DjangoModelFactory):
    class Meta:
        model = models.Measurement

    indicator = factory.SubFactory(IndicatorFactory)
    measured = "2016-05"
    n = 21
    value = Decimal("33.3")
    provenance = models.Provenance.PUBLISHED
    state = MeasurementState.LOCKED
    source = factory.SubFactory(SourceFactory)


class FigureFactory(DjangoModelFactory):
    """A figure entered by hand and submitted."""

    class Meta:
        model = models.Measurement

    indicator = factory.SubFactory(ProgramIndicatorFactory)
    program = factory.SelfAttribute("indicator.program")
    measured = "2026-06"
    starts_on = date(2026, 4, 1)
    ends_on = date(2026, 6, 30)
    measured_on = date(2026, 7, 5)
    n = 21
    value = Decimal(12)
    provenance = models.Provenance.MANUAL
    state = MeasurementState.SUBMITTED
    entered_by = factory.SubFactory(UserFactory)


class LogicModelFactory(DjangoModelFactory):
    """A draft."""

    class Meta:
        model = models.LogicModel

    program = factory.SubFactory(ProgramFactory)
    language = factory.SubFactory(LanguageFactory)
    state = LogicModelState.DRAFT
    written_by = factory.SubFactory(UserFactory)


class ResultFactory(DjangoModelFactory):
    class Meta:
        model = models.Result

    model = factory.SubFactory(LogicModelFactory)
    kind = models.ResultKind.ACTIVITY
    statement = factory.Sequence(lambda n: f"Something is done ({n})")


class ResultLinkFactory(DjangoModelFactory):
    class Meta:
        model = models.ResultLink

    cause = factory.SubFactory(ResultFactory)
    model = factory.SelfAttribute("cause.model")
    effect = factory.SubFactory(
        ResultFactory,
        model=factory.SelfAttribute("..cause.model"),
        kind=models.ResultKind.OUTCOME_SHORT,
    )


class ImpactReportFactory(DjangoModelFactory):
    """A queued report of the movement's outputs in the second quarter of 2026."""

    class Meta:
        model = models.ImpactReport

    kind = models.ReportKind.OUTPUT_MONITOR
    scope = models.ReportScope.MOVEMENT
    period = models.Period.QUARTER
    starts_on = date(2026, 4, 1)
    ends_on = date(2026, 6, 30)
    as_of = factory.LazyFunction(timezone.now)


class DesignFactory(DjangoModelFactory):
    class Meta:
        model = models.Design

    cohort = factory.SubFactory(CohortFactory)
    kind = models.DesignKind.SINGLE_GROUP


class ReliabilityFactory(DjangoModelFactory):
    class Meta:
        model = models.Reliability

    version = factory.SubFactory(InstrumentVersionFactory)
    capacity = factory.SubFactory(CapacityFactory)
    kind = models.ReliabilityKind.STATED
    value = Decimal("0.8")
    source = "A handbook"
    stated_on = date(2026, 1, 1)


class EvaluationFactory(DjangoModelFactory):
    """Published, of one group before and after."""

    class Meta:
        model = models.Evaluation

    program = factory.SubFactory(ProgramFactory)
    title = factory.Sequence(lambda n: f"Evaluation {n}")
    kind = models.EvaluationKind.OUTCOME
    design = models.EvaluationDesign.SINGLE_GROUP
    standing = models.EvaluatorStanding.PEER
    conflict_note = "none"
    language = factory.SubFactory(LanguageFactory)
    state = EvaluationState.PUBLISHED
    questions = "Do people change how they work?"
    plan = "Ask everybody before and after."
    plan_document = factory.LazyAttribute(
        lambda made: "" if made.state == EvaluationState.PLANNED else "{}\n"
    )
    plan_hash = factory.LazyAttribute(lambda made: made.plan_document and sha256(made.plan_document))
    plan_approved_at = factory.LazyAttribute(lambda made: timezone.now() if made.plan_document else None)
    lead = factory.SubFactory(UserFactory)


class FindingFactory(DjangoModelFactory):
    class Meta:
        model = models.Finding

    evaluation = factory.SubFactory(EvaluationFactory)
    question = "Do people change how they work?"
    statement = "Half of them do."
    confidence = models.Confidence.MODERATE
    rationale = "Two sources agree."


class ClaimFactory(DjangoModelFactory):
    class Meta:
        model = models.Claim

    evaluation = factory.SubFactory(EvaluationFactory)
    kind = models.ClaimKind.CONTRIBUTION
    statement = "It helped."
    rival_explanations = "Other courses."
    confidence = models.Confidence.LOW


class RecommendationFactory(DjangoModelFactory):
    class Meta:
        model = models.Recommendation

    finding = factory.SubFactory(FindingFactory)
    evaluation = factory.SelfAttribute("finding.evaluation")
    program = factory.SelfAttribute("evaluation.program")
    text = "Meet at other times."
    respond_by = date(2026, 9, 1)


class ActionFactory(DjangoModelFactory):
    class Meta:
        model = models.Action

    recommendation = factory.SubFactory(RecommendationFactory)
    text = "Ask for good times."
    owner = factory.SubFactory(PersonFactory)
    due_on = date(2026, 12, 1)


class LearningFactory(DjangoModelFactory):
    class Meta:
        model = models.Learning

    program = factory.SubFactory(ProgramFactory)
    title = "Evening sessions reach more people"
    expected = "More people come."
    observed = "More people came."
    verdict = models.LearningVerdict.WORKS
    strength = models.EvidenceStrength.WEAK
    language = factory.SubFactory(LanguageFactory)
    search_text = factory.LazyAttribute(lambda learning: searchable(learning.title))


class FollowUpPolicyFactory(DjangoModelFactory):
    class Meta:
        model = models.FollowUpPolicy

    program = factory.SubFactory(ProgramFactory)
    starts_on = date(2020, 1, 1)


class FollowUpTaskFactory(DjangoModelFactory):
    """Three months after the end, and open."""

    class Meta:
        model = models.FollowUpTask

    policy = factory.SubFactory(FollowUpPolicyFactory)
    cohort = factory.SubFactory(CohortFactory, program=factory.SelfAttribute("..policy.program"))
    offset = 3
    due_on = date(2026, 3, 1)
    state = FollowUpState.OPEN
    opened_on = date(2026, 3, 1)
    closes_on = date(2026, 3, 31)


class StoryFactory(DjangoModelFactory):
    """Told for everybody, without a name."""

    class Meta:
        model = models.Story

    program = factory.SubFactory(ProgramFactory)
    domain = models.OutcomeKind.PRACTICE_CHANGED
    title = factory.Sequence(lambda n: f"Story {n}")
    text = "We meet every week now."
    language = factory.SubFactory(LanguageFactory)
    teller = factory.SubFactory(PersonFactory)
    consent = models.TellerConsent.ANONYMOUS


class SelectionRoundFactory(DjangoModelFactory):
    class Meta:
        model = models.SelectionRound

    program = factory.SubFactory(ProgramFactory)
    question = "Which change matters most?"


class OutcomeStatementFactory(DjangoModelFactory):
    class Meta:
        model = models.OutcomeStatement

    program = factory.SubFactory(ProgramFactory)
    state = OutcomeState.SUBSTANTIATED
    level = models.OutcomeLevel.ORGANIZATION
    who = "A user group"
    change = factory.Sequence(lambda n: f"It plans its year with its members ({n})")
    happened = "Spring 2026"
    significance = "More people decide."
    contribution = "The plan was learned in the program."
    language = factory.SubFactory(LanguageFactory)


class AlertFactory(DjangoModelFactory):
    class Meta:
        model = models.Alert

    kind = models.AlertKind.MISSING_FIGURE
    key = factory.Sequence(lambda n: f"thing-{n}")
    program = factory.SubFactory(ProgramFactory)
    address = "/indicators/"


def approved_logic_model(program: Any) -> Any:
    """With an activity that leads to an outcome; and the link between them."""
    link = ResultLinkFactory(cause__model__program=program)
    model = link.model
    model.state, model.approved_by, model.approved_at = (
        LogicModelState.APPROVED,
        UserFactory(),
        timezone.now(),
    )
    model.save()
    return model, link
