"""Whole pages kept but for their header: each reader's own, and gone with what they were made from."""

import gzip
import re
import zlib
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.test import Client, RequestFactory
from django.utils import timezone

from capacity.models import Stakeholder
from capacity.queries import glossary
from common import pages
from programs.models import Program, ProgramRole, ProgramRoleKind
from tests.factories.capacity import GlossaryTermFactory, PersonFactory, UserFactory
from tests.factories.evaluation import ChangeFactFactory
from tests.factories.programs import CohortFactory, EnrollmentFactory, ProgramFactory, ProgramRoleFactory

pytestmark = pytest.mark.django_db(transaction=True)
DRAWN_FOR_A_MEMBER = 4  # her session, her account, what has changed, her roles


@pytest.fixture
def program():
    return ProgramFactory(title="Storytelling", title_ar="رواية القصص", summary="To tell of an affiliate")


@pytest.fixture
def member():
    return PersonFactory().user


def page(client, path="/programs/", **headers):
    return client.get(path, headers=headers).content.decode()


def kept():
    return len(pages.KEPT.values)


def test_the_second_member_finds_the_same_with_her_own_name(
    client, program, member, django_assert_num_queries
):
    other = PersonFactory().user
    client.force_login(member)
    first = page(client)
    client.force_login(other)
    with django_assert_num_queries(DRAWN_FOR_A_MEMBER):
        second = page(client)
    assert kept() == 1
    assert (member.email in first, other.email in first) == (True, False)
    assert (member.email in second, other.email in second) == (False, True)
    assert nameless(first, member) == nameless(second, other)


def person_of(user):
    return Stakeholder.objects.get(user=user)


def nameless(text, user):
    text = re.sub(r'(csrfmiddlewaretoken" value=")\w+', r"\1", text)
    return text.replace(user.email, "")


def test_the_page_is_as_one_that_was_not_kept(client, program, member, monkeypatch):
    client.force_login(member)
    for path in ("/programs/", "/programs/?q=storyteling", f"/programs/{program.slug}/", "/stakeholders/"):
        page(client, path)
        from_store = page(client, path)
        monkeypatch.setattr(pages, "reading", lambda _request: (object(),))
        drawn = page(client, path)
        monkeypatch.undo()
        assert nameless(from_store, member) == nameless(drawn, member)


def test_each_language_theme_zone_and_address_has_its_own(client, program, member):
    client.force_login(member)
    english = page(client)
    assert "رواية القصص" in page(client, **{"accept-language": "ar"})
    client.cookies["theme"] = "dark"
    assert 'data-theme="dark"' in page(client)
    client.cookies["time_zone"] = "Asia/Tokyo"
    assert "Japan – Tokyo" in page(client)
    del client.cookies["theme"], client.cookies["time_zone"]
    assert "No program fits" in page(client, "/programs/?q=nothing")
    assert nameless(page(client), member) == nameless(english, member)
    assert kept() == 5


def test_the_token_of_a_kept_page_is_taken(program, member):
    client = Client(enforce_csrf_checks=True)
    client.force_login(member)
    page(client)
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page(client))[1]
    assert client.post("/accounts/logout/", {"csrfmiddlewaretoken": token[::-1]}).status_code == 403
    assert client.post("/accounts/logout/", {"csrfmiddlewaretoken": token}).status_code == 302


def test_it_is_sent_packed_to_who_unpacks_and_plain_to_others(client, program, member):
    client.force_login(member)
    plain = page(client)
    packed = client.get("/programs/", headers={"accept-encoding": "gzip"})
    unpacked = gzip.decompress(packed.content).decode()  # its sum and its length are checked
    assert nameless(unpacked, member) == nameless(plain, member)
    assert packed["Content-Encoding"] == "gzip"
    for name in ("Accept-Encoding", "Cookie", "Accept-Language", "HX-Request"):
        assert name in packed["Vary"]
    lengths = {len(client.get("/programs/", headers={"accept-encoding": "gzip"}).content) for _ in range(20)}
    assert len(lengths) > 1


