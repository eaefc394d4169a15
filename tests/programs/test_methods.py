"""Each method with its own rule of completion: what is one too few, and what is enough."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from common.csvfiles import Folder
from programs.actions import activities, completions, deliverables
from programs.formats.reference import SHEETS
from programs.models import RULE_FIELDS
from programs.queries.progress import progress_of, rule_says
from tests.factories.capacity import UserFactory
from tests.factories.programs import (
    ActivityFactory,
    AttendanceFactory,
    CohortFactory,
    DeliverableFactory,
    EnrollmentFactory,
    SessionFactory,
)

pytestmark = pytest.mark.django_db

METHODS = {
    row["code"]: {name: row[name] for name in RULE_FIELDS}
    for row in Folder(settings.ROOT / "config" / "reference").read(SHEETS["methods"])
}
DAY = timedelta(days=1)


class Learner:
    """Somebody in a cohort of the method, which began a month ago and has ended."""

    def __init__(self, method):
        today = timezone.now().date()
        self.cohort = CohortFactory(starts_on=today - 30 * DAY, ends_on=today - DAY, **METHODS[method])
        self.enrollment = EnrollmentFactory(cohort=self.cohort)
        self.coordinator = UserFactory()

    def attends(self, times=1, *, minutes=90, status="present"):
        for _ in range(times):
            session = SessionFactory(cohort=self.cohort, minutes=minutes)
            AttendanceFactory(session=session, enrollment=self.enrollment, status=status)

    def meets(self, times=1, *, minutes=60, kind="meeting"):
        for _ in range(times):
            activity = ActivityFactory(enrollment=self.enrollment, minutes=minutes, kind=kind)
            activities.confirm(activity, by=self.coordinator)

    def hands_in(self):
        made = DeliverableFactory(enrollment=self.enrollment)
        deliverables.accept(made, by=self.coordinator)

    def works(self, minutes):
        self.meets(minutes=minutes, kind="work")

    @property
    def outcome(self):
        self.enrollment.refresh_from_db()
        if self.enrollment.state == "enrolled":
            completions.conclude_by_rule(self.cohort, by=self.coordinator)
            self.enrollment.refresh_from_db()
        return self.enrollment.state


TOO_FEW_AND_ENOUGH = {
    "online-course": (lambda who: who.attends(3), lambda who: (who.attends(3), who.hands_in())),
    "workshop-series": (lambda who: who.attends(2), lambda who: who.attends(3)),
    "learning-clinic": (lambda who: who.attends(1, status="partly"), lambda who: who.attends(1)),
    "peer-consultation": (
        lambda who: who.meets(1),
        lambda who: (who.meets(1), who.attends(1, status="partly")),
    ),
    "mentoring": (lambda who: who.meets(4, minutes=45), lambda who: who.meets(4, minutes=60)),
    "on-site-assistance": (lambda who: who.works(470), lambda who: who.works(480)),
    "community-of-practice": (lambda who: who.attends(3), lambda who: who.attends(4)),
    "infrastructure-funding": (lambda who: who.attends(4), lambda who: who.hands_in()),
    "training": (lambda who: who.attends(3, minutes=110), lambda who: who.attends(3, minutes=120)),
    "conference": (lambda who: who.attends(1), lambda who: who.attends(2)),
    "hackathon": (lambda who: who.hands_in(), lambda who: (who.attends(1), who.hands_in())),
}


def test_every_method_is_tried_here():
    assert set(TOO_FEW_AND_ENOUGH) == set(METHODS)


@pytest.mark.parametrize("method", METHODS)
def test_a_little_too_few_does_not_complete(method):
    learner = Learner(method)
    TOO_FEW_AND_ENOUGH[method][0](learner)
    assert learner.outcome == "not_completed"


@pytest.mark.parametrize("method", METHODS)
def test_all_that_the_rule_asks_completes(method):
    learner = Learner(method)
    TOO_FEW_AND_ENOUGH[method][1](learner)
    assert learner.outcome == "completed"


def test_progress_says_what_is_reached_and_what_is_missing():
    learner = Learner("online-course")
    learner.cohort.sessions_needed = 4
    learner.attends(3)
    (found,) = progress_of([learner.enrollment], learner.cohort.rule).values()
    assert found.says == "3 of 4 sessions, result missing"


def test_hours_are_told_with_their_half():
    learner = Learner("on-site-assistance")
    learner.works(90)
    (found,) = progress_of([learner.enrollment], learner.cohort.rule).values()
    assert found.says == "1.5 of 8 hours"


def test_the_rule_in_words():
    assert rule_says(Learner("online-course").cohort.rule) == (
        "3 sessions attended and 1 result handed in and accepted"
    )


def test_progress_of_many_takes_as_many_queries_as_of_one(django_assert_num_queries):
    cohort = Learner("online-course").cohort
    people = [EnrollmentFactory(cohort=cohort) for _ in range(5)]
    for each in people:
        DeliverableFactory(enrollment=each)
    for shown in (people[:1], people):
        with django_assert_num_queries(1):
            progress_of(shown, cohort.rule)
