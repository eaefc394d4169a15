"""Calendars as two libraries read them: times in every zone, what moved and what is cancelled, and nothing private."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import time_machine
import vobject
from django.urls import reverse
from django.utils import timezone
from django.utils.http import parse_http_date

from common.models import ActionLog, Message, Notification
from programs.actions import calendars, cohorts, programs, sessions
from programs.formats import time_zones
from programs.formats.calendars import calendar
from programs.logic.recurrence import Recurrence, occurrences
from programs.models import CalendarAddress, Session
from programs.states import ProgramState
from tests.factories.assessments import InvitationFactory, WaveFactory
from tests.factories.capacity import AffiliateFactory, UserFactory
from tests.factories.programs import (
    CohortFactory,
    EnrollmentFactory,
    ProgramFactory,
    ProgramProviderFactory,
    ProgramRoleFactory,
    SessionFactory,
    complete,
)

pytestmark = pytest.mark.django_db


ZONES = ["Asia/Kathmandu", "America/Sao_Paulo", "Africa/Casablanca", "Europe/Berlin"]
LINK = "https://meet.example/secret"


@pytest.fixture(autouse=True)
def zones_as_they_are_sent(monkeypatch):
    """vobject keeps for each name the first zone it has read, for the whole process."""
    monkeypatch.setattr(vobject.icalendar, "__tzidMap", dict(vobject.icalendar.__tzidMap))


def events(text, kinds=("session",)):
    """Of a calendar, by both libraries, which have to agree: uid, start and end in UTC, sequence, status."""
    if hasattr(text, "content"):
        text = text.content
    ours = sorted(
        (
            str(event["UID"]),
            event["DTSTART"].dt.astimezone(UTC),
            event["DTSTART"].dt.astimezone(UTC) + event["DURATION"].dt,
            int(event["SEQUENCE"]),
            str(event["STATUS"]),
        )
        for event in icalendar.Calendar.from_ical(text).walk("VEVENT")
    )
    component = vobject.readOne(text.decode())
    theirs = sorted(
        (
            event.uid.value,
            event.dtstart.value.astimezone(UTC),
            event.dtstart.value.astimezone(UTC) + event.duration.value,
            int(event.sequence.value),
            event.status.value,
        )
        for event in component.contents.get("vevent", [])
    )
    assert ours == theirs
    return [each for each in ours if each[0].partition("-")[0] in kinds]


def row(session):
    status = "CANCELLED" if session.cancelled_at else "CONFIRMED"
    uid = f"session-{session.public_id}@capacity-portal"
    return (uid, session.starts_at, session.ends_at, session.sequence, status)


def planned(zone, *, first, at, count, interval=1):
    """Sessions of a weekly rule, saved and read again."""
    cohort = CohortFactory(starts_on=first, ends_on=first + timedelta(days=400))
    rule = Recurrence(first=first, at=at, zone=zone, minutes=90, count=count, interval=interval)
    made = [
        Session(
            title=f"Week {turn}",
            local_date=each.local_date,
            local_time=each.local_time,
            time_zone=zone,
            minutes=90,
        )
        for turn, each in enumerate(occurrences(rule))
    ]
    sessions.plan(cohort, made, by=UserFactory())
    return list(Session.objects.filter(cohort=cohort).select_related("cohort__program"))


@pytest.mark.parametrize(
    ("zone", "first", "offsets"),
    [
        ("Asia/Kathmandu", date(2026, 1, 4), 1),  # +05:45 all the year
        ("America/Sao_Paulo", date(2026, 1, 4), 1),
        (
            "America/Sao_Paulo",
            date(2018, 7, 1),
            2,
        ),  # when its clocks still changed: in November and in February
        ("Africa/Casablanca", date(2026, 1, 4), 2),  # around Ramadan
        ("Europe/Berlin", date(2026, 1, 4), 2),
    ],
)
def test_a_year_of_a_weekly_rule_is_at_the_same_time_on_the_wall_in_both_libraries(zone, first, offsets):
    with time_machine.travel(datetime(first.year, 6, 1, tzinfo=UTC), tick=False):
        found = planned(zone, first=first, at=time(10, 30), count=52)
        text = calendar(found, name="A year", address="https://example.org/x.ics")
    assert events(text) == sorted(map(row, found))
    local = [event["DTSTART"].dt for event in icalendar.Calendar.from_ical(text).walk("VEVENT")]
    assert {each.replace(tzinfo=None).time() for each in local} == {time(10, 30)}
    assert len({each.starts_at.astimezone(ZoneInfo(zone)).utcoffset() for each in found}) == offsets


@pytest.mark.parametrize(
    ("zone", "day", "at", "read"),
    [
        ("Europe/Berlin", date(2026, 3, 29), time(2, 30), time(3, 30)),
        ("Africa/Casablanca", date(2026, 3, 22), time(2, 30), time(3, 30)),
        ("America/Sao_Paulo", date(2018, 11, 4), time(0, 30), time(1, 30)),  # the day has no midnight
    ],
)
def test_a_session_in_the_hour_that_the_clock_jumps_over_begins_so_much_later(zone, day, at, read):
    """There is no such time; icalendar and vobject read what is written, an hour later."""
    (found,) = planned(zone, first=day, at=at, count=1)
    assert events(calendar([found], name="x", address="y")) == [row(found)]
    assert found.starts_at.astimezone(ZoneInfo(zone)).time() == read


@pytest.mark.parametrize(
    ("zone", "day", "at", "begins"),
    [
        ("Europe/Berlin", date(2026, 10, 25), time(2, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("Africa/Casablanca", date(2026, 2, 15), time(2, 30), datetime(2026, 2, 15, 1, 30, tzinfo=UTC)),
        ("America/Sao_Paulo", date(2019, 2, 16), time(23, 30), datetime(2019, 2, 17, 1, 30, tzinfo=UTC)),
    ],
)
def test_a_session_in_the_hour_that_comes_twice_begins_in_the_first_and_is_as_long_as_it_is(
    zone, day, at, begins
):
    (found,) = planned(zone, first=day, at=at, count=1)
    assert (found.starts_at, found.ends_at) == (begins, begins + timedelta(minutes=90))
    assert events(calendar([found], name="x", address="y")) == [row(found)]


@pytest.mark.parametrize("zone", [*ZONES, "Australia/Lord_Howe", "America/St_Johns"])
def test_the_zone_that_is_sent_along_tells_the_offset_of_every_hour(zone):
    """A reader that knows no zones by name goes by our VTIMEZONE alone: it finds each hour of three years."""
    sent = icalendar.Timezone.from_ical(time_zones.component(zone, 2025, 2027))
    onsets = sorted(
        (part["DTSTART"].dt - part["TZOFFSETFROM"].td, part["TZOFFSETTO"].td) for part in sent.subcomponents
    )
    parts = sorted(sent.subcomponents, key=lambda part: part["DTSTART"].dt - part["TZOFFSETFROM"].td)
    assert [part["TZOFFSETFROM"].td for part in parts[1:]] == [part["TZOFFSETTO"].td for part in parts[:-1]]
    moment, place = datetime(2025, 1, 1, 14, tzinfo=UTC), 0
    while moment.year < 2028:
        while place + 1 < len(onsets) and onsets[place + 1][0] <= moment.replace(tzinfo=None):
            place += 1
        assert onsets[place][1] == moment.astimezone(ZoneInfo(zone)).utcoffset(), moment
        moment += timedelta(hours=1)


@pytest.fixture
def session():
    return SessionFactory(
        cohort=CohortFactory(program__slug="ours"), link=LINK, time_zone="Asia/Kathmandu", room="Hall 2"
    )


def own(client, user):
    return client.get(reverse("assessments:person-calendar", args=[calendars.issue(user)]))


def public(client, name="program-calendar", **kwargs):
    return client.get(reverse(f"programs:{name}", kwargs=kwargs))


def test_what_moves_and_what_is_cancelled_stays_under_its_name_with_a_higher_sequence(client, session):
    staff = UserFactory()
    before = events(public(client, slug="ours"))
    session.local_time = time(18)
    sessions.save(session, by=staff, moved=True)
    session.title = "Another name"
    sessions.save(session, by=staff, moved=False)
    sessions.save(session, by=staff, moved=False)
    moved = events(public(client, slug="ours"))
    sessions.cancel(session, by=staff)
    (cancelled,) = events(public(client, slug="ours"))
    assert [found[0][0] for found in (before, moved)] == [cancelled[0]] * 2
    assert [before[0][3:], moved[0][3:], cancelled[3:]] == [
        (0, "CONFIRMED"),
        (2, "CONFIRMED"),
        (3, "CANCELLED"),
    ]
    assert moved[0][1] != before[0][1]


def test_a_new_place_or_link_raises_the_sequence_of_what_meets_there_and_is_told_once(client):
    today = timezone.now().date()
    cohort = CohortFactory(starts_on=today - timedelta(days=9), program__slug="ours", place="The old library")
    enrollment = EnrollmentFactory(cohort=cohort)
    here, again, in_room, held = (
        SessionFactory(cohort=cohort, local_date=today + timedelta(days=days), room=room)
        for days, room in ((3, ""), (5, ""), (4, "Room 3"), (-7, ""))
    )
    gone = SessionFactory(cohort=cohort, local_date=today + timedelta(days=6), cancelled_at=timezone.now())

    def sequences():
        found = {event[0]: event[3] for event in events(public(client, slug="ours"))}
        return [found[row(each)[0]] for each in (here, again, in_room, held, gone)]

    before = public(client, slug="ours")
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        cohorts.edit(cohort, by=UserFactory(), place="The new library", fee="")
        after = public(client, slug="ours")
        assert after.content.count(b"LOCATION:The new library") == 4
        stamps = [parse_http_date(answer["Last-Modified"]) for answer in (before, after)]
        assert stamps[0] < stamps[1]
        assert sequences() == [1, 1, 0, 0, 0]
        cohorts.edit(cohort, by=UserFactory(), place="The new library", fee="5 euros")
        assert sequences() == [1, 1, 0, 0, 0]
    told = Notification.objects.filter(recipient=enrollment.person.user)
    assert list(told.values_list("text", flat=True)) == [f"“{cohort.program.title}” meets elsewhere"]
    assert "It is now: The new library" in Message.objects.get(recipient=enrollment.person.user).text
    here.refresh_from_db()
    here.link = "https://meet.example.org/new"
    sessions.save(here, by=UserFactory(), moved="link" in sessions.MOVING)
    assert sequences() == [2, 1, 0, 0, 0]
    cohorts.cancel(cohort, by=UserFactory())
    assert sequences() == [3, 2, 1, 0, 0]


def test_a_new_title_of_the_program_or_name_of_the_cohort_raises_the_sequence_and_is_told_to_nobody(client):
    today = timezone.now().date()
    cohort = CohortFactory(starts_on=today - timedelta(days=9), program__slug="ours")
    complete(cohort.program)
    EnrollmentFactory(cohort=cohort)
    ahead, held = (SessionFactory(cohort=cohort, local_date=today + timedelta(days=days)) for days in (3, -7))
    other = SessionFactory()

    def seen():
        answer = public(client, slug="ours")
        found = {event[0]: event[3] for event in events(answer)}
        return parse_http_date(answer["Last-Modified"]), [found[row(each)[0]] for each in (ahead, held)]

    before, with_title, with_name, same = seen(), [], [], []
    for hours, deed, into in [
        (1, lambda: programs.edit(cohort.program, by=UserFactory(), title_en="Another title"), with_title),
        (2, lambda: programs.edit(cohort.program, by=UserFactory(), title_en="Another title"), same),
        (3, lambda: cohorts.edit(cohort, by=UserFactory(), name="Another name"), with_name),
    ]:
        with time_machine.travel(timezone.now() + timedelta(hours=hours)):
            deed()
            into += seen()
    assert [before[1], with_title[1], same[1], with_name[1]] == [[0, 0], [1, 1], [1, 1], [2, 2]]
    assert before[0] < with_title[0] <= same[0] < with_name[0]
    assert (Message.objects.count(), Session.objects.get(pk=other.pk).sequence) == (0, 0)


def test_a_new_title_raises_the_sequence_of_when_enrollment_closes_too(client):
    cohort = CohortFactory(program__slug="ours")
    complete(cohort.program)

    def deadline():
        ((_uid, _start, _end, sequence, _status),) = events(public(client, slug="ours"), ("closing",))
        return sequence

    before = deadline()
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        programs.edit(cohort.program, by=UserFactory(), title_en="Another title")
        assert deadline() > before


def test_a_cancelled_cohort_cancels_what_is_to_come_with_a_higher_sequence_and_not_what_was_held(client):
    today = timezone.now().date()
    cohort = CohortFactory(starts_on=today - timedelta(days=9), program__slug="ours")
    held, ahead = (SessionFactory(cohort=cohort, local_date=today + timedelta(days=days)) for days in (-7, 7))
    before = {event[0]: event for event in events(public(client, slug="ours"))}
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        cohorts.cancel(cohort, by=UserFactory())
        text = public(client, slug="ours").content
    after = {event[0]: event[3:] for event in events(text)}
    of_held, of_ahead = row(held)[0], row(ahead)[0]
    assert after == {of_held: before[of_held][3:], of_ahead: (1, "CANCELLED")}
    stamps = {
        str(event["UID"]): event["DTSTAMP"].dt for event in icalendar.Calendar.from_ical(text).walk("VEVENT")
    }
    assert stamps[of_ahead] - stamps[of_held] >= timedelta(hours=1)


def test_links_to_join_stand_in_ones_own_calendar_only(client, session):
    person = EnrollmentFactory(cohort=session.cohort).person
    text = own(client, person.user).content.decode()
    assert text.replace("\r\n ", "").count(LINK) == 2
    organization = AffiliateFactory(slug="provider")
    ProgramProviderFactory(program=session.cohort.program, organization=organization)
    for found in (
        public(client, slug="ours"),
        public(client, "cohort-calendar", public_id=session.cohort.public_id),
        public(client, "organization-calendar", slug="provider"),
        public(client, "search-calendar"),
    ):
        assert (found.status_code, len(events(found)), b"meet.example" in found.content) == (200, 1, False)
        assert found["Content-Type"] == "text/calendar; charset=utf-8"


def test_ones_own_calendar_has_what_one_takes_part_in_and_teaches(client, session):
    person = EnrollmentFactory(cohort=session.cohort).person
    teaches = SessionFactory()
    ProgramRoleFactory(program=None, cohort=teaches.cohort, person=person, role="facilitator")
    waits, withdrew, other = SessionFactory(), SessionFactory(), SessionFactory()
    EnrollmentFactory(cohort=waits.cohort, person=person, state="waitlisted")
    EnrollmentFactory(cohort=withdrew.cohort, person=person, state="withdrawn")
    assert other.cohort != session.cohort
    assert events(own(client, person.user)) == sorted([row(session), row(teaches)])


def test_a_new_address_ends_the_old_one_and_only_a_hash_is_kept(client):
    user = UserFactory()
    first, second = calendars.issue(user), calendars.issue(user)
    assert first not in str(CalendarAddress.objects.values().get())
    assert not any(first in str(log.after) for log in ActionLog.objects.all())
    path = [reverse("assessments:person-calendar", args=[token]) for token in (first, second, "x" * 43)]
    assert [client.get(each).status_code for each in path] == [404, 200, 404]
    assert calendars.revoke(user) is True
    assert (client.get(path[1]).status_code, calendars.revoke(user)) == (404, False)


def test_the_calendar_of_an_account_that_is_closed_is_gone(client):
    user = UserFactory()
    path = reverse("assessments:person-calendar", args=[calendars.issue(user)])
    user.is_active = False
    user.save()
    assert client.get(path).status_code == 404


def test_what_has_not_changed_is_not_sent_again(client, session):
    path = reverse("programs:program-calendar", args=["ours"])
    first = client.get(path)
    assert first["ETag"].startswith('W/"')
    same = client.get(path, headers={"If-None-Match": first["ETag"]})
    assert (same.status_code, same.content, same["ETag"]) == (304, b"", first["ETag"])
    sessions.cancel(session, by=UserFactory())
    assert client.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_ones_own_is_kept_by_no_cache_on_the_way(client):
    found = own(client, UserFactory())
    assert (found["Cache-Control"], found["Referrer-Policy"]) == ("private, no-cache", "no-referrer")
    assert events(found) == []


def test_a_calendar_says_when_to_come_again_and_what_it_is(client, session):
    text = public(client, slug="ours").content.decode()
    for line in ("METHOD:PUBLISH", "REFRESH-INTERVAL;VALUE=DURATION:PT6H", "NAME:", "LAST-MODIFIED:"):
        assert line in text
    assert icalendar.Calendar.from_ical(text).walk("VTIMEZONE")[0]["TZID"] == "Asia/Kathmandu"
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_drafts_are_in_no_calendar(client):
    session = SessionFactory(
        cohort=CohortFactory(
            program=ProgramFactory(state=ProgramState.DRAFT, published_at=None, slug="draft")
        )
    )
    assert public(client, slug="draft").status_code == 404
    assert public(client, "cohort-calendar", public_id=session.cohort.public_id).status_code == 404
    assert events(public(client, "search-calendar")) == []


def test_a_search_is_asked_as_the_catalog_is_and_bears_nonsense(client, session):
    SessionFactory(cohort=CohortFactory(program__method__code="hackathon"))
    path = reverse("programs:search-calendar")
    assert len(events(client.get(path))) == 2
    assert len(events(client.get(path, {"method": "hackathon"}))) == 1
    for asked in ({"method": "no-such"}, {"zone": "Mars/Base", "starts": "x", "page": "y", "q": "\0"}):
        assert client.get(path, asked).status_code == 200


def test_what_is_long_past_is_left_out(client, session):
    old = timezone.now().date() - timedelta(days=500)
    SessionFactory(cohort=session.cohort, local_date=old)
    assert events(public(client, slug="ours")) == [row(session)]


@pytest.mark.parametrize("number", [1, 5])
def test_a_calendar_costs_the_same_however_many_sessions(client, session, number, django_assert_num_queries):
    person = EnrollmentFactory(cohort=session.cohort).person
    for _ in range(number - 1):
        SessionFactory(cohort=session.cohort)
    path = reverse("assessments:person-calendar", args=[calendars.issue(person.user)])
    with django_assert_num_queries(4):
        client.get(path)


def test_the_address_is_shown_once_and_made_anew_on_ones_page(client):
    user = UserFactory()
    client.force_login(user)
    page = reverse("programs:my-calendar")
    assert "no address yet" in client.get(page).text
    made = client.post(page, {"deed": "issue"})
    address = made.context["path"]
    assert (address in made.text, "webcal://" in made.text, made["Cache-Control"]) == (True, True, "no-store")
    assert client.get(address).status_code == 200
    assert "calendar/my/" not in client.get(page).text
    for deed in ("revoke", "issue"):
        asked = client.get(page, {"deed": deed}).text
        assert ("leads nowhere from then on" in asked, f'value="{deed}"' in asked) == (True, True)
    assert '<form method="post" class="row"' not in client.get(page, {"deed": "burn"}).text
    assert client.get(address).status_code == 200
    assert client.post(page, {"deed": "revoke"}).status_code == 302
    client.post(page, {"deed": "burn"})
    assert (client.get(address).status_code, CalendarAddress.objects.count()) == (404, 0)


def test_pages_lead_to_their_calendars(client, session):
    for page in (session.cohort, session.cohort.program):
        assert "webcal://" in client.get(page.get_absolute_url()).text
    assert (
        "calendar/search.ics?method=workshop-series" in client.get("/programs/?method=workshop-series").text
    )


def deadlines(text):
    """What stands in it, and until when."""
    kinds = ("closing", "answer", "questionnaire")
    return [(uid.partition("@")[0], ends, status) for uid, _starts, ends, _seq, status in events(text, kinds)]


def test_every_public_calendar_tells_when_enrollment_closes(client, session):
    cohort = session.cohort
    ProgramProviderFactory(program=cohort.program, organization=AffiliateFactory(slug="provider"))
    found = [
        public(client, slug="ours"),
        public(client, "cohort-calendar", public_id=cohort.public_id),
        public(client, "organization-calendar", slug="provider"),
        public(client, "search-calendar"),
    ]
    closing = (f"closing-{cohort.public_id}", cohort.enrollment_closes_at.replace(microsecond=0), "CONFIRMED")
    assert [deadlines(each) for each in found] == [[closing]] * 4
    (before,) = events(found[0], ("closing",))
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        cohort.cancelled_at = timezone.now()
        cohort.save()
        (after,) = events(public(client, slug="ours"), ("closing",))
    assert (after[0], after[4], after[3] > before[3]) == (before[0], "CANCELLED", True)


def test_ones_own_calendar_tells_until_when_something_is_asked_of_her(client):
    soon = timezone.now().replace(microsecond=0) + timedelta(days=2)
    offer = EnrollmentFactory(state="offered", offer_expires_at=soon)
    person = offer.person
    draft = EnrollmentFactory(person=person, state="draft")
    waves = [WaveFactory(state="open") for _each in range(2)]
    places = [EnrollmentFactory(person=person, cohort=wave.plan.cohort) for wave in waves]
    asked = InvitationFactory(target__wave=waves[0], target__enrollment=places[0])
    InvitationFactory(target__wave=waves[1], target__enrollment=places[1], state="submitted")
    EnrollmentFactory(state="offered", offer_expires_at=soon)
    calendar_of = own(client, person.user)
    assert deadlines(calendar_of) == sorted(
        [
            (f"answer-{offer.public_id}", soon, "CONFIRMED"),
            (
                f"answer-{draft.public_id}",
                draft.cohort.enrollment_closes_at.replace(microsecond=0),
                "CONFIRMED",
            ),
            (
                f"questionnaire-{asked.public_id}",
                asked.target.wave.closes_at.replace(microsecond=0),
                "CONFIRMED",
            ),
        ]
    )
    assert calendar_of.content.count(b"TRANSP:TRANSPARENT") == 3
