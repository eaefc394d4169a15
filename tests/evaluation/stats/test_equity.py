import pytest

from evaluation.queries.equity import Community, FurthestSteps, PartCounts
from evaluation.stats import equity


def community(people, *, region="SSA", online=50.0):
    return Community(
        pk=1, name="A", slug="a", region=region, online=online, people=people, hours=people * 2.0
    )


def by_place(results):
    return {(each.metric, *sorted(each.cell.values())): each for each in results}


def test_a_share_of_the_people_over_a_share_of_the_reference():
    counts = {"learn": PartCounts(by_group={"SSA": 30, "MENA": 50, "": 20}, people=100)}
    found = by_place(equity.presence("region", counts, {"SSA": 0.6, "MENA": 0.25}))
    assert float(found["part_ratio", "SSA", "learn"].value) == pytest.approx(0.5)
    assert float(found["part_ratio", "MENA", "learn"].value) == pytest.approx(2)
    assert float(found["part_share", "", "learn"].value if ("part_share", "", "learn") in found else 0) == 0
    assert found["people_in_part", "", "learn"].value == 20


def test_few_people_are_hidden_with_what_would_tell_of_them():
    counts = {"teach": PartCounts(by_group={"SSA": 3, "MENA": 8, "SA": 40}, people=51)}
    found = by_place(equity.presence("region", counts, {"SSA": 0.4, "MENA": 0.3, "SA": 0.3}))
    hidden = {place for place, each in found.items() if each.is_suppressed}
    assert hidden == {
        (metric, *sorted([group, "teach"]))
        for group in ("SSA", "MENA")
        for metric in ("people_in_part", "part_share", "part_ratio")
    }


def test_a_language_that_nearly_all_use_is_hidden_for_those_who_do_not():
    counts = {"learn": PartCounts(by_group={"en": 97, "ar": 40}, people=100)}
    found = by_place(equity.presence("language", counts, {}))
    assert found["people_in_part", "en", "learn"].is_suppressed
    assert not found["people_in_part", "ar", "learn"].is_suppressed


def steps(*counts):
    return dict(zip(("applied", "accepted", "attended", "completed", "followed_up"), counts, strict=True))


def test_the_funnel_tells_how_many_came_at_least_so_far():
    groups = {"SSA": steps(10, 10, 10, 10, 10), "MENA": steps(20, 10, 10, 10, 10)}
    everybody = steps(30, 20, 20, 20, 20)
    told = equity.funnel_by_group("region", FurthestSteps(by_group=groups, everybody=everybody))
    assert told == {
        "SSA": steps(50, 40, 30, 20, 10),
        "MENA": steps(60, 40, 30, 20, 10),
        "all": steps(110, 80, 60, 40, 20),
    }


def test_a_step_of_few_in_one_group_hides_more_than_itself():
    groups = {"SSA": steps(10, 2, 10, 10, 10), "MENA": steps(20, 10, 10, 10, 10), "SA": steps(9, 9, 9, 9, 9)}
    everybody = steps(39, 21, 29, 29, 29)
    told = equity.funnel_by_group("region", FurthestSteps(by_group=groups, everybody=everybody))
    assert told["SSA"]["accepted"] is None or told["SSA"]["attended"] is None
    assert any(None in told[group].values() for group in ("MENA", "SA"))


def test_languages_overlap_and_each_is_weighed_against_all_others():
    groups = {"en": steps(10, 10, 10, 10, 10), "ar": steps(10, 10, 0, 10, 8)}
    everybody = steps(20, 20, 20, 20, 12)
    told = equity.funnel_by_group("language", FurthestSteps(by_group=groups, everybody=everybody))
    assert (
        told["en"]["attended"] is None or told["en"]["followed_up"] is None
    )  # only two of the others came so far
    assert set(told) == {"en", "ar", "all"}


def test_communities_that_got_nothing_are_counted():
    found = equity.evenness([community(10), *[community(0)] * 9], "people")
    assert (found.communities, found.never_reached) == (10, 9)
    assert float(found.get("gini_corrected").value) == 1
    assert float(found.get("gini").value) == pytest.approx(0.9)


def test_theil_between_and_within_make_the_whole():
    found = equity.evenness(
        [
            community(n, region=region)
            for n, region in [(4, "SSA"), (6, "SSA"), (10, "MENA"), (0, "MENA"), (7, "SA")]
        ],
        "hours",
    )
    parts = [float(found.get(name).value) for name in ("theil_between", "theil_within")]
    assert sum(parts) == pytest.approx(float(found.get("theil").value), abs=2e-6)


def test_the_index_rises_when_the_better_connected_get_more():
    up = [community(n, online=at) for n, at in [(1, 10), (2, 30), (5, 60), (9, 90), (9, 95)]]
    down = [community(n, online=at) for n, at in [(9, 10), (9, 30), (5, 60), (2, 90), (1, 95)]]
    values = [float(equity.evenness(each, "people").get("concentration").value) for each in (up, down)]
    assert values[0] > 0 > values[1]
    assert values[0] == pytest.approx(-values[1])


def test_a_community_without_a_known_place_is_left_out_of_the_index_only():
    found = equity.evenness([community(5, online=None), community(3), community(2)], "people")
    assert (found.communities, found.placed) == (3, 2)


def test_figures_about_few_people_are_hidden_and_so_are_the_curves():
    found = equity.evenness([community(2), *[community(0)] * 6], "people")
    assert not found.is_shown
    assert (found.lorenz, found.concentration) == ((), ())
