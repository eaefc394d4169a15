"""Pages kept for those who are not signed in: right for each reader, and gone with what they were made from."""

import gzip
import re

import pytest

from common import anonymous
from programs.models import Program
from tests.factories.capacity import CapacityFactory, PersonFactory, UserFactory
from tests.factories.evaluation import ChangeFactFactory
from tests.factories.programs import CohortFactory, EnrollmentFactory, ProgramFactory, SessionFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def program():
    return ProgramFactory(title="Storytelling", title_ar="رواية القصص")


def page(client, path="/programs/", **headers):
    return client.get(path, headers=headers)


def kept():
    return len(anonymous.KEPT.values)


def test_the_second_reader_gets_the_same_bytes_by_one_statement(client, program, django_assert_num_queries):
    first = page(client)
    with django_assert_num_queries(1):
        second = page(client)
    assert (first.content, first["ETag"], kept()) == (second.content, second["ETag"], 1)


def test_each_language_theme_zone_and_address_has_its_own(client, program):
    english = page(client).content
    arabic = page(client, **{"accept-language": "ar"}).content.decode()
    assert "رواية القصص" in arabic
    assert 'dir="rtl"' in arabic
    client.cookies["theme"] = "dark"
    dark = page(client).content.decode()
    assert 'data-theme="dark"' in dark
    client.cookies["time_zone"] = "Asia/Tokyo"
    assert "Japan – Tokyo" in page(client).content.decode()
    del client.cookies["theme"], client.cookies["time_zone"]
    assert "No program fits" in page(client, "/programs/?q=nothing").content.decode()
    assert page(client).content == english
    assert kept() == 5


def test_who_is_signed_in_neither_gets_nor_leaves_one(client, program):
    before = page(client).content.decode()
    user = PersonFactory().user
    client.force_login(user)
    mine = page(client).content.decode()
    assert (user.email in mine, "Sign out" in mine) == (True, True)
    assert kept() == 1
    client.logout()
    client.cookies.clear()
    assert page(client).content.decode() == before
    assert user.email not in before


def test_each_member_finds_her_own_name_and_token(client, program):
    tokens = set()
    for user in (UserFactory(), UserFactory()):
        client.force_login(user)
        found = page(client).content.decode()
        assert user.email in found
        tokens |= set(re.findall(r'csrfmiddlewaretoken" value="(\w{64})"', found))
    assert len(tokens) == 2
    assert "the-token-of-this-page" not in found


def test_a_name_is_never_read_as_markup(client, program):
    client.force_login(UserFactory(email='"<b>"@example.org'))
    assert "<b>" not in page(client).content.decode().partition("menu__who")[2][:200]


def test_a_message_is_shown_once_and_to_nobody_else(client, program):
    page(client)
    client.cookies["messages"] = "not really one"
    page(client)
    assert kept() == 1


def test_a_change_is_seen_by_the_next_reader(client, program):
    page(client)
    Program.objects.filter(pk=program.pk).update(title_en="Renamed", title="Renamed")
    assert "Renamed" in page(client).content.decode()
    CohortFactory(program=program, seats=3)
    assert "open, 3 seats free" in page(client).content.decode()


def test_what_has_not_changed_is_not_sent_again(client, program):
    first = page(client)
    again = page(client, **{"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    Program.objects.filter(pk=program.pk).update(title_en="Renamed", title="Renamed")
    assert page(client, **{"if-none-match": first["ETag"]}).status_code == 200


def test_it_is_sent_packed_to_who_unpacks_and_plain_to_others(client, program):
    plain = page(client)
    packed = page(client, **{"accept-encoding": "gzip"})
    assert gzip.decompress(packed.content) == plain.content
    assert "Content-Encoding" not in plain
    for name in ("Accept-Encoding", "Cookie", "Accept-Language", "HX-Request"):
        assert name in packed["Vary"]
    assert (packed["X-Frame-Options"], "Content-Security-Policy" in packed) == ("DENY", True)


def test_a_part_of_the_page_is_not_taken_for_the_whole(client, program):
    page(client)
    assert "<html" not in page(client, **{"hx-request": "true"}).content.decode()
    assert "<html" in page(client).content.decode()


def test_a_program_page_is_kept_until_something_on_it_changes(client, program, django_assert_num_queries):
    cohort = CohortFactory(program=program, seats=1)
    path = program.get_absolute_url()
    first = page(client, path)
    with django_assert_num_queries(3):  # what was written, who waits, what came of it
        assert page(client, path).content == first.content
    EnrollmentFactory(cohort=cohort, state="waitlisted")
    assert "1 person waits" in " ".join(page(client, path).content.decode().split())
    SessionFactory(cohort=cohort)
    Program.objects.filter(pk=program.pk).update(title_en="Renamed", title="Renamed")
    assert "Renamed" in page(client, path).content.decode()
    Program.objects.filter(pk=program.pk).update(state="draft")
    assert page(client, path).status_code == 404


def test_a_program_page_follows_what_was_measured(client, program):
    measured = {"cohort": CohortFactory(program=program), "capacity": CapacityFactory()}
    path = program.get_absolute_url()
    for _ in range(12):
        ChangeFactFactory(**measured)
    before = page(client, path).content
    assert page(client, path).content == before
    ChangeFactFactory(**measured)
    assert page(client, path).content != before


def test_a_program_page_shows_each_reader_her_own_standing(client, program):
    cohort = CohortFactory(program=program)
    enrolled, other = EnrollmentFactory(cohort=cohort).person.user, PersonFactory().user
    path = program.get_absolute_url()
    shown = []
    for user in (None, enrolled, other, enrolled):
        client.logout()
        client.cookies.clear()
        if user:
            client.force_login(user)
        shown.append("open for enrollment" in page(client, path).content.decode())
    assert shown == [True, False, True, False]
