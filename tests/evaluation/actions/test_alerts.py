from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from capacity.models import User
from common.models import Message, NotificationPreference
from common.moves import MoveError
from evaluation.actions import alerts, follow_ups, indicators, stories
from evaluation.models import Alert, Measurement
from tests.factories.assessments import InvitationFactory, ResponseFactory, WaveFactory, WaveTargetFactory
from tests.factories.capacity import StaffFactory, UserFactory
from tests.factories.evaluation import (
    AlertFactory,
    FigureFactory,
    FollowUpTaskFactory,
    OutcomeStatementFactory,
    ProgramIndicatorFactory,
    RecommendationFactory,
)
from tests.factories.programs import CohortFactory, ProgramFactory, ProgramHoldFactory, ProgramRoleFactory

pytestmark = pytest.mark.django_db


def kinds():
    return sorted(Alert.objects.exclude(state="resolved").values_list("kind", flat=True))


def test_it_is_found_once_and_gone_when_the_thing_is_gone():
    figure = FigureFactory()
    assert alerts.refresh() == 0
    with time_machine.travel(timezone.now() + timedelta(days=20)):
        assert (alerts.refresh(), alerts.refresh(), Alert.objects.count()) == (1, 1, 1)
        Measurement.objects.filter(pk=figure.pk).update(state="returned")
        assert alerts.refresh() == 0
        Measurement.objects.filter(pk=figure.pk).update(state="submitted")
        assert alerts.refresh() == 1


def test_what_somebody_resolved_stays_resolved():
    figure, handler = FigureFactory(), UserFactory()
    with time_machine.travel(timezone.now() + timedelta(days=20)):
        alerts.refresh()
        alert = alerts.acknowledge(Alert.objects.get(key=str(figure.pk)), by=handler, reason="I ask for it.")
        assert alerts.refresh() == 1
        alerts.resolve(alert, by=handler, reason="It is not needed.")
        assert alerts.refresh() == 0
        with pytest.raises(MoveError):
            alerts.resolve(alert, by=handler, reason="Again.")


def test_what_is_looked_at():
    today = timezone.localdate()
    program = ProgramFactory()
    cohort = CohortFactory(program=program, starts_on=date(2025, 1, 1), ends_on=today - timedelta(days=40))
    indicator = ProgramIndicatorFactory(program=program)
    FollowUpTaskFactory(
        policy__program=program, cohort=cohort, state="missed", opened_on=None, closes_on=None
    )
    RecommendationFactory(
        finding__evaluation__program=program, respond_by=today - timedelta(days=1), hold=ProgramHoldFactory()
    )
    alerts.refresh()
    assert kinds() == ["missed_follow_up", "missing_figure", "overdue_answer"]
    FigureFactory(indicator=indicator, cohort=cohort, starts_on=date(2026, 1, 1), ends_on=date(2026, 6, 1))
    year = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}
    indicators.set_target(indicator, by=UserFactory(), value=12, **year)
    alerts.refresh()
    assert kinds() == ["late_target", "missed_follow_up", "overdue_answer"]


# --- Edges ---

SUBMITTED = {"state": "submitted", "submitted_at": timezone.now()}


def wave_with(asked, answered, *, by_observers=0, timepoint="baseline", plan=None):
    """A closed wave of a cohort; a response of an observer is no answer of the one who was asked."""
    with_plan = {"plan": plan} if plan else {"plan__cohort": CohortFactory()}
    wave = WaveFactory(state="closed", timepoint=timepoint, **with_plan)
    invited = [InvitationFactory(target__wave=wave) for _each in range(asked)]
    for invitation in invited[:answered]:
        ResponseFactory(invitation=invitation, **SUBMITTED)
    for invitation in invited[answered : answered + by_observers]:
        ResponseFactory(invitation=invitation, **SUBMITTED, perspective="observer")
    return wave


