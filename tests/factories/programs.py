"""One factory per model of `programs`. A cohort is online, open for enrollment now, and confirms at once."""

from datetime import UTC, date, datetime, time, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from programs import models
from programs.logic.check_in import new_code
from programs.states import LIVE_PAIR_STATES, EnrollmentState, PairState, ProgramState
from tests.factories.capacity import (
    AffiliateFactory,
    CapacityFactory,
    LanguageFactory,
    PersonFactory,
    SourceFactory,
    UserFactory,
)


class MethodFactory(DjangoModelFactory):
    class Meta:
        model = models.Method
        django_get_or_create = ["code"]

    code = "workshop-series"
    name = "Workshop series"


class ProgramFactory(DjangoModelFactory):
    """A published program."""

    class Meta:
        model = models.Program

    slug = factory.Sequence(lambda n: f"program-{n}")
    title = factory.Sequence(lambda n: f"Program {n}")
    search_text = factory.LazyAttribute(lambda program: program.title.lower())
    method = factory.SubFactory(MethodFactory)
    original_language = factory.SubFactory(LanguageFactory)
    state = ProgramState.PUBLISHED
    published_at = datetime(2025, 1, 1, tzinfo=UTC)


class ProgramCapacityFactory(DjangoModelFactory):
    class Meta:
        model = models.ProgramCapacity

    program = factory.SubFactory(ProgramFactory)
    capacity = factory.SubFactory(CapacityFactory)


class ProgramProviderFactory(DjangoModelFactory):
    class Meta:
        model = models.ProgramProvider

    program = factory.SubFactory(ProgramFactory)
    organization = factory.SubFactory(AffiliateFactory)


def complete(program):
    """With all that a published program needs."""
    program.summary, program.audience = "What one learns.", "Organizers"
    program.save()
    ProgramCapacityFactory(program=program)
    ProgramProviderFactory(program=program)
    program.languages.add(LanguageFactory())
    return program


class ProgramRecordFactory(DjangoModelFactory):
    class Meta:
        model = models.ProgramRecord

    program = factory.SubFactory(ProgramFactory)
    source = factory.SubFactory(SourceFactory)


class CohortFactory(DjangoModelFactory):
    class Meta:
        model = models.Cohort

    program = factory.SubFactory(ProgramFactory)
    name = factory.Sequence(lambda n: f"Cohort {n}")
    starts_on = factory.LazyFunction(lambda: timezone.now().date() + timedelta(days=14))
    ends_on = factory.LazyAttribute(lambda cohort: cohort.starts_on + timedelta(days=30))
    enrollment_opens_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=7))
    enrollment_closes_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=7))
    seats = 10


class SeatPoolFactory(DjangoModelFactory):
    """Two seats for newcomers, until enrollment closes."""

    class Meta:
        model = models.SeatPool

    cohort = factory.SubFactory(CohortFactory)
    kind = models.CriterionKind.NEWCOMER
    seats = 2

    @classmethod
    def _create(cls, model_class, *args, cohort, **fields):
        if cohort.reserves_release_at is None:
            cohort.reserves_release_at = cohort.enrollment_closes_at
            cohort.save(update_fields=["reserves_release_at"])
        pool = super()._create(model_class, *args, cohort=cohort, **fields)
        cohort.refresh_from_db()
        return pool


class EquityWeightFactory(DjangoModelFactory):
    """Five points for newcomers."""

    class Meta:
        model = models.EquityWeight

    cohort = factory.SubFactory(CohortFactory)
    kind = models.CriterionKind.NEWCOMER
    points = 5


class ReviewConflictFactory(DjangoModelFactory):
    """Somebody has declared it about an application that waits."""

    class Meta:
        model = models.ReviewConflict

    enrollment = factory.SubFactory(
        "tests.factories.programs.EnrollmentFactory", state=EnrollmentState.APPLIED
    )
    reviewer = factory.LazyFunction(lambda: PersonFactory().user)
    reason = models.ConflictReason.WORK
    declared_at = factory.LazyFunction(timezone.now)


class FormBlockFactory(DjangoModelFactory):
    class Meta:
        model = models.FormBlock

    cohort = factory.SubFactory(CohortFactory)
    kind = models.BlockKind.TEXT
    label = factory.Sequence(lambda n: f"Question {n}")


class DelegationFactory(DjangoModelFactory):
    class Meta:
        model = models.Delegation

    cohort = factory.SubFactory(CohortFactory)
    organization = factory.SubFactory(AffiliateFactory)
    made_by = factory.SubFactory(UserFactory)


class DelegationPlaceFactory(DjangoModelFactory):
    """An address that was invited and has not answered."""

    class Meta:
        model = models.DelegationPlace

    delegation = factory.SubFactory(DelegationFactory)
    email = factory.Sequence(lambda n: f"invited{n}@example.org")
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=3))


