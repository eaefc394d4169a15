"""The search for pairs: what fits, and that no other way to pair people would be better."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.logic.assignment import assign
from programs.logic.checking_in import silent_periods
from programs.logic.matching import LOAD_COST, Side, cost, fit, may_be_paired, waking_together

LANGUAGES, CAPACITIES = ["ar", "en", "sw"], [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("one", "other", "minutes"),
    [(0, 0, 780), (60, 0, 720), (0, 345, 435), (-180, 345, 780 - 525), (0, 720, 120), (-600, 840, 780)],
)
def test_the_hours_in_which_both_are_awake(one, other, minutes):
    assert waking_together(one, other) == waking_together(other, one) == minutes


@given(st.integers(-720, 840), st.integers(-720, 840))
def test_waking_hours_are_those_of_counting_minutes(one, other):
    def wakes(minute, offset):
        return 8 * 60 <= (minute + offset) % 1440 < 21 * 60

    assert waking_together(one, other) == sum(wakes(m, one) and wakes(m, other) for m in range(1440))


def test_points_go_by_what_is_wanted_and_by_the_day():
    mentor = Side(key=1, languages=frozenset(["en", "ar"]), capacities=frozenset([1, 2, 9]))
    mentee = Side(key=2, languages=frozenset(["ar"]), capacities=frozenset([1, 3, 2]))
    found = fit(mentor, mentee)
    assert (found.languages, found.capacities, found.points) == ({"ar"}, {1, 2}, 40 + 40)
    assert cost(found, 2) == 20 + 2 * LOAD_COST


@pytest.mark.parametrize(
    ("mentor", "mentee", "possible"),
    [
        ({}, {}, False),
        ({"languages": "en"}, {"languages": "ar"}, False),
        ({"languages": "en"}, {"languages": "en"}, True),
        ({"languages": "en"}, {"languages": "en", "capacities": [1]}, False),
        ({"languages": "en", "capacities": [1]}, {"languages": "en", "capacities": [1, 2]}, True),
    ],
)
def test_what_two_need_to_share(mentor, mentee, possible):
    def side(key, languages="", capacities=()):
        return Side(key=key, languages=frozenset(languages.split()), capacities=frozenset(capacities))

    assert fit(side(1, **mentor), side(2, **mentee)).is_possible is possible


def people(least, most, *, mentor):
    return st.lists(
        st.tuples(
            st.frozensets(st.sampled_from(LANGUAGES), min_size=1, max_size=2),
            st.frozensets(st.sampled_from(CAPACITIES), max_size=3),
            st.sampled_from([-300, 0, 180, 345]),
            st.integers(1, 3) if mentor else st.just(1),
            st.integers(0, 1) if mentor else st.just(0),
        ),
        min_size=least,
        max_size=most,
    )


def sides(rows, start):
    return [
        Side(
            key=start + place,
            person=start + place,
            languages=languages,
            capacities=capacities,
            offset=offset,
            most=max(most, held),
            held=held,
        )
        for place, (languages, capacities, offset, most, held) in enumerate(rows)
    ]


def best(mentors, mentees, avoid):
    """Every way there is: as many pairs as possible, then the least cost. The load is counted as it grows."""

    def go(place, held):
        if place == len(mentees):
            return (0, 0)
        ways = [go(place + 1, held)]
        for index, mentor in enumerate(mentors):
            found = fit(mentor, mentees[place])
            free = held[index] < mentor.most
            if free and found.is_possible and may_be_paired(mentor, mentees[place], avoid):
                taken = (*held[:index], held[index] + 1, *held[index + 1 :])
                pairs, spent = go(place + 1, taken)
                ways.append((pairs - 1, spent + cost(found, held[index])))
        return min(ways)

    pairs, spent = go(0, tuple(mentor.held for mentor in mentors))
    return -pairs, spent


@given(people(0, 3, mentor=True), people(0, 4, mentor=False), st.data())
def test_the_assignment_is_the_best_of_all(mentor_rows, mentee_rows, data):
    mentors, mentees = sides(mentor_rows, 1), sides(mentee_rows, 101)
    every = [(mentor.key, mentee.key) for mentor in mentors for mentee in mentees]
    avoid = data.draw(st.sets(st.sampled_from(every), max_size=2)) if every else set()
    told = []
    matches = assign(mentors, mentees, avoid=avoid, tell=told.append)
    held, spent = {mentor.key: mentor.held for mentor in mentors}, 0
    for match in matches:
        spent += cost(match.fit, held[match.mentor.key])
        held[match.mentor.key] += 1
    assert (len(matches), spent) == best(mentors, mentees, avoid)
    assert all(held[mentor.key] <= max(mentor.most, mentor.held) for mentor in mentors)
    assert len({match.mentee.key for match in matches}) == len(matches)
    assert not {(match.mentor.key, match.mentee.key) for match in matches} & avoid


def test_nobody_is_her_own_mentor():
    both = {"person": 7, "languages": frozenset(["en"])}
    assert assign([Side(key=1, **both)], [Side(key=2, **both)]) == []


@pytest.mark.parametrize(("days", "periods"), [(-1, 0), (0, 0), (20, 0), (21, 1), (41, 1), (42, 2)])
def test_a_pair_is_due_once_for_each_while_without_a_meeting(days, periods):
    assert silent_periods(date(2026, 1, 1), date(2026, 1, 1) + timedelta(days=days), 21) == periods