@pytest.mark.parametrize(
    ("asked", "answered", "observers", "alarms"),
    [
        (6, 3, 0, []),  # half of them: exactly the threshold is enough
        (6, 2, 0, ["low_response"]),
        (6, 2, 4, ["low_response"]),
        (5, 0, 0, ["low_response"]),
        (4, 0, 0, []),  # too few were asked for a share to say anything
        (0, 0, 0, []),
    ],
)
def test_few_answers_at_the_edge(asked, answered, observers, alarms):
    wave_with(asked, answered, by_observers=observers)
    alerts.refresh()
    assert kinds() == alarms


@pytest.mark.parametrize(("left", "alarms"), [(3, []), (4, ["attrition"])])
def test_attrition_at_the_edge(left, alarms):
    """Three of ten are exactly the threshold, which is not beyond it. Nobody asked at the end is no data, no alarm."""
    first = wave_with(10, 10)
    alerts.refresh()
    assert kinds() == []
    end = WaveFactory(state="closed", timepoint="endline", plan=first.plan, version=first.version)
    for target in list(first.targets.order_by("pk"))[left:]:
        again = WaveTargetFactory(wave=end, enrollment=target.enrollment)
        ResponseFactory(invitation__target=again, **SUBMITTED)
    alerts.refresh()
    assert kinds() == alarms


@pytest.mark.parametrize(("days", "alarms"), [(14, []), (15, ["waiting_figure"])])
def test_a_figure_waits_for_two_weeks_and_a_moment(days, alarms):
    FigureFactory()
    with time_machine.travel(timezone.now() + timedelta(days=days, minutes=-1), tick=False):
        alerts.refresh()
        assert kinds() == alarms


@pytest.mark.parametrize(("late", "alarms"), [(0, []), (1, ["overdue_answer"])])
def test_an_answer_is_late_the_day_after_its_day(late, alarms):
    RecommendationFactory(respond_by=timezone.localdate() - timedelta(days=late), hold=ProgramHoldFactory())
    alerts.refresh()
    assert kinds() == alarms


def old_indicator(**fields):
    """Of a program whose cohort ended two months ago, and of whom a figure should be there."""
    program = ProgramFactory()
    days = {"starts_on": date(2025, 1, 1), "ends_on": timezone.localdate() - timedelta(days=60)}
    return ProgramIndicatorFactory(program=program, **fields), CohortFactory(program=program, **days)


def test_indicators_with_long_names_have_an_alert_for_each_cohort():
    _indicator, cohort = old_indicator(code=f"{'a' * 93}-abcdef")
    CohortFactory(program=cohort.program, starts_on=cohort.starts_on, ends_on=cohort.ends_on)
    ProgramIndicatorFactory(program=cohort.program, code=f"{'a' * 93}-fedcba")
    alerts.refresh()
    assert kinds() == ["missing_figure"] * 4
    assert {alert.cohort_id for alert in Alert.objects.all()} == {
        *cohort.program.cohorts.values_list("pk", flat=True)
    }


def test_a_part_is_no_figure_of_the_whole():
    indicator, cohort = old_indicator()
    FigureFactory(indicator=indicator, cohort=cohort, cell="region=SSA")
    alerts.refresh()
    assert kinds() == ["missing_figure"]


def test_a_figure_is_missed_when_its_months_are_over():
    old_indicator(window_months=3)
    alerts.refresh()
    assert kinds() == []
    with time_machine.travel(timezone.now() + timedelta(days=70)):
        alerts.refresh()
    assert kinds() == ["missing_figure"]


def test_nobody_misses_a_figure_of_a_cancelled_cohort():
    _indicator, cohort = old_indicator()
    type(cohort).objects.update(cancelled_at=timezone.now())
    alerts.refresh()
    assert kinds() == []


