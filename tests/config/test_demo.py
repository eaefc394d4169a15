"""The demo population: the same for the same seed and day, marked, in demo organizations only, removable."""

import hashlib
import json
from datetime import date
from io import StringIO

import pytest
import time_machine
from django.apps import apps
from django.contrib.postgres.aggregates import Corr
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection, models
from django.test import TestCase
from django.urls import reverse

from assessments.models import Invitation, Response, Wave
from capacity.models import Affiliation, Stakeholder, User
from common.models import NotificationPreference
from evaluation.actions import changes, participations
from evaluation.models import ChangeFact, ImpactReport
from programs.models import Cohort, Enrollment, Program, ProgramProvider, Session
from tests.factories.reference import small_reference

DAY = date(2026, 5, 4)
NOON = f"{DAY}T12:00Z"
MADE_IN_ANY_ORDER = {
    "evaluation_participation",
    "evaluation_rollupstep",
    "evaluation_coarserollup",
    "evaluation_coarsestep",
}  # by the database; nobody points to them
LETTERS = {"common_message", "common_notification"}  # written by the outbox, with ids of their own
ROLES = ["member", "representative", "facilitator", "coordinator", "evaluator", "staff", "partner"]


@pytest.fixture
def reference(db):
    small_reference()


@pytest.fixture(autouse=True)
def time_machine_at_noon():
    with time_machine.travel(NOON, tick=False):
        yield


def load(**options):
    said = StringIO()
    call_command("load_demo", scale=0.02, stdout=said, **options)
    return said.getvalue()


def tables():
    """Notes of changes tell that something was written, also that it was removed; they go after a day. The
    version of the directory never goes back."""
    return sorted(set(connection.introspection.table_names()) - {"common_change", "capacity_directorycount"})


