"""The pages of an organization's self-assessment, from the first form to the profile."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.actions import consensus
from assessments.logic.answering import Given
from assessments.models import ConsensusSession, Invitation, VisibleTo
from assessments.states import ConsensusState, WaveState
from capacity.models import AffiliationRole
from tests.factories.assessments import (
    ConsensusSessionFactory,
    organization_instrument,
    published_version,
    recorded_session,
)
from tests.factories.capacity import AffiliateFactory, AffiliationFactory, PersonFactory, StaffFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def affiliate():
    return AffiliateFactory()


@pytest.fixture
def representative(client, affiliate):
    """Signed in."""
    term = AffiliationFactory(organization=affiliate, role=AffiliationRole.REPRESENTATIVE)
    client.force_login(term.person.user)
    return term.person


def page(name, thing):
    argument = thing.slug if name in {"self-assessment-list", "self-assessment-begin"} else thing.public_id
    return reverse(f"assessments:{name}", args=[argument])


def form_of(asked, people, **changes):
    today = timezone.localdate()
    return {
        "version": asked.pk,
        "participants": [person.slug for person in people],
        "opens_on": today,
        "closes_on": today + timedelta(days=9),
        **changes,
    }


def test_a_representative_begins_and_colleagues_are_asked(client, affiliate, representative):
    version = published_version(instrument=organization_instrument())
    colleague = AffiliationFactory(organization=affiliate).person
    answer = client.post(
        page("self-assessment-begin", affiliate), form_of(version, [representative, colleague])
    )
    session = ConsensusSession.objects.get()
    assert (answer.status_code, answer.url) == (302, session.get_absolute_url())
    assert session.wave.state == WaveState.OPEN
    assert Invitation.objects.filter(respondent__in=[representative, colleague]).count() == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"version": "0"}, "version"),
        ({"participants": []}, "participants"),
        ({"opens_on": "2001-01-01"}, "opens_on"),
        ({"closes_on": "2001-01-01"}, "closes_on"),
        ({"closes_on": "9999-12-31"}, "closes_on"),
        ({"opens_on": "tomorrow"}, "opens_on"),
        ({"repeats": ["m99"]}, "repeats"),
    ],
)
def test_bad_input_is_said_beside_its_field(client, affiliate, representative, changes, field):
    version = published_version(instrument=organization_instrument())
    answer = client.post(
        page("self-assessment-begin", affiliate), form_of(version, [representative], **changes)
    )
    assert (answer.status_code, field in answer.context["form"].errors) == (422, True)


def test_a_second_one_meanwhile_is_refused_in_words(client, affiliate, representative):
    version = published_version(instrument=organization_instrument())
    for expected in (302, 409):
        answer = client.post(page("self-assessment-begin", affiliate), form_of(version, [representative]))
        assert answer.status_code == expected


def test_from_the_ratings_to_the_recorded_consensus(client, affiliate, representative):
    session = ConsensusSessionFactory(organization=affiliate)
    client.post(page("ratings-close", session))
    record = page("consensus-record", session)
    codes = list(session.wave.version.items.values_list("code", flat=True))
    values = {f"q-{code}": "3" for code in codes}
    wrong = client.post(record, {**values, f"evidence-{codes[0]}": "no address", "deed": "record"})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, [f"evidence-{codes[0]}"])
    saved = client.post(record, {**values, "minutes": "We met.", "deed": "save"})
    assert (saved.status_code, saved.url) == (302, record)
    assert b"We met." in client.get(record).content
    done = client.post(record, {**values, "minutes": "We met.", "deed": "record"})
    assert (done.status_code, done.url) == (302, session.get_absolute_url())
    shown = client.get(session.get_absolute_url())
    assert [row.level.now for row in shown.context["rows"]] == [0.75]
    assert client.get(record).status_code == 404


def test_who_sees_the_result_is_the_organizations_choice(client, affiliate, representative):
    session = recorded_session(organization=affiliate)
    client.post(page("self-assessment-show", session), {"visibility": "public"})
    session.refresh_from_db()
    assert session.visibility == VisibleTo.PUBLIC
    client.logout()
    answer = client.get(session.get_absolute_url())
    assert (answer.status_code, b"Who takes part" in answer.content) == (200, False)


def test_staff_do_not_see_what_they_are_not_shown(client, affiliate):
    session = recorded_session(organization=affiliate)
    client.force_login(StaffFactory())
    assert client.get(session.get_absolute_url()).status_code == 404
    assert client.get(session.wave.get_absolute_url()).status_code == 403
    assert client.get(page("self-assessment-list", affiliate)).status_code == 403


def test_deeds_that_came_too_late_are_refused_in_words(client, affiliate, representative):
    session = recorded_session(organization=affiliate)
    for name in ("ratings-close", "ratings-reopen", "self-assessment-call-off"):
        assert client.post(page(name, session)).status_code == 302
    session.refresh_from_db()
    assert session.state == ConsensusState.RECORDED


def test_more_colleagues_are_asked(client, affiliate, representative):
    colleague = AffiliationFactory(organization=affiliate).person
    session = consensus.begin(
        affiliate, published_version(instrument=organization_instrument()), by=representative.user,
        participants=[representative], opens_at=timezone.now(), closes_at=timezone.now() + timedelta(days=3),
    )  # fmt: skip
    client.post(page("self-assessment-invite", session), {"people": [colleague.slug]})
    client.post(page("self-assessment-invite", session), {"people": [PersonFactory().slug]})
    assert Invitation.objects.filter(target__wave=session.wave).count() == 2


@pytest.mark.parametrize("rows", [1, 5])
def test_the_list_costs_the_same(client, affiliate, representative, django_assert_num_queries, rows):
    for _ in range(rows):
        recorded_session(organization=affiliate)
    client.get(page("self-assessment-list", affiliate))
    with django_assert_num_queries(LIST_QUERIES):
        answer = client.get(page("self-assessment-list", affiliate))
    assert len(answer.context["sessions"]) == rows


LIST_QUERIES = 6


def test_the_spread_is_shown_without_names(client, affiliate, representative):
    colleague = AffiliationFactory(organization=affiliate).person
    version = published_version(instrument=organization_instrument(), items=1)
    session = consensus.begin(
        affiliate, version, by=representative.user, participants=[representative, colleague],
        opens_at=timezone.now(), closes_at=timezone.now() + timedelta(days=3),
    )  # fmt: skip
    for person, value in ((representative, 1), (colleague, 4)):
        invitation = Invitation.objects.get(respondent=person)
        given = {version.items.get().code: Given(value=Decimal(value))}
        consensus.responses.save_answers(invitation, given, by=person.user, language="en")
        consensus.responses.submit(invitation, by=person.user)
    client.post(page("ratings-close", session))
    text = client.get(page("consensus-record", session)).content.decode()
    assert "2 colleagues said from 1 to 4" in " ".join(text.split())
    assert "You differ here." in text