def test_parts_packed_apart_are_one_file_together():
    parts = tuple(pages.part(text) for text in ("", "one", "héader" * 100, "", "end"))
    assert gzip.decompress(pages.together(parts)) == b"".join(part.plain for part in parts)
    assert zlib.decompress(parts[2].packed + pages.LAST, wbits=-15) == parts[2].plain


def test_a_change_is_seen_by_the_next_reader(client, program, member):
    client.force_login(member)
    page(client), page(client, f"/programs/{program.slug}/")
    Program.objects.filter(pk=program.pk).update(title_en="Renamed", title="Renamed")
    assert "Renamed" in page(client)
    assert "Renamed" in page(client, f"/programs/{program.slug}/")


def test_what_came_of_a_program_is_seen_at_once(client, program, member):
    client.force_login(member)
    before = page(client, f"/programs/{program.slug}/")
    for _ in range(12):
        ChangeFactFactory(cohort__program=program)
    after = page(client, f"/programs/{program.slug}/")
    assert ("pairs" in before, "n = 12" in after or "12" in after.partition("<main")[2]) == (False, True)


def test_how_she_stands_to_it_is_her_own(client, program, member):
    cohort = CohortFactory(program=program)
    client.force_login(PersonFactory().user)
    stranger = page(client, f"/programs/{program.slug}/")
    client.force_login(member)
    before = page(client, f"/programs/{program.slug}/")
    EnrollmentFactory(cohort=cohort, person=person_of(member))
    after = page(client, f"/programs/{program.slug}/")
    assert nameless(before, member) != nameless(after, member)
    assert "csrfmiddlewaretoken" in stranger


def test_who_is_given_a_role_finds_her_desk_at_once_and_loses_it_with_it(client, program, member):
    client.force_login(member)
    assert 'href="/desk/"' not in page(client)
    ProgramRoleFactory(person=person_of(member), program=program, role=ProgramRoleKind.COORDINATOR)
    assert 'href="/desk/"' in page(client)
    ended = timezone.now().date() - timedelta(days=1)
    ProgramRole.objects.update(starts_on=ended, ends_on=ended)
    assert 'href="/desk/"' not in page(client)


def test_whose_account_is_closed_is_nobody_at_once(client, program, member):
    client.force_login(member)
    assert "Sign out" in page(client)
    type(member).objects.filter(pk=member.pk).update(is_active=False)
    assert "Sign out" not in page(client)


def test_a_message_is_shown_once_and_to_nobody_else(client, program, member):
    client.force_login(member)
    page(client)
    client.post("/my/searches/new/?q=story", {"name": "Stories", "alert": "weekly"})
    first, second = page(client), page(client)
    client.force_login(UserFactory())
    assert [" flash" in each for each in (first, second, page(client))] == [True, False, False]


def test_a_word_explained_anew_is_read_within_a_minute(client, program, member, monkeypatch):
    term = GlossaryTermFactory(term="affiliate", definition="What it was")
    glossary.KEPT.clear()
    client.force_login(member)
    page(client, f"/programs/{program.slug}/")
    type(term).objects.update(definition_en="What it is now", definition="What it is now")
    monkeypatch.setattr(glossary, "SECONDS", -1)
    assert "What it was" not in page(client, f"/programs/{program.slug}/")


def test_inside_a_transaction_nothing_is_kept(client, program, member):
    client.force_login(member)
    with transaction.atomic():
        assert member.email in page(client)
    assert kept() == 0


def test_what_has_no_header_is_not_a_page():
    request = RequestFactory().get("/programs/")
    request.user = AnonymousUser()
    with pytest.raises(ValueError, match="no place for the header"):
        pages.made(request, "components/tab.html", {})


def test_what_has_a_form_of_one_readers_is_not_kept_for_others():
    request = RequestFactory().get("/accounts/logout/")
    request.user = AnonymousUser()
    with pytest.raises(ValueError, match="a form with a token"):
        pages.made(request, "account/logout.html", {})
