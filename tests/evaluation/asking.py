"""A cohort that is asked several times, and people who answer: what changes are made of."""

from datetime import UTC, datetime
from decimal import Decimal

from assessments.models import Score
from assessments.states import ResponseState
from tests.factories.assessments import (
    AssessmentPlanFactory,
    InvitationFactory,
    ResponseFactory,
    WaveFactory,
    WaveTargetFactory,
    published_version,
)
from tests.factories.capacity import AffiliateFactory, CapacityFactory, PersonFactory, RegionFactory
from tests.factories.programs import CohortFactory, EnrollmentFactory

OPENS = {
    "baseline": datetime(2025, 1, 10, tzinfo=UTC),
    "endline": datetime(2025, 3, 20, tzinfo=UTC),
    "retrospective": datetime(2025, 3, 20, tzinfo=UTC),
    "m3": datetime(2025, 6, 20, tzinfo=UTC),
    "m6": datetime(2025, 9, 20, tzinfo=UTC),
    "m12": datetime(2026, 3, 20, tzinfo=UTC),
    "m24": datetime(2027, 3, 20, tzinfo=UTC),
    "adhoc": datetime(2025, 2, 1, tzinfo=UTC),
}


class Asking:
    """`says(person, "baseline", 0.25)` submits an answer that scores so; waves come as they are needed."""

    def __init__(self, cohort=None, capacity=None):
        self.capacity = capacity or CapacityFactory()
        self.cohort = cohort or CohortFactory(seats=500)
        self.version = published_version(capacities=[self.capacity])
        self.plan = AssessmentPlanFactory(cohort=self.cohort, instrument=self.version.instrument)
        self.waves = {}
        self.targets = {}

    def person(self, **fields):
        return EnrollmentFactory(cohort=self.cohort, person=PersonFactory(**fields)).person

    def wave(self, timepoint):
        if timepoint not in self.waves:
            opens = OPENS[timepoint]
            self.waves[timepoint] = WaveFactory(
                plan=self.plan,
                version=self.version,
                timepoint=timepoint,
                opens_at=opens,
                closes_at=opens.replace(day=opens.day + 7),
            )
        return self.waves[timepoint]

    def target(self, person, timepoint):
        key = (person.pk, timepoint)
        if key not in self.targets:
            self.targets[key] = WaveTargetFactory(
                wave=self.wave(timepoint),
                enrollment=person.enrollments.get(cohort=self.cohort),
                region=person.region,
                organization=person.enrollments.get(cohort=self.cohort).organization,
            )
        return self.targets[key]

    def says(self, person, timepoint, normalized, **fields):
        response = ResponseFactory(
            invitation=InvitationFactory(target=self.target(person, timepoint)),
            state=ResponseState.SUBMITTED,
            submitted_at=fields.pop("submitted_at", OPENS[timepoint].replace(hour=12)),
            **fields,
        )
        self.score(response, normalized)
        return response

    def score(self, response, normalized, capacity=None, method_id="mean.v1"):
        missing = normalized is None
        return Score.objects.create(
            response=response,
            capacity=capacity or self.capacity,
            method_id=method_id,
            raw=None if missing else Decimal(str(normalized)) * 4,
            normalized=None if missing else Decimal(str(normalized)),
            items_answered=0 if missing else 2,
            items_asked=2,
        )


def region(code="SSA", name="Sub-Saharan Africa"):
    return RegionFactory(code=code, name=name)


def group(asking, changes, *, timepoints=("baseline", "m6"), **fields):
    """People who said `before` and then `after`: one for each pair of `changes`."""
    organization = AffiliateFactory()
    people = []
    for before, after in changes:
        person = asking.person(**fields)
        person.enrollments.update(organization=organization)
        asking.says(person, timepoints[0], before)
        asking.says(person, timepoints[1], after)
        people.append(person)
    return people
