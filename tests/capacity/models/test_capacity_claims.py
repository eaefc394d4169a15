from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError
from django.utils import timezone

from capacity.models import CapacityClaim
from common.triggers import erasing
from tests.factories.capacity import CapacityClaimFactory, CapacityFactory, ProficiencyLevelFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim() -> CapacityClaim:
    return CapacityClaimFactory(stated_on=date(2024, 5, 1))


def later(claim: CapacityClaim, stated_on: date, **fields: object) -> CapacityClaim:
    same = {"stakeholder": claim.stakeholder, "capacity": claim.capacity, "kind": claim.kind}
    return CapacityClaimFactory(**{**same, **fields}, stated_on=stated_on)


def test_a_newer_claim_takes_the_place_of_the_one_before(claim):
    newer = later(claim, date(2025, 5, 1))
    assert list(CapacityClaim.objects.current()) == [newer]


def test_an_older_claim_told_late_goes_to_the_history(claim):
    later(claim, date(2023, 5, 1))
    assert list(CapacityClaim.objects.current()) == [claim]


def test_of_two_claims_of_one_day_the_later_told_wins(claim):
    again = later(claim, claim.stated_on)
    assert list(CapacityClaim.objects.current()) == [again]


def test_kinds_stand_beside_each_other(claim):
    offer = later(claim, date(2025, 5, 1), kind="offers")
    assert set(CapacityClaim.objects.current()) == {claim, offer}


def test_the_database_allows_one_current_claim(claim):
    newer = later(claim, date(2025, 5, 1))
    with pytest.raises(DatabaseError, match="append-only"):
        CapacityClaim.objects.exclude(pk=newer.pk).update(is_current=True)


def test_what_a_claim_says_never_changes(claim):
    with pytest.raises(DatabaseError, match="append-only"):
        CapacityClaim.objects.update(level=ProficiencyLevelFactory(level=5))


def test_a_claim_is_not_deleted(claim):
    with pytest.raises(DatabaseError, match="append-only"):
        claim.delete()


def test_a_claim_goes_with_its_person(claim):
    with erasing():
        claim.delete()
    assert not CapacityClaim.objects.exists()


def test_a_withdrawal_stays(claim):
    CapacityClaim.objects.update(is_current=False, withdrawn_at=timezone.now())
    with pytest.raises(DatabaseError, match="append-only"):
        CapacityClaim.objects.update(withdrawn_at=None)


def test_a_claim_moved_to_another_capacity_keeps_what_it_was_stated_for(claim):
    stated_for, into = claim.capacity, CapacityFactory()
    CapacityClaim.objects.update(capacity=into, stated_as=stated_for)
    claim.refresh_from_db()
    assert (claim.capacity, claim.stated_as) == (into, stated_for)


def test_a_claim_does_not_move_without_a_trace(claim):
    with pytest.raises(DatabaseError, match="append-only"):
        CapacityClaim.objects.update(capacity=CapacityFactory())


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("what_is_had_has_a_level", {"kind": "has", "level": None}),
        ("wishes_need_no_evidence", {"kind": "wants", "evidence_kind": "assessed"}),
        ("credentials_have_a_link", {"evidence_kind": "credential"}),
        ("withdrawn_claim_is_not_current", {"withdrawn_at": timezone.now()}),
        ("claim_known_kind", {"kind": "hopes"}),
        ("claim_known_evidence", {"evidence_kind": "hearsay"}),
    ],
)
def test_the_database_refuses_what_makes_no_sense(constraint, fields):
    with pytest.raises(IntegrityError, match=constraint):
        CapacityClaimFactory(**fields)