@pytest.mark.parametrize(
    ("closes_in", "noted", "alarms"),
    [(7, 0, ["empty_follow_up"]), (8, 0, []), (7, 1, [])],
)
def test_a_follow_up_that_is_empty_when_it_soon_closes(closes_in, noted, alarms):
    task = FollowUpTaskFactory(closes_on=timezone.localdate() + timedelta(days=closes_in))
    for _each in range(noted):
        follow_ups.note_outcome(task, by=UserFactory(), kind="practice_changed")
    alerts.refresh()
    assert kinds() == alarms


@pytest.mark.parametrize(
    ("state", "role", "alarms"),
    [
        ("substantiated", "contradicts", ["contradiction"]),
        ("analyzed", "contradicts", ["contradiction"]),
        ("clarified", "contradicts", []),
        ("substantiated", "supports", []),
    ],
)
def test_evidence_against_what_counts_as_substantiated(state, role, alarms):
    statement = OutcomeStatementFactory(state=state)
    seen = {
        "kind": "statement",
        "title": "A letter",
        "captured_on": date(2026, 1, 1),
        "reliability": "documented",
    }
    stories.add_evidence(statement, by=UserFactory(), role=role, **seen)
    alerts.refresh()
    assert kinds() == alarms


def test_a_recommendation_that_is_answered_is_not_overdue():
    late = RecommendationFactory(
        respond_by=timezone.localdate() - timedelta(days=1), hold=ProgramHoldFactory()
    )
    type(late).objects.update(
        state="answered", response="rejected", response_reason="No.", responded_at=timezone.now(),
        responded_by=UserFactory(),
    )  # fmt: skip
    alerts.refresh()
    assert kinds() == []


def test_waves_of_more_than_a_year_ago_and_withdrawn_answers():
    wave = wave_with(6, 6)
    wave.responses.update(state="withdrawn")
    alerts.refresh()
    assert kinds() == ["low_response"]
    type(wave).objects.update(
        opens_at=timezone.now() - timedelta(days=400), closes_at=timezone.now() - timedelta(days=366)
    )
    alerts.refresh()
    assert kinds() == []


def test_a_figure_that_is_superseded_waits_for_nobody():
    figure = FigureFactory()
    FigureFactory(
        indicator=figure.indicator, supersedes=figure, state="verified", verified_by=UserFactory(),
        verified_at=timezone.now(),
    )  # fmt: skip
    with time_machine.travel(timezone.now() + timedelta(days=20)):
        alerts.refresh()
    assert kinds() == []


def test_what_changes_is_followed_and_whoever_looked_after_it_is_forgotten_when_it_is_gone():
    wave = wave_with(6, 2)
    alerts.refresh()
    alert = alerts.acknowledge(Alert.objects.get(), by=UserFactory(), reason="I write to them.")
    assert (alert.count, alert.of) == (2, 6)
    wave.responses.filter(pk=wave.responses.first().pk).update(state="withdrawn")
    alerts.refresh()
    alert.refresh_from_db()
    assert (alert.count, alert.of, alert.state, alert.note) == (1, 6, "acknowledged", "I write to them.")
    wave.responses.update(state="submitted")
    ResponseFactory(invitation=wave.targets.last().invitations.get(), **SUBMITTED)
    alerts.refresh()
    alert.refresh_from_db()
    assert (alert.state, alert.handled_by, alert.note) == ("resolved", None, "")
    wave.responses.update(state="withdrawn")
    alerts.refresh()
    assert kinds() == ["low_response"]


def test_a_late_target_is_one_alert_through_all_versions_of_its_indicator():
    figure = FigureFactory()
    runner = ProgramRoleFactory(program=figure.program).person.user
    year = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}
    indicators.set_target(figure.indicator, by=UserFactory(), value=12, **year)
    alerts.refresh()
    draft = indicators.revise(figure.indicator, by=UserFactory(), reason="Clearer.")
    for state in ("draft", "published", "retired"):
        if state == "published":
            indicators.publish(draft, by=UserFactory())
        elif state == "retired":
            indicators.retire(draft, by=UserFactory())
        alerts.refresh()
        assert (kinds(), Alert.objects.count()) == ([] if state == "retired" else ["late_target"], 1)
    assert told(runner) == 1


