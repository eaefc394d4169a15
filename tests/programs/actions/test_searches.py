"""Saved searches: what they tell, once, in whose words, and what happens when the clock stood still."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection

from common.models import Message, Notification
from programs import tasks
from programs.actions import searches
from programs.filters import criteria_of
from programs.logic import refusals
from programs.models import SavedSearch, SearchFinding
from tests.factories.capacity import LanguageFactory, UserFactory
from tests.factories.programs import CohortFactory, ProgramFactory, SavedSearchFactory

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 5, 4, 12, tzinfo=UTC)


def saved(*, query="", alert="daily", at=MONDAY, **owner):
    with time_machine.travel(at, tick=False):
        return searches.save(by=UserFactory(**owner), name="Mine", query=query, alert=alert)


def published(title, *, days=0.25, **more):
    return ProgramFactory(title=title, published_at=MONDAY + timedelta(days=days), **more)


def told_at(days):
    """How many letters the clock writes so many days later; a second look at once writes none."""
    with time_machine.travel(MONDAY + timedelta(days=days), tick=False):
        number = tasks.tell_of_searches()
        assert tasks.tell_of_searches() == 0
    return number


def letter():
    return Message.objects.order_by("-pk").first()


def test_what_was_published_is_told_once():
    ProgramFactory(title="Long ago")
    search = saved()
    published("Storytelling")
    assert [told_at(0.5), told_at(1), told_at(2)] == [0, 1, 0]
    assert letter().subject == "1 new program for “Mine”"
    assert "Storytelling" in letter().text
    assert "Long ago" not in letter().text
    assert search.get_absolute_url() in letter().text
    assert Notification.objects.get().url == search.get_absolute_url()


def test_the_letter_says_when_the_next_cohort_begins_and_until_when_one_enrolls():
    saved(time_zone="Africa/Nairobi")
    program = published("Storytelling")
    for days in (60, 30):
        CohortFactory(
            program=program,
            starts_on=(MONDAY + timedelta(days=days)).date(),
            enrollment_opens_at=MONDAY - timedelta(days=1),
            enrollment_closes_at=MONDAY + timedelta(days=20),
        )
    assert told_at(1) == 1
    lines = letter().text.splitlines()
    at = lines.index("Storytelling")
    assert lines[at + 1].replace("\u202f", " ") == (
        "Begins Jun 3, 2026; enrollment is open until May 24, 2026, 3:00 PM (GMT+03:00)."
    )


def test_the_name_of_an_invented_search_is_said_in_the_readers_words():
    search = saved(language="ar", is_demo=True)
    SavedSearch.objects.filter(pk=search.pk).update(name="Open courses for newcomers", is_demo=True)
    published("Storytelling")
    assert told_at(1) == 1
    assert "Open courses" not in letter().subject + letter().text


def test_only_what_fits_is_told():
    saved(query="language=ar")
    published("In Arabic").languages.add(LanguageFactory(code="ar", name_en="Arabic"))
    published("In Swahili").languages.add(LanguageFactory(code="sw", name_en="Swahili"))
    assert told_at(1) == 1
    assert ("In Arabic" in letter().text, "In Swahili" in letter().text) == (True, False)


def test_drafts_and_archived_programs_are_not_told():
    saved()
    ProgramFactory(state="draft", published_at=None)
    published("Archived", state="archived", archived_at=MONDAY)
    assert told_at(1) == 0


def test_a_cohort_that_opens_is_told_also_of_a_program_told_before():
    saved()
    program = published("Storytelling")
    assert told_at(1) == 1
    CohortFactory(
        program=program,
        starts_on=datetime(2026, 6, 1, tzinfo=UTC).date(),
        enrollment_opens_at=MONDAY + timedelta(days=2, hours=1),
        enrollment_closes_at=MONDAY + timedelta(days=20),
    )
    assert [told_at(2), told_at(3), told_at(4)] == [0, 1, 0]
    assert list(SearchFinding.objects.order_by("pk").values_list("program", "cohort__program")) == [
        (program.pk, None),
        (program.pk, program.pk),
    ]


def test_a_cancelled_or_closed_cohort_is_not_told():
    saved()
    times = {
        "starts_on": datetime(2026, 6, 1, tzinfo=UTC).date(),
        "enrollment_opens_at": MONDAY + timedelta(hours=1),
    }
    CohortFactory(**times, enrollment_closes_at=MONDAY + timedelta(days=9), cancelled_at=MONDAY)
    CohortFactory(**times, enrollment_closes_at=MONDAY + timedelta(hours=2))
    assert told_at(1) == 0


def test_after_weeks_without_a_clock_everything_is_told_in_one_letter():
    saved()
    for week in range(4):
        published(f"Week {week}", days=7 * week + 0.1)
    assert [told_at(40), told_at(41)] == [1, 0]
    assert letter().subject == "4 new programs for “Mine”"


def test_what_is_written_late_is_told_later():
    """Its transaction began before the look, and ended after it."""
    saved()
    assert told_at(1) == 0
    published("Late", days=0.9)
    assert [told_at(2), told_at(3)] == [1, 0]


def test_once_a_week_means_in_the_morning_of_a_day_a_week_later():
    search = saved(alert="weekly", time_zone="Asia/Kathmandu")
    assert search.next_at == datetime(2026, 5, 11, 1, 15, tzinfo=UTC)  # 7 o'clock there
    published("Storytelling")
    assert [told_at(1), told_at(6), told_at(7)] == [0, 0, 1]


def test_letters_are_in_the_readers_language():
    saved(language="ar")
    published("Storytelling", title_ar="رواية القصص")
    told_at(1)
    assert letter().language == "ar"
    assert "رواية القصص" in letter().text
    assert "برنامج" in letter().subject


def test_without_letters_nothing_is_told_and_turning_them_on_tells_of_what_comes():
    search = saved(alert="off")
    published("Before")
    assert told_at(1) == 0
    with time_machine.travel(MONDAY + timedelta(days=2), tick=False):
        searches.edit(search, by=search.owner, name="Mine", alert="daily")
    published("After", days=2.5)
    assert told_at(3) == 1
    assert ("Before" in letter().text, "After" in letter().text) == (False, True)
    searches.edit(search, by=search.owner, name="Other", alert="off")
    published("Later", days=4)
    assert told_at(5) == 0


def test_renaming_does_not_begin_anew():
    search = saved()
    published("Storytelling")
    with time_machine.travel(MONDAY + timedelta(hours=10), tick=False):
        searches.edit(search, by=search.owner, name="Renamed", alert="daily")
    assert told_at(1) == 1
    assert "Renamed" in letter().subject


def test_a_search_that_is_not_understood_any_more_tells_nothing_rather_than_everything():
    SavedSearch.objects.filter(pk=saved().pk).update(query="capacity=gone")
    published("Storytelling")
    assert told_at(1) == 0


def test_an_account_that_was_closed_gets_none():
    saved(is_active=False)
    published("Storytelling")
    told_at(1)
    assert not Message.objects.exists()


def test_there_is_an_end_to_saving(settings):
    owner = UserFactory()
    for _ in range(searches.MOST):
        SavedSearchFactory(owner=owner)
    with pytest.raises(refusals.TooManySearchesError):
        searches.save(by=owner, name="One more", query="", alert="off")


def test_the_same_search_is_kept_once_by_each():
    kept = searches.save(by=UserFactory(), name="Open ones", query="open=1", alert="daily")
    with pytest.raises(refusals.SearchTwiceError, match="as “Open ones”"):
        searches.save(by=kept.owner, name="Once more", query="open=1", alert="daily")
    searches.save(by=kept.owner, name="All", query="", alert="daily")
    searches.save(by=UserFactory(), name="Open ones", query="open=1", alert="daily")
    assert SavedSearch.objects.filter(query="open=1").count() == 2


def test_a_cohort_that_was_planned_only_after_its_enrollment_had_opened_is_told():
    program = ProgramFactory(title="Long ago", published_at=MONDAY - timedelta(days=90))
    saved()
    with time_machine.travel(MONDAY + timedelta(hours=6), tick=False):
        CohortFactory(
            program=program,
            starts_on=datetime(2026, 6, 1, tzinfo=UTC).date(),
            enrollment_opens_at=MONDAY - timedelta(days=9),
            enrollment_closes_at=MONDAY + timedelta(days=20),
        )
    assert [told_at(1), told_at(2)] == [1, 0]
    assert "Long ago" in letter().text


@pytest.mark.parametrize(("zone", "letters"), [("Pacific/Kiritimati", 1), ("UTC", 0)])
def test_within_thirty_days_is_counted_from_the_readers_day(zone, letters):
    """At noon of UTC it is the next day in Kiritimati."""
    saved(query="starts=soon", time_zone=zone)
    program = published("Storytelling")
    CohortFactory(program=program, starts_on=datetime(2026, 6, 4, tzinfo=UTC).date())
    assert told_at(1) == letters


def test_a_search_that_is_not_due_is_left_and_one_that_is_remembers_when_it_looked():
    search, due = saved(), MONDAY + timedelta(days=1)
    published("Storytelling")
    for moment, told in ((MONDAY + timedelta(hours=7), False), (due, True)):
        with time_machine.travel(moment, tick=False):
            assert searches.tell(search.pk, read=criteria_of) is told
    search.refresh_from_db()
    assert (search.looked_at, search.next_at) == (due, datetime(2026, 5, 6, 7, tzinfo=UTC))


@pytest.mark.parametrize("is_demo", [True, False])
def test_a_search_is_invented_where_its_owner_is(is_demo):
    assert saved(is_demo=is_demo).is_demo is is_demo


@pytest.mark.django_db(transaction=True)
def test_two_that_are_saved_at_once_do_not_go_beyond_the_end(monkeypatch):
    monkeypatch.setattr(searches, "MOST", 1)
    owner, gate, refused = UserFactory(), threading.Barrier(4), []

    def save():
        gate.wait()
        try:
            searches.save(by=owner, name="Mine", query="", alert="off")
        except refusals.TooManySearchesError:
            refused.append(1)
        connection.close()

    threads = [threading.Thread(target=save) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (owner.saved_searches.count(), len(refused)) == (1, 3)


@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_tell_once():
    saved()
    published("Storytelling")
    gate, told = threading.Barrier(2), []

    def look():
        gate.wait()
        told.append(tasks.tell_of_searches())
        connection.close()

    with time_machine.travel(MONDAY + timedelta(days=1), tick=False):
        threads = [threading.Thread(target=look) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(told) == [0, 1]
    assert Message.objects.count() == 1
