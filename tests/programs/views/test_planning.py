"""Planning cohorts and sessions, one by one and by a rule; conflicts are shown, and do not forbid."""

from datetime import UTC, date, datetime, time

import pytest
from django.contrib.messages import get_messages
from django.db import IntegrityError, transaction
from django.urls import reverse

from common.models import Message
from programs.actions import holds, sessions
from programs.models import Cohort, Session
from tests.factories.capacity import UserFactory
from tests.factories.programs import (
    CohortFactory,
    EnrollmentFactory,
    ProgramFactory,
    ProgramRoleFactory,
    SessionFactory,
)
from tests.markup import flat

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    return CohortFactory(name="Spring", time_zone="Europe/Berlin")


@pytest.fixture
def signed_in(client, cohort):
    client.force_login(ProgramRoleFactory(program=cohort.program).person.user)
    return client


def address(name, cohort, **more):
    return reverse(
        f"programs:{name}", kwargs={"slug": cohort.program.slug, "public_id": cohort.public_id, **more}
    )


def test_a_hold_is_told_before_anything_is_typed(signed_in, cohort):
    page = reverse("programs:cohort-create", kwargs={"slug": cohort.program.slug})
    assert "A hold stands on this program" not in flat(signed_in.get(page))
    holds.put(cohort.program, by=None, reason="Something waits")
    shown = flat(signed_in.get(page))
    assert "Something waits" in shown
    assert "Lift the hold" not in shown


def cohort_data(**more):
    return {
        "name": "Spring",
        "delivery": "online",
        "time_zone": "Africa/Accra",
        "starts_on": "2027-03-01",
        "ends_on": "2027-04-01",
        "enrollment_opens_at": "2027-01-01T10:00",
        "enrollment_closes_at": "2027-02-01T10:00",
        "seats": 10,
        "confirmation": "review",
        "offer_hours": 48,
        "sessions_needed": 2,
        "hours_needed": 0,
        "meetings_needed": 0,
        "deliverables_needed": 1,
        **more,
    }


def rule_data(**more):
    return {
        "title": "Weekly", "first": "2027-03-15", "at": "18:00", "zone": "Europe/Berlin", "minutes": 60,
        "interval": 1, "every": "week", "count": 3, **more,
    }  # fmt: skip


def test_a_cohort_is_planned_with_the_rule_and_links_given(client):
    program = ProgramFactory(state="draft", published_at=None)
    client.force_login(ProgramRoleFactory(program=program).person.user)
    link = "Sample_Users/Stories_(spring)"
    response = client.post(
        reverse("programs:cohort-create", args=[program.slug]), cohort_data(link_dashboard=link)
    )
    cohort = Cohort.objects.get()
    assert (response.url, cohort.deliverables_needed, cohort.external_ids, cohort.enrollment_opens_at) == (
        address("session-list", cohort),
        1,
        {"dashboard": link},
        datetime(2027, 1, 1, 10, tzinfo=UTC),
    )


def test_a_new_cohort_begins_with_the_rule_of_the_method(client):
    program = ProgramFactory()
    program.method.sessions_needed, program.method.hours_needed = 0, 8
    program.method.save()
    client.force_login(ProgramRoleFactory(program=program).person.user)
    form = client.get(reverse("programs:cohort-create", args=[program.slug])).context["form"]
    assert (form["sessions_needed"].value(), form["hours_needed"].value()) == (0, 8)


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"ends_on": "2027-02-01"}, "ends_on"),
        ({"sessions_needed": 0, "deliverables_needed": 0}, "sessions_needed"),
        ({"time_zone": "Mars/Base"}, "time_zone"),
        ({"seats": 0}, "seats"),
        ({"link_event_page": "https://example.org/x"}, "link_event_page"),
        ({"starts_on": "soon"}, "starts_on"),
        ({"starts_on": "0027-03-01"}, "starts_on"),
        ({"ends_on": "9999-12-31"}, "ends_on"),
        ({"enrollment_opens_at": "0001-01-01T00:00"}, "enrollment_opens_at"),
        ({"enrollment_closes_at": "9999-12-31T23:59"}, "enrollment_closes_at"),
    ],
)
def test_what_is_wrong_with_a_cohort_is_said_beside_its_field(signed_in, cohort, data, field):
    response = signed_in.post(address("cohort-edit", cohort), cohort_data(**data))
    assert (response.status_code, field in response.context["form"].errors) == (422, True)