def query(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def counts():
    return {table: query(f'SELECT count(*) FROM "{table}"')[0][0] for table in tables()}  # noqa: S608


def digest(*names):
    """Of all rows, whatever the order in which they lie there."""
    found = hashlib.sha256()
    for table in names or tables():
        rows = [row for (row,) in query(f'SELECT to_jsonb(line) FROM "{table}" AS line')]  # noqa: S608
        rows = [json.loads(row) if isinstance(row, str) else row for row in rows]
        if table in MADE_IN_ANY_ORDER:
            rows = [{**row, "id": None} for row in rows]
        if table in LETTERS:
            rows = [{**row, "public_id": None} for row in rows]
        found.update("\n".join(sorted(json.dumps(row, sort_keys=True) for row in rows)).encode())
    return found.hexdigest()


def start_all_ids_at(number):
    for (sequence,) in query(
        "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' AND sequencename <> 'common_change_id_seq'"
    ):
        query(f"SELECT setval('\"{sequence}\"', {number})")


def reload(**options):
    call_command("remove_demo", verbosity=0)
    start_all_ids_at(100_000)
    load(**options)
    return digest()


def test_the_same_seed_and_day_give_the_same_rows(reference):
    assert reload(seed=7, as_of=DAY) == reload(seed=7, as_of=DAY)


def test_nobody_waits_for_a_decision_where_nobody_decides(reference):
    load()
    at_once = Enrollment.objects.filter(cohort__is_demo=True, cohort__confirmation="at_once")
    assert at_once.exists()
    assert not at_once.filter(state__in=["applied", "declined"]).exists()


def test_another_seed_gives_other_people(reference):
    load(seed=1)
    names = set(Stakeholder.objects.persons().values_list("name", flat=True))
    call_command("remove_demo", verbosity=0)
    load(seed=2)
    assert set(Stakeholder.objects.persons().values_list("name", flat=True)) != names


def test_dates_hang_on_the_day_of_the_load(reference):
    load(as_of=date(2024, 2, 29))
    assert Session.objects.filter(cohort__is_demo=True, local_date=date(2024, 2, 29)).exists()


def test_it_is_removed_without_a_trace(reference, client):
    cache.set("page-with-demo-people", "names")
    before = counts()
    load()
    client.post(reverse("account_login"), {"login": "member@demo.example", "password": "capacity-demo"})
    member = User.objects.get(email="member@demo.example")
    NotificationPreference.objects.create(user=member, kind="offer", email="never")
    assert counts() != before
    call_command("remove_demo", verbosity=0)
    assert counts() == before
    assert cache.get("page-with-demo-people") is None


def test_what_a_broken_load_left_is_removed_first(reference):
    User.objects.create_user("person-1@demo.example", "correct horse", is_demo=True)
    said = load()
    assert "did not come to its end" in said
    assert User.objects.filter(email="person-1@demo.example").count() == 0


def test_without_reference_data_it_says_what_to_do(reference):
    query("DELETE FROM programs_method RETURNING id")
    with pytest.raises(CommandError, match="load_reference"):
        load()


def test_a_scale_out_of_bounds_is_refused(reference):
    with pytest.raises(CommandError, match="above 0 and up to 100"):
        call_command("load_demo", scale=0)


class TestPopulation(TestCase):
    """What it is like, loaded once."""

    @classmethod
    def setUpTestData(cls):
        small_reference()
        with time_machine.travel(NOON, tick=False):
            load()

    def test_every_row_with_a_mark_is_marked(self):
        unmarked = {
            model._meta.label: model.objects.filter(is_demo=False).count()
            for model in apps.get_models()
            if any(field.name == "is_demo" for field in model._meta.fields)
        }
        assert {label: number for label, number in unmarked.items() if number} == {}

    def test_people_and_figures_belong_to_demo_organizations_only(self):
        organizations = Stakeholder.objects.organizations()
        assert all(name.startswith("Demo ") for name in organizations.values_list("name", flat=True))
        for rows in (Affiliation.objects, ProgramProvider.objects, Enrollment.objects, ChangeFact.objects):
            assert rows.filter(organization__is_demo=False).count() == 0
        assert Affiliation.objects.count() > Stakeholder.objects.persons().count()

    def test_what_is_not_marked_stays(self):
        place = Stakeholder.objects.create(kind="community", name="A community", slug="a-community")
        call_command("remove_demo", verbosity=0)
        assert list(Stakeholder.objects.all()) == [place]

    def test_a_second_load_finds_it_there(self):
        before = counts()
        assert "is there already" in load()
        assert counts() == before

    def test_every_demo_account_signs_in(self):
        for role in [*ROLES, "colleague"]:
            answer = self.client.post(
                reverse("account_login"), {"login": f"{role}@demo.example", "password": "capacity-demo"}
            )
            assert (role, answer.status_code, answer.url) == (role, 302, reverse("home"))
            self.client.logout()

    def test_the_member_takes_part_waits_and_has_a_baseline_to_answer(self):
        mine = Enrollment.objects.filter(person__user__email="member@demo.example")
        assert sorted(mine.values_list("state", flat=True)) == [
            "completed",
            "enrolled",
            "enrolled",
            "waitlisted",
        ]
        due = Invitation.objects.pending().filter(respondent__user__email="member@demo.example")
        assert list(due.values_list("target__wave__timepoint", "state")) == [("baseline", "sent")]

    def test_the_coordinator_has_people_in_every_state_and_an_open_wave(self):
        running = Cohort.objects.filter(program__slug="demo-program-1", starts_on__lt=DAY, ends_on__gte=DAY)
        cohort = running.latest("starts_on")  # in so small a population the pairs are in the same program
        assert set(cohort.enrollments.values_list("state", flat=True)) >= {
            "applied",
            "waitlisted",
            "offered",
            "enrolled",
            "completed",
        }
        assert list(
            Wave.objects.filter(plan__cohort=cohort, state="open").values_list("timepoint", flat=True)
        ) == ["endline"]
        assert cohort.program.roles.get().person.user.email == "coordinator@demo.example"

    def test_the_facilitator_has_a_session_today(self):
        today = Session.objects.get(
            local_date=DAY, cohort__roles__person__user__email="facilitator@demo.example"
        )
        assert today.cohort.enrollments.filter(state="enrolled").count() > 10

    def test_there_are_cohorts_of_every_kind(self):
        now = f"{DAY}T12:00Z"
        cohorts = Cohort.objects.filter(cancelled_at=None)
        assert cohorts.filter(enrollment_opens_at__gt=now).exists()
        assert cohorts.open_for_enrollment().filter(held_seats__lt=models.F("seats")).exists()
        assert cohorts.filter(held_seats=models.F("seats"), enrollments__state="waitlisted").exists()
        assert cohorts.filter(starts_on__lt=DAY, ends_on__gt=DAY).exists()
        assert cohorts.filter(ends_on__lt=DAY).exists()
        assert Cohort.objects.exclude(cancelled_at=None).exists()

    def test_titles_and_summaries_are_in_english_and_arabic(self):
        assert not Program.objects.filter(models.Q(title_ar=None) | models.Q(summary_ar=None)).exists()

    def test_nobody_was_somewhere_before_applying_or_answered_before_being_asked(self):
        assert Enrollment.objects.filter(enrolled_at__lt=models.F("applied_at")).count() == 0
        assert Response.objects.filter(submitted_at__lt=models.F("wave__opens_at")).count() == 0

    def test_facts_participation_and_rollups_are_what_the_portal_itself_would_make(self):
        def made():
            return digest(
                "evaluation_changefact",
                "evaluation_participation",
                "evaluation_rollup",
                "evaluation_rollupstep",
            )

        before = made()
        assert ChangeFact.objects.count() > 500
        changes.rebuild_facts()
        participations.rebuild()
        changes.rebuild_rollups()
        assert made() == before

    def test_scores_before_and_after_belong_together_and_rise(self):
        pairs = ChangeFact.objects.filter(from_timepoint="baseline", to_timepoint="endline")
        figures = pairs.aggregate(
            r=Corr("after", "before"), before=models.Avg("before"), after=models.Avg("after")
        )
        assert 0.4 < figures["r"] < 0.75
        assert 0.03 < figures["after"] - figures["before"] < 0.25

    def test_there_are_reports_in_the_states_that_last_and_one_that_staff_can_publish(self):
        reports = ImpactReport.objects.order_by("kind", "period", "-ends_on", "vintage")
        assert [(each.kind, each.period, each.state) for each in reports] == [
            ("long_term_impact", "half_year", "review"),
            ("long_term_impact", "year", "published"),
            ("output_monitor", "month", "failed"),
            ("output_monitor", "month", "abandoned"),
            ("output_monitor", "quarter", "superseded"),
            ("output_monitor", "quarter", "published"),
        ]
        staff = User.objects.get(email="staff@demo.example")
        assert staff.has_perm("evaluation.publish_report", reports.get(state="review"))

    def test_what_staff_makes_is_published_by_a_colleague(self):
        staff, colleague = (User.objects.get(email=f"{role}@demo.example") for role in ("staff", "colleague"))
        report = ImpactReport.objects.get(state="review")
        report.author = staff
        who = [user.has_perm("evaluation.publish_report", report) for user in (staff, colleague)]
        assert who == [False, True]
        assert list(User.objects.filter(is_staff=True).order_by("email")) == [colleague, staff]
