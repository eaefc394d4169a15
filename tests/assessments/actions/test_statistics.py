from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.actions import statistics
from assessments.models import Answer, AnswerCount, CountedResponse, ItemSums, Response, VersionFigures
from assessments.states import ResponseState
from common.statistics.omega import mcdonald_omega
from common.statistics.reliability import cronbach_alpha, item_statistics
from tests.factories.assessments import WaveFactory, published_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def wave():
    return WaveFactory(version=published_version(items=4))


def answered(wave, *values, language="en", key=None, state=ResponseState.SUBMITTED):
    """A submitted response with these values of its items; None where one was skipped."""
    response = Response.objects.create(
        wave=wave, version=wave.version, language=language, respondent_key=key or str(uuid4())
    )
    items = wave.version.items.order_by("pk")
    Answer.objects.bulk_create(
        Answer(response=response, item=item, value=value)
        if value is not None
        else Answer(response=response, item=item, missing_code="skipped")
        for item, value in zip(items, values, strict=True)
    )
    Response.objects.filter(pk=response.pk).update(state=state, submitted_at=timezone.now())
    return response


def kept():
    told = AnswerCount.objects.filter(n__gt=0).values_list(
        "item", "language", "stratum", "value", "missing_code", "n"
    )
    sums = ItemSums.objects.filter(n__gt=0).order_by("language", "dimension")
    return (
        set(told),
        [(row.language, row.dimension_id, row.n, list(row.sums), list(row.products)) for row in sums],
        set(CountedResponse.objects.values_list("response", flat=True)),
    )


ROWS = [[0, 1, 2, 3], [4, 3, 3, 4], [2, 2, 1, 2], [1, 0, 1, 0], [3, 4, 4, 2], [2, 3, 2, 3]]


def test_the_sums_give_the_statistics_of_the_answers(wave):
    for row in ROWS:
        statistics.refresh(answered(wave, *row).pk)
    assert statistics.show_all() == 1
    figures = VersionFigures.objects.get()
    [part] = figures.content["parts"]
    alpha, omega = cronbach_alpha(ROWS), mcdonald_omega(ROWS)
    assert part["alpha"]["value"] == pytest.approx(alpha.value, abs=1e-12)
    assert (part["alpha"]["low"], part["alpha"]["method_id"]) == (pytest.approx(alpha.low), alpha.method_id)
    assert part["omega"]["value"] == (
        omega.value if omega.value is None else pytest.approx(omega.value, abs=1e-9)
    )
    for told, one in zip(figures.content["items"], item_statistics(ROWS), strict=True):
        assert told["mean"] == pytest.approx(one.mean)
        assert told["sd"] == pytest.approx(one.sd)
        assert told["rest"] == pytest.approx(one.rest_correlation)
        assert told["missing_share"] == 0


def test_a_response_is_counted_once(wave):
    response = answered(wave, 1, 2, 3, 4)
    assert [statistics.refresh(response.pk) for _time in range(3)] == [True, False, False]
    assert ItemSums.objects.get().n == 1


def test_a_withdrawn_response_leaves_no_trace(wave):
    first, second = answered(wave, 1, 2, 3, 4), answered(wave, 0, None, 0, 0)
    statistics.refresh(first.pk)
    before = kept()
    statistics.refresh(second.pk)
    Response.objects.filter(pk=second.pk).update(state=ResponseState.WITHDRAWN)
    statistics.refresh(second.pk)
    assert kept() == before


def test_a_persons_second_time_does_not_count(wave):
    statistics.refresh(answered(wave, 1, 2, 3, 4, key="somebody").pk)
    later = WaveFactory(version=wave.version, plan=wave.plan, timepoint="endline")
    statistics.refresh(answered(later, 4, 4, 4, 4, key="somebody").pk)
    assert ItemSums.objects.get().n == 1


def test_drafts_and_answers_about_others_do_not_count(wave):
    draft = answered(wave, 1, 2, 3, 4, state=ResponseState.DRAFT)
    observer = answered(wave, 1, 2, 3, 4)
    Response.objects.filter(pk=observer.pk).update(perspective="observer")
    assert [statistics.refresh(each.pk) for each in (draft, observer)] == [False, False]


def test_what_is_missing_is_never_zero(wave):
    for row in [[0, None, 0, 0]] * 5 + [[4, 4, 4, 4]] * 5:
        statistics.refresh(answered(wave, *row).pk)
    statistics.show_all()
    items = VersionFigures.objects.get().content["items"]
    assert [(one["n"], one["mean"]) for one in items] == [(10, 2.0), (5, 4.0), (10, 2.0), (10, 2.0)]
    assert items[1]["missing_share"] == 0.5


def test_what_is_shown_follows_in_steps_of_five_people(wave):
    for row in ROWS[:4]:
        statistics.refresh(answered(wave, *row).pk)
    assert statistics.show_all() == 0
    for row in ROWS[:5]:
        statistics.refresh(answered(wave, *row).pk)
    statistics.show_all()
    shown = VersionFigures.objects.get().content
    for row in ROWS[:4]:
        statistics.refresh(answered(wave, *row).pk)
    assert statistics.show_all() == 0
    assert (shown["n"], VersionFigures.objects.get().content["n"]) == (9, 9)


def test_a_lost_task_is_caught_up(wave):
    response = answered(wave, 1, 2, 3, 4)
    assert [statistics.catch_up(), statistics.catch_up()] == [1, 0]
    assert CountedResponse.objects.get().response == response


def test_one_more_costs_the_same_number_of_statements(wave):
    def cost():
        response = answered(wave, 1, 2, 3, 4)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            statistics.refresh(response.pk)
        return len(seen)

    cost()
    second = cost()
    for _time in range(5):
        statistics.refresh(answered(wave, 1, 2, 3, 4).pk)
    assert cost() == second


rows = st.lists(st.none() | st.integers(0, 4), min_size=4, max_size=4)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(given_rows=st.lists(st.tuples(rows, st.sampled_from(["en", "ar"]), st.booleans()), max_size=8))
def test_one_by_one_and_all_at_once_give_the_same(given_rows):
    wave = WaveFactory(version=published_version(items=4))
    for row, language, stays in given_rows:
        response = answered(wave, *row, language=language)
        statistics.refresh(response.pk)
        if not stays:
            Response.objects.filter(pk=response.pk).update(state=ResponseState.WITHDRAWN)
            statistics.refresh(response.pk)
    one_by_one = kept()
    statistics.rebuild(wave.version)
    assert kept() == one_by_one
    for model in (AnswerCount, ItemSums, CountedResponse):
        model.objects.all().delete()


def test_a_language_that_answers_an_item_differently_is_flagged(wave):
    """40 people each; at the same sum those who answered in Arabic rate the first item higher, the second lower."""
    for number in range(40):
        low, high = number % 2, 2 + number % 3
        statistics.refresh(answered(wave, low, high, 2, number % 4, language="en").pk)
        statistics.refresh(answered(wave, high, low, 2, number % 4, language="ar").pk)
    statistics.show_all()
    content = VersionFigures.objects.get(language="ar").content
    assert content["reference"] == "en"
    assert [one["flagged"] for one in content["differential"]] == [True, True, False, False]
    assert VersionFigures.objects.get(language="en").content["differential"] == []


def test_values_are_exact():
    wave = WaveFactory(version=published_version(items=2))
    statistics.refresh(answered(wave, Decimal("0.1"), Decimal("0.2")).pk)
    row = ItemSums.objects.get()
    assert row.products == [Decimal("0.01"), Decimal("0.02"), Decimal("0.04")]
