"""Facet counts by bits are those of counting one by one."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from common.facets.beginnings import Beginnings
from common.facets.index import FacetIndex, Part, bits

METHODS, LANGUAGES, FORMATS, STARTS = (
    ["course", "fair"],
    ["ar", "sw", "hi"],
    ["online", "hybrid"],
    ["soon", "past"],
)


def some(values, most=3):
    return st.frozensets(st.sampled_from(values), max_size=most)


PROVIDERS, SIZES = ["one", "two", "three"], ["1", "2", "3"]
plain = st.fixed_dictionaries(
    {"method": some(METHODS, 1), "language": some(LANGUAGES), "provider": some(PROVIDERS)}
)
values = st.fixed_dictionaries({"format": some(FORMATS, 1), "starts": some(STARTS, 1)})
run = st.builds(Part, values, st.none() | st.integers(0, 4))
row = st.tuples(plain, st.lists(run, max_size=3))
rows = st.dictionaries(st.integers(1, 40), row, max_size=20)
changes = st.lists(st.dictionaries(st.integers(1, 45), st.none() | row, max_size=6), max_size=4)
asked = st.fixed_dictionaries(
    {},
    optional={
        "method": some(METHODS),
        "language": some(LANGUAGES),
        "format": some(FORMATS),
        "starts": some(STARTS),
        "provider": some(PROVIDERS),
        "size": some(SIZES),
    },
)
RUN_FACETS = {"format", "starts", "size"}


def is_of_size(value, mark):
    return mark <= int(value)


def of_size(marks, size):
    return lambda value: bits((place for place, mark in marks.items() if is_of_size(value, mark)), size)


def new_index():
    return FacetIndex({"format", "starts"}, listed=["provider"], measured={"size": of_size})


def all_of(part):
    """Its values, with those of the measured facet that its mark answers to."""
    mark = 9 if part.mark is None else part.mark
    return {**part.values, "size": {size for size in SIZES if is_of_size(size, mark)}}


def fits(values, wishes):
    return all(set(values[facet]) & set(wanted) for facet, wanted in wishes.items())


def fitting(found, wishes):
    own = {facet: wanted for facet, wanted in wishes.items() if facet not in RUN_FACETS}
    parts = {facet: wanted for facet, wanted in wishes.items() if facet in RUN_FACETS}
    return {
        key
        for key, (values, runs) in found.items()
        if fits(values, own) and (not parts or any(fits(all_of(part), parts) for part in runs))
    }


def counted(found, wishes):
    counts = {"total": {"": len(fitting(found, wishes))}}
    for facet, values in {
        "method": METHODS,
        "language": LANGUAGES,
        "format": FORMATS,
        "starts": STARTS,
        "provider": PROVIDERS,
        "size": SIZES,
    }.items():
        for value in values:
            n = len(fitting(found, {**wishes, facet: {value}}))
            if n:
                counts.setdefault(facet, {})[value] = n
    return counts


MEASURED = [("size", size) for size in SIZES]


def put(index, changed, days=("today",)):
    plain_values = {key: new and new[0] for key, new in changed.items()}
    index.replace(plain_values, {day: {key: new[1] for key, new in changed.items() if new} for day in days})


@given(rows, changes, asked)
def test_counts_and_rows_are_those_of_looking_at_each_row(first, later, wishes):
    index, now = new_index(), dict(first)
    put(index, first)
    for changed in later:
        put(index, changed)
        index.counts(wishes, day="today", measured=MEASURED)
        now = {key: new for key, new in {**now, **changed}.items() if new is not None}
    assert index.counts(wishes, day="today", measured=MEASURED) == counted(now, wishes)
    assert set(index.keys_in(index.select(wishes, day="today"))) == fitting(now, wishes)


@given(rows, asked, st.frozensets(st.integers(1, 40)))
def test_counts_may_be_taken_among_some_rows_only(found, wishes, chosen):
    index = new_index()
    put(index, found)
    some_of_them = {key: values for key, values in found.items() if key in chosen}
    among = index.rows_of(chosen)
    assert index.counts(wishes, day="today", among=among, measured=MEASURED) == counted(some_of_them, wishes)


def test_days_are_kept_apart_and_only_the_last_ones():
    index = new_index()
    put(index, {1: ({"method": ["course"]}, [])}, days=())
    for day in (1, 2, 3, 4):
        index.add_runs(day, {1: [Part({"format": ["online"], "starts": ["soon" if day < 4 else "past"]})]})
    index.forget_runs(keep=3)
    assert [index.counts({}, day=day).get("starts") for day in (1, 3, 4)] == [None, {"soon": 1}, {"past": 1}]


days = st.dates(date(2025, 12, 20), date(2026, 3, 10))


@given(st.dictionaries(st.integers(0, 90), days), days, days)
def test_what_begins_within_some_days_is_that_of_looking_at_each(begun, first, last):
    found = Beginnings(begun, 91).within(first, last)
    assert found == bits([place for place, day in begun.items() if first <= day <= last], 91)
