"""One factory per model of `evaluation`."""

import uuid
from datetime import date
from decimal import Decimal
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from assessments.models import Timepoint
from evaluation import models
from evaluation.states import LogicModelState, MeasurementState
from tests.factories.assessments import InstrumentVersionFactory
from tests.factories.capacity import (
    AffiliateFactory,
    CapacityFactory,
    LanguageFactory,
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
