"""Demo questionnaires, waves and answers. All of it is marked, and none of it is real."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from django.db import connection

from assessments.actions import demo_organizations
from assessments.actions.demo_removal import COUNTED, VERSION_PARTS
from assessments.logic.demo import (
    ANCHORS,
    ANSWER_RATE,
    HIGHEST,
    LOWEST,
    METHOD,
    MISSING,
    MISSING_CODES,
    STEM,
    DemoFact,
    DemoWave,
    Talent,
    waves,
)
from assessments.models import (
    Answer,
    AssessmentPlan,
    Dimension,
    Instrument,
    InstrumentVersion,
    Invitation,
    Item,
    Response,
    Scale,
    ScaleAnchor,
    Score,
    Wave,
    WaveTarget,
)
from assessments.states import VersionState
from capacity.logic.demo import DemoPerson, DemoWorld
from capacity.models import Capacity
from common.demo import Demo, ids, remove_marked
from programs.logic.demo import ENDED, FULL, OPEN, RUNNING, DemoCohort, DemoEnrollment

PLANNED_PHASES = {ENDED, RUNNING, OPEN, FULL}


@dataclass(frozen=True, slots=True)
class DemoInstrument:
    pk: int
    version: int
    items: list[tuple[int, int]]  # item, capacity


@dataclass(slots=True)
class Asked:
    """One person asked in one wave, and how it stands with her."""

    wave: int
    at: DemoWave
    instrument: DemoInstrument
    cohort: DemoCohort
    enrollment: DemoEnrollment
    person: DemoPerson
    state: str
    day: int
    target: int = 0
    invitation: int = 0
    response: int = 0
    values: list[int | None] = field(default_factory=list)

    @property
    def answers(self) -> bool:
        return self.state in {"submitted", "started"}


def load_instruments(demo: Demo, world: DemoWorld) -> list[DemoInstrument]:
    """Writes and publishes one short questionnaire for each group of capacities."""
    names = {
        each.pk: each
        for each in Capacity.objects.filter(pk__in=[pk for group in world.capacity_groups for pk in group])
    }
    made = []
    keys = zip(
        ids(Instrument, len(world.capacity_groups)),
        ids(InstrumentVersion, len(world.capacity_groups)),
        strict=True,
    )
    for number, ((pk, version), group) in enumerate(zip(keys, world.capacity_groups, strict=True), start=1):
        _write_instrument(demo, pk, version, number)
        items = _write_items(demo, version, [names[capacity] for capacity in group])
        made.append(DemoInstrument(pk, version, list(zip(items, group, strict=True))))
        content = repr([(names[capacity].code, STEM, ANCHORS) for capacity in group])
        InstrumentVersion.objects.filter(pk=version).update(
            state=VersionState.PUBLISHED,
            published_at=demo.moment(-1400),
            content_hash=hashlib.sha256(content.encode()).hexdigest(),
        )
    return made


def load_answers(
    demo: Demo, world: DemoWorld, instruments: list[DemoInstrument], cohorts: list[DemoCohort]
) -> list[DemoFact]:
    """Writes plans, waves, invitations, responses, answers and scores of these cohorts; tells what changed."""
    dice = demo.dice(f"answers {cohorts[0].number}")
    asked = _write_waves(
        demo, dice, world, instruments, [each for each in cohorts if each.phase in PLANNED_PHASES]
    )
    _decide_answers(dice, asked)
    _write_targets(demo, asked)
    _write_responses(demo, dice, asked)
    return list(_facts(asked))


def remove() -> int:
    """Deletes demo answers and questionnaires. Published versions go first: their parts may follow then."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTED)
    removed = remove_marked(demo_organizations.MODELS)
    removed += remove_marked([Answer, Score, Response, Invitation, WaveTarget, Wave, AssessmentPlan])
    with connection.cursor() as cursor:
        for statement in VERSION_PARTS:
            cursor.execute(statement)
    return removed + remove_marked([Instrument])


# --- Questionnaires ---


def _write_instrument(demo: Demo, pk: int, version: int, number: int) -> None:
    title, title_ar = f"Demo: short questionnaire {number}", f"تجريبي: استبيان قصير {number}"
    introduction = "An invented questionnaire: answer as you like."
    demo.copy(
        Instrument,
        ["id", "code", "title", "title_en", "title_ar", "introduction", "introduction_en", "introduction_ar", "family",
         "unit", "created_at"],
        [(pk, f"demo-{number}", title, title, title_ar, introduction, introduction, "استبيان مختلق: لك حرية الإجابة.",
          "capacity", "person", demo.moment(-1400))],
    )  # fmt: skip
    demo.copy(
        InstrumentVersion,
        ["id", "instrument", "state", "created_at"],
        [(version, pk, "draft", demo.moment(-1400))],
    )


