from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from psycopg import sql

from common.moves import MoveError
from evaluation.actions import indicators, measurements
from evaluation.logic.refusals import (
    DraftExistsError,
    FigureExistsError,
    IndicatorNotPublishedError,
    NothingSaidError,
    OwnWorkError,
    TooEarlyForImpactError,
)
from evaluation.models import IndicatorMeasure, Measurement, ResultKind
from evaluation.states import IndicatorState, MeasurementState
from tests.factories.capacity import UserFactory
from tests.factories.evaluation import (
    DisaggregationFactory,
    FigureFactory,
    LogicModelFactory,
    MeasurementFactory,
    ProgramIndicatorFactory,
    ResultFactory,
)
from tests.factories.programs import CohortFactory

pytestmark = pytest.mark.django_db
PERIOD = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 3, 31), "measured_on": date(2026, 4, 2)}


def enter(indicator, by=None, **fields):
    return measurements.enter(indicator, by=by or UserFactory(), **{**PERIOD, "n": 20, **fields})


def refused(statement):
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        statement()


def test_a_figure_is_verified_and_locked_by_somebody_else():
    author, evaluator = UserFactory(), UserFactory()
    figure = enter(ProgramIndicatorFactory(), by=author, value=Decimal(7))
    measurements.submit(figure, by=author)
    with pytest.raises(OwnWorkError):
        measurements.verify(figure, by=author)
    measurements.verify(figure, by=evaluator)
    with pytest.raises(OwnWorkError):
        measurements.lock(figure, by=author)
    figure = measurements.lock(figure, by=evaluator)
    assert (figure.state, figure.verified_by, figure.locked_by) == ("locked", evaluator, evaluator)


def test_the_database_too_wants_a_second_person():
    author = UserFactory()
    figure = FigureFactory(entered_by=author)
    refused(lambda: Measurement.objects.filter(pk=figure.pk).update(verified_by=author))
    refused(lambda: Measurement.objects.filter(pk=figure.pk).update(state="verified"))


def test_a_locked_figure_is_superseded_never_changed():
    author, evaluator = UserFactory(), UserFactory()
    figure = enter(ProgramIndicatorFactory(), by=author, value=Decimal(7))
    measurements.submit(figure, by=author)
    measurements.verify(figure, by=evaluator)
    measurements.lock(figure, by=evaluator)
    refused(lambda: Measurement.objects.filter(pk=figure.pk).update(value=8))
    refused(lambda: Measurement.objects.filter(pk=figure.pk).delete())
    later = measurements.correct(figure, by=author, reason="A row was counted twice.")
    measurements.edit(later, by=author, value=Decimal(6))
    assert list(Measurement.objects.current()) == [later]
    assert Measurement.objects.get(pk=figure.pk).value == 7
    with pytest.raises(FigureExistsError):
        measurements.correct(figure, by=author, reason="Again.")


def test_what_can_still_be_edited_is_not_corrected():
    for state in ("draft", "returned"):
        with pytest.raises(MoveError):
            measurements.correct(FigureFactory(state=state), by=UserFactory(), reason="Too early.")


def test_whoever_changes_a_figure_answers_for_it():
    author, other = UserFactory(), UserFactory()
    figure = enter(ProgramIndicatorFactory(), by=author, value=Decimal(7))
    figure = measurements.submit(measurements.edit(figure, by=other, value=Decimal(8)), by=other)
    for deed in (measurements.verify, lambda *own, by: measurements.send_back(*own, by=by, reason="Why?")):
        with pytest.raises(OwnWorkError):
            deed(figure, by=other)
    figure = measurements.verify(figure, by=author)
    assert (figure.entered_by, figure.verified_by) == (other, author)
    figure = measurements.send_back(figure, by=author, reason="It was another list.")
    figure.refresh_from_db()
    assert (figure.state, figure.verified_by, figure.verified_at) == ("returned", None, None)


def test_returned_with_a_reason_and_submitted_again():
    figure = FigureFactory()
    measurements.send_back(figure, by=UserFactory(), reason="Of which list?")
    figure.refresh_from_db()
    assert (figure.state, figure.returned_note) == (MeasurementState.RETURNED, "Of which list?")
    measurements.submit(figure, by=figure.entered_by)
    figure.refresh_from_db()
    assert (figure.state, figure.returned_note) == (MeasurementState.SUBMITTED, "")


