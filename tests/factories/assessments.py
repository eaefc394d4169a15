"""One factory per model of `assessments`, and `published_version()`, which makes an instrument one can answer."""

from datetime import timedelta
from decimal import Decimal

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from assessments import models
from assessments.states import ConsensusState, InvitationState, ResponseState, VersionState, WaveState
from tests.factories.capacity import AffiliateFactory, CapacityFactory, PersonFactory
from tests.factories.programs import CohortFactory, EnrollmentFactory


class InstrumentFactory(DjangoModelFactory):
    class Meta:
        model = models.Instrument

    code = factory.Sequence(lambda n: f"instrument-{n}")
    title = factory.Sequence(lambda n: f"Instrument {n}")
    family = models.InstrumentFamily.CAPACITY
    unit = models.UnitOfAnalysis.PERSON


class InstrumentVersionFactory(DjangoModelFactory):
    """A draft; see `published_version`."""

    class Meta:
        model = models.InstrumentVersion

    instrument = factory.SubFactory(InstrumentFactory)


class ScaleFactory(DjangoModelFactory):
    class Meta:
        model = models.Scale

    version = factory.SubFactory(InstrumentVersionFactory)
    code = "level"
    kind = models.ScaleKind.MATURITY
    minimum = 0
    maximum = 4


class ScaleAnchorFactory(DjangoModelFactory):
    class Meta:
        model = models.ScaleAnchor

    scale = factory.SubFactory(ScaleFactory)
    value = 0
    label = factory.LazyAttribute(lambda anchor: f"Step {anchor.value}")


class DimensionFactory(DjangoModelFactory):
    class Meta:
        model = models.Dimension

    version = factory.SubFactory(InstrumentVersionFactory)
    code = factory.Sequence(lambda n: f"dimension-{n}")
    name = factory.LazyAttribute(lambda dimension: dimension.code)
    capacity = factory.SubFactory(CapacityFactory)


class ItemFactory(DjangoModelFactory):
    class Meta:
        model = models.Item

    dimension = factory.SubFactory(DimensionFactory)
    version = factory.SelfAttribute("dimension.version")
    scale = factory.SubFactory(ScaleFactory, version=factory.SelfAttribute("..version"))
    code = factory.Sequence(lambda n: f"item-{n}")
    stem = factory.LazyAttribute(lambda item: f"Question {item.code}")
    position = factory.Sequence(lambda n: n)


def published_version(*, capacities=(), items=2, instrument=None, state=VersionState.PUBLISHED, **fields):
    """A published version on a scale from 0 to 4 with `items` questions for each capacity (one new one by default)."""
    version = InstrumentVersionFactory(instrument=instrument or InstrumentFactory(), **fields)
    scale = ScaleFactory(version=version)
    for value in range(5):
        ScaleAnchorFactory(scale=scale, value=value)
    for capacity in capacities or [CapacityFactory()]:
        dimension = DimensionFactory(version=version, capacity=capacity)
        ItemFactory.create_batch(items, dimension=dimension, version=version, scale=scale)
    version.state, version.published_at, version.content_hash = (
        state,
        timezone.now(),
        "0" * 64,
    )
    version.save()
    return version


def version_of(*items, to_prove=(), **fields):
    """A published version with these items on a scale from 0 to 4, each told by what differs from the factory's;
    the values `to_prove` want evidence.
    """
    version = InstrumentVersionFactory(**fields)
    scale = ScaleFactory(version=version)
    for value in range(5):
        ScaleAnchorFactory(scale=scale, value=value, evidence_required=value in to_prove)
    dimension = DimensionFactory(version=version)
    for item in items:
        ItemFactory(**{"dimension": dimension, "scale": scale, **item})
    version.state, version.published_at, version.content_hash = (
        VersionState.PUBLISHED,
        timezone.now(),
        "0" * 64,
    )
    version.save()
    return version


class AssessmentPlanFactory(DjangoModelFactory):
    class Meta:
        model = models.AssessmentPlan

    cohort = factory.SubFactory(CohortFactory)
    instrument = factory.SubFactory(InstrumentFactory)


class WaveFactory(DjangoModelFactory):
    """An open baseline of a published version."""

    class Meta:
        model = models.Wave

    version = factory.LazyFunction(published_version)
    plan = factory.SubFactory(AssessmentPlanFactory, instrument=factory.SelfAttribute("..version.instrument"))
    timepoint = models.Timepoint.BASELINE
    opens_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=1))
    closes_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=7))
    state = WaveState.OPEN


class WaveTargetFactory(DjangoModelFactory):
    class Meta:
        model = models.WaveTarget

    wave = factory.SubFactory(WaveFactory)
    enrollment = factory.LazyAttribute(lambda target: EnrollmentFactory(cohort=target.wave.plan.cohort))
    subject = factory.SelfAttribute("enrollment.person")