class SavedSearchFactory(DjangoModelFactory):
    """All programs, without letters."""

    class Meta:
        model = models.SavedSearch

    owner = factory.SubFactory(UserFactory)
    name = factory.Sequence(lambda n: f"Search {n}")


class SessionFactory(DjangoModelFactory):
    class Meta:
        model = models.Session

    cohort = factory.SubFactory(CohortFactory)
    title = factory.Sequence(lambda n: f"Session {n}")
    local_date = factory.LazyAttribute(lambda session: session.cohort.starts_on)
    local_time = time(15, 0)
    time_zone = "UTC"
    minutes = 60

    @classmethod
    def _create(cls, model_class, *args, **fields):
        session = model_class(*args, **fields)
        session.set_moments()
        session.save()
        return session


class EnrollmentFactory(DjangoModelFactory):
    """An enrollment in the given state, with the moments which that state must have."""

    class Meta:
        model = models.Enrollment

    cohort = factory.SubFactory(CohortFactory)
    person = factory.SubFactory(PersonFactory)
    state = EnrollmentState.ENROLLED
    applied_at = factory.LazyFunction(timezone.now)

    class Params:
        moments = factory.LazyAttribute(lambda enrollment: MOMENTS.get(enrollment.state, ()))

    waitlisted_at = factory.LazyAttribute(lambda e: timezone.now() if "waitlisted_at" in e.moments else None)
    offered_at = factory.LazyAttribute(lambda e: timezone.now() if "offered_at" in e.moments else None)
    offer_expires_at = factory.LazyAttribute(
        lambda e: timezone.now() + timedelta(days=3) if "offered_at" in e.moments else None
    )
    enrolled_at = factory.LazyAttribute(lambda e: timezone.now() if "enrolled_at" in e.moments else None)
    ended_at = factory.LazyAttribute(lambda e: timezone.now() if "ended_at" in e.moments else None)


MOMENTS = {
    EnrollmentState.WAITLISTED: ("waitlisted_at",),
    EnrollmentState.OFFERED: ("offered_at",),
    EnrollmentState.ENROLLED: ("enrolled_at",),
    EnrollmentState.COMPLETED: ("enrolled_at", "ended_at"),
    EnrollmentState.NOT_COMPLETED: ("enrolled_at", "ended_at"),
    EnrollmentState.TRANSFERRED: ("enrolled_at", "ended_at"),
    EnrollmentState.DECLINED: ("ended_at",),
    EnrollmentState.REFUSED: ("ended_at",),
    EnrollmentState.LAPSED: ("ended_at",),
    EnrollmentState.WITHDRAWN: ("ended_at",),
}


class AccessNeedFactory(DjangoModelFactory):
    """Captions, not decided on."""

    class Meta:
        model = models.AccessNeed

    enrollment = factory.SubFactory(EnrollmentFactory)
    kind = models.AccessProvision.CAPTIONS
    consented_at = factory.LazyFunction(timezone.now)


class AttendanceFactory(DjangoModelFactory):
    class Meta:
        model = models.Attendance

    session = factory.SubFactory(SessionFactory)
    enrollment = factory.LazyAttribute(lambda attendance: EnrollmentFactory(cohort=attendance.session.cohort))
    status = models.AttendanceStatus.PRESENT


class AttendanceMarkFactory(DjangoModelFactory):
    """Said by somebody who did not know what is recorded."""

    class Meta:
        model = models.AttendanceMark

    session = factory.SubFactory(SessionFactory)
    enrollment = factory.LazyAttribute(lambda mark: EnrollmentFactory(cohort=mark.session.cohort))
    status = models.AttendanceStatus.ABSENT
    by = factory.SubFactory(UserFactory)
    said_at = factory.LazyFunction(timezone.now)


class AttendanceConflictFactory(DjangoModelFactory):
    class Meta:
        model = models.AttendanceConflict

    mark = factory.SubFactory(AttendanceMarkFactory)


class SessionMaterialFactory(DjangoModelFactory):
    """A recording for those who take part, without a transcript."""

    class Meta:
        model = models.SessionMaterial

    session = factory.SubFactory(SessionFactory)
    title = factory.Sequence(lambda n: f"Recording {n}")
    link = factory.Sequence(lambda n: f"https://video.example/{n}")
    language = factory.SubFactory(LanguageFactory)
    added_by = factory.SubFactory(UserFactory)


class BulkDeedFactory(DjangoModelFactory):
    class Meta:
        model = models.BulkDeed

    cohort = factory.SubFactory(CohortFactory)
    deed = models.Deed.ACCEPT
    by = factory.SubFactory(UserFactory)


class CheckInCodeFactory(DjangoModelFactory):
    class Meta:
        model = models.CheckInCode
        django_get_or_create = ["session"]

    session = factory.SubFactory(SessionFactory)
    code = factory.LazyFunction(new_code)
    made_by = factory.SubFactory(UserFactory)