def test_zero_is_a_value_and_nothing_needs_a_reason():
    indicator = ProgramIndicatorFactory()
    assert enter(indicator, value=Decimal(0)).value == 0
    with pytest.raises(NothingSaidError):
        enter(indicator, starts_on=date(2026, 2, 1))
    with pytest.raises(NothingSaidError):
        enter(indicator, starts_on=date(2026, 2, 1), value=Decimal(3), missing_reason="not_collected")
    missing = enter(indicator, starts_on=date(2026, 2, 1), missing_reason="not_collected")
    assert (missing.value, missing.missing_reason) == (None, "not_collected")
    refused(lambda: Measurement.objects.filter(pk=missing.pk).update(missing_reason=""))
    refused(lambda: Measurement.objects.filter(pk=missing.pk).update(value=3))


def test_percentages_come_from_numerator_and_denominator_only():
    indicator = ProgramIndicatorFactory(measure=IndicatorMeasure.PERCENTAGE)
    with pytest.raises(NothingSaidError):
        enter(indicator, value=Decimal(50))
    figure = enter(indicator, numerator=Decimal(3), denominator=Decimal(12))
    assert figure.value == 25
    refused(lambda: Measurement.objects.filter(pk=figure.pk).update(numerator=13))
    refused(lambda: Measurement.objects.filter(pk=figure.pk).update(numerator=None, denominator=None))


def test_what_others_published_may_be_a_percentage_by_itself():
    assert MeasurementFactory(indicator__measure=IndicatorMeasure.PERCENTAGE, value=Decimal("33.3")).pk


def test_figures_are_entered_for_published_indicators_once_per_period_and_part():
    indicator = ProgramIndicatorFactory(state=IndicatorState.DRAFT)
    with pytest.raises(IndicatorNotPublishedError):
        enter(indicator, value=Decimal(1))
    indicators.publish(indicator, by=UserFactory())
    indicator.refresh_from_db()
    enter(indicator, value=Decimal(1))
    with pytest.raises(FigureExistsError):
        enter(indicator, value=Decimal(2))
    assert enter(indicator, value=Decimal(2), cell="region=SSA").cell == "region=SSA"


def impact_indicator():
    result = ResultFactory(model=LogicModelFactory(), kind=ResultKind.IMPACT)
    program = result.model.program
    return ProgramIndicatorFactory(program=program, result=result, window_months=6)


def test_impact_before_six_months_is_refused_by_action_and_database():
    indicator = impact_indicator()
    cohort = CohortFactory(program=indicator.program, starts_on=date(2025, 8, 1), ends_on=date(2025, 8, 31))
    indicator.refresh_from_db()
    assert indicator.level == "impact"
    with pytest.raises(TooEarlyForImpactError):
        enter(indicator, value=Decimal(3), cohort=cohort, measured_on=date(2026, 2, 27))
    figure = enter(indicator, value=Decimal(3), cohort=cohort, measured_on=date(2026, 2, 28))
    assert figure.level == "impact"
    refused(lambda: Measurement.objects.filter(pk=figure.pk).update(measured_on=date(2026, 2, 27)))


def test_impact_without_a_program_is_held_back_from_the_end_of_its_period():
    """Also by plain SQL, which meets the trigger."""
    indicator = ProgramIndicatorFactory(program=None, level="impact", window_months=6)
    with pytest.raises(TooEarlyForImpactError):
        enter(indicator, value=Decimal(3), measured_on=date(2026, 9, 29))
    missing = enter(indicator, missing_reason="not_yet")
    assert (missing.level, missing.program) == ("impact", None)
    early = {"value": 3, "missing_reason": "", "measured_on": date(2026, 9, 29)}
    refused(lambda: written(missing, **early))
    refused(lambda: written(missing, **early | {"ends_on": date(2026, 9, 28), "starts_on": date(2026, 9, 1)}))
    written(missing, **early | {"measured_on": date(2026, 9, 30)})
    figure = Measurement.objects.get(pk=missing.pk)
    assert (figure.value, figure.missing_reason, figure.measured_on) == (3, "", date(2026, 9, 30))
    refused(lambda: written(figure, ends_on=date(2026, 4, 1)))


