"""Linking and merging accounts."""

import pytest

from capacity.actions import accounts
from capacity.models import Stakeholder, User
from capacity.queries.accounts import OF_THE_ACCOUNT, pointers_at, records_of
from common.models import ActionLog
from tests.factories.capacity import PersonFactory, UserFactory
from tests.factories.programs import EnrollmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def by_mail() -> User:
    return PersonFactory(user__email="ada@example.org").user


@pytest.fixture
def by_wikimedia() -> User:
    return PersonFactory(user__email=None, user__wikimedia_sub="4711", user__wikimedia_username="Ada").user


def test_nobody_links_for_somebody_else(by_mail: User) -> None:
    with pytest.raises(PermissionError):
        accounts.link_wikimedia(by_mail, sub="1", username="A", by=UserFactory())
    with pytest.raises(PermissionError):
        accounts.unlink_wikimedia(by_mail, by=UserFactory())


def test_what_is_linked_already_is_not_logged_again(by_wikimedia: User) -> None:
    accounts.link_wikimedia(by_wikimedia, sub="4711", username="Ada", by=by_wikimedia)
    assert ActionLog.objects.count() == 0


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
