"""Linking and merging accounts."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount

from capacity.actions import accounts
from capacity.actions.accounts import MergeError, MergeRefusal
from capacity.models import Stakeholder, User
from capacity.queries.accounts import OF_THE_ACCOUNT, pointers_at, records_of
from common.models import ActionLog, Message, Notification
from common.outbox import tell
from tests.factories.capacity import AffiliationFactory, LanguageFactory, PersonFactory, UserFactory
from tests.factories.programs import EnrollmentFactory

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


def refusal_of(one: User, other: User, by: User | None = None) -> str:
    with pytest.raises(MergeError) as caught:
        accounts.merge(one, other, by=by or other)
    return caught.value.refusal


def test_nobody_links_for_somebody_else(by_mail: User) -> None:
    with pytest.raises(PermissionError):
        accounts.link_wikimedia(by_mail, sub="1", username="A", by=UserFactory())
    with pytest.raises(PermissionError):
        accounts.unlink_wikimedia(by_mail, by=UserFactory())


def test_what_is_linked_already_is_not_logged_again(by_wikimedia: User) -> None:
    accounts.link_wikimedia(by_wikimedia, sub="4711", username="Ada", by=by_wikimedia)
    assert ActionLog.objects.count() == 0


def test_the_account_with_records_stays_whichever_she_signed_in_to_last(
    by_mail: User, by_wikimedia: User
) -> None:
    enrollment = EnrollmentFactory(person=by_mail.person)
    kept = accounts.merge(by_mail, by_wikimedia, by=by_wikimedia)
    enrollment.refresh_from_db()
    assert (kept, enrollment.person.user) == (by_mail, by_mail)


def test_where_neither_has_records_the_one_she_signed_in_to_last_stays(
    by_mail: User, by_wikimedia: User
) -> None:
    assert accounts.merge(by_mail, by_wikimedia, by=by_wikimedia) == by_wikimedia


def test_the_account_that_stays_takes_over_address_password_and_link(
    by_mail: User, by_wikimedia: User
) -> None:
    kept = accounts.merge(by_mail, by_wikimedia, by=by_wikimedia)
    kept.refresh_from_db()
    assert (kept.email, kept.check_password("correct horse"), kept.wikimedia_sub) == (
        "ada@example.org",
        True,
        "4711",
    )
    assert EmailAddress.objects.values_list("user", "verified", "primary").get() == (kept.pk, True, True)


def test_the_link_moves_the_other_way_round_too(by_mail: User, by_wikimedia: User) -> None:
    kept = accounts.merge(by_wikimedia, by_mail, by=by_mail)
    kept.refresh_from_db()
    assert (kept, kept.wikimedia_sub, kept.wikimedia_username) == (by_mail, "4711", "Ada")
    assert SocialAccount.objects.get().user_id == by_mail.pk


def test_its_own_address_and_password_are_not_replaced(by_mail: User) -> None:
    other = PersonFactory(user__email="ada@example.com").user
    other.set_password("another secret")
    other.save()
    EmailAddress.objects.create(user=other, email=other.email, verified=True, primary=True)
    kept = accounts.merge(other, by_mail, by=by_mail)
    kept.refresh_from_db()
    assert (kept.email, kept.check_password("correct horse")) == ("ada@example.org", True)
    assert EmailAddress.objects.get().user_id == kept.pk


def test_an_authenticator_app_goes_along_a_passkey_ends(by_mail: User, by_wikimedia: User) -> None:
    for kind in Authenticator.Type.values:
        Authenticator.objects.create(user=by_mail, type=kind, data={})
    accounts.merge(by_mail, by_wikimedia, by=by_wikimedia)
    moved = Authenticator.objects.values_list("user", "type").order_by("type")
    assert list(moved) == [(by_wikimedia.pk, "recovery_codes"), (by_wikimedia.pk, "totp")]


def test_what_the_other_was_told_goes_along(by_mail: User, by_wikimedia: User) -> None:
    notice = {"kind": "report", "template": "account/email_confirmation", "context": {"code": "1"}}
    tell(recipient=by_mail, cause="1", **notice)
    accounts.merge(by_mail, by_wikimedia, by=by_wikimedia)
    assert Notification.objects.get().recipient == by_wikimedia
    assert Message.objects.get().recipient == by_wikimedia


def test_nothing_is_left_at_the_account_that_is_closed(by_mail: User, by_wikimedia: User) -> None:
    Authenticator.objects.create(user=by_mail, type="totp", data={})
    accounts.merge(by_mail, by_wikimedia, by=by_wikimedia)
    by_mail.refresh_from_db()
    assert (by_mail.is_active, by_mail.email, by_mail.has_usable_password()) == (False, None, False)
    assert not Stakeholder.objects.filter(user=by_mail).exists()
    history = "common.ActionLog.by"
    left = [
        label
        for label, table, field in pointers_at(User)
        if label != history and table._base_manager.filter(**{field: by_mail}).exists()
    ]
    assert left == []


def test_the_person_of_the_closed_account_leaves_nothing_behind(by_mail: User, by_wikimedia: User) -> None:
    by_mail.person.languages.add(LanguageFactory())
    person = by_mail.person.pk
    accounts.merge(by_mail, by_wikimedia, by=by_wikimedia)
    left = [
        label
        for label, table, field in pointers_at(Stakeholder)
        if table._base_manager.filter(**{f"{field}_id": person}).exists()
    ]
    assert left == []


def test_a_merge_is_logged(by_mail: User, by_wikimedia: User) -> None:
    accounts.merge(by_mail, by_wikimedia, by=by_wikimedia)
    entry = ActionLog.objects.get(verb="capacity.accounts.merge")
    assert (entry.by, entry.after) == (by_wikimedia, {"closed": by_mail.pk})


def test_two_accounts_with_records_stay_two(by_mail: User, by_wikimedia: User) -> None:
    EnrollmentFactory(person=by_mail.person)
    AffiliationFactory(person=by_wikimedia.person)
    assert refusal_of(by_mail, by_wikimedia) == MergeRefusal.BOTH_HAVE_RECORDS
    assert User.objects.filter(is_active=True).count() >= 2


def test_a_role_of_the_staff_does_not_wander(by_mail: User, by_wikimedia: User) -> None:
    User.objects.filter(pk=by_mail.pk).update(is_staff=True)
    kept = accounts.merge(by_mail, by_wikimedia, by=by_wikimedia)
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
        accounts.merge(by_mail, by_wikimedia, by=UserFactory())


def test_every_table_counts_as_a_record_unless_it_belongs_to_the_account() -> None:
    """A new table that points at an account or its person holds a merge back until somebody decides otherwise."""
    known = {label for model in (User, Stakeholder) for label, _table, _field in pointers_at(model)}
    assert OF_THE_ACCOUNT - known == set()
    assert {
        "programs.Enrollment.person",
        "programs.EnrollmentEvent.by",
        "capacity.Affiliation.person",
    } <= known


def test_records_are_named_by_table_and_field(by_mail: User) -> None:
    EnrollmentFactory(person=by_mail.person, organization=None)
    assert records_of(by_mail) == ["programs.Enrollment.person"]