class InvitationFactory(DjangoModelFactory):
    class Meta:
        model = models.Invitation

    target = factory.SubFactory(WaveTargetFactory)
    respondent = factory.SelfAttribute("target.subject")
    state = InvitationState.SENT
    sent_at = factory.LazyFunction(timezone.now)


class ResponseFactory(DjangoModelFactory):
    """A draft of an invited person."""

    class Meta:
        model = models.Response

    invitation = factory.SubFactory(InvitationFactory)
    wave = factory.SelfAttribute("invitation.target.wave")
    version = factory.SelfAttribute("wave.version")
    subject = factory.SelfAttribute("invitation.target.subject")
    respondent_key = factory.LazyAttribute(lambda response: str(response.invitation.respondent.public_id))
    language = "en"
    state = ResponseState.DRAFT


class AnswerFactory(DjangoModelFactory):
    class Meta:
        model = models.Answer

    response = factory.SubFactory(ResponseFactory)
    item = factory.LazyAttribute(lambda answer: answer.response.version.items.first())
    value = Decimal(2)


class ScoreFactory(DjangoModelFactory):
    class Meta:
        model = models.Score

    response = factory.SubFactory(ResponseFactory)
    capacity = factory.LazyAttribute(lambda score: score.response.version.dimensions.first().capacity)
    method_id = "mean.v1"
    raw = Decimal(2)
    normalized = Decimal("0.5")
    items_answered = 2
    items_asked = 2


class ConsensusSessionFactory(DjangoModelFactory):
    """Of an affiliate, whose colleagues rate now."""

    class Meta:
        model = models.ConsensusSession
        exclude = ["version"]

    organization = factory.SubFactory(AffiliateFactory)
    version = factory.LazyFunction(lambda: published_version(instrument=organization_instrument()))
    wave = factory.LazyAttribute(
        lambda session: WaveFactory(
            version=session.version,
            plan=AssessmentPlanFactory(
                cohort=None, organization=session.organization, instrument=session.version.instrument
            ),
        )
    )


def organization_instrument(**fields):
    return InstrumentFactory(unit=models.UnitOfAnalysis.AFFILIATE, **fields)


def recorded_session(*, organization, value=2, **fields):
    """A consensus that is recorded, with the same level everywhere."""
    session = ConsensusSessionFactory(organization=organization, **fields)
    response = models.Response.objects.create(
        wave=session.wave,
        version=session.wave.version,
        subject=organization,
        respondent_key="consensus",
        perspective=models.Perspective.CONSENSUS,
        language="en",
    )
    for item in session.wave.version.items.all():
        models.Answer.objects.create(response=response, item=item, value=value)
    response.state, response.submitted_at = ResponseState.SUBMITTED, timezone.now()
    response.save()
    models.Wave.objects.filter(pk=session.wave_id).update(state=WaveState.ANALYZED)
    session.response, session.recorded_at = response, timezone.now()
    session.state = ConsensusState.RECORDED
    session.save()
    return session


class DevelopmentPlanFactory(DjangoModelFactory):
    class Meta:
        model = models.DevelopmentPlan

    subject = factory.SubFactory(PersonFactory)
    title = factory.Sequence(lambda n: f"Plan {n}")


class NeedFactory(DjangoModelFactory):
    class Meta:
        model = models.Need

    plan = factory.SubFactory(DevelopmentPlanFactory)
    capacity = factory.SubFactory(CapacityFactory)
    importance = Decimal(4)
    ability = Decimal(1)


class PlanActionFactory(DjangoModelFactory):
    class Meta:
        model = models.PlanAction

    plan = factory.SubFactory(DevelopmentPlanFactory)
    capacity = factory.SubFactory(CapacityFactory)
    title = factory.Sequence(lambda n: f"Action {n}")


class BridgeFactory(DjangoModelFactory):
    """Of a draft's part: whoever had nothing has 20 of 100 now, whoever had half has 60."""

    class Meta:
        model = models.Bridge

    dimension = factory.SubFactory(DimensionFactory)
    version = factory.SelfAttribute("dimension.version")
    method = models.BridgeMethod.EQUIPERCENTILE
    people = 120
    source = "A study in which people answered both"
    old = [Decimal(0), Decimal("0.5"), Decimal(1)]
    new = [Decimal("0.2"), Decimal("0.6"), Decimal(1)]


class VersionLinkFactory(DjangoModelFactory):
    class Meta:
        model = models.VersionLink

    earlier = factory.LazyFunction(published_version)
    later = factory.LazyFunction(published_version)


class VersionTranslationFactory(DjangoModelFactory):
    class Meta:
        model = models.VersionTranslation

    version = factory.SubFactory(InstrumentVersionFactory)
    language = "ar"


class TextReviewFactory(DjangoModelFactory):
    class Meta:
        model = models.TextReview

    translation = factory.SubFactory(VersionTranslationFactory)
    place = factory.Sequence(lambda n: f"item/item-{n}/stem")
    state = models.TranslationState.DRAFT
