"""The demo accounts' organization assesses itself: last year's consensus, this year's ratings, a plan. All invented."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from django.db.models import Model

from assessments.actions.demo_versions import write_next
from assessments.logic import demo_organizations as said
from assessments.models import (
    Answer,
    Aspect,
    AssessmentPlan,
    ConsensusParticipant,
    ConsensusSession,
    DevelopmentPlan,
    Dimension,
    EvidenceLink,
    Instrument,
    InstrumentVersion,
    Invitation,
    Item,
    Need,
    Perspective,
    PlanAction,
    Response,
    Scale,
    ScaleAnchor,
    Score,
    VisibleTo,
    Wave,
    WaveTarget,
)
from assessments.states import ConsensusState, InvitationState, ResponseState, VersionState, WaveState
from capacity.logic.demo import DemoPerson, DemoWorld
from capacity.models import Capacity, Stakeholder
from capacity.models.capacity import SCOPES_OF_ORGANIZATIONS, SCOPES_OF_PERSONS
from common.demo import Demo, uuid_from

MODELS = [PlanAction, Need, DevelopmentPlan, EvidenceLink, ConsensusParticipant, ConsensusSession]
AnyModel = TypeVar("AnyModel", bound=Model)
RATERS = ["representative", "member", "facilitator"]


class Writer:
    """Writes rows marked demo, whose public ids and moments are the same for the same seed and day."""

    def __init__(self, demo: Demo, what: str) -> None:
        self.demo, self.dice, self.written = demo, demo.dice(what), demo.moment(-1)

    def moment(self, day: int) -> datetime:
        return datetime.fromisoformat(self.demo.moment(day, 600))

    def make(self, model: type[AnyModel], **fields: Any) -> AnyModel:
        names = {each.name for each in model._meta.concrete_fields}
        if "is_demo" in names:
            fields["is_demo"] = True
        if "public_id" in names:
            fields["public_id"] = uuid_from(self.dice)
        made = model._base_manager.create(**fields)
        self.settle(made)
        return made

    def settle(self, row: Model) -> None:
        """After the last save: that wrote the real time."""
        names = {each.name for each in row._meta.concrete_fields} & {"created_at", "updated_at"}
        if names:
            rows = type(row)._base_manager.filter(pk=row.pk)
            rows.update(**dict.fromkeys(names, self.written))


def load(demo: Demo, world: DemoWorld) -> None:
    """What the representative and the member find on their pages."""
    raters = [world.roles[role] for role in RATERS]
    organization = Stakeholder.objects.get(pk=raters[0].organization.pk)
    scope = SCOPES_OF_ORGANIZATIONS
    capacities = list(Capacity.objects.shown().filter(scope__in=scope, depth__gt=1).order_by("path")[:4])
    if len(capacities) < len(said.NEEDS):
        return
    write = Writer(demo, "self-assessments")
    version = _write_questionnaire(write, capacities)
    write_next(write, version)
    plan = write.make(AssessmentPlan, organization=organization, instrument=version.instrument, secret=None)
    last = _session(write, organization, plan, version, "baseline", day=-365, raters=raters)
    _record_consensus(write, last, capacities)
    this = _session(write, organization, plan, version, "m12", day=-3, raters=raters)
    _rate(write, this, raters)
    _write_plans(write, world, organization, last, capacities)


def _write_questionnaire(write: Writer, capacities: Sequence[Capacity]) -> InstrumentVersion:
    instrument = write.make(
        Instrument,
        code="demo-organization",
        family="capacity",
        unit="affiliate",
        **_texts("title", said.TITLE),
        **_texts("introduction", said.INTRODUCTION),
    )
    version = write.make(InstrumentVersion, instrument=instrument)
    levels = _write_scale(write, version, "level", said.LEVELS, evidence_from=said.EVIDENCE_FROM)
    lasting = _write_scale(write, version, "robustness", said.LASTING)
    for place, capacity in enumerate(capacities):
        names = (
            str(getattr(capacity, "name_en", "") or capacity.name),
            getattr(capacity, "name_ar", None) or capacity.name,
        )
        dimension = write.make(
            Dimension,
            version=version,
            code=capacity.code,
            capacity=capacity,
            position=place,
            **_texts("name", names),
        )
        for scale, stem, code in ((levels, said.LEVEL, "level"), (lasting, said.ROBUSTNESS, "robustness")):
            stems = (stem[0].format(names[0]), stem[1].format(names[1]))
            write.make(
                Item,
                version=version,
                dimension=dimension,
                code=f"{capacity.code}-{code}",
                kind="rubric",
                scale=scale,
                aspect=code,
                position=2 * place + (code == "robustness"),
                **_texts("stem", stems),
            )
    hashed = hashlib.sha256(repr([one.code for one in capacities]).encode()).hexdigest()
    InstrumentVersion.objects.filter(pk=version.pk).update(
        state=VersionState.PUBLISHED,
        published_at=write.moment(-400),
        content_hash=hashed,
        updated_at=write.written,
    )
    return version


def _write_scale(
    write: Writer,
    version: InstrumentVersion,
    code: str,
    anchors: Sequence[tuple[str, str]],
    *,
    evidence_from: int = 99,
) -> Scale:
    scale = write.make(
        Scale, version=version, code=code, kind="maturity", minimum=0, maximum=len(anchors) - 1
    )
    for value, label in enumerate(anchors):
        required = value >= evidence_from
        write.make(
            ScaleAnchor, scale=scale, value=value, evidence_required=required, **_texts("label", label)
        )
    return scale


def _texts(field: str, words: tuple[str, str]) -> dict[str, Any]:
    return {f"{field}_en": words[0], f"{field}_ar": words[1]}


def _session(
    write: Writer,
    organization: Stakeholder,
    plan: AssessmentPlan,
    version: InstrumentVersion,
    timepoint: str,
    *,
    day: int,
    raters: Sequence[DemoPerson],
) -> ConsensusSession:
    wave = write.make(
        Wave,
        plan=plan,
        timepoint=timepoint,
        version=version,
        opens_at=write.moment(day),
        closes_at=write.moment(day + 21),
        state=WaveState.OPEN if day > -20 else WaveState.ANALYZED,
    )
    write.make(WaveTarget, wave=wave, subject=organization, organization=organization)
    session = write.make(ConsensusSession, wave=wave, organization=organization, facilitator_id=raters[0].pk)
    for rater in raters:
        write.make(ConsensusParticipant, session=session, person_id=rater.pk, was_there=day < -20)
    return session


def _record_consensus(write: Writer, session: ConsensusSession, capacities: Sequence[Capacity]) -> None:
    moment = write.moment(-340)
    for capacity, (level, _robustness) in zip(capacities, said.LAST_YEAR, strict=True):
        if level >= said.EVIDENCE_FROM:
            item = session.wave.version.items.get(code=f"{capacity.code}-level")
            write.make(EvidenceLink, session=session, item=item, url="https://evidence.example/report")
    response = _respond(write, session.wave, "consensus", Perspective.CONSENSUS, None, said.LAST_YEAR, moment)
    for capacity, pair in zip(capacities, said.LAST_YEAR, strict=True):
        for aspect, value in zip((Aspect.LEVEL, Aspect.ROBUSTNESS), pair, strict=True):
            write.make(
                Score,
                response=response,
                capacity=capacity,
                aspect=aspect,
                method_id="mean.v1",
                raw=Decimal(value),
                normalized=Decimal(value) / 4,
                items_answered=1,
                items_asked=1,
            )
    session.response, session.recorded_at, session.minutes = response, moment, said.MINUTES
    session.state, session.visibility = ConsensusState.RECORDED, VisibleTo.PUBLIC
    session.save()
    write.settle(session)


def _respond(
    write: Writer,
    wave: Wave,
    key: str,
    perspective: str,
    invitation: Invitation | None,
    values: Sequence[tuple[int, int]],
    moment: datetime,
) -> Response:
    response = write.make(
        Response,
        wave=wave,
        version=wave.version,
        subject=wave.plan.organization,
        invitation=invitation,
        respondent_key=key,
        perspective=perspective,
        language="en",
    )
    flat = [value for pair in values for value in pair]
    items = wave.version.items.order_by("position")
    Answer.objects.bulk_create(
        Answer(response=response, item=item, value=value, is_demo=True)
        for item, value in zip(items, flat, strict=True)
    )
    Response.objects.filter(pk=response.pk).update(state=ResponseState.SUBMITTED, submitted_at=moment)
    response.refresh_from_db()
    return response


def _rate(write: Writer, session: ConsensusSession, raters: Sequence[DemoPerson]) -> None:
    """All but the representative have rated: she is asked still."""
    target = session.wave.targets.get()
    for place, rater in enumerate(raters):
        has_rated = place > 0
        invitation = write.make(
            Invitation,
            target=target,
            respondent_id=rater.pk,
            state=InvitationState.SUBMITTED if has_rated else InvitationState.SENT,
            sent_at=session.wave.opens_at,
            ended_at=session.wave.opens_at + timedelta(days=1) if has_rated else None,
        )
        if has_rated:
            moment = session.wave.opens_at + timedelta(days=1)
            _respond(
                write, session.wave, rater.key, Perspective.SELF, invitation, said.RATINGS[place], moment
            )


def _write_plans(
    write: Writer,
    world: DemoWorld,
    organization: Stakeholder,
    session: ConsensusSession,
    capacities: Sequence[Capacity],
) -> None:
    plan = write.make(DevelopmentPlan, subject=organization, title=said.PLAN, session=session)
    _write_needs(write, plan, capacities)
    owners = [world.roles[role].pk for role in RATERS]
    for place, (part, title, state, progress, days) in enumerate(said.ACTIONS):
        write.make(
            PlanAction,
            plan=plan,
            capacity=capacities[part],
            title=title,
            owner_id=owners[place % len(owners)],
            due_on=write.demo.date(days),
            progress=progress,
            state=state,
            ended_at=write.moment(-40) if state == "done" else None,
        )
    own = write.make(DevelopmentPlan, subject_id=world.roles["member"].pk, title=said.OWN_PLAN)
    individual = Capacity.objects.shown().filter(scope__in=SCOPES_OF_PERSONS, depth__gt=1).order_by("path")
    _write_needs(write, own, list(individual[:2]))


def _write_needs(write: Writer, plan: DevelopmentPlan, capacities: Sequence[Capacity]) -> None:
    for capacity, (importance, ability) in zip(capacities, said.NEEDS, strict=False):
        write.make(Need, plan=plan, capacity=capacity, importance=importance, ability=ability)
