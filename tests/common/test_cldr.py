import pytest
from django.utils import translation

from common.cldr import language_name, partial_date, territory_name, zone_name, zones_by_name


@pytest.mark.parametrize(
    ("reader", "name"), [("en", "Ghana"), ("ar", "غانا"), ("pt-br", "Gana"), ("zh-hans", "加纳")]
)
def test_territories_are_named_in_the_readers_language(reader, name):
    with translation.override(reader):
        assert territory_name("GH", "Ghana") == name


def test_na_is_namibia():
    assert territory_name("NA") == "Namibia"


def test_a_territory_nobody_knows_has_the_name_given_or_its_code():
    assert (territory_name("X9", "Somewhere"), territory_name("X9")) == ("Somewhere", "X9")


@pytest.mark.parametrize(("reader", "name"), [("en", "Akan"), ("fr", "akan")])
def test_languages_are_named_in_the_readers_language(reader, name):
    with translation.override(reader):
        assert language_name("ak") == name


def test_a_language_cldr_does_not_know_has_django_s_name_or_the_one_given():
    assert language_name("zh-hans") == "Simplified Chinese"
    assert language_name("aae", "Arbëresh") == "Arbëresh"


@pytest.mark.parametrize(
    ("text", "shown"), [("2014", "2014"), ("2014-07", "July 2014"), ("2014-07-27", "Jul 27, 2014")]
)
def test_a_date_shows_no_more_than_is_known(text, shown):
    assert partial_date(text) == shown


def test_a_month_is_written_as_the_reader_writes_it():
    with translation.override("ru"):
        assert partial_date("2014-07") == "июль 2014\N{NARROW NO-BREAK SPACE}г."


@pytest.mark.parametrize(
    ("reader", "name"), [("en", "Nepal – Kathmandu"), ("ar", "نيبال – كاتماندو"), ("de", "Nepal – Kathmandu")]
)
def test_a_time_zone_is_named_in_the_readers_language_by_any_of_its_names(reader, name):
    with translation.override(reader):
        assert [zone_name("Asia/Kathmandu"), zone_name("Asia/Katmandu")] == [name, name]


def test_a_zone_without_a_place_keeps_its_name_and_a_city_that_is_a_territory_is_named_once():
    assert [zone_name(zone) for zone in ("UTC", "Etc/GMT+3", "Asia/Singapore")] == [
        "UTC",
        "Etc/GMT+3",
        "Singapore",
    ]


@pytest.mark.parametrize("reader", ["en", "ar"])
def test_no_two_zones_have_one_name(reader):
    with translation.override(reader):
        names = [name for _zone, name in zones_by_name()]
    assert len(names) == len(set(names)) > 400
