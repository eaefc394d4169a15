import pytest

from evaluation.actions import (
    changes,
)
from tests.evaluation.asking import Asking, group, region
from tests.evaluation.reporting import TWELVE
from tests.factories.capacity import CapacityFactory


@pytest.fixture
def asking():
    """Twelve people of one region whose sixth month is measured in September 2025, and two of another."""
    asking = Asking(capacity=CapacityFactory(code="36"))
    people = group(asking, TWELVE, region=region())
    people += group(asking, [(0.25, 0.75)] * 2, region=region("MENA", "Middle East"))
    changes.refresh_for_subjects([person.pk for person in people])
    return asking
