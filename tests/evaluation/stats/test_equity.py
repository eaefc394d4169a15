import pytest

from evaluation.queries.equity import Community, FurthestSteps, PartCounts
from evaluation.stats import equity
from evaluation.stats.participation import came


def community(people, *, region="SSA", online=50.0):
    return Community(
        pk=1, name="A", slug="a", region=region, online=online, people=people, hours=people * 2.0
    )


def by_place(results):
    return {(each.metric, *sorted(each.cell.values())): each for each in results}


def steps(*counts):
    return dict(zip(("applied", "accepted", "attended", "completed", "followed_up"), counts, strict=True))


def found(groups, everybody=None):
    everybody = everybody or steps(*map(sum, zip(*(each.values() for each in groups.values()), strict=True)))
    return FurthestSteps(by_group=groups, everybody=everybody)


NOBODY = came("region", FurthestSteps(by_group={}, everybody=steps(0, 0, 0, 0, 0)))


def learning(**people):
    """Who took part, by region; nobody applied beside them, and nobody came further."""
    groups = {region: steps(0, 0, number, 0, 0) for region, number in people.items()}
    return by_place(equity.presence("region", {}, {"SSA": 0.6, "MENA": 0.25}, came("region", found(groups))))


def test_a_share_of_the_people_over_a_share_of_the_reference():
    told = learning(SSA=30, MENA=50, **{"": 20})
    assert float(told["part_ratio", "SSA", "learn"].value) == pytest.approx(0.5)
    assert float(told["part_ratio", "MENA", "learn"].value) == pytest.approx(2)
    assert ("part_share", "", "learn") not in told
    assert told["people_in_part", "", "learn"].value == 20


@pytest.mark.parametrize("part", ["teach", "learn"])
def test_few_people_are_hidden_with_what_would_tell_of_them(part):
    shares = {"SSA": 0.4, "MENA": 0.3, "SA": 0.3}
    people = {"SSA": 3, "MENA": 8, "SA": 40}
    parts = {"teach": PartCounts(by_group=people, people=51)}
    groups = {region: steps(0, 0, number, 0, 0) for region, number in people.items()}
    told = by_place(equity.presence("region", parts, shares, came("region", found(groups))))
    hidden = {place for place, each in told.items() if each.is_suppressed and part in place}
    assert hidden == {
        (metric, *sorted([group, part]))
        for group in ("SSA", "MENA")
        for metric in ("people_in_part", "part_share", "part_ratio")
    }


def test_a_language_that_nearly_all_use_is_hidden_for_those_who_do_not():
    counts = {"teach": PartCounts(by_group={"en": 97, "ar": 40}, people=100)}
    told = by_place(equity.presence("language", counts, {}, NOBODY))
    assert told["people_in_part", "en", "teach"].is_suppressed
    assert not told["people_in_part", "ar", "teach"].is_suppressed


def test_the_funnel_tells_how_many_came_at_least_so_far():
    groups = {"SSA": steps(10, 10, 10, 10, 10), "MENA": steps(20, 10, 10, 10, 10)}
    assert equity.funnel_by_group(came("region", found(groups))) == {
        "SSA": steps(50, 40, 30, 20, 10),
        "MENA": steps(60, 40, 30, 20, 10),
        "all": steps(110, 80, 60, 40, 20),
    }


def test_a_step_of_few_in_one_group_hides_more_than_itself():
    groups = {"SSA": steps(10, 2, 10, 10, 10), "MENA": steps(20, 10, 10, 10, 10), "SA": steps(9, 9, 9, 9, 9)}
    told = equity.funnel_by_group(came("region", found(groups)))
    assert told["SSA"]["accepted"] is None
    assert told["SSA"]["attended"] == 30  # their number stands elsewhere, too
    assert any(None in told[group].values() for group in ("MENA", "SA"))


def test_languages_overlap_and_each_is_weighed_against_all_others():
    groups = {"en": steps(10, 10, 10, 10, 10), "ar": steps(10, 10, 0, 10, 8)}
    told = equity.funnel_by_group(came("language", found(groups, steps(20, 20, 20, 20, 12))))
    assert told["en"]["followed_up"] is None  # only two of the others came so far
    assert set(told) == {"en", "ar", "all"}


def test_communities_that_got_nothing_are_counted():
    shared = equity.evenness([community(10), *[community(0)] * 9], "people")
    assert (shared.communities, shared.never_reached) == (10, 9)
    assert float(shared.get("gini_corrected").value) == 1
    assert float(shared.get("gini").value) == pytest.approx(0.9)


def test_theil_between_and_within_make_the_whole():
    shared = equity.evenness(
        [
            community(n, region=region)
            for n, region in [(4, "SSA"), (6, "SSA"), (10, "MENA"), (0, "MENA"), (7, "SA")]
        ],
        "hours",
    )
    parts = [float(shared.get(name).value) for name in ("theil_between", "theil_within")]
    assert sum(parts) == pytest.approx(float(shared.get("theil").value), abs=2e-6)


def test_the_index_rises_when_the_better_connected_get_more():
    up = [community(n, online=at) for n, at in [(1, 10), (2, 30), (5, 60), (9, 90), (9, 95)]]
    down = [community(n, online=at) for n, at in [(9, 10), (9, 30), (5, 60), (2, 90), (1, 95)]]
    values = [float(equity.evenness(each, "people").get("concentration").value) for each in (up, down)]
    assert values[0] > 0 > values[1]
    assert values[0] == pytest.approx(-values[1])


def test_a_community_without_a_known_place_is_left_out_of_the_index_only():
    shared = equity.evenness([community(5, online=None), community(3), community(2)], "people")
    assert (shared.communities, shared.placed) == (3, 2)


def test_figures_about_few_people_are_hidden_and_so_are_the_curves():
    shared = equity.evenness([community(2), *[community(0)] * 6], "people")
    assert not shared.is_shown
    assert (shared.lorenz, shared.concentration) == ((), ())