def _write_items(demo: Demo, version: int, capacities: list[Capacity]) -> list[int]:
    (scale,) = ids(Scale, 1)
    demo.copy(Scale, ["id", "version", "code", "kind", "minimum", "maximum"],
              [(scale, version, "levels", "rubric", LOWEST, HIGHEST)])  # fmt: skip
    demo.copy(
        ScaleAnchor,
        ["scale", "value", "label", "label_en", "label_ar"],
        [(scale, value, label, label, label_ar) for value, (label, label_ar) in enumerate(ANCHORS)],
    )
    dimensions, items = ids(Dimension, len(capacities)), ids(Item, len(capacities))
    names = [(each.name_en or each.name, getattr(each, "name_ar", None)) for each in capacities]  # type: ignore[attr-defined]
    demo.copy(
        Dimension,
        ["id", "version", "code", "name", "name_en", "name_ar", "capacity", "position"],
        [
            (dimension, version, f"capacity-{each.code}", name, name, name_ar, each.pk, place)
            for place, (dimension, each, (name, name_ar)) in enumerate(
                zip(dimensions, capacities, names, strict=True)
            )
        ],
    )
    demo.copy(
        Item,
        ["id", "version", "dimension", "code", "kind", "scale", "stem", "stem_en", "stem_ar", "position"],
        [
            (item, version, dimension, f"capacity-{each.code}", "rubric", scale, STEM[0].format(name),
             STEM[0].format(name), STEM[1].format(name_ar or name), place)
            for place, (item, dimension, each, (name, name_ar)) in enumerate(
                zip(items, dimensions, capacities, names, strict=True)
            )
        ],
    )  # fmt: skip
    return items


# --- Waves ---


def _write_waves(
    demo: Demo, dice: Random, world: DemoWorld, instruments: list[DemoInstrument], cohorts: list[DemoCohort]
) -> list[Asked]:
    plans = ids(AssessmentPlan, len(cohorts))
    demo.copy(
        AssessmentPlan,
        ["id", "cohort", "instrument", "created_at"],
        [
            (plan, each.pk, instruments[each.program.group].pk, demo.moment(min(each.opens, -1)))
            for plan, each in zip(plans, cohorts, strict=True)
        ],
    )
    planned = [
        (plan, each, at)
        for plan, each in zip(plans, cohorts, strict=True)
        for at in waves(each.starts, each.ends)
    ]
    keys = ids(Wave, len(planned))
    demo.copy(
        Wave,
        ["id", "plan", "timepoint", "version", "opens_at", "closes_at", "state", "created_at"],
        [
            (key, plan, at.timepoint, instruments[each.program.group].version, demo.moment(at.opens),
             demo.moment(at.closes), at.state, demo.moment(min(each.opens, -1)))
            for key, (plan, each, at) in zip(keys, planned, strict=True)
        ],
    )  # fmt: skip
    return [
        _asked(dice, world, key, at, instruments[cohort.program.group], cohort, enrollment)
        for key, (_, cohort, at) in zip(keys, planned, strict=True)
        if at.state != "planned"
        for enrollment in cohort.participants
    ]


def _asked(
    dice: Random,
    world: DemoWorld,
    wave: int,
    at: DemoWave,
    instrument: DemoInstrument,
    cohort: DemoCohort,
    enrollment: DemoEnrollment,
) -> Asked:
    last = min(at.closes, 0) - 1
    day = dice.randint(at.opens, max(at.opens, last))
    throw = dice.random()
    has_log_in = enrollment.person < len(world.roles)
    if at.state == "open":
        state = "sent" if has_log_in else OPEN_STATES[int(throw * len(OPEN_STATES))]
    elif has_log_in or throw < ANSWER_RATE[at.timepoint]:
        state = "submitted"
    else:
        state = dice.choices(["expired", "declined", "opted_out", "bounced"], weights=[85, 8, 4, 3])[0]
    return Asked(wave, at, instrument, cohort, enrollment, world.people[enrollment.person], state, day)


OPEN_STATES = ["submitted"] * 5 + ["sent", "sent", "opened", "started", "declined"]