class ProgramRoleFactory(DjangoModelFactory):
    """By default a coordinator of a program."""

    class Meta:
        model = models.ProgramRole

    program = factory.SubFactory(ProgramFactory)
    person = factory.SubFactory(PersonFactory)
    role = models.ProgramRoleKind.COORDINATOR
    starts_on = date(2020, 1, 1)


class DeliverableFactory(DjangoModelFactory):
    """Handed in, and not decided yet."""

    class Meta:
        model = models.Deliverable

    enrollment = factory.SubFactory(EnrollmentFactory)
    title = factory.Sequence(lambda n: f"Result {n}")
    text = "What we found."
    submitted_at = factory.LazyFunction(timezone.now)


class ActivityFactory(DjangoModelFactory):
    """A meeting of an hour, noted by the person."""

    class Meta:
        model = models.Activity

    enrollment = factory.SubFactory(EnrollmentFactory)
    held_on = factory.LazyFunction(lambda: timezone.now().date())
    minutes = 60
    recorded_by = factory.LazyAttribute(lambda activity: activity.enrollment.person.user)


class MentoringPartFactory(DjangoModelFactory):
    """A mentor who was accepted and takes up to two mentees; or a mentee, who is enrolled."""

    class Meta:
        model = models.MentoringPart

    cohort = factory.SubFactory(CohortFactory, program__method__code="mentoring")
    person = factory.SubFactory(PersonFactory)
    side = models.MentoringSide.MENTOR
    most = factory.LazyAttribute(lambda part: 2 if part.side == models.MentoringSide.MENTOR else 1)
    accepted_at = factory.LazyFunction(timezone.now)

    @classmethod
    def _create(cls, model_class, *args, **fields):
        if fields["side"] == models.MentoringSide.MENTEE:
            EnrollmentFactory(cohort=fields["cohort"], person=fields["person"])
        return super()._create(model_class, *args, **fields)


class MentoringPairFactory(DjangoModelFactory):
    """Under way since a month, unless the state says otherwise."""

    class Meta:
        model = models.MentoringPair

    class Params:
        cohort = factory.SubFactory(CohortFactory, program__method__code="mentoring")
        asked = factory.LazyAttribute(lambda pair: pair.state != PairState.SUGGESTED)
        began = factory.LazyAttribute(lambda pair: pair.state in WORKED_STATES)

    mentor = factory.SubFactory(MentoringPartFactory, cohort=factory.SelfAttribute("..cohort"))
    mentee = factory.SubFactory(MentoringPartFactory, cohort=factory.SelfAttribute("..cohort"), side="mentee")
    state = PairState.ACTIVE
    fit = 60
    proposed_at = factory.LazyAttribute(lambda pair: a_month_ago() if pair.asked else None)
    mentor_agreed_at = factory.LazyAttribute(lambda pair: a_month_ago() if pair.began else None)
    mentee_agreed_at = factory.LazyAttribute(lambda pair: a_month_ago() if pair.began else None)
    began_at = factory.LazyAttribute(lambda pair: a_month_ago() if pair.began else None)
    ended_at = factory.LazyAttribute(lambda pair: None if pair.state in LIVE_PAIR_STATES else timezone.now())
    reason = factory.LazyAttribute(lambda pair: "no_time" if pair.state in {"declined", "ended"} else "")


WORKED_STATES = {PairState.ACTIVE, PairState.CLOSING, PairState.CLOSED, PairState.ENDED}


def a_month_ago():
    return timezone.now() - timedelta(days=30)


class MentoringMeetingFactory(DjangoModelFactory):
    """An hour, noted by the mentee."""

    class Meta:
        model = models.MentoringMeeting

    pair = factory.SubFactory(MentoringPairFactory)
    held_on = factory.LazyFunction(timezone.localdate)
    minutes = 60
    recorded_by = factory.LazyAttribute(lambda meeting: meeting.pair.mentee.person.user)


class MentoringGoalFactory(DjangoModelFactory):
    class Meta:
        model = models.MentoringGoal

    pair = factory.SubFactory(MentoringPairFactory)
    text = factory.Sequence(lambda n: f"Goal {n}")
    set_by = factory.LazyAttribute(lambda goal: goal.pair.mentee.person.user)


class ProgramHoldFactory(DjangoModelFactory):
    class Meta:
        model = models.ProgramHold

    program = factory.SubFactory(ProgramFactory)
    reason = "Something has to be looked at first."


class ProgramCommentFactory(DjangoModelFactory):
    class Meta:
        model = models.ProgramComment

    program = factory.SubFactory(ProgramFactory)
    author = factory.LazyFunction(lambda: PersonFactory().user)
    text = "Please say for whom it is."


class ReviewCriterionFactory(DjangoModelFactory):
    class Meta:
        model = models.ReviewCriterion

    cohort = factory.SubFactory(CohortFactory, confirmation="review")
    name = factory.Sequence(lambda n: f"Criterion {n}")