def test_impact_of_a_program_is_not_dated_by_its_period_where_the_figure_does_not_name_the_program():
    indicator = impact_indicator()
    CohortFactory(program=indicator.program, starts_on=date(2026, 1, 1), ends_on=date(2026, 8, 31))
    missing = enter(indicator, missing_reason="not_yet")
    old = {"starts_on": date(2020, 1, 1), "ends_on": date(2020, 12, 31), "value": 3, "missing_reason": ""}
    refused(lambda: written(missing, program_id=None, **old))
    written(missing, program_id=None, **old | {"measured_on": date(2027, 2, 28)})


def test_impact_of_a_cohort_alone_is_dated_by_the_cohort():
    indicator = ProgramIndicatorFactory(program=None, level="impact", window_months=6)
    cohort = CohortFactory(starts_on=date(2026, 1, 1), ends_on=date(2026, 8, 31))
    missing = enter(indicator, missing_reason="not_yet")
    figure = {"cohort_id": cohort.pk, "value": 3, "missing_reason": "", "ends_on": date(2026, 1, 2)}
    refused(lambda: written(missing, **figure))
    written(missing, **figure | {"measured_on": date(2027, 2, 28)})


def written(figure, **fields):
    pairs = sql.SQL(", ").join(sql.SQL("{} = %s").format(sql.Identifier(name)) for name in fields)
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("UPDATE evaluation_measurement SET {} WHERE id = %s").format(pairs),
            [*fields.values(), figure.pk],
        )


def test_impact_of_a_program_whose_cohorts_are_not_over_is_refused():
    with pytest.raises(TooEarlyForImpactError):
        enter(impact_indicator(), value=Decimal(3))


def test_a_published_indicator_changes_by_a_new_version_only():
    author = UserFactory()
    indicator = ProgramIndicatorFactory()
    refused(lambda: type(indicator).objects.filter(pk=indicator.pk).update(definition="Other."))
    refused(lambda: type(indicator).objects.filter(pk=indicator.pk).update(state="draft"))
    refused(lambda: type(indicator).objects.filter(pk=indicator.pk).delete())
    with pytest.raises(MoveError):
        indicators.edit(indicator, by=author, definition="Other.")
    indicator.disaggregations.add(DisaggregationFactory(code="region"))
    draft = indicators.revise(indicator, by=author, reason="Only people who came count.")
    assert (draft.version, draft.state, draft.code) == (2, "draft", indicator.code)
    assert [each.code for each in draft.disaggregations.all()] == ["region"]
    with pytest.raises(DraftExistsError):
        indicators.revise(indicator, by=author, reason="Once more.")
    indicators.publish(draft, by=author)
    indicator.refresh_from_db()
    assert indicator.state == IndicatorState.RETIRED


def test_a_target_set_when_there_are_figures_is_marked():
    author = UserFactory()
    indicator = ProgramIndicatorFactory()
    year = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}
    assert indicators.set_target(indicator, by=author, value=Decimal(10), **year).set_after_data is False
    enter(indicator, value=Decimal(7))
    assert indicators.set_target(indicator, by=author, value=Decimal(7), **year).set_after_data is True


def test_a_new_version_keeps_baselines_and_targets_as_they_stand():
    """What was set in time stays so, also in a version that is written when there are figures."""
    author = UserFactory()
    indicator = ProgramIndicatorFactory()
    year = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}
    for value in (3, 4):
        indicators.set_baseline(
            indicator, by=author, as_of=date(2025, 1, 1), value=value, data_source="Survey"
        )
        indicators.set_target(indicator, by=author, value=10 * value, **year)
    enter(indicator, value=Decimal(7))
    indicators.set_target(indicator, by=author, value=50, **year)
    draft = indicators.revise(indicator, by=author, reason="Said more clearly.")
    assert [each.value for each in draft.baselines.all()] == [4, 3]
    targets = draft.targets.order_by("created_at", "pk").values_list("value", "set_after_data")
    assert list(targets) == [(30, False), (40, False), (50, True)]
    assert indicators.set_target(draft, by=author, value=45, **year).set_after_data is True