def test_editing_keeps_what_others_did_meanwhile(signed_in, cohort):
    EnrollmentFactory(cohort=cohort)
    signed_in.post(address("cohort-edit", cohort), cohort_data(name="Summer"))
    cohort.refresh_from_db()
    assert (cohort.name, cohort.held_seats) == ("Summer", 1)


def test_cancelling_asks_first_and_tells_how_many_are_told(signed_in, cohort):
    EnrollmentFactory(cohort=cohort)
    assert signed_in.get(address("cohort-cancel", cohort)).status_code == 200
    response = signed_in.post(address("cohort-cancel", cohort), {"note": "Too few came."})
    assert [str(text) for text in get_messages(response.wsgi_request)] == [
        "The cohort is cancelled; 1 person is told."
    ]
    assert "Too few came." in flat(signed_in.get(cohort.get_absolute_url()))


def test_a_rule_is_shown_first_and_then_planned(signed_in, cohort):
    shown = signed_in.post(address("session-rule", cohort), rule_data(deed="preview"))
    assert [each.local_date for each, _conflicts in shown.context["rows"]] == [
        date(2027, 3, 15),
        date(2027, 3, 22),
        date(2027, 3, 29),
    ]
    assert not Session.objects.exists()
    signed_in.post(address("session-rule", cohort), rule_data(deed="plan"))
    planned = list(Session.objects.order_by("starts_at").values_list("title", "starts_at"))
    assert planned == [
        ("Weekly 1", datetime(2027, 3, 15, 17, tzinfo=UTC)),
        ("Weekly 2", datetime(2027, 3, 22, 17, tzinfo=UTC)),
        ("Weekly 3", datetime(2027, 3, 29, 16, tzinfo=UTC)),
    ]


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"count": ""}, "count"),
        ({"until": "2027-04-01"}, "count"),
        ({"count": "", "until": "2027-03-01"}, "until"),
        ({"count": "", "until": "2037-03-01"}, "until"),
        ({"count": 101}, "count"),
        ({"weekdays": ["7"]}, "weekdays"),
        ({"zone": "Mars/Base"}, "zone"),
        ({"every": "moon"}, "every"),
        ({"at": "25:00"}, "at"),
        ({"count": "", "until": "2027-03-16", "weekdays": ["4"]}, "until"),
        ({"first": "9999-12-31"}, "first"),
        ({"first": "0001-01-01"}, "first"),
        ({"first": "2100-12-27"}, "count"),
        ({"every": "month", "interval": 52, "count": 100}, "count"),
    ],
)
def test_a_rule_that_is_not_understood_plans_nothing(signed_in, cohort, data, field):
    response = signed_in.post(address("session-rule", cohort), rule_data(deed="plan", **data))
    assert (response.status_code, field in response.context["form"].errors) == (422, True)
    assert not Session.objects.exists()


def test_conflicts_name_who_teaches_elsewhere_and_count_who_takes_part_elsewhere(signed_in, cohort):
    other = CohortFactory(name="Other", program=ProgramFactory(title="Elsewhere"))
    busy = SessionFactory(cohort=other, local_date=date(2027, 3, 15), local_time=time(17, 30))
    teacher = ProgramRoleFactory(program=None, cohort=cohort, role="facilitator").person
    ProgramRoleFactory(program=None, cohort=other, role="mentor", person=teacher)
    learner = EnrollmentFactory(cohort=cohort).person
    EnrollmentFactory(cohort=other, person=learner)
    EnrollmentFactory(cohort=other)
    SessionFactory(
        cohort=cohort, local_date=date(2027, 3, 22), local_time=time(18, 30), time_zone="Europe/Berlin"
    )
    shown = signed_in.post(address("session-rule", cohort), rule_data(deed="preview"))
    assert [conflicts for _each, conflicts in shown.context["rows"]] == [
        [
            f"{teacher.name}: at the same time in “Elsewhere”, Other.",
            "1 of those enrolled has another session at this time.",
        ],
        ["Another session of this cohort is at the same time."],
        [],
    ]
    busy.refresh_from_db()


