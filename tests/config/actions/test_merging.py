"""Two accounts of one person become one: everything that can follow does, once, whoever asks at the same time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import connection, transaction
from django.utils import timezone

from assessments.models import Invitation, Response, WaveTarget
from assessments.queries.responses import respondent_key
from capacity.actions.accounts import MergeError, MergeRefusal
from capacity.actions.merging import NOT_FOLLOWING, is_alone, is_history
from capacity.models import AccountMerge, Affiliation, CapacityClaim, Contact, Demographic, Stakeholder, User
from capacity.queries.accounts import pointers_at
from common.models import ActionLog, Message, Notification
from common.outbox import tell
from config.actions.merging import RULES, merge, rehearse
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
    LanguageFactory,
    PersonFactory,
    UserFactory,
)
from tests.factories.programs import (
    CohortFactory,
    EnrollmentFactory,
    MentoringPairFactory,
    MentoringPartFactory,
    ProgramRoleFactory,
)
from tests.making_up import made_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def by_mail() -> User:
    user = PersonFactory(user__email="ada@example.org").user
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def by_wikimedia() -> User:
    user = PersonFactory(user__email=None, user__wikimedia_sub="4711", user__wikimedia_username="Ada").user
    user.set_unusable_password()
    user.save()
    SocialAccount.objects.create(user=user, provider="mediawiki", uid="4711", extra_data={"username": "Ada"})
    return user


def merged(one: User, other: User, by: User) -> User:
    """What stays."""
    return merge(one, other, by=by).kept


def refusal_of(one: User, other: User, by: User | None = None) -> str:
    with pytest.raises(MergeError) as caught:
        merge(one, other, by=by or other)
    return caught.value.refusal


def test_the_account_with_records_stays_whichever_she_signed_in_to_last(
    by_mail: User, by_wikimedia: User
) -> None:
    enrollment = EnrollmentFactory(person=by_mail.person)
    kept = merged(by_mail, by_wikimedia, by=by_wikimedia)
    enrollment.refresh_from_db()
    assert (kept, enrollment.person.user) == (by_mail, by_mail)


def test_where_neither_has_records_the_one_she_signed_in_to_last_stays(
    by_mail: User, by_wikimedia: User
) -> None:
    assert merged(by_mail, by_wikimedia, by=by_wikimedia) == by_wikimedia


def test_the_account_that_stays_takes_over_address_password_and_link(
    by_mail: User, by_wikimedia: User
) -> None:
    kept = merged(by_mail, by_wikimedia, by=by_wikimedia)
    kept.refresh_from_db()
    assert (kept.email, kept.check_password("correct horse"), kept.wikimedia_sub) == (
        "ada@example.org",
        True,
        "4711",
    )
    assert EmailAddress.objects.values_list("user", "verified", "primary").get() == (kept.pk, True, True)


def test_the_link_moves_the_other_way_round_too(by_mail: User, by_wikimedia: User) -> None:
    kept = merged(by_wikimedia, by_mail, by=by_mail)
    kept.refresh_from_db()
    assert (kept, kept.wikimedia_sub, kept.wikimedia_username) == (by_mail, "4711", "Ada")
    assert SocialAccount.objects.get().user_id == by_mail.pk


def test_its_own_address_and_password_are_not_replaced(by_mail: User) -> None:
    other = PersonFactory(user__email="ada@example.com").user
    other.set_password("another secret")
    other.save()
    EmailAddress.objects.create(user=other, email=other.email, verified=True, primary=True)
    kept = merged(other, by_mail, by=by_mail)
    kept.refresh_from_db()
    assert (kept.email, kept.check_password("correct horse")) == ("ada@example.org", True)
    assert EmailAddress.objects.get().user_id == kept.pk


def test_an_authenticator_app_goes_along_a_passkey_ends(by_mail: User, by_wikimedia: User) -> None:
    for kind in Authenticator.Type.values:
        Authenticator.objects.create(user=by_mail, type=kind, data={})
    merged(by_mail, by_wikimedia, by=by_wikimedia)
    moved = Authenticator.objects.values_list("user", "type").order_by("type")
    assert list(moved) == [(by_wikimedia.pk, "recovery_codes"), (by_wikimedia.pk, "totp")]


def test_what_the_other_was_told_goes_along(by_mail: User, by_wikimedia: User) -> None:
    notice = {"kind": "report", "template": "account/email_confirmation", "context": {"code": "1"}}
    tell(recipient=by_mail, cause="1", **notice)
    merged(by_mail, by_wikimedia, by=by_wikimedia)
    assert Notification.objects.get().recipient == by_wikimedia
    assert Message.objects.get().recipient == by_wikimedia


def test_nothing_is_left_at_the_account_that_is_closed(by_mail: User, by_wikimedia: User) -> None:
    Authenticator.objects.create(user=by_mail, type="totp", data={})
    merged(by_mail, by_wikimedia, by=by_wikimedia)
    by_mail.refresh_from_db()
    assert (by_mail.is_active, by_mail.email, by_mail.has_usable_password()) == (False, None, False)
    assert not Stakeholder.objects.filter(user=by_mail).exists()
    history = {"common.ActionLog.by", "capacity.AccountMerge.closed"}
    left = [
        label
        for label, table, field in pointers_at(User)
        if label not in history and table._base_manager.filter(**{field: by_mail}).exists()
    ]
    assert left == []


def test_the_person_of_the_closed_account_leaves_nothing_behind(by_mail: User, by_wikimedia: User) -> None:
    by_mail.person.languages.add(LanguageFactory())
    person = by_mail.person.pk
    merged(by_mail, by_wikimedia, by=by_wikimedia)
    left = [
        label
        for label, table, field in pointers_at(Stakeholder)
        if table._base_manager.filter(**{f"{field}_id": person}).exists()
    ]
    assert left == []


def test_a_merge_is_logged(by_mail: User, by_wikimedia: User) -> None:
    merged(by_mail, by_wikimedia, by=by_wikimedia)
    entry = ActionLog.objects.get(verb="capacity.accounts.merge")
    assert (entry.by, entry.after["closed"]) == (by_wikimedia, by_mail.pk)


def test_a_role_of_the_staff_does_not_wander(by_mail: User, by_wikimedia: User) -> None:
    User.objects.filter(pk=by_mail.pk).update(is_staff=True)
    kept = merged(by_mail, by_wikimedia, by=by_wikimedia)
    assert (kept, kept.is_staff) == (by_mail, True)


def test_two_wikimedia_accounts_are_two_people(by_wikimedia: User) -> None:
    other = PersonFactory(user__wikimedia_sub="4712").user
    assert refusal_of(other, by_wikimedia) == MergeRefusal.TWO_WIKIMEDIA


def test_an_account_is_not_merged_with_itself(by_mail: User) -> None:
    assert refusal_of(by_mail, by_mail) == MergeRefusal.SAME


def test_a_closed_account_is_not_merged(by_mail: User, by_wikimedia: User) -> None:
    User.objects.filter(pk=by_mail.pk).update(is_active=False)
    assert refusal_of(by_mail, by_wikimedia) == MergeRefusal.CLOSED


def test_demo_people_stay_by_themselves(by_mail: User) -> None:
    assert refusal_of(PersonFactory(user__is_demo=True).user, by_mail) == MergeRefusal.DEMO


def test_nobody_merges_accounts_of_others(by_mail: User, by_wikimedia: User) -> None:
    with pytest.raises(PermissionError):
        merged(by_mail, by_wikimedia, by=UserFactory())


# --- Every table ---

PERSONAL = [
    (label, table, column, model)
    for model in (User, Stakeholder)
    for label, table, column in pointers_at(model)
    if column != "organization"
]


def test_every_column_of_which_a_person_has_but_one_row_says_what_becomes_of_two() -> None:
    alone = {label for label, table, column, _model in PERSONAL if is_alone(table, column)}
    assert alone - set(RULES) == set(), (
        "Say it in RULES of <app>/actions/merging.py, and see to it in its `clear`."
    )
    known = {label for label, _table, _column, _model in PERSONAL}
    assert (set(RULES) | NOT_FOLLOWING) - known == set()


# The rows of these that the factories make are published, decided or locked: the database keeps who did it.
LOCKED = {
    "evaluation.Evaluation.plan_approved_by",
    "evaluation.Indicator.created_by",
    "evaluation.Measurement.entered_by",
    "evaluation.Measurement.locked_by",
    "evaluation.Measurement.verified_by",
    "programs.AttendanceConflict.decided_by",
}


def test_rows_of_every_table_come_over_whichever_it_is() -> None:
    """A row of each table that points to an account or a person: of its factory if there is one, else made up. A new
    table is among them by itself.
    """
    going, stays = PersonFactory(), PersonFactory(user__is_staff=True)
    following = [each for each in PERSONAL if each[0] not in NOT_FOLLOWING]
    with transaction.atomic():
        for table in dict.fromkeys(table for _label, table, _column, _model in following):
            columns = {column: model for _label, of, column, model in following if of is table}
            made_up(
                table, {column: going.user if model is User else going for column, model in columns.items()}
            )
        merge(going.user, stays.user, by=stays.user)
        left = {
            label
            for label, table, column, model in following
            if not (model is User and is_history(table))
            and table._base_manager.filter(**{column: stays.user if model is User else stays}).count() != 1
        }
        transaction.set_rollback(True)
    assert left == LOCKED


# --- What cannot stand twice ---


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
