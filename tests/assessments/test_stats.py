import pytest

from assessments.stats import (
    ResponseRate,
    borich_priority,
    cronbach_alpha,
    mcdonald_omega,
    response_rate,
    response_rates,
)
from common.statistics import needs, omega, reliability
from tests.factories.assessments import InvitationFactory, WaveFactory, WaveTargetFactory


def test_a_rate_is_of_all_who_were_asked():
    rate = ResponseRate(asked=8, answered=4, declined=1, unreachable=1)
    assert (rate.share, rate.missing) == (0.5, 2)


def test_nobody_asked_is_no_rate():
    assert ResponseRate(asked=0).share is None


def test_the_formulas_are_the_houses():
    assert (cronbach_alpha, mcdonald_omega, borich_priority) == (
        reliability.cronbach_alpha,
        omega.mcdonald_omega,
        needs.borich_priority,
    )


@pytest.mark.django_db
def test_two_respondents_of_one_target_count_once():
    target = WaveTargetFactory()
    for state in ["submitted", "submitted"]:
        InvitationFactory(target=target, state=state, respondent=WaveTargetFactory().subject, reminders=1)
    rate = response_rate(target.wave)
    assert (rate.asked, rate.answered, rate.reminders) == (1, 1, 2)


@pytest.mark.django_db
def test_many_waves_take_one_query(django_assert_num_queries):
    waves = [InvitationFactory().target.wave, WaveFactory()]
    with django_assert_num_queries(1):
        rates = response_rates(waves)
    assert [rates[wave.pk].asked for wave in waves] == [1, 0]
