"""Two accounts of one person become one: everything that can follow does, once, whoever asks at the same time."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from capacity.actions.accounts import MergeError, MergeRefusal
from capacity.actions.merging import NOT_FOLLOWING, is_alone, is_history
from capacity.models import Stakeholder, User
from capacity.queries.accounts import pointers_at
from common.models import ActionLog, Message, Notification
from common.outbox import tell
from config.actions.merging import RULES, merge
from tests.factories.capacity import (
    LanguageFactory,
    PersonFactory,
    UserFactory,
)
from tests.factories.programs import (
    EnrollmentFactory,
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
