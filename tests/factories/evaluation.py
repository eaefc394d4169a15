"""One factory per model of `evaluation`."""

import uuid
from datetime import date
from decimal import Decimal

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from assessments.models import Timepoint
from evaluation import models
from tests.factories.capacity import AffiliateFactory, CapacityFactory, SourceFactory, StaffFactory
from tests.factories.programs import CohortFactory


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


class MeasurementFactory(DjangoModelFactory):
    class Meta:
        model = models.Measurement

    indicator = factory.SubFactory(IndicatorFactory)
    measured = "2016-05"
    n = 21
    value = Decimal("33.3")
    provenance = models.Provenance.PUBLISHED
    source = factory.SubFactory(SourceFactory)


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
