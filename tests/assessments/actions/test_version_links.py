"""Which versions are compared with which, and by which bridge."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from assessments.actions import drafts, versions
from assessments.logic import documents
from assessments.models import Bridge, Comparability, VersionLink
from tests.factories.assessments import published_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def first():
    version = published_version()
    version.refresh_from_db()
    return version


def published(version):
    return versions.publish(versions.submit_for_review(version, by=None), by=None)


def reworded(version):
    """The next minor version."""

    def change(document):
        document.items[0].stem["en"] += " again"

    return published(drafts.edit(drafts.begin_next(version, step="minor", by=None), change, by=None))


def bridge(document, *, points=((0, 0.2), (0.5, 0.6), (1, 1)), people=120):
    code = document.dimensions[0].code
    table = [documents.Point(old=Decimal(str(old)), new=Decimal(str(new))) for old, new in points]
    document.bridges = [
        documents.Bridge(dimension=code, method="linear", people=people, source="A study", points=table)
    ]
    document.version.comparability = Comparability.BRIDGED.value


def rescaled(document):
    document.scales[0].maximum = Decimal(9)
    document.scales[0].anchors = []


def bridged(version):
    """The next major version, on another scale, with a bridge."""

    def change(document):
        rescaled(document)
        document.scales[0].maximum += document.version.major
        bridge(document)

    return published(drafts.edit(drafts.begin_next(version, step="major", by=None), change, by=None))


def links():
    return {
        ((each.earlier.major, each.earlier.minor), (each.later.major, each.later.minor)): (
            each.bridged_by and each.bridged_by.major
        )
        for each in VersionLink.objects.select_related("earlier", "later", "bridged_by")
    }


def test_other_words_are_compared_both_ways(first):
    reworded(reworded(first))
    pairs = [(a, b) for a in range(3) for b in range(3) if a != b]
    assert links() == {((1, a), (1, b)): None for a, b in pairs}


def test_a_bridge_leads_one_way_and_carries_other_words_on_both_of_its_sides(first):
    second = bridged(reworded(first))
    reworded(second)
    assert links() == {
        ((1, 0), (1, 1)): None,
        ((1, 1), (1, 0)): None,
        ((1, 0), (2, 0)): 2,
        ((1, 1), (2, 0)): 2,
        ((2, 0), (2, 1)): None,
        ((2, 1), (2, 0)): None,
        ((1, 0), (2, 1)): 2,
        ((1, 1), (2, 1)): 2,
    }


def test_over_two_bridges_nothing_is_compared(first):
    bridged(bridged(first))
    assert links() == {((1, 0), (2, 0)): 2, ((2, 0), (3, 0)): 3}


def test_what_cannot_be_compared_is_not_linked(first):
    published(drafts.edit(drafts.begin_next(first, step="major", by=None), rescaled, by=None))
    assert links() == {}


def test_a_bridged_version_without_a_bridge_is_refused(first):
    def change(document):
        rescaled(document)
        document.version.comparability = Comparability.BRIDGED.value

    draft = drafts.edit(drafts.begin_next(first, step="major", by=None), change, by=None)
    with pytest.raises(ValidationError, match="at least one bridge"):
        versions.submit_for_review(draft, by=None)


def test_another_measure_is_not_said_to_be_the_same(first):
    def change(document):
        rescaled(document)
        document.version.comparability = Comparability.IDENTICAL.value

    draft = drafts.edit(drafts.begin_next(first, step="major", by=None), change, by=None)
    with pytest.raises(ValidationError, match="bridged, or not comparable"):
        versions.submit_for_review(draft, by=None)


def test_a_part_that_was_not_there_is_not_bridged(first):
    def change(document):
        document.dimensions[0].code = "another"
        bridge(document)

    draft = drafts.edit(drafts.begin_next(first, step="major", by=None), change, by=None)
    with pytest.raises(ValidationError, match="no such part"):
        versions.submit_for_review(draft, by=None)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"points": [(0, 0), (0.9, 1)]}, "must reach"),
        ({"points": [(0, 0.5), (0.5, 0.4), (1, 1)]}, "must not fall"),
        ({"points": [(0, 0), (1, 1.5)]}, "from 0 to 100"),
        ({"points": [(0, 0)]}, "from 2 to 100 points"),
        ({"people": 0}, "Only a judgment needs none"),
    ],
)
def test_a_bridge_that_would_not_carry_is_refused(first, given, said):
    draft = drafts.begin_next(first, step="major", by=None)
    with pytest.raises(documents.BadDocumentError, match=said):
        drafts.edit(draft, lambda document: bridge(document, **given), by=None)


def test_a_copy_leaves_the_bridge_behind_it(first):
    second = bridged(first)
    draft = drafts.begin_next(second, step="major", by=None)
    assert (draft.bridges.count(), draft.comparability) == (0, Comparability.NOT_COMPARABLE)
    assert Bridge.objects.get().version == second
