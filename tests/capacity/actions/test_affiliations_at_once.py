"""Two people at the same moment, each on a connection of her own."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from capacity.actions import affiliations, claims
from capacity.actions.claims import Statement
from capacity.logic.refusals import OverlapError
from capacity.models import Affiliation, CapacityClaim
from common.models import Notification
from common.moves import MoveError
from tests.factories.capacity import (
    AffiliateFactory,
    AffiliationFactory,
    CapacityFactory,
    PersonFactory,
    ProficiencyLevelFactory,
)

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]


def at_once(*deeds):
    """Each deed in its thread; what it gave, or the name of its refusal."""
    start = Barrier(len(deeds))

    def work(deed):
        try:
            start.wait(10)
            return deed()
        except (MoveError, OverlapError) as refusal:
            return type(refusal).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(work, deeds))


def test_of_two_representatives_who_decide_at_once_one_decides():
    organization = AffiliateFactory()
    first, second = (AffiliationFactory(organization=organization, role="representative") for _ in range(2))
    for _ in range(10):
        asked = AffiliationFactory(organization=organization, state="requested", decided_at=None)
        outcomes = at_once(
            lambda asked=asked: affiliations.confirm(asked, by=first.person.user).state,
            lambda asked=asked: affiliations.refuse(asked, by=second.person.user, reason="No.").state,
        )
        asked.refresh_from_db()
        assert sorted(outcomes) == sorted([asked.state, "MoveError"])
        assert Notification.objects.filter(recipient=asked.person.user).count() == 1


def test_of_identical_requests_at_once_one_is_made():
    for _ in range(5):
        person, organization = PersonFactory(), AffiliateFactory()

        def ask(person=person, organization=organization):
            return affiliations.request(
                organization, role="member", starts_on=date(2025, 1, 1), by=person.user
            ).state

        assert sorted(at_once(*[ask] * 8)) == ["OverlapError"] * 7 + ["requested"]
        assert Affiliation.objects.filter(person=person).count() == 1


def test_of_claims_stated_at_once_one_is_current_and_all_are_kept():
    person, capacity = PersonFactory(), CapacityFactory()
    levels = [ProficiencyLevelFactory(level=level) for level in range(6)]

    def state(level):
        statement = Statement(capacity=capacity, kind="has", level=level)
        return lambda: claims.state(person, statements=[statement], by=person.user)

    at_once(*map(state, levels))
    assert CapacityClaim.objects.count() == 6
    assert CapacityClaim.objects.current().get() == CapacityClaim.objects.order_by("pk").last()
