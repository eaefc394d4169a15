"""How others see the people of one demo cohort, and an anonymous questionnaire of the same cohort. All invented."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from random import Random

from assessments.actions.demo_organizations import Writer
from assessments.logic.demo import HIGHEST, LOWEST, METHOD
from assessments.models import (
    Answer,
    AssessmentPlan,
    Instrument,
    Invitation,
    Item,
    Perspective,
    Response,
    Score,
    Wave,
    WaveTarget,
)
from assessments.states import InvitationState, ResponseState, WaveState
from capacity.logic.demo import DemoWorld
from capacity.models import Stakeholder
from common.demo import Demo
from programs.models import ProgramRole
from programs.permissions import TEACHING_ROLES

SHIFTS = [-1, -1, 0, 0, 1]  # how others see somebody, against her own view
GAINS = [0, 0, 1, 1, 2]
WAVES = 2  # of the anonymous plan


def load(demo: Demo, world: DemoWorld) -> None:
    """For the last finished wave that the demo member has answered."""
    answered = Invitation.objects.filter(
        is_demo=True, respondent=world.roles["member"].pk, state=InvitationState.SUBMITTED
    ).filter(target__wave__state=WaveState.ANALYZED, target__wave__plan__cohort__isnull=False)
    last = answered.order_by("-target__wave__opens_at", "-pk").select_related("target__wave__plan").first()
    if last is None:
        return
    write, wave = Writer(demo, "views"), last.target.wave
    _write_observers(write, wave)
    _write_anonymous(write, wave)


def _write_observers(write: Writer, wave: Wave) -> None:
    """Two of those who teach the cohort say how they see everybody who has answered."""
    own = Response.objects.filter(
        wave=wave, state=ResponseState.SUBMITTED, perspective=Perspective.SELF
    ).select_related("invitation__target", "subject")
    roles = ProgramRole.objects.current().filter(role__in=TEACHING_ROLES)
    here = roles.filter(cohort=wave.plan.cohort_id) | roles.filter(program__cohorts=wave.plan.cohort_id)
    people = here.exclude(person__user=None).order_by("person").values_list("person", flat=True).distinct()
    teachers = list(Stakeholder.objects.filter(pk__in=list(people)[:2]).select_related("user").order_by("pk"))
    for response in own.order_by("pk"):
        values = {each.item_id: each.value for each in response.answers.all() if each.value is not None}
        for teacher in teachers:
            if response.invitation is None or teacher.pk == response.subject_id or teacher.user is None:
                continue
            invitation = write.make(
                Invitation,
                target=response.invitation.target,
                respondent=teacher,
                perspective=Perspective.OBSERVER,
                state=InvitationState.SUBMITTED,
                sent_at=wave.opens_at,
                ended_at=wave.closes_at,
            )
            made = write.make(
                Response,
                wave=wave,
                version_id=wave.version_id,
                subject=response.subject,
                invitation=invitation,
                respondent_key=str(teacher.user.public_id),
                perspective=Perspective.OBSERVER,
                language="en",
            )
            seen = {item: _near(write.dice, value, SHIFTS) for item, value in values.items()}
            _answer(made, seen, wave.closes_at)


def _write_anonymous(write: Writer, like: Wave) -> None:
    """Asked of the same people at the same times, whose names are in no answer; its secret is destroyed."""
    used = AssessmentPlan.objects.filter(cohort=like.plan.cohort_id).values("instrument")
    instrument = (
        Instrument.objects.filter(is_demo=True, unit="person").exclude(pk__in=used).order_by("pk").first()
    )
    version = instrument.versions.order_by("pk").first() if instrument else None
    times = Wave.objects.filter(plan=like.plan_id, state=WaveState.ANALYZED).order_by("opens_at")[:WAVES]
    if version is None or len(times) < WAVES:
        return
    plan = write.make(
        AssessmentPlan,
        cohort_id=like.plan.cohort_id,
        instrument=version.instrument,
        is_anonymous=True,
        secret=None,
        unlinked_at=write.moment(-1),
    )
    targets = list(WaveTarget.objects.filter(wave=times[0]).order_by("pk"))
    keys = [
        hashlib.sha256(f"demo {target.pk} {write.dice.random()}".encode()).hexdigest() for target in targets
    ]
    items = list(version.items.values_list("pk", flat=True))
    values = [{item: Decimal(write.dice.randint(1, 3)) for item in items} for _target in targets]
    for number, time in enumerate(times):
        wave = write.make(
            Wave,
            plan=plan,
            timepoint=time.timepoint,
            version=version,
            opens_at=time.opens_at,
            closes_at=time.closes_at,
            state=WaveState.ANALYZED,
        )
        if number:
            values = [{item: _near(write.dice, one, GAINS) for item, one in each.items()} for each in values]
        _ask_all(write, wave, targets)
        for key, each in zip(keys, values, strict=True):
            response = write.make(
                Response,
                wave=wave,
                version=version,
                respondent_key=key,
                perspective=Perspective.SELF,
                language="en",
            )
            _answer(response, each, wave.closes_at)


def _ask_all(write: Writer, wave: Wave, targets: Sequence[WaveTarget]) -> None:
    """That she has answered stands with the invitation, without a moment."""
    for each in targets:
        target = write.make(
            WaveTarget,
            wave=wave,
            subject_id=each.subject_id,
            enrollment_id=each.enrollment_id,
            organization_id=each.organization_id,
            territory_id=each.territory_id,
            region_id=each.region_id,
        )
        write.make(
            Invitation,
            target=target,
            respondent_id=each.subject_id,
            state=InvitationState.SUBMITTED,
            sent_at=wave.opens_at,
        )


def _near(dice: Random, value: Decimal, steps: Sequence[int]) -> Decimal:
    return min(Decimal(HIGHEST), max(Decimal(LOWEST), value + dice.choice(steps)))


def _answer(response: Response, values: dict[int, Decimal], moment: datetime) -> None:
    Answer.objects.bulk_create(
        Answer(response=response, item_id=item, value=value, is_demo=True) for item, value in values.items()
    )
    Response.objects.filter(pk=response.pk).update(state=ResponseState.SUBMITTED, submitted_at=moment)
    Score.objects.bulk_create(_scores(response, values))


def _scores(response: Response, values: dict[int, Decimal]) -> Iterable[Score]:
    """The demo questionnaires ask once about each capacity."""
    items = Item.objects.filter(version=response.version_id, pk__in=values)
    for item, capacity in items.values_list("pk", "dimension__capacity_id"):
        yield Score(
            response=response,
            capacity_id=capacity,
            method_id=METHOD,
            raw=values[item],
            normalized=(values[item] - LOWEST) / (HIGHEST - LOWEST),
            items_answered=1,
            items_asked=1,
            is_demo=True,
        )