def _decide_answers(dice: Random, asked: list[Asked]) -> None:
    talents: dict[tuple[int, int], Talent] = {}
    for each in asked:
        if not each.answers:
            continue
        program = each.cohort.program
        for _, capacity in each.instrument.items:
            key = (each.enrollment.pk, capacity)
            talent = talents.get(key)
            if talent is None:
                aimed = capacity in program.capacities
                talent = talents[key] = Talent(dice, method=program.method, capacity=capacity, aimed=aimed)
            value = talent.value(dice, each.at.timepoint)
            each.values.append(None if dice.random() < MISSING else value)


def _write_targets(demo: Demo, asked: list[Asked]) -> None:
    for each, target, invitation in zip(
        asked, ids(WaveTarget, len(asked)), ids(Invitation, len(asked)), strict=True
    ):
        each.target, each.invitation = target, invitation
    demo.copy(
        WaveTarget,
        ["id", "wave", "subject", "enrollment", "organization", "territory", "region"],
        (
            (each.target, each.wave, each.person.pk, each.enrollment.pk, home.pk, home.territory, home.region)
            for each in asked
            for home in [each.person.organization]
        ),
    )
    over = {"submitted", "declined", "expired", "opted_out"}
    demo.copy(
        Invitation,
        ["id", "target", "respondent", "state", "sent_at", "reminders", "reminded_at", "ended_at", "created_at"],
        (
            (each.invitation, each.target, each.person.pk, each.state, demo.moment(each.at.opens, 480),
             1 if each.state == "expired" else 0,
             demo.moment(each.at.opens + 6, 480) if each.state == "expired" else None,
             demo.moment(each.day, 900) if each.state in over else None, demo.moment(each.at.opens, 480))
            for each in asked
        ),
    )  # fmt: skip


def _write_responses(demo: Demo, dice: Random, asked: list[Asked]) -> None:
    answering = [each for each in asked if each.answers]
    for each, pk in zip(answering, ids(Response, len(answering)), strict=True):
        each.response = pk
    demo.copy(
        Response,
        ["id", "wave", "version", "subject", "invitation", "respondent_key", "language", "state", "submitted_at",
         "created_at", "updated_at"],
        (
            (each.response, each.wave, each.instrument.version, each.person.pk, each.invitation, each.person.key,
             each.person.language, "submitted" if each.state == "submitted" else "draft",
             demo.moment(each.day, 900) if each.state == "submitted" else None, demo.moment(each.day, 880),
             demo.moment(each.day, 900))
            for each in answering
        ),
    )  # fmt: skip

    def answers() -> Iterator[tuple[Any, ...]]:
        for each in answering:
            shown = len(each.values) if each.state == "submitted" else len(each.values) // 2
            for (item, _), value in list(zip(each.instrument.items, each.values, strict=True))[:shown]:
                yield each.response, item, value, None if value is not None else dice.choice(MISSING_CODES)

    demo.copy(Answer, ["response", "item", "value", "missing_code"], answers())

    def scores() -> Iterator[tuple[Any, ...]]:
        for each in answering:
            if each.state != "submitted":
                continue
            for (_, capacity), value in zip(each.instrument.items, each.values, strict=True):
                answered = value is not None
                yield each.response, capacity, METHOD, value, normalized(value), int(answered), 1

    demo.copy(
        Score,
        ["response", "capacity", "method_id", "raw", "normalized", "items_answered", "items_asked"],
        scores(),
    )


def normalized(value: int | None) -> float | None:
    return None if value is None else (value - LOWEST) / (HIGHEST - LOWEST)


def _facts(asked: list[Asked]) -> Iterator[DemoFact]:
    """The baseline against everything later, the endline against what came after it."""
    given: dict[int, list[Asked]] = {}
    for each in asked:
        if each.state != "submitted":
            continue
        for first in given.get(each.enrollment.pk, []):
            yield from _pairs(first, each)
        if each.at.timepoint in {"baseline", "endline"}:
            given.setdefault(each.enrollment.pk, []).append(each)


def _pairs(first: Asked, later: Asked) -> Iterator[DemoFact]:
    for (_, capacity), old, new in zip(later.instrument.items, first.values, later.values, strict=True):
        if old is not None and new is not None:
            yield DemoFact(
                person=later.enrollment.person,
                enrollment=later.enrollment.pk,
                capacity=capacity,
                from_timepoint=first.at.timepoint,
                to_timepoint=later.at.timepoint,
                before=old / HIGHEST,
                after=new / HIGHEST,
                before_response=first.response,
                after_response=later.response,
                day=later.day,
                opened=later.at.opens,
            )
