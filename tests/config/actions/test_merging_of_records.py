"""What two accounts of one person cannot both have: of each pair one stays, and all or nothing happens."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from assessments.models import Invitation, Response, WaveTarget
from assessments.queries.responses import respondent_key
from capacity.models import AccountMerge, Affiliation, CapacityClaim, Contact, Demographic, Stakeholder, User
from common.models import ActionLog, Notification
from config.actions.merging import merge, rehearse
from config.actions.personal_data import held_of
from evaluation.actions import participations
from evaluation.models import Participation, Pseudonym
from programs.models import Enrollment, EnrollmentEvent, MentoringPair, MentoringPart, ProgramRole
from programs.states import EnrollmentState, MoveReason
from tests.factories.assessments import (
    InvitationFactory,
    ResponseFactory,
    WaveFactory,
    WaveTargetFactory,
)
from tests.factories.capacity import (
    AffiliateFactory,
    AffiliationFactory,
    CapacityClaimFactory,
    DemographicFactory,
    PersonFactory,
)
from tests.factories.programs import (
    CohortFactory,
    EnrollmentFactory,
    MentoringPairFactory,
    MentoringPartFactory,
    ProgramRoleFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> Stakeholder:
    return PersonFactory(name="Ada", user__email="ada@example.org")


@pytest.fixture
def twin() -> Stakeholder:
    """The same Ada, under another account; she signs in to it last, so it stays."""
    return PersonFactory(name="Ada B", user__email="ada@example.com")


def become_one(ada: Stakeholder, twin: Stakeholder) -> AccountMerge:
    ProgramRoleFactory(person=ada, program=None, cohort=None, role="evaluator")
    ProgramRoleFactory(person=twin, program=None, cohort=None, role="evaluator")
    return merge(ada.user, twin.user, by=twin.user)


def states_of(person: Stakeholder) -> list[tuple[str, bool]]:
    rows = Enrollment.objects.filter(person=person).order_by("pk")
    return [(row.state, row.events.filter(reason=MoveReason.MERGED).exists()) for row in rows]


@pytest.mark.parametrize(
    ("hers", "others", "expected"),
    [
        ("completed", "enrolled", [("completed", False), ("withdrawn", True)]),
        ("applied", "waitlisted", [("withdrawn", True), ("waitlisted", False)]),
        ("waitlisted", "waitlisted", [("waitlisted", False), ("withdrawn", True)]),
        ("completed", "completed", [("withdrawn", True), ("completed", False)]),
        ("declined", "enrolled", [("declined", False), ("enrolled", False)]),
    ],
)
def test_of_two_places_in_a_cohort_the_one_further_along_stays(
    ada: Stakeholder, twin: Stakeholder, hers: str, others: str, expected: list[tuple[str, bool]]
) -> None:
    cohort = CohortFactory()
    for person, state in ((ada, hers), (twin, others)):
        EnrollmentFactory(cohort=cohort, person=person, state=state)
    become_one(ada, twin)
    assert states_of(twin) == expected


def test_the_seat_of_the_place_that_is_closed_goes_to_the_next_who_waits(
    ada: Stakeholder, twin: Stakeholder
) -> None:
    cohort = CohortFactory(seats=2, confirmation="at_once")
    for person in (ada, twin):
        EnrollmentFactory(cohort=cohort, person=person)
    waiting = EnrollmentFactory(cohort=cohort, state="waitlisted")
    become_one(ada, twin)
    cohort.refresh_from_db()
    waiting.refresh_from_db()
    assert (waiting.state, cohort.held_seats) == ("enrolled", 2)


def span(row: Affiliation) -> tuple[str, str, date, date | None]:
    return row.state, row.reason, row.starts_on, row.ends_on


def test_of_two_affiliations_at_one_time_one_stays_from_the_earlier_day_on(
    ada: Stakeholder, twin: Stakeholder
) -> None:
    group = AffiliateFactory()
    early = AffiliationFactory(
        person=ada, organization=group, state="ended", starts_on=date(2020, 1, 1), ends_on=date(2023, 1, 1)
    )
    late = AffiliationFactory(person=twin, organization=group, starts_on=date(2022, 1, 1))
    other_role = AffiliationFactory(person=ada, organization=group, role="board", starts_on=date(2022, 1, 1))
    become_one(ada, twin)
    for row in (early, late, other_role):
        row.refresh_from_db()
    assert span(early) == ("withdrawn", "merged", date(2020, 1, 1), date(2023, 1, 1))
    assert span(late) == ("confirmed", "", date(2020, 1, 1), None)
    assert {early.person_id, late.person_id, other_role.person_id} == {twin.pk}


def test_affiliations_that_do_not_meet_both_stay(ada: Stakeholder, twin: Stakeholder) -> None:
    group = AffiliateFactory()
    AffiliationFactory(
        person=ada, organization=group, state="ended", starts_on=date(2020, 1, 1), ends_on=date(2021, 1, 1)
    )
    AffiliationFactory(person=twin, organization=group, starts_on=date(2022, 1, 1))
    become_one(ada, twin)
    assert [row.state for row in twin.affiliations.order_by("starts_on")] == ["ended", "confirmed"]


def test_the_newer_of_two_statements_counts_and_the_other_is_history(
    ada: Stakeholder, twin: Stakeholder
) -> None:
    newer = CapacityClaimFactory(stakeholder=ada, stated_on=date(2026, 2, 1), stated_by=ada.user)
    older = CapacityClaimFactory(stakeholder=twin, capacity=newer.capacity, level=newer.level)
    alone = CapacityClaimFactory(stakeholder=ada)
    become_one(ada, twin)
    rows = CapacityClaim.objects.filter(stakeholder=twin)
    assert set(rows.values_list("pk", "is_current")) == {
        (newer.pk, True),
        (older.pk, False),
        (alone.pk, True),
    }
    newer.refresh_from_db()
    assert newer.stated_by == twin.user


def test_the_later_demographic_answer_stands_and_contacts_are_those_of_who_stays(
    ada: Stakeholder, twin: Stakeholder
) -> None:
    later = DemographicFactory(person=ada, given_on=date(2026, 2, 1))
    DemographicFactory(
        person=twin,
        given_on=date(2026, 1, 1),
        dimension=later.dimension,
        option=later.option,
        consent=later.consent,
    )
    for person, address in ((ada, "old@example.org"), (twin, "new@example.org")):
        Contact.objects.create(stakeholder=person, kind="email", address=address)
    become_one(ada, twin)
    assert Demographic.objects.values_list("pk", "person").get() == (later.pk, twin.pk)
    assert Contact.objects.values_list("address", "stakeholder").get() == ("new@example.org", twin.pk)


def test_of_two_answers_in_one_wave_the_later_counts_and_the_target_is_one(
    ada: Stakeholder, twin: Stakeholder
) -> None:
    wave = WaveFactory()
    for days, person in ((1, ada), (3, twin)):
        target = WaveTargetFactory(
            wave=wave, enrollment=EnrollmentFactory(cohort=wave.plan.cohort, person=person)
        )
        invitation = InvitationFactory(target=target, state="submitted")
        moment = timezone.now() - timedelta(days=days)
        key = str(person.user.public_id)
        ResponseFactory(invitation=invitation, respondent_key=key, state="submitted", submitted_at=moment)
    become_one(ada, twin)
    key = str(twin.user.public_id)
    rows = Response.objects.order_by("pk").values_list("state", "subject", "respondent_key", "invitation")
    kept = Invitation.objects.get()
    assert list(rows) == [("submitted", twin.pk, key, kept.pk), ("superseded", twin.pk, key, kept.pk)]
    assert (WaveTarget.objects.get().subject, kept.respondent, kept.state) == (twin, twin, "submitted")
    assert WaveTarget.objects.get().enrollment.state == "enrolled"


def test_answers_in_an_anonymous_plan_follow_and_stay_anonymous(ada: Stakeholder, twin: Stakeholder) -> None:
    wave = WaveFactory()
    plan = wave.plan
    plan.is_anonymous = True
    plan.save()
    InvitationFactory(
        target=WaveTargetFactory(wave=wave, enrollment=EnrollmentFactory(cohort=plan.cohort, person=ada)),
        state="submitted",
    )
    row = Response.objects.create(
        wave=wave, version=wave.version, respondent_key=respondent_key(plan, ada.user), language="en",
        state="submitted", submitted_at=timezone.now(),
    )  # fmt: skip
    become_one(ada, twin)
    row.refresh_from_db()
    assert (row.respondent_key, row.subject) == (respondent_key(plan, twin.user), None)
    assert ActionLog.objects.filter(object_type="assessments.response").exclude(by=None).count() == 0


def test_a_mentor_takes_over_all_mentees_and_a_mentee_keeps_one_mentor(
    ada: Stakeholder, twin: Stakeholder
) -> None:
    cohort = CohortFactory(program__method__code="mentoring")
    parts = [MentoringPartFactory(cohort=cohort, person=person) for person in (ada, twin)]
    pairs = [MentoringPairFactory(cohort=cohort, mentor=part) for part in (parts[0], parts[0], parts[1])]
    become_one(ada, twin)
    part = MentoringPart.objects.get(cohort=cohort, side="mentor")
    assert (part.person, part.held, part.most) == (twin, 3, 3)
    assert {pair.mentor for pair in MentoringPair.objects.all()} == {part}
    assert [pair.state for pair in MentoringPair.objects.filter(pk__in=[each.pk for each in pairs])] == [
        "active"
    ] * 3


def test_of_two_mentors_of_one_person_one_stays_and_the_other_is_told(
    ada: Stakeholder, twin: Stakeholder
) -> None:
    cohort = CohortFactory(program__method__code="mentoring")
    for person in (ada, twin):
        MentoringPairFactory(
            cohort=cohort, mentee=MentoringPartFactory(cohort=cohort, person=person, side="mentee")
        )
    become_one(ada, twin)
    assert sorted(MentoringPair.objects.values_list("state", flat=True)) == ["active", "ended"]
    ended = MentoringPair.objects.get(state="ended")
    assert Notification.objects.filter(recipient=ended.mentor.person.user).count() == 1
    assert MentoringPart.objects.get(side="mentee").person == twin


def test_of_equal_roles_the_one_that_lasts_longer_stays(ada: Stakeholder, twin: Stakeholder) -> None:
    role = ProgramRoleFactory(person=twin, starts_on=date(2026, 1, 1), ends_on=date(2026, 6, 1))
    ProgramRoleFactory(
        person=ada,
        program=role.program,
        cohort=role.cohort,
        role=role.role,
        starts_on=role.starts_on,
        ends_on=None,
    )
    become_one(ada, twin)
    assert ProgramRole.objects.filter(program=role.program).values_list("person", "ends_on").get() == (
        twin.pk,
        None,
    )


def test_her_participation_is_one_persons_under_one_key(ada: Stakeholder, twin: Stakeholder) -> None:
    both = CohortFactory()
    for cohort, person in ((both, ada), (both, twin), (CohortFactory(), ada)):
        EnrollmentFactory(cohort=cohort, person=person)
        participations.refresh([cohort.pk])
    assert Participation.objects.values("subject_key").distinct().count() == 2
    become_one(ada, twin)
    key = Pseudonym.objects.get().key
    assert set(Participation.objects.values_list("subject_key", flat=True)) == {key}
    assert Participation.objects.count() == 2


# --- Once, and all or nothing ---


def test_what_will_happen_is_shown_and_does_not_happen(ada: Stakeholder, twin: Stakeholder) -> None:
    cohort = CohortFactory()
    for person in (ada, twin):
        EnrollmentFactory(cohort=cohort, person=person)
    shown = rehearse(ada.user, twin.user, by=twin.user)
    assert (shown.moved["programs.enrollment"], shown.ended["programs.enrollment"]) == (1, 1)
    assert AccountMerge.objects.count() + EnrollmentEvent.objects.count() + ActionLog.objects.count() == 0
    assert states_of(ada) == states_of(twin) == [("enrolled", False)]
    done = merge(ada.user, twin.user, by=twin.user)
    assert (done.moved, done.ended) == (shown.moved, shown.ended)


def test_a_row_that_names_her_twice_is_counted_once(ada: Stakeholder, twin: Stakeholder) -> None:
    for each in (ada, twin):
        CapacityClaimFactory(stakeholder=each, stated_by=each.user)
    assert rehearse(ada.user, twin.user, by=twin.user).moved["capacity.capacityclaim"] == 1


def test_asked_again_it_is_the_same_merge(ada: Stakeholder, twin: Stakeholder) -> None:
    first = become_one(ada, twin)
    assert merge(ada.user, twin.user, by=twin.user) == first
    assert ActionLog.objects.filter(verb="capacity.accounts.merge").count() == 1


def test_what_she_did_as_the_other_account_stays_written_down_and_is_found_and_shown(
    ada: Stakeholder, twin: Stakeholder
) -> None:
    enrollment = EnrollmentFactory()
    event = EnrollmentEvent.objects.create(
        enrollment=enrollment, at=timezone.now(), by=ada.user, to_state=EnrollmentState.ENROLLED
    )
    ActionLog.objects.create(verb="x", by=ada.user, object_type="y", object_id=1)
    become_one(ada, twin)
    event.refresh_from_db()
    twin = Stakeholder.objects.get(pk=twin.pk)
    assert (event.by, twin.user.numbers) == (ada.user, [twin.user.pk, ada.user.pk])
    deeds = next(each for each in held_of(twin.user) if each.holding.label == "common.actionlog")
    assert {row["verb"] for row in deeds.rows} == {"x", "capacity.accounts.merge"}


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_of_several_who_ask_at_once_each_way_round_one_merges() -> None:
    ada, twin = PersonFactory(user__email="a@example.org"), PersonFactory(user__email="b@example.org")
    cohort = CohortFactory()
    for person in (ada, twin):
        EnrollmentFactory(cohort=cohort, person=person)
    start = Barrier(4)

    def ask(one: User, other: User) -> int:
        try:
            start.wait(10)
            return merge(one, other, by=other).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        pairs = [(ada.user, twin.user), (twin.user, ada.user)] * 2
        outcomes = set(pool.map(lambda pair: ask(*pair), pairs))
    assert outcomes == {AccountMerge.objects.get().pk}
    assert sorted(Enrollment.objects.values_list("state", flat=True)) == ["enrolled", "withdrawn"]
    assert ActionLog.objects.filter(verb="capacity.accounts.merge").count() == 1