def test_the_list_of_sessions_takes_as_many_queries_for_many(signed_in, cohort, django_assert_num_queries):
    SessionFactory(cohort=cohort)
    signed_in.get(address("session-list", cohort))
    for _ in range(2):
        with django_assert_num_queries(8):
            signed_in.get(address("session-list", cohort))
        for hour in range(5):
            SessionFactory(cohort=cohort, local_time=time(hour))


def test_changing_a_session_tells_and_warns(signed_in, cohort):
    session = SessionFactory(cohort=cohort)
    data = {
        "title": session.title, "local_date": session.local_date, "local_time": "16:00", "time_zone": "UTC",
        "minutes": 60, "room": "", "link": "",
    }  # fmt: skip
    response = signed_in.post(address("session-edit", cohort, session=session.public_id), data)
    session.refresh_from_db()
    assert (session.sequence, session.local_time) == (1, time(16))
    assert [str(text) for text in get_messages(response.wsgi_request)] == ["Saved. Those enrolled are told."]


@pytest.mark.parametrize("day", ["0001-01-01", "0027-03-01", "2101-01-01", "9999-12-31"])
def test_a_day_that_no_clock_can_tell_is_a_mistake_beside_its_field(signed_in, cohort, day):
    data = {
        "title": "x",
        "local_date": day,
        "local_time": "23:30",
        "time_zone": "Pacific/Pago_Pago",
        "minutes": 60,
    }
    session = signed_in.post(address("session-create", cohort), data)
    clone = signed_in.post(address("cohort-clone", cohort), {"name": "Autumn", "starts_on": day})
    release = signed_in.post(address("seat-list", cohort), {"date": day, "time": "12:00"})
    said = "Please give a year from 2000 to 2100."
    errors = [answer.context["form"].errors for answer in (session, clone)]
    assert errors == [{"local_date": [said]}, {"starts_on": [said]}]
    assert [answer.status_code for answer in (session, clone, release)] == [422, 422, 422]
    assert not Session.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Cohort.objects.filter(pk=cohort.pk).update(enrollment_closes_at=datetime(9999, 12, 31, tzinfo=UTC))


def test_of_what_is_cancelled_nothing_is_changed_and_nobody_told(signed_in, cohort):
    session = SessionFactory(cohort=cohort)
    EnrollmentFactory(cohort=cohort)
    edit, cancel = (
        address(name, cohort, session=session.public_id) for name in ("session-edit", "session-cancel")
    )
    data = {
        "title": session.title, "local_date": session.local_date, "local_time": "16:00", "time_zone": "UTC",
        "minutes": 45, "room": "", "link": "",
    }  # fmt: skip
    sessions.cancel(session, by=UserFactory())
    told = Message.objects.count()
    late = signed_in.post(edit, data)
    assert (late.status_code, late.context["form"].non_field_errors()) == (
        409,
        ["This session is cancelled."],
    )
    for page in (edit, cancel):
        assert "This session is cancelled." in flat(signed_in.get(page, follow=True))
    again = f"/api/v1/sessions/{session.public_id}/"
    assert signed_in.put(again, data, content_type="application/json").status_code == 409
    session.refresh_from_db()
    assert (session.minutes, session.sequence, Message.objects.count()) == (60, 1, told)


def test_a_session_of_another_cohort_is_not_found(signed_in, cohort):
    elsewhere = SessionFactory()
    assert signed_in.get(address("session-edit", cohort, session=elsewhere.public_id)).status_code == 404


def test_a_clone_leads_to_its_sessions(signed_in, cohort):
    SessionFactory(cohort=cohort)
    response = signed_in.post(address("cohort-clone", cohort), {"name": "Autumn", "starts_on": "2027-09-01"})
    copy = Cohort.objects.get(name="Autumn")
    assert (response.url, copy.sessions.count()) == (address("session-list", copy), 1)


@pytest.mark.parametrize(
    "name", ["cohort-edit", "cohort-cancel", "cohort-clone", "session-list", "session-rule"]
)
def test_who_does_not_run_the_cohort_plans_nothing(client, cohort, name):
    client.force_login(UserFactory())
    assert client.get(address(name, cohort)).status_code == 403
