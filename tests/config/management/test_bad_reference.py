"""A file of the reference data that is not as it should be is refused with its place, and nothing is written."""

import pytest
from django.core.management import CommandError

from capacity.models import (
    Source,
)
from tests.config.management.reference import edit, load

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("file", "before", "after", "place", "what"),
    [
        (
            "territories.csv",
            "wmf_protected",
            "protected",
            ", line 1, column wmf_protected",
            "The column is missing.",
        ),
        (
            "languages.csv",
            "\naa,",
            "\n,",
            ", line 2, column code",
            "This must not be empty.",
        ),
        (
            "capacities.csv",
            "\n11,10,",
            "\n11,9,",
            ", line 3, column parent_code",
            "'9' is not in capacities.csv.",
        ),
        (
            "territories.csv",
            ",85370,",
            ",many,",
            ", line 2, column population",
            "'many' is not a whole number.",
        ),
        (
            "territories.csv",
            ",94.5,2022",
            ",lots,2022",
            ", line 2, column internet_users_pct",
            "'lots' is not a number.",
        ),
        (
            "languages.csv",
            "\naae,",
            "\naa,",
            ", line 3, column code",
            "'aa' stands in line 2 already.",
        ),
        (
            "affiliates.csv",
            "user_group,listed",
            "club,listed",
            ", line 2, column type",
            "'club' is not one of chapter, thematic_organization, user_group.",
        ),
        (
            "programs.csv",
            "2012-10-13",
            "2012-13-13",
            ", line 2, column start_date",
            "There is no '2012-13-13' in the calendar.",
        ),
        (
            "programs.csv",
            "2012-10-14",
            "2012-10-12",
            ", line 2, column end_date",
            "The end is before the start.",
        ),
        (
            "programs.csv",
            ",81;58,45",
            ",81;580,45",
            ", line 2, column capacity_codes",
            "'580' is not in capacities.csv.",
        ),
        (
            "programs.csv",
            ",conference,in-person,2012",
            ",party,in-person,2012",
            ", line 2, column kind",
            "'party' has no line in editorial/program_methods.csv.",
        ),
        (
            "published_measurements.csv",
            "conflicts,mean_1_5,2,2.00",
            "conflicts,mean_1_5,2,7",
            ", line 2, column value",
            "7 is not between 1 and 5.",
        ),
        (
            "regions.csv",
            "\ngrant_region_pre2023,CEECA,",
            "\ngrant_region_pre2023,CEECA,x,",
            ", line 2",
            "There are 6 fields, but 5 columns.",
        ),
        (
            "glossary.csv",
            "\ncapacities,capacities,",
            '\ncapacities,"capacities"x,',
            ", line 3",
            "This is not CSV (',' expected after '\"').",
        ),
        (
            "instruments.json",
            '"version": 1,',
            '"version": 1',
            ", line 3, column 2",
            "This is not JSON (Expecting ',' delimiter).",
        ),
        (
            "editorial/instrument_texts_ar.csv",
            "oca,2.1 Budgeting,",
            "oca,2.1 Budget,",
            "",
            "oca: '2.1 Budgeting' has no translation.",
        ),
        (
            "sources.csv",
            "https://meta.wikimedia.org/wiki/Affiliations_Committee/Resolutions/Wikimedia_User_Group_China_-_July_2014",
            "on paper",
            ", line 2, column url",
            "'on paper' is not a web address.",
        ),
        (
            "editorial/methods.csv",
            "Hackathon",
            "Hack days",
            "",
            "It differs from its checksum in SHA256SUMS; a change made on purpose renews that too.",
        ),
    ],
)
def test_a_bad_file_is_refused_by_file_line_and_column_and_nothing_is_written(
    folder, file, before, after, place, what
):
    edit(folder, file, before, after)
    with pytest.raises(CommandError) as refusal:
        load(folder)
    assert f"{file}{place}: {what}" in str(refusal.value).splitlines()
    assert Source.objects.count() == 0


def test_a_missing_file_is_named(folder):
    (folder / "capacity_labels.csv").unlink()
    with pytest.raises(CommandError, match=r"capacity_labels\.csv: The file is missing\."):
        load(folder)


def test_a_file_that_is_not_utf8_is_named(folder):
    with (folder / "sources.csv").open("ab") as file:
        file.write(b"\xff")
    with pytest.raises(CommandError, match=r"sources\.csv, line 175: This is not UTF-8 text\."):
        load(folder)


def test_all_problems_are_told_at_once_up_to_twenty(folder):
    edit(folder, "languages.csv", ",redirect_to,", ",redirects,")
    path = folder / "affiliates.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("user_group", "club"), encoding="utf-8")
    with pytest.raises(CommandError) as refusal:
        load(folder)
    lines = str(refusal.value).splitlines()
    assert (lines[1], len(lines)) == ("languages.csv, line 1, column redirect_to: The column is missing.", 22)


def test_a_failure_while_writing_leaves_nothing_behind(monkeypatch):
    def fail(*args):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("evaluation.actions.reference.load", fail)
    with pytest.raises(RuntimeError):
        load()
    assert Source.objects.count() == 0