# --- Letters ---


def told(user):
    return Message.objects.filter(kind="alert", recipient=user).count()


def test_who_runs_the_program_is_told_once_and_again_when_it_comes_back():
    figure = FigureFactory()
    runner = ProgramRoleFactory(program=figure.program).person.user
    other = ProgramRoleFactory().person.user
    NotificationPreference.objects.create(user=runner, kind="alert", email="at_once")
    now = timezone.now() + timedelta(days=20)
    with time_machine.travel(now):
        alerts.refresh()
        alerts.refresh()
        assert (told(runner), told(other)) == (1, 0)
    with time_machine.travel(now + timedelta(days=1)):
        Measurement.objects.filter(pk=figure.pk).update(state="returned")
        alerts.refresh()
        assert told(runner) == 1  # nobody is told that nothing is there any more
        Measurement.objects.filter(pk=figure.pk).update(state="submitted")
        alerts.refresh()
        alerts.refresh()
        assert told(runner) == 2


def test_where_nobody_runs_the_program_staff_are_told():
    figure, staff = FigureFactory(), StaffFactory()
    gone = ProgramRoleFactory(program=figure.program).person.user
    User.objects.filter(pk=gone.pk).update(is_active=False)
    User.objects.filter(pk=StaffFactory().pk).update(is_active=False)
    other = ProgramRoleFactory().person.user
    with time_machine.travel(timezone.now() + timedelta(days=20)):
        alerts.refresh()
        alerts.refresh()
    assert [told(user) for user in (staff, gone, other)] == [1, 0, 0]
    assert Message.objects.filter(kind="alert").count() == 1


def test_where_somebody_runs_the_program_staff_are_not_told():
    figure, staff = FigureFactory(), StaffFactory()
    runner = ProgramRoleFactory(program=figure.program).person.user
    with time_machine.travel(timezone.now() + timedelta(days=20)):
        alerts.refresh()
    assert (told(runner), told(staff)) == (1, 0)


def test_what_somebody_resolved_is_not_written_of_again():
    figure = FigureFactory()
    runner = ProgramRoleFactory(program=figure.program).person.user
    with time_machine.travel(timezone.now() + timedelta(days=20)):
        alerts.refresh()
        alerts.resolve(Alert.objects.get(), by=UserFactory(), reason="It is not needed.")
    with time_machine.travel(timezone.now() + timedelta(days=40)):
        alerts.refresh()
        assert told(runner) == 1


def test_the_letter_speaks_the_readers_language_and_can_be_refused():
    figure = FigureFactory()
    arabic, silent = (ProgramRoleFactory(program=figure.program).person.user for _each in range(2))
    User.objects.filter(pk=arabic.pk).update(language="ar")
    NotificationPreference.objects.create(user=silent, kind="alert", email="never", on_page=False)
    with time_machine.travel(timezone.now() + timedelta(days=20)):
        alerts.refresh()
    assert told(silent) == 0
    letter = Message.objects.get(kind="alert", recipient=arabic)
    assert letter.language == "ar"
    assert "To look at" not in letter.subject
    assert Alert.objects.get().get_absolute_url() in letter.text


@pytest.mark.parametrize("rows", [1, 5])
def test_who_is_responsible_sees_them_at_the_same_cost(client, django_assert_num_queries, rows):
    program = ProgramFactory()
    for _each in range(rows):
        AlertFactory(program=program)
    AlertFactory()
    client.force_login(ProgramRoleFactory(program=program).person.user)
    address = reverse("evaluation:alert-list")
    client.get(address)
    with django_assert_num_queries(4):
        assert len(client.get(address).context["lines"]) == rows
    alert = Alert.objects.filter(program=program).first()
    client.post(f"{alert.get_absolute_url()}acknowledge/", {"reason": "I ask."})
    alert.refresh_from_db()
    assert (alert.state, alert.note) == ("acknowledged", "I ask.")
