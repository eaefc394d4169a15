"""What is said of a change: no more than its design and its intervals allow."""

from decimal import Decimal

import pytest
from django.template.loader import render_to_string

from evaluation.logic.definitions import definition_of
from evaluation.logic.results import Result
from evaluation.queries import change_sections
from evaluation.queries.figures import Results

PAIR = {"from": "baseline", "to": "m6"}
NOT_ALONE = "cannot be put down to the programs alone"
AGAINST = "may be put down to the programs as far as both groups were alike"
RISE_AGAIN = "such answers rise again by themselves, without any program"


def figure(metric, capacity, low, high, /, **fields):
    known = {"low": Decimal(low), "high": Decimal(high), "value": (Decimal(low) + Decimal(high)) / 2} | fields
    return Result(metric=metric, cell={"capacity": capacity, **PAIR}, n=20, people=20, method_id="m", **known)


def summary(*figures):
    results = Results(figures)
    return change_sections.change_summary(results, results.change("baseline", "m6"))


def test_a_rise_is_told_only_where_it_stands_when_organizations_are_allowed_for():
    rises = figure("change", "36", "0.05", "0.20")
    assert "answers rose in 1 and fell in 0" in summary(rises)
    assert "rose in 1" in summary(rises, figure("change_clustered", "36", "0.01", "0.24"))
    assert "rose in 0" in summary(rises, figure("change_clustered", "36", "-0.05", "0.30"))
    assert "rose in 1" in summary(rises, figure("change_clustered", "50", "-0.05", "0.30"))


def test_so_is_a_fall():
    falls = figure("change", "36", "-0.20", "-0.05")
    assert "answers rose in 0 and fell in 1" in summary(falls)
    assert "fell in 0" in summary(falls, figure("change_clustered", "36", "-0.30", "0.05"))
    assert "fell in 0" in summary(figure("change", "36", "-0.20", "0.01"))


@pytest.mark.parametrize(
    ("fields", "says", "does_not_say"),
    [
        ({}, [NOT_ALONE], [AGAINST, RISE_AGAIN]),
        ({"is_compared": True}, [AGAINST, NOT_ALONE], [RISE_AGAIN]),
        ({"is_selected": True}, [NOT_ALONE, RISE_AGAIN], [AGAINST]),
    ],
)
def test_what_caused_a_change_is_said_as_far_as_the_design_allows(fields, says, does_not_say):
    words = render_to_string("evaluation/_claim.html", fields)
    assert [each in words for each in says] == [True] * len(says)
    assert [each in words for each in does_not_say] == [False] * len(does_not_say)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("metric", "fields", "expected"),
    [
        ("effect", {}, (False, False)),
        ("compared_change", {}, (True, False)),
        ("compared_change", {"value": None}, (False, False)),
        ("expected_artefact", {}, (False, True)),
    ],
)
def test_the_claim_of_a_section_follows_from_its_figures(metric, fields, expected):
    found = [figure("change", "36", "0.05", "0.20"), figure(metric, "36", "0", "0.1", **fields)]
    section = change_sections.change_section(Results(found), "baseline", "m6")
    assert (section.is_compared, section.is_selected) == expected


def test_of_many_tests_one_in_twenty_is_false_on_average_and_no_more_is_promised():
    assert "on average at most one finding in twenty" in str(definition_of("signed_rank_p").text)
