"""What the directory keeps is always what live SQL would say."""

from collections import Counter
from dataclasses import replace

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from capacity.actions import directory as entries
from capacity.models import (
    Audience,
    CapacityClaim,
    DirectoryEntry,
    PersonVisibility,
    SeenBy,
    Stakeholder,
    audience_of,
)
from capacity.queries import directory
from capacity.queries.directory import Criteria
from tests.factories.capacity import (
    AffiliateFactory,
    CapacityClaimFactory,
    CapacityFactory,
    LanguageFactory,
    PartnerFactory,
    PersonFactory,
    ProficiencyLevelFactory,
    RegionFactory,
    TerritoryFactory,
)

pytestmark = pytest.mark.django_db

COLUMNS = (
    "stakeholder_id, for_public, for_members, kind, maturity, sort_name, search_text, territory_id, region_id,"
    " tokens"
)
choices = st.sampled_from(SeenBy.values)
FACETS = ("kind", "region", "territory", "language", "capacity", "claim", "community")


def rows(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {COLUMNS} FROM {table} ORDER BY 1, 2")  # noqa: S608 - both are ours
        return cursor.fetchall()


def counted_by_hand(asked):
    """Each entry is asked in Python, facet by facet."""
    seen = DirectoryEntry.objects.visible_to(asked.audience)
    tokens = [set(each) for each in seen.values_list("tokens", flat=True)]
    wishes = asked.wishes()

    def fitting(without=""):
        others = [set(wish) for facet, wish in wishes.items() if facet != without]
        return [each for each in tokens if all(each & wish for wish in others)]

    found = {"total": len(fitting())}
    for facet in FACETS:
        name = asked.claim or "capacity" if facet == "capacity" else facet
        group = "capacity" if facet == "claim" else facet
        if facet == "claim" and asked.capacity:
            found[facet] = {
                claim: n
                for claim in directory.CLAIMS
                if (n := sum(bool(each & set(asked.claimed(claim))) for each in fitting(group)))
            }
            continue
        values = Counter(
            token.partition(":")[2]
            for each in fitting(group)
            for token in each
            if token.startswith(f"{name}:")
        )
        found[facet] = dict(values)
    return found


def kept(asked):
    counts = directory.facet_counts(asked, directory.search(asked, directory.version()), directory.version())
    named = {
        facet: counts.of(asked.claim or "capacity" if facet == "capacity" else facet) for facet in FACETS
    }
    return {"total": counts.total, **named}


@pytest.fixture
def world(db):
    places = [
        TerritoryFactory(
            code=code, name_en=code, region=RegionFactory(code=region), wmf_protected=code == "MM"
        )
        for code, region in [("GH", "SSA"), ("KE", "SSA"), ("IN", "SA"), ("MM", "ESEAP")]
    ]
    languages = [LanguageFactory(code=code) for code in ("en", "sw", "hi")]
    root = CapacityFactory(code="10")
    capacities = [root, CapacityFactory(code="101", parent=root), CapacityFactory(code="20")]
    levels = [ProficiencyLevelFactory(level=3)]
    stakeholders = [
        *(AffiliateFactory() for _ in range(3)),
        PartnerFactory(),
        *(PersonFactory() for _ in range(3)),
    ]
    return places, languages, capacities, levels, stakeholders


deeds = st.lists(
    st.tuples(
        st.sampled_from(
            ["place", "languages", "see", "claim", "withdraw", "leave", "move", "hide", "protect"]
        ),
        st.integers(0, 6),
        st.integers(0, 6),
        choices,
    ),
    max_size=12,
)
questions = st.builds(
    Criteria,
    audience=st.sampled_from(Audience),
    kind=st.sampled_from([(), ("person",), ("affiliate", "partner")]),
    region=st.sampled_from([(), ("SSA",), ("SSA", "SA")]),
    territory=st.sampled_from([(), ("GH",), ("GH", "IN")]),
    language=st.sampled_from([(), ("en",), ("en", "sw")]),
    capacity=st.sampled_from([(), ("10",), ("101", "20")]),
    claim=st.sampled_from(["", "has", "offers", "wants"]),
    community=st.sampled_from([(), ("unknown",)]),
)


def do(world, deed, who, what, choice):
    places, languages, capacities, levels, stakeholders = world
    one = stakeholders[who % len(stakeholders)]
    capacity, language, place = capacities[what % 3], languages[what % 3], places[what % 4]
    if deed == "place":
        Stakeholder.objects.filter(pk=one.pk).update(territory=place, region=place.region)
    elif deed == "languages":
        one.languages.set([language, languages[who % 3]])
    elif deed == "see" and one.is_person:
        fields = ["listed", *PersonVisibility.FIELDS]
        seen = {fields[what]: choice, "listed": choice if what == 0 else SeenBy.MEMBERS}
        PersonVisibility.objects.update_or_create(person=one, defaults=seen)
    elif deed == "claim":
        kind = directory.CLAIMS[who % 3]
        level = levels[0] if kind == "has" else None
        CapacityClaimFactory(stakeholder=one, capacity=capacity, kind=kind, level=level)
    elif deed == "withdraw":
        CapacityClaim.objects.filter(stakeholder=one, is_current=True).update(is_current=False)
    elif deed == "leave" and one.is_person:
        type(one.user).objects.filter(pk=one.user_id).update(is_active=what % 2 == 0)
    elif deed == "move":
        above = capacities[0 if what % 2 else 2]
        type(capacity).objects.filter(code="101").update(parent=above, path=f"{above.code}/101")
    elif deed == "hide":
        type(capacity).objects.filter(code="20").update(is_hidden=what % 2 == 0)
    elif deed == "protect":
        type(place).objects.filter(code="KE").update(wmf_protected=what % 2 == 0)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(done=deeds, asked=st.lists(questions, min_size=1, max_size=3))
def test_entries_and_counts_follow_whatever_is_written(world, done, asked):
    for deed in done:
        do(world, *deed)
    assert rows("capacity_directoryentry") == rows("capacity_directory_live")
    for question in [*asked, *(Criteria(audience=audience) for audience in Audience)]:
        assert kept(question) == counted_by_hand(question)


def test_a_load_fills_the_directory_at_its_end(world):
    with entries.filled_at_the_end():
        AffiliateFactory(name="Latecomer")
        assert not DirectoryEntry.objects.filter(sort_name="latecomer").exists()
    assert rows("capacity_directoryentry") == rows("capacity_directory_live")


def test_capacities_are_found_with_all_that_contain_them(world):
    _places, _languages, (root, part, other), _levels, stakeholders = world
    CapacityClaimFactory(stakeholder=stakeholders[0], capacity=part, kind="offers", level=None)
    CapacityClaimFactory(stakeholder=stakeholders[1], capacity=other, kind="wants", level=None)

    def found(**asked):
        criteria = Criteria(**asked)
        entries = directory.narrow(DirectoryEntry.objects.all(), criteria, directory.Found(None))
        return set(entries.values_list("stakeholder", flat=True))

    assert found(capacity=(root.code,)) == {stakeholders[0].pk}
    assert found(capacity=(root.code,), claim="offers") == {stakeholders[0].pk}
    assert found(capacity=(root.code,), claim="wants") == set()
    assert found(claim="wants") == {stakeholders[1].pk}


def test_an_account_that_is_closed_is_looked_at_as_a_stranger():
    assert audience_of(PersonFactory(user__is_active=False).user) == Audience.PUBLIC


def test_what_is_kept_is_not_older_than_what_was_written(monkeypatch):
    monkeypatch.setattr("common.changes.may_be_kept", lambda: True)
    AffiliateFactory()
    asked = Criteria(kind=("affiliate",))
    first = kept(asked)
    AffiliateFactory()
    assert (first["total"], kept(asked)["total"]) == (1, 2)
    assert kept(replace(asked, kind=("hub",)))["total"] == 0


def test_who_is_deleted_leaves_no_entry():
    organization = AffiliateFactory()
    organization.languages.add(LanguageFactory())
    organization.delete()
    assert not DirectoryEntry.objects.exists()
    assert directory.rolled_up(Audience.PUBLIC) == {}
